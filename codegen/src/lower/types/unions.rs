//! `oneOf` and `anyOf` -> a type of alternatives, each told from the others by what its values look like.

use std::collections::HashMap;

use super::discriminator::{Discriminants, component_of, declared, listed};
use super::nullable::is_null;
use super::object::{self, Alternatives, Object};
use super::{alternatives, docs, schema};
use crate::ir::{Type, TypeId, TypeKind, Union};
use crate::lower::context::{Context, SchemaLocation, component_name};
use crate::openapi::{Discriminator, ReferenceOr, Schema, SchemaKind, SchemaRef};

/// An alternative of the document.
struct Candidate<'s> {
    /// Where it stands among the alternatives.
    location: SchemaLocation,
    schema: SchemaRef<'s>,
    /// What the schema is after all references, and where that stands.
    target: Schema<'s>,
    at: SchemaLocation,
    discriminator: Option<Discriminator<'s>>,
    discriminants: Discriminants,
}

/// The one schema that a composed schema stands for, if it adds nothing to it: `allOf` with one reference, or `oneOf` with a
/// reference and null.
pub(crate) fn only_part<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Schema<'a>,
) -> Option<(SchemaLocation, SchemaRef<'a>)> {
    if !says_nothing(schema) {
        return None;
    }
    let members = schema.all_of().enumerate();
    let members = members.map(|(index, part)| (location.part("allOf", index), part));
    let alternatives = schema.alternatives().flat_map(|(keyword, list)| {
        let list = list.enumerate();
        list.map(move |(index, part)| (location.part(keyword, index), part))
    });
    let mut parts = members.chain(alternatives);
    let mut found = None;
    for (at, part) in &mut parts {
        match part {
            ReferenceOr::Reference(_) if found.is_none() => found = Some((at, part)),
            ReferenceOr::Item(inner) if is_empty(context, &at, inner) => {}
            ReferenceOr::Reference(_) | ReferenceOr::Item(_) => return None,
        }
    }
    found.filter(|(at, part)| !requires_more(context, location, schema, at, *part))
}

/// Whether a schema requires fields of what it stands for that are not required there.
fn requires_more<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Schema<'a>,
    at: &SchemaLocation,
    part: SchemaRef<'a>,
) -> bool {
    let whole = object::shape(context, location, schema).object;
    if whole.required.is_empty() {
        return false;
    }
    let Some((at, part)) = context.resolve(at.clone(), part) else {
        return false;
    };
    let own = object::shape(context, &at, part).object;
    let has = |key: &&&str| own.properties.contains_key(**key);
    let mut more = whole.required.iter().filter(has);
    more.any(|key| !own.required.contains(key))
}

/// Whether the alternatives only say which fields must be there together.
pub(crate) fn only_restricts<'a>(context: &mut Context<'a>, union: &Alternatives<'a>) -> bool {
    let mut schemas = union.schemas.clone();
    schemas.all(|schema| match schema {
        ReferenceOr::Reference(_) => false,
        ReferenceOr::Item(schema) => !is_null(schema) && is_empty(context, &union.location, schema),
    })
}

/// Whether a schema leaves all to what it is made of.
fn says_nothing(schema: Schema<'_>) -> bool {
    (schema.kind().is_none() || schema.is_composed())
        && !schema.has_properties()
        && schema.required().next().is_none()
        && schema.additional_properties().is_none()
        && schema.items().is_none()
}

/// Whether a schema says nothing about the shape of values; null is the absence of one.
fn is_empty<'a>(context: &mut Context<'a>, location: &SchemaLocation, schema: Schema<'a>) -> bool {
    is_null(schema) || object::shape(context, location, schema).is_empty()
}

/// The type of what is one of several; `common` holds the fields that all of them have.
pub(crate) fn lower<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Schema<'a>,
    common: &Object<'a>,
    union: &Alternatives<'a>,
) -> Type {
    let empty = Union {
        tag: None,
        alternatives: Vec::new(),
    };
    let id = context.add(
        location,
        docs::of_schema(context.service(), schema),
        TypeKind::Union(empty),
    );
    // Entered before its alternatives: a component may contain itself.
    if let Some(entry) = context.components.get_mut(&location.key) {
        *entry = Some(Type::Named(id));
    }
    let mut candidates = Vec::new();
    let mut seen = vec![union.location.pointer.clone()];
    expand(context, union, &mut seen, &mut candidates);
    for candidate in &mut candidates {
        candidate.discriminants = discriminants(context, common, candidate);
    }
    let tag = alternatives::tag(candidates.iter().map(|candidate| &candidate.discriminants));
    // With fields of this union in them, alternatives of another are types of this one.
    if !common.is_empty() {
        for candidate in &mut candidates {
            candidate.location.key.clone_from(&location.key);
        }
    }
    name(context, &mut candidates, tag.as_deref());
    warn_of_unknown_targets(context, union, &candidates);
    let lowered = candidates
        .into_iter()
        .map(|candidate| {
            (
                candidate_type(context, common, &candidate),
                candidate.discriminants,
            )
        })
        .collect();
    let found = alternatives::discriminate(context, location, id, tag, lowered);
    let is_named = is_named(context, id);
    alternatives::settle(context, id, found, is_named)
}

