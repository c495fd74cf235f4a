//! Types that a value may have come in; out goes their union with the discriminant of each, if they can be discriminated.

use indexmap::IndexMap;

use super::discriminator::Discriminants;
use super::enums;
use crate::ir::{Alternative, Fit, Type, TypeId, TypeKind, Union, Variant};
use crate::lower::context::{Context, SchemaLocation};
use crate::words::Given;

/// The union of these types; `None` where the type of a value cannot be told, which is reported, or any value fits.
pub(crate) fn discriminate(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    id: TypeId,
    tag: Option<String>,
    lowered: Vec<(Type, Discriminants)>,
) -> Option<Union> {
    let mut sorted = Sorted::default();
    for (ty, discriminants) in lowered {
        sorted.take(context, ty, discriminants);
    }
    if sorted.nested {
        doubt(
            context,
            location,
            "one of its alternatives is made of alternatives and of fields",
        );
        return None;
    }
    if sorted.any || sorted.is_empty() {
        return None;
    }
    let mut found: Vec<(Type, Fit)> = Vec::new();
    let scalars = [(sorted.texts, Fit::Text), (sorted.numbers, Fit::Number)];
    for (types, fit) in scalars {
        found.extend(one_type(context, location, types).map(|ty| (ty, fit)));
    }
    if sorted.boolean {
        found.push((Type::Bool, Fit::Bool));
    }
    for (mut types, fit) in [(sorted.lists, Fit::List), (sorted.maps, Fit::Object)] {
        if types.len() > 1 {
            doubt(
                context,
                location,
                "more than one of its alternatives is a list or a map",
            );
            return None;
        }
        found.extend(types.pop().map(|ty| (ty, fit)));
    }
    let has_map = found.iter().any(|(_, fit)| *fit == Fit::Object);
    let Some(objects) = objects(sorted.objects, tag.as_deref(), has_map) else {
        doubt(
            context,
            location,
            "two of its alternatives are objects with the same fields",
        );
        return None;
    };
    found.extend(objects);
    Some(Union {
        tag,
        alternatives: named(context, id, found),
    })
}

fn doubt(context: &mut Context<'_>, location: &SchemaLocation, why: &str) {
    context.warn(
        &location.pointer,
        format!("which type a value has cannot be told: {why}; it is any JSON value"),
        "Give the objects a `discriminator`, or leave one alternative, in an overlay.",
    );
}

/// Types by the kind of their values.
#[derive(Default)]
struct Sorted {
    texts: Vec<Type>,
    numbers: Vec<Type>,
    boolean: bool,
    lists: Vec<Type>,
    maps: Vec<Type>,
    objects: Vec<(Type, Discriminants)>,
    /// Whether one of them is any value.
    any: bool,
    /// Whether one of them is made of alternatives, and could not be taken apart.
    nested: bool,
}

impl Sorted {
    fn take(&mut self, context: &Context<'_>, ty: Type, discriminants: Discriminants) {
        let place = match &ty {
            Type::Text | Type::IntText | Type::File => &mut self.texts,
            Type::Int | Type::UInt | Type::Float => &mut self.numbers,
            Type::List(_) => &mut self.lists,
            Type::Map(_) => &mut self.maps,
            Type::Bool => {
                self.boolean = true;
                return;
            }
            // Only items are nullable by themselves.
            Type::Json | Type::Nullable(_) => {
                self.any = true;
                return;
            }
            Type::Named(id) | Type::Boxed(id) => match context.types[id.0].kind {
                TypeKind::StringEnum(_) => &mut self.texts,
                TypeKind::IntEnum(_) => &mut self.numbers,
                TypeKind::Union(_) | TypeKind::Events(_) => {
                    self.nested = true;
                    return;
                }
                TypeKind::Struct(_) => {
                    if self.objects.iter().all(|(other, _)| *other != ty) {
                        self.objects.push((ty, discriminants));
                    }
                    return;
                }
            },
        };
        if !place.contains(&ty) {
            place.push(ty);
        }
    }

    fn is_empty(&self) -> bool {
        let types = [&self.texts, &self.numbers, &self.lists, &self.maps];
        types.iter().all(|types| types.is_empty()) && self.objects.is_empty() && !self.boolean
    }
}

/// One type for all texts, or all numbers: enums are open, so one of them holds every other value, too.
fn one_type(
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

/// How objects are told from one another: by a tag, else by their keys. `None` where they cannot be.
fn objects(
    objects: Vec<(Type, Discriminants)>,
    tag: Option<&str>,
    has_map: bool,
) -> Option<Vec<(Type, Fit)>> {
    let objects = objects.into_iter();
    if let Some(tag) = tag {
        let tagged =
            objects.map(|(ty, discriminants)| (ty, Fit::Tag(discriminants.values(tag).to_vec())));
        return Some(tagged.collect());
    }
    if objects.len() == 1 && !has_map {
        return Some(objects.map(|(ty, _)| (ty, Fit::Object)).collect());
    }
    let mut seen: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut told = Vec::new();
    for (ty, discriminants) in objects {
        let Discriminants {
            required, optional, ..
        } = discriminants;
        let keys = (sorted(&required), sorted(&optional));
        if seen.contains(&keys) {
            return None;
        }
        seen.push(keys);
        told.push((ty, Fit::Keys { required, optional }));
    }
    Some(told)
}

fn sorted(keys: &[String]) -> Vec<String> {
    let mut keys = keys.to_vec();
    keys.sort();
    keys
}

/// The key whose value says which of the objects it is: the declared one, else one that each of them requires with other
/// values than the others.
pub(crate) fn tag<'l>(all: impl Iterator<Item = &'l Discriminants>) -> Option<String> {
    let objects: Vec<&Discriminants> = all
        .filter(|discriminants| discriminants.is_object())
        .collect();
    let first = objects.first()?;
    let declared = first.declared.as_ref().map(|(tag, _)| tag);
    let listed = first.listed.keys().filter(|_| objects.len() > 1);
    let mut tags = declared.into_iter().chain(listed);
    tags.find(|tag| {
        let mut seen: Vec<&String> = Vec::new();
        objects.iter().all(|discriminants| {
            let own = discriminants.values(tag);
            let new = own.iter().all(|value| !seen.contains(&value));
            seen.extend(own);
            new && !own.is_empty()
        })
    })
    .cloned()
}

/// Variants, in the order in which a value is looked at; named for what they hold, without the name of the union.
fn named(context: &Context<'_>, id: TypeId, found: Vec<(Type, Fit)>) -> Vec<Alternative> {
    let union = context.types[id.0].name.clone();
    let mut given = Given::default();
    given.give("Unrecognized", "");
    let mut alternatives = Vec::new();
    for (ty, fit) in found {
        let name = match &ty {
            Type::Bool => "Boolean".to_owned(),
            Type::Int | Type::UInt | Type::IntText => "Integer".to_owned(),
            Type::Float => "Number".to_owned(),
            Type::Text | Type::File | Type::Json | Type::Nullable(_) => "Text".to_owned(),
            Type::List(_) => "List".to_owned(),
            Type::Map(_) => "Map".to_owned(),
            Type::Named(inner) | Type::Boxed(inner) => {
                let own = context.types[inner.0].name.as_str();
                let rest = own.strip_prefix(&union).unwrap_or(own);
                let begins = rest.starts_with(|first: char| first.is_ascii_uppercase());
                if begins && rest != "Self" { rest } else { own }.to_owned()
            }
        };
        let name = given.give(&name, "");
        alternatives.push(Alternative { name, ty, fit });
    }
    alternatives
}
