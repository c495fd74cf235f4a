//! Lines of documentation -> `///` attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::code;
use crate::ir::{Api, Presence, Type, TypeDef, TypeId};
use crate::report::printable;
use crate::words::plain;

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

/// The item's own text, or what its name and type say when the document says nothing.
pub(super) fn or_type(
    api: &Api,
    lines: &[String],
    name: &str,
    wire: &str,
    ty: &Type,
) -> TokenStream {
    if !lines.is_empty() {
        return attributes(lines);
    }
    let line = match ty.named() {
        Some(id) => format!("{}; see {}.", sentence(name), type_link(api, id)),
        None => format!("{}: {}.", code(wire), kind(ty)),
    };
    attributes(&[line])
}

/// `Chunk type` for `chunk_type`.
fn sentence(name: &str) -> String {
    let words = plain(name).replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// What kind of JSON a value is: `a string`, `a list of integers`.
fn kind(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("a list of {}", kinds(item)),
        Type::Map(value) => format!("a map of {}", kinds(value)),
        Type::Int | Type::UInt | Type::IntText => "an integer".to_owned(),
        Type::Json => "any JSON".to_owned(),
        other => format!("a {}", kinds(other).trim_end_matches('s')),
    }
}

/// The same of several values.
fn kinds(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "booleans",
        Type::Int | Type::UInt | Type::IntText => "integers",
        Type::Float => "numbers",
        Type::Text => "strings",
        Type::File => "files",
        Type::List(_) => "lists",
        Type::Map(_) => "maps",
        Type::Nullable(value) => kinds(value),
        Type::Json | Type::Named(_) | Type::Boxed(_) => "values",
    }
}

/// A link to a type, from wherever it stands.
fn type_link(api: &Api, id: TypeId) -> String {
    let name = &api.type_def(id).name;
    format!("[`{name}`](crate::types::{name})")
}

/// Adds to an item's text what happens where nothing is said.
pub(super) fn with_default(
    mut docs: TokenStream,
    default: Option<&String>,
    presence: &Presence,
) -> TokenStream {
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

/// Text of a type, and the names that the document gives it, so that searching for them finds it.
pub(super) fn of_type(definition: &TypeDef) -> TokenStream {
    let text = attributes(&definition.docs);
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
