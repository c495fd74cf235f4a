//! Types that a value may have come in; out goes their union with the discriminant of each, if they can be discriminated.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::discriminator::{self, Discriminants};
use super::scalars::one_type;
use crate::ir::{Alternative, Field, Fit, Presence, Type, TypeId, TypeKind, Union};
use crate::lower::context::{Context, SchemaLocation};
use crate::words::Given;

/// So many types are made of types with the same keys; of hostile documents there could be one for each set of their schemas.
const MOST_UNITED: usize = 1000;

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
    if sorted.unfinished {
        doubt(context, location);
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
    if !sorted.lists.is_empty() {
        let item = either(context, &beside(location, "|item"), sorted.lists);
        found.push((Type::List(Box::new(item)), Fit::List));
    }
    let has_map = !sorted.maps.is_empty();
    if has_map {
        let value = either(context, &beside(location, "|entry"), sorted.maps);
        found.push((Type::Map(Box::new(value)), Fit::Object));
    }
    let (tag, objects) = objects(context, location, sorted.objects, tag, has_map);
    found.extend(objects);
    Some(Union {
        tag,
        alternatives: named(context, id, found),
    })
}

/// A place that the document does not have: what it holds is made of what stands at several.
fn beside(location: &SchemaLocation, step: &str) -> SchemaLocation {
    SchemaLocation {
        key: format!("{}{step}", location.key),
        pointer: location.pointer.clone(),
    }
}

/// One type that holds the values of each of these.
fn either(context: &mut Context<'_>, location: &SchemaLocation, types: Vec<Type>) -> Type {
    let mut is_nullable = false;
    let mut distinct: Vec<Type> = Vec::new();
    for ty in types {
        let ty = match ty {
            Type::Nullable(inner) => {
                is_nullable = true;
                *inner
            }
            ty => ty,
        };
        if !distinct.contains(&ty) {
            distinct.push(ty);
        }
    }
    let ty = match distinct.len() {
        1 => distinct.remove(0),
        _ => one_of(context, location, distinct),
    };
    if is_nullable && ty != Type::Json {
        return Type::Nullable(Box::new(ty));
    }
    ty
}

/// A union of types that are lowered already; any JSON value where they cannot be told apart.
fn one_of(context: &mut Context<'_>, location: &SchemaLocation, types: Vec<Type>) -> Type {
    let empty = Union {
        tag: None,
        alternatives: Vec::new(),
    };
    let id = context.add(location, Vec::new(), TypeKind::Union(empty));
    let of = |ty: Type| {
        let discriminants = discriminator::of_type(&context.types, &ty);
        (ty, discriminants.unwrap_or_default())
    };
    let lowered: Vec<_> = types.into_iter().map(of).collect();
    let tag = tag(lowered.iter().map(|(_, discriminants)| discriminants));
    let found = discriminate(context, location, id, tag, lowered);
    settle(context, id, found, false)
}

/// What a union is in the end: itself, its only alternative unless the document names the union, or any JSON value.
pub(super) fn settle(
    context: &mut Context<'_>,
    id: TypeId,
    found: Option<Union>,
    is_named: bool,
) -> Type {
    match found {
        Some(found) if found.alternatives.len() == 1 && !is_named => {
            context.forget(id);
            found.alternatives[0].ty.clone()
        }
        Some(found) => {
            context.types[id.0].kind = TypeKind::Union(found);
            Type::Named(id)
        }
        None => {
            context.forget(id);
            Type::Json
        }
    }
}

fn doubt(context: &mut Context<'_>, location: &SchemaLocation) {
    context.warn(
        &location.pointer,
        "which type a value has cannot be told: one of its alternatives is made of these alternatives; it is any JSON value",
        "Give the objects a `discriminator`, or leave one alternative, in an overlay.",
    );
}

/// Types by the kind of their values.
#[derive(Default)]
struct Sorted {
    texts: Vec<Type>,
    numbers: Vec<Type>,
    boolean: bool,
    /// What lists hold.
    lists: Vec<Type>,
    /// What maps hold.
    maps: Vec<Type>,
    objects: Vec<(Type, Discriminants)>,
    seen: HashSet<TypeId>,
    /// Whether one of them is any value.
    any: bool,
    /// Whether one of them is being lowered, so that nothing is known of its values.
    unfinished: bool,
}

impl Sorted {
    fn take(&mut self, context: &Context<'_>, ty: Type, discriminants: Discriminants) {
        let place = match &ty {
            Type::Text | Type::IntText | Type::File | Type::Bytes => &mut self.texts,
            Type::Int | Type::UInt | Type::Float => &mut self.numbers,
            Type::List(item) => {
                self.lists.push((**item).clone());
                return;
            }
            Type::Map(value) => {
                self.maps.push((**value).clone());
                return;
            }
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
                TypeKind::Struct(_)
                | TypeKind::Union(_)
                | TypeKind::Events(_)
                | TypeKind::Messages(_) => {
                    return self.take_object(context, ty, discriminants);
                }
            },
        };
        if !place.contains(&ty) {
            place.push(ty);
        }
    }

    /// An object, or one of several: what is known of its keys now, else by the type that it has become.
    fn take_object(&mut self, context: &Context<'_>, ty: Type, mut discriminants: Discriminants) {
        if !discriminants.is_object() {
            match discriminator::of_type(&context.types, &ty) {
                Some(known) => {
                    let declared = discriminants.declared.take();
                    discriminants = Discriminants { declared, ..known };
                }
                None => self.unfinished = true,
            }
        }
        if ty.named().is_some_and(|id| self.seen.insert(id)) {
            self.objects.push((ty, discriminants));
        }
    }

    fn is_empty(&self) -> bool {
        let types = [&self.texts, &self.numbers, &self.lists, &self.maps];
        types.iter().all(|types| types.is_empty()) && self.objects.is_empty() && !self.boolean
    }
}

