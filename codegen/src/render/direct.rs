//! The tokens of an item -> its text, without a syntax tree between them.
//!
//! What comes out is what [`prettyplease`] writes; a test holds the two together for all that is emitted of the documents of the tests.
//! It knows the Rust that is emitted, and no more: anything else is left to `syn` and `prettyplease`, which take four times as long.

mod attributes;
mod chains;
mod expressions;
mod items;
mod layout;
mod macros;
mod patterns;
mod printer;
mod shapes;
mod statements;
mod tokens;
mod types;

use proc_macro2::TokenStream;

use self::printer::Printer;
use self::tokens::Tokens;

/// Items of one group stand together, without blank lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Imports,
    Exports,
    Modules,
}

/// One or more items, as they are read.
pub(super) struct Items(Tokens);

impl Items {
    pub(super) fn of(items: TokenStream) -> Self {
        Self(Tokens::of(items))
    }

    /// The same items for other readers.
    pub(super) fn rust(&self) -> String {
        self.0.rust()
    }

    /// The group of the first of them.
    pub(super) fn group(&self) -> Option<Group> {
        let mut printer = Printer::of(&self.0);
        printer.skip_attributes();
        match (printer.word(), printer.keyword()) {
            ("use", _) => Some(Group::Imports),
            (_, "use") => Some(Group::Exports),
            (_, "mod") => Some(Group::Modules),
            _ => None,
        }
    }

    /// Their text, or `None` where something in them is not known here.
    pub(super) fn text(&self) -> Option<String> {
        Printer::of(&self.0).items()
    }
}

#[cfg(test)]
mod tests;
