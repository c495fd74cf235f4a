//! A schema comes in; out goes whether null is one of its values.

use crate::ir::Type;
use crate::lower::context::{Context, component_name};
use crate::openapi::{ReferenceOr, Schema, SchemaRef};

/// No schema is nested deeper, unless it goes in circles.
const DEEPEST: usize = 32;

/// Whether null is a value of a schema, or of the component that it refers to.
pub(crate) fn is_nullable(context: &Context<'_>, schema: SchemaRef<'_>) -> bool {
    is_part(context, schema, 0)
}

/// The type of an item of a list, or of a value of a map: the place of one that is null is its own. Any JSON value is null by itself.
pub(crate) fn inner(context: &Context<'_>, schema: SchemaRef<'_>, ty: Type) -> Type {
    if ty != Type::Json && is_nullable(context, schema) {
        return Type::Nullable(Box::new(ty));
    }
    ty
}

fn is_component(context: &Context<'_>, reference: &str, depth: usize) -> bool {
    let name = component_name(reference).filter(|_| depth < DEEPEST);
    match name.and_then(|name| context.component_schema(name)) {
        Some(schema) => is_part(context, schema, depth + 1),
        None => false,
    }
}

fn is_part(context: &Context<'_>, schema: SchemaRef<'_>, depth: usize) -> bool {
    match schema {
        ReferenceOr::Reference(reference) => is_component(context, reference, depth),
        ReferenceOr::Item(schema) => takes_null(context, schema, depth),
    }
}

fn takes_null(context: &Context<'_>, schema: Schema<'_>, depth: usize) -> bool {
    if depth >= DEEPEST {
        return false;
    }
    if schema.is_nullable() || has_null(schema) || lists_null(schema) {
        return true;
    }
    let is_part = |part: SchemaRef<'_>| is_part(context, part, depth + 1);
    let mut parts = schema.all_of();
    if parts.len() == 0 {
        return schema.alternatives().any(|(_, mut list)| list.any(is_part));
    }
    // All of them have to take it, and it must not have a type of its own.
    let says_more = schema.kind().is_some() || schema.alternatives().next().is_some();
    !says_more && parts.all(is_part)
}

/// Whether null is one of the alternatives.
fn has_null(schema: Schema<'_>) -> bool {
    let mut parts = schema.alternatives().flat_map(|(_, list)| list);
    parts.any(|part| part.item().is_some_and(is_null))
}

/// `{enum: [null]}` and `{nullable: true}`: how `OpenAPI` 3.0 says null.
pub(super) fn is_null(schema: Schema<'_>) -> bool {
    if schema.is_composed() || schema.has_properties() {
        return false;
    }
    let values = schema.values();
    match values.as_slice() {
        [] => schema.kind().is_none() && schema.is_nullable(),
        values => values.iter().all(|value| value.is_null()),
    }
}

/// Whether null is among the values of an enum.
fn lists_null(schema: Schema<'_>) -> bool {
    let is_one_type = schema.kind().is_some() && !schema.is_composed();
    is_one_type && schema.values().iter().any(|value| value.is_null())
}
