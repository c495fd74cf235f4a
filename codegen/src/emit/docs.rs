//! Lines of documentation -> `///` attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::TypeDef;

/// One attribute for each line.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The item's own text, or its name on the wire when the document says nothing.
pub(super) fn or_wire(lines: &[String], wire: &str) -> TokenStream {
    if lines.is_empty() {
        attributes(&[format!("`{wire}`")])
    } else {
        attributes(lines)
    }
}

/// Text of a type, and the names that the document gives it, so that searching for them finds the type.
pub(super) fn of_type(definition: &TypeDef, otherwise: &str) -> TokenStream {
    let text = if definition.docs.is_empty() {
        attributes(&[otherwise.to_owned()])
    } else {
        attributes(&definition.docs)
    };
    let aliases = definition.search_names();
    let aliases = aliases.iter().map(|name| alias(name, &definition.name));
    quote!(#text #(#aliases)*)
}

/// A name that the document has for an item, for the search; left out where rustc would refuse it.
pub(super) fn alias(name: &str, item: &str) -> Option<TokenStream> {
    let refused = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ');
    let taken = !name.is_empty() && name.trim() == name && !name.contains(refused) && name != item;
    taken.then(|| quote!(#[doc(alias = #name)]))
}
