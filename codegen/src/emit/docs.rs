//! Lines of documentation -> attributes.

use crate::docs::code;
use crate::ir::{Api, Presence, Type, TypeDef, TypeId};
use crate::render;
use crate::report::printable;
use crate::tokens::{TokenStream, quote};

/// The lines as one attribute, of which `render` makes comments. Words of the document may hold anything, and rustc refuses comments
/// that turn the direction of writing.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        if !line.is_empty() {
            text.push(' ');
            text.push_str(&printable(line));
        }
    }
    render::comment(&text)
}

/// The item's own text; where the document says nothing, what it says of its type, or at least which type that is.
pub(super) fn or_type(api: &Api, lines: &[String], ty: &Type) -> Vec<String> {
    if !lines.is_empty() {
        return lines.to_vec();
    }
    let link = ty.named().map(|id| type_link(api, id));
    let of_type = ty.named().map(|id| api.type_def(id).docs.iter());
    let first = of_type
        .into_iter()
        .flatten()
        .take_while(|line| !line.is_empty());
    let mut lines: Vec<String> = first.cloned().collect();
    match (link, lines.first()) {
        (Some(link), Some(first)) if !begins_block(first) => {
            lines.extend([String::new(), format!("See {link}.")]);
            lines
        }
        (Some(link), _) => vec![of_kind(ty, &link)],
        (None, _) => vec![format!("{}.", kind(ty))],
    }
}

/// What holds a type of the arena.
fn of_kind(ty: &Type, link: &str) -> String {
    match ty {
        Type::List(_) => format!("A list of {link}."),
        Type::Map(_) => format!("A map of {link}."),
        Type::Nullable(value) => of_kind(value, link),
        _ => format!("See {link}."),
    }
}

/// What kind of JSON a value is: `A string`, `A list of integers`.
fn kind(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("A list of {}", kinds(item)),
        Type::Map(value) => format!("A map of {}", kinds(value)),
        Type::Int | Type::UInt | Type::IntText => "An integer".to_owned(),
        Type::Json => "Any JSON".to_owned(),
        Type::Bytes => "Bytes".to_owned(),
        other => format!("A {}", kinds(other).trim_end_matches('s')),
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
        Type::Bytes => "bytes",
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
        docs.extend([attributes(&[String::new(), line])]);
    }
    docs
}

/// What a value of an enum means, behind the value as it stands on the wire.
pub(super) fn of_value(value: &str, text: &[String]) -> Vec<String> {
    let mut lines = text.to_vec();
    match lines.first_mut() {
        Some(first) if !begins_block(first) => *first = format!("{}: {first}", code(value)),
        Some(_) => drop(lines.splice(..0, [code(value), String::new()])),
        None => lines.push(code(value)),
    }
    lines
}

/// Whether a line is more than text to Markdown, so that nothing can stand before it.
pub(super) fn begins_block(line: &str) -> bool {
    line.starts_with(['#', '*', '-', '+', '>', '|', '~']) || line.starts_with("```")
}

/// The first line of each paragraph, as one line; `None` where that is no text that can stand in a list.
pub(super) fn in_a_list(text: &[String]) -> Option<String> {
    let paragraphs = text.split(String::is_empty).filter_map(<[String]>::first);
    let lines: Vec<&str> = paragraphs.map(String::as_str).collect();
    let is_text = !lines.is_empty() && !lines.iter().any(|line| begins_block(line));
    is_text.then(|| lines.join(" "))
}

/// A text in a cell of a table.
pub(super) fn cell(text: &str) -> String {
    crate::docs::safe(text, None).join(" ").replace('|', "\\|")
}

/// Text of a type, and the names that the document gives it, so that searching for them finds it.
pub(super) fn of_type(definition: &TypeDef) -> TokenStream {
    let place = definition.place.iter().cloned();
    let text: Vec<String> = definition.docs.iter().cloned().chain(place).collect();
    let text = attributes(&text);
    let aliases = aliases(definition.search_names(), &definition.name);
    quote!(#text #aliases)
}

/// Names for the search, each once.
pub(super) fn aliases(names: impl IntoIterator<Item = impl AsRef<str>>, item: &str) -> TokenStream {
    let mut given: Vec<String> = Vec::new();
    for name in names {
        if !given.iter().any(|other| other == name.as_ref()) {
            given.push(name.as_ref().to_owned());
        }
    }
    let aliases = given.iter().map(|name| alias(name, item));
    quote!(#(#aliases)*)
}

/// A name that the document has for an item, for the search; left out where rustc would refuse it.
fn alias(name: &str, item: &str) -> Option<TokenStream> {
    let refused = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ');
    let taken = !name.is_empty() && name.trim() == name && !name.contains(refused) && name != item;
    taken.then(|| {
        let name = render::literal(name);
        quote!(#[doc(alias = #name)])
    })
}
