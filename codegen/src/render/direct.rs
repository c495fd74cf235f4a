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

use std::ops::Range;

use self::printer::Printer;
use self::tokens::Tokens;
use crate::tokens::TokenStream;

/// Items of one group stand together, without blank lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Imports,
    Exports,
    Modules,
}

/// Items, as they are read.
#[derive(Default)]
pub(super) struct Items {
    tokens: Tokens,
    /// Where the tokens of one stream, with one item or more, end.
    ends: Vec<usize>,
}

impl Items {
    pub(super) fn of(streams: impl IntoIterator<Item = TokenStream>) -> Self {
        let mut items = Self::default();
        for stream in streams {
            items.tokens.extend(stream.into());
            items.ends.push(items.tokens.tokens.len());
        }
        items
    }

    /// Where each of them stands.
    pub(super) fn places(&self) -> impl Iterator<Item = Range<usize>> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| begin..*end)
    }

    /// What writes them, one after the other.
    pub(super) fn writer(&self) -> Writer<'_> {
        Writer(Printer::of(&self.tokens))
    }

    /// The same items for other readers.
    pub(super) fn rust(&self, place: Range<usize>) -> String {
        self.tokens.rust(place)
    }
}

/// What writes items; its memory serves for all of them.
pub(super) struct Writer<'t>(Printer<'t>);

impl Writer<'_> {
    /// The group of the first of the items that stand there.
    pub(super) fn group(&mut self, place: Range<usize>) -> Option<Group> {
        let Self(printer) = self;
        printer.enter(place);
        printer.skip_attributes();
        match (printer.word(), printer.keyword()) {
            ("use", _) => Some(Group::Imports),
            (_, "use") => Some(Group::Exports),
            (_, "mod") => Some(Group::Modules),
            _ => None,
        }
    }

    /// Adds the text of the items that stand there to a text, or nothing where something in them is not known here.
    pub(super) fn write(&mut self, place: Range<usize>, text: &mut String) -> Option<()> {
        self.0.items(place, text)
    }
}

#[cfg(test)]
mod tests;
