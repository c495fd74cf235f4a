//! Lines of documentation -> `///` attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Presence, TypeDef};
use crate::report::printable;

/// One attribute for each line. Words of the document may hold anything, and rustc refuses comments that turn the direction of
/// writing.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {}", printable(line))
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The item's own text, or its name on the wire when the document says nothing.
pub(super) fn or_wire(lines: &[String], wire: &str) -> TokenStream {
    if lines.is_empty() {
        attributes(&[code(wire)])
    } else {
        attributes(lines)
    }
}

/// A word of the document in code type, whatever it holds.
pub(super) fn code(word: &str) -> String {
    let word = word.replace(['`', '\n', '\r'], " ");
    format!("`{word}`")
}

/// The item's own text, with what happens where nothing is said.
pub(super) fn with_default(
    lines: &[String],
    wire: &str,
    default: Option<&String>,
    presence: &Presence,
) -> TokenStream {
    let mut docs = or_wire(lines, wire);
    let default = default.map(|default| match default.trim_matches('"') {
        "" => "Default: empty.".to_owned(),
        default => format!("Default: {}.", code(default)),
    });
    let unset = (*presence == Presence::Nullable).then(|| "Null unless it is set.".to_owned());
    for line in default.into_iter().chain(unset) {
        docs.extend(attributes(&[String::new(), line]));
    }
    docs
}

/// Text of a type, the calls that use it, and the names that the document gives it, so that searching for them finds it.
pub(super) fn of_type(definition: &TypeDef) -> TokenStream {
    let mut lines = definition.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(users(&definition.used_by, definition.uses));
    let text = attributes(&lines);
    let aliases = definition.search_names();
    let aliases = aliases.iter().map(|name| alias(name, &definition.name));
    quote!(#text #(#aliases)*)
}

/// Where a type occurs: `Used by a, b and 2 more calls.`
fn users(calls: &[String], uses: usize) -> String {
    let named: Vec<String> = calls
        .iter()
        .map(|call| format!("`{}`", call.replace("r#", "")))
        .collect();
    match uses.saturating_sub(calls.len()) {
        0 => format!("Used by {}.", named.join(", ")),
        1 => format!("Used by {} and one more call.", named.join(", ")),
        more => format!("Used by {} and {more} more calls.", named.join(", ")),
    }
}

/// A name that the document has for an item, for the search; left out where rustc would refuse it.
pub(super) fn alias(name: &str, item: &str) -> Option<TokenStream> {
    let refused = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ');
    let taken = !name.is_empty() && name.trim() == name && !name.contains(refused) && name != item;
    taken.then(|| quote!(#[doc(alias = #name)]))
}