/// A value of the tag must lead to one of the alternatives.
fn warn_of_unknown_targets(
    context: &mut Context<'_>,
    union: &Alternatives<'_>,
    candidates: &[Candidate<'_>],
) {
    let known: Vec<&str> = candidates
        .iter()
        .filter_map(|candidate| component_of(candidate.schema))
        .collect();
    let mapping = union
        .discriminator
        .into_iter()
        .flat_map(Discriminator::mapping);
    for (value, target) in mapping {
        if !known.contains(&component_name(target).unwrap_or(target)) {
            context.warn(
                &format!("{}/discriminator", union.location.pointer),
                format!("`{value}` is mapped to `{target}`, which is none of the alternatives; such a value is kept as it comes"),
                "Add the schema to the alternatives in an overlay.",
            );
        }
    }
}

/// Whether any type holds this one.
fn is_named(context: &Context<'_>, id: TypeId) -> bool {
    let mut types = context
        .types
        .iter()
        .flat_map(|definition| definition.kind.types());
    types.any(|ty| ty.named() == Some(id))
}

/// The alternatives, those of alternatives among them; each list once, should they go in circles.
fn expand<'a>(
    context: &mut Context<'a>,
    union: &Alternatives<'a>,
    seen: &mut Vec<String>,
    found: &mut Vec<Candidate<'a>>,
) {
    for (index, schema) in union.schemas.clone().enumerate() {
        let location = union.location.part(union.keyword, index);
        let Some((at, target)) = context.resolve(location.clone(), schema) else {
            continue;
        };
        if is_null(target) {
            continue;
        }
        let mut lists = target.alternatives();
        match (lists.next(), lists.next()) {
            (Some((keyword, schemas)), None)
                if says_nothing(target) && target.all_of().len() == 0 =>
            {
                if seen.contains(&at.pointer) {
                    continue;
                }
                seen.push(at.pointer.clone());
                let own = target.discriminator();
                let inner = Alternatives {
                    location: at,
                    keyword,
                    schemas,
                    discriminator: own.or(union.discriminator),
                };
                expand(context, &inner, seen, found);
            }
            _ => found.push(Candidate {
                location,
                schema,
                target,
                at,
                discriminator: union.discriminator,
                discriminants: Discriminants::default(),
            }),
        }
    }
}

/// The discriminants of a candidate.
fn discriminants<'a>(
    context: &mut Context<'a>,
    common: &Object<'a>,
    candidate: &Candidate<'a>,
) -> Discriminants {
    let shape = object::shape(context, &candidate.at, candidate.target);
    let object = common.with(&shape.object);
    let listed = listed(context, &object);
    let declared = candidate.discriminator.map(|discriminator| {
        let tag = discriminator.property_name().to_owned();
        let values = declared(discriminator, candidate.schema, &listed);
        (tag, values)
    });
    let keys = object.properties.keys().filter(|_| shape.is_object());
    let keys = keys.map(|key| (*key).to_owned());
    let (required, optional) =
        keys.partition(|key: &String| object.required.contains(&key.as_str()));
    Discriminants {
        required,
        optional,
        declared,
        listed,
    }
}

/// Gives every alternative a key of its own: its name, its value of the tag, its title, a field that only it has, or its kind.
fn name(context: &mut Context<'_>, candidates: &mut [Candidate<'_>], tag: Option<&str>) {
    let fields = own_fields(candidates);
    for (candidate, field) in candidates.iter_mut().zip(fields) {
        let title = candidate.target.title();
        let title = title.filter(|title| docs::is_name(title));
        let values = tag
            .map(|tag| candidate.discriminants.values(tag))
            .unwrap_or_default();
        let word = component_of(candidate.schema)
            .or_else(|| values.first().map(String::as_str))
            .or(title)
            .or(field.as_deref())
            .unwrap_or_else(|| kind(candidate.target));
        candidate.location.key = context.alternative_key(&candidate.location, word);
    }
}

/// Of each candidate, the first field that no other object among them has; none where there are no others.
fn own_fields(candidates: &[Candidate<'_>]) -> Vec<Option<String>> {
    let mut owners: HashMap<&String, usize> = HashMap::new();
    for key in candidates.iter().flat_map(|one| one.discriminants.keys()) {
        *owners.entry(key).or_default() += 1;
    }
    let is_object = |one: &&Candidate<'_>| one.discriminants.is_object();
    let objects = candidates.iter().filter(is_object).count();
    let own_field = |one: &Candidate<'_>| {
        let mut keys = one.discriminants.keys().filter(|_| objects > 1);
        keys.find(|key| owners[key] == 1).cloned()
    };
    candidates.iter().map(own_field).collect()
}

fn kind(schema: Schema<'_>) -> &'static str {
    match schema.kind().filter(|_| !schema.is_composed()) {
        Some(SchemaKind::String) => "text",
        Some(SchemaKind::Integer | SchemaKind::Number) => "number",
        Some(SchemaKind::Boolean) => "boolean",
        Some(SchemaKind::Array) => "list",
        Some(SchemaKind::Object) | None => "object",
    }
}

fn candidate_type<'a>(
    context: &mut Context<'a>,
    common: &Object<'a>,
    candidate: &Candidate<'a>,
) -> Type {
    if common.is_empty() {
        return schema::inner(schema::lower(
            context,
            &candidate.location,
            candidate.schema,
        ));
    }
    let shape = object::shape(context, &candidate.at, candidate.target);
    if !shape.is_object() {
        context.warn(
            &candidate.at.pointer,
            "an alternative beside fields that is no object with fields; all of them are any JSON value",
            "Move the fields into the alternatives in an overlay.",
        );
        return Type::Json;
    }
    schema::structure(
        context,
        &candidate.location,
        candidate.target,
        &common.with(&shape.object),
    )
}
