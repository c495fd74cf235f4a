//! The type that a parameter had and the one that it has -> whether it still takes what it was given.
//!
//! Parameters convert what they are given by `Into`, so that code goes on when a text becomes an enum of texts. The rules are those of
//! `emit/values.rs` and of the `From` that each form of types has.

use indexmap::IndexMap;

use super::{Declaration, Form, Item, Member};

/// What identifies an item -> the item.
pub(super) type Items<'s> = IndexMap<&'s [String], &'s Item>;

/// Such an argument is given anything that becomes an object, which no type of it says.
const OPEN_OBJECT: &str = "BTreeMap<String, Value>";

/// Whether a parameter of a type of today takes what one of an earlier type was given.
pub(super) fn takes(types: &Items<'_>, was: &str, is: &str) -> bool {
    if was == is {
        return true;
    }
    let containers = ["Vec<", "BTreeMap<String, "];
    let held = containers
        .into_iter()
        .find_map(|container| both_inside(container, was, is));
    match held {
        _ if is == OPEN_OBJECT => false,
        Some((was, is)) => is_held(types, was, is),
        None => converts(types, was, is),
    }
}

/// Whether items of a list and values of a map become others, or are them.
fn is_held(types: &Items<'_>, was: &str, is: &str) -> bool {
    let (was, is) = both_inside("Option<", was, is).unwrap_or((was, is));
    was == is || converts(types, was, is)
}

fn both_inside<'t>(container: &str, was: &'t str, is: &'t str) -> Option<(&'t str, &'t str)> {
    let inside = |ty: &'t str| ty.strip_prefix(container)?.strip_suffix('>');
    Some((inside(was)?, inside(is)?))
}

/// Whether a value of one type becomes one of another by `From`.
fn converts(types: &Items<'_>, was: &str, is: &str) -> bool {
    if is == "Value" {
        return ["bool", "i64", "u64", "f64", "String"].contains(&was);
    }
    let declared = types.get(&[is.to_owned()][..]);
    match declared.map(|item| &item.declaration) {
        Some(Declaration::Type(Form::Enum)) => was == "String",
        Some(Declaration::Type(Form::IntegerEnum)) => was == "i64",
        Some(Declaration::Type(Form::Union)) => is_alternative(types, was, is),
        _ => false,
    }
}

/// Whether exactly one alternative of a union has a type, and what users write for that leaves no doubt which one they mean.
fn is_alternative(types: &Items<'_>, ty: &str, union: &str) -> bool {
    let held = |item: &&Item| match &item.declaration {
        Declaration::Member(Form::Union, Member::Alternative { ty }) => Some(ty.clone()),
        _ => None,
    };
    let members = types.values().filter(|item| item.path[0] == union);
    let held: Vec<String> = members.filter_map(held).collect();
    let is_integer = |ty: &str| ty == "i64" || ty == "u64";
    let alike = held
        .iter()
        .filter(|other| *other == ty || is_integer(other) && is_integer(ty));
    let is_converted_itself = ty.contains('<');
    alike.count() == 1 && held.iter().any(|other| other == ty) && !is_converted_itself
}
