//! Types of texts, or of numbers, come in; out goes one type that holds all their values.

use indexmap::IndexMap;

use super::enums;
use crate::ir::{Type, TypeKind, Variant};
use crate::lower::context::{Context, SchemaLocation};

/// One type for all texts, or all numbers: enums are open, so one of them holds every other value, too.
pub(super) fn one_type(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    types: Vec<Type>,
) -> Option<Type> {
    if types.contains(&Type::Float) {
        return Some(Type::Float);
    }
    let (mut enums, mut plain): (Vec<Type>, Vec<Type>) =
        types.into_iter().partition(|ty| ty.named().is_some());
    match enums.len() {
        0 => plain.pop(),
        1 => enums.pop(),
        _ => Some(united(context, location, &enums)),
    }
}

/// An enum with the values of several.
fn united(context: &mut Context<'_>, location: &SchemaLocation, enums: &[Type]) -> Type {
    let location = SchemaLocation {
        key: format!("{}|value", location.key),
        pointer: location.pointer.clone(),
    };
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    for ty in enums {
        match ty.named().map(|id| &context.types[id.0].kind) {
            Some(TypeKind::StringEnum(variants)) => texts.extend(variants.clone()),
            Some(TypeKind::IntEnum(variants)) => numbers.extend(variants.clone()),
            _ => {}
        }
    }
    let kind = if texts.is_empty() {
        TypeKind::IntEnum(distinct(context, &location, numbers))
    } else {
        TypeKind::StringEnum(distinct(context, &location, texts))
    };
    Type::Named(context.add(&location, Vec::new(), kind))
}

/// Each value once, under a name of its own.
fn distinct<V: Clone + Eq + std::hash::Hash>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    variants: Vec<Variant<V>>,
) -> Vec<Variant<V>> {
    let mut by_value: IndexMap<V, Variant<V>> = IndexMap::new();
    for variant in variants {
        by_value.entry(variant.value.clone()).or_insert(variant);
    }
    let names = by_value.values().map(|variant| variant.name.clone());
    let names = enums::unique(context, location, names.collect());
    let pairs = by_value.into_values().zip(names);
    pairs
        .map(|(variant, name)| Variant { name, ..variant })
        .collect()
}