/// How objects are told from one another: by a tag, else by their keys. Those that have the same keys are one.
fn objects(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    objects: Vec<(Type, Discriminants)>,
    tag: Option<String>,
    has_map: bool,
) -> (Option<String>, Vec<(Type, Fit)>) {
    let tag = tag.filter(|tag| objects.iter().all(|(_, own)| !own.values(tag).is_empty()));
    if let Some(tag) = tag {
        let tagged = objects.into_iter();
        let tagged = tagged.map(|(ty, own)| (ty, Fit::Tag(own.values(&tag).to_vec())));
        let tagged = tagged.collect();
        return (Some(tag), tagged);
    }
    let mut alike: IndexMap<_, (Vec<Type>, Discriminants)> = IndexMap::new();
    for (ty, own) in objects {
        let keys = (sorted(&own.required), sorted(&own.optional));
        let (types, _) = alike.entry(keys).or_insert_with(|| (Vec::new(), own));
        types.push(ty);
    }
    let is_only = alike.len() == 1 && !has_map;
    let told = alike.into_values().map(|(types, own)| {
        let fit = if is_only {
            Fit::Object
        } else {
            Fit::Keys {
                required: own.required,
                optional: own.optional,
            }
        };
        (united(context, location, &types), fit)
    });
    (None, told.collect())
}

fn sorted(keys: &[String]) -> Vec<String> {
    let mut keys = keys.to_vec();
    keys.sort();
    keys
}

/// One type for objects with the same keys: of those that differ in what stands there, one that may have what stands in either.
fn united(context: &mut Context<'_>, location: &SchemaLocation, types: &[Type]) -> Type {
    let ids: Vec<TypeId> = types.iter().filter_map(Type::named).collect();
    if let [only] = ids.as_slice() {
        return Type::Named(*only);
    }
    if let Some(known) = context.united.get(&ids) {
        return Type::Named(*known);
    }
    let Some(fields) = fields(context, &ids).filter(|_| context.united.len() < MOST_UNITED) else {
        doubt(context, location);
        return Type::Json;
    };
    if fields.values().all(|same| same.len() == 1) {
        return Type::Named(ids[0]);
    }
    // Not where the others stand: those keep their places.
    let place = beside(location, "");
    let key = format!("{} {}", location.pointer, context.united.len());
    let key = context.alternative_key(
        &SchemaLocation {
            pointer: key,
            ..place
        },
        "object",
    );
    let place = SchemaLocation {
        key,
        ..beside(location, "")
    };
    let id = context.add(&place, Vec::new(), TypeKind::Struct(Vec::new()));
    context.united.insert(ids, id);
    let fields = fields.into_values();
    let fields: Vec<Field> = fields
        .map(|same| one_field(context, &place, same))
        .collect();
    context.types[id.0].kind = TypeKind::Struct(fields);
    Type::Named(id)
}

/// The fields of objects by their keys, each as often as its type differs; `None` where those of one are not known yet.
fn fields(context: &Context<'_>, ids: &[TypeId]) -> Option<IndexMap<String, Vec<Field>>> {
    let mut found: IndexMap<String, Vec<Field>> = IndexMap::new();
    for id in ids {
        let TypeKind::Struct(fields) = &context.types[id.0].kind else {
            return None;
        };
        if fields.is_empty() {
            return None;
        }
        for field in fields {
            let same = found.entry(field.wire.clone()).or_default();
            if same.iter().all(|other| other.ty != field.ty) {
                same.push(field.clone());
            }
        }
    }
    Some(found)
}

/// A field that may have what any of these have.
fn one_field(context: &mut Context<'_>, owner: &SchemaLocation, same: Vec<Field>) -> Field {
    let takes_null = |field: &&Field| {
        matches!(
            field.presence,
            Presence::Nullable | Presence::OptionalNullable(_)
        )
    };
    let nullable = same
        .iter()
        .find(takes_null)
        .map(|field| field.presence.clone());
    let secret = same.iter().any(|field| field.secret);
    let types: Vec<Type> = same.iter().map(|field| field.ty.clone()).collect();
    let mut one = same
        .into_iter()
        .next()
        .expect("a field of one type at least");
    if types.len() > 1 {
        one.ty = either(context, &beside(owner, &format!(".{}", one.wire)), types);
        one.example = None;
        one.default = None;
    }
    one.presence = nullable.unwrap_or(one.presence);
    one.secret = secret;
    one
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
        let mut seen: HashSet<&String> = HashSet::new();
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
            Type::Text | Type::File | Type::Bytes | Type::Json | Type::Nullable(_) => {
                "Text".to_owned()
            }
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
