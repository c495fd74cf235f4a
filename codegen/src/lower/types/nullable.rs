//! A schema comes in; out goes whether null is one of its values.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::object;
use crate::ir::Type;
use crate::lower::context::{Context, component_name};

/// No schema is nested deeper, unless it goes in circles.
const DEEPEST: usize = 32;

/// Whether null is a value of a schema, or of the component that it refers to.
pub(crate) fn is_nullable<S: std::borrow::Borrow<Schema>>(
    context: &Context<'_>,
    schema: &ReferenceOr<S>,
) -> bool {
    match schema {
        ReferenceOr::Reference { reference } => is_component(context, reference, 0),
        ReferenceOr::Item(schema) => takes_null(context, schema.borrow(), 0),
    }
}

/// The type of an item of a list, or of a value of a map: the place of one that is null is its own. Any JSON value is null by itself.
pub(crate) fn inner<S: std::borrow::Borrow<Schema>>(
    context: &Context<'_>,
    schema: &ReferenceOr<S>,
    ty: Type,
) -> Type {
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

fn is_part(context: &Context<'_>, schema: &ReferenceOr<Schema>, depth: usize) -> bool {
    match schema {
        ReferenceOr::Reference { reference } => is_component(context, reference, depth),
        ReferenceOr::Item(schema) => takes_null(context, schema, depth),
    }
}

fn takes_null(context: &Context<'_>, schema: &Schema, depth: usize) -> bool {
    if depth >= DEEPEST {
        return false;
    }
    if schema.schema_data.nullable || has_null(schema) || lists_null(schema) {
        return true;
    }
    let is_part = |part: &ReferenceOr<Schema>| is_part(context, part, depth + 1);
    let parts = object::all_of(schema);
    let mut lists = object::lists(schema).into_iter();
    if parts.is_empty() {
        return lists.any(|(_, list)| list.iter().any(is_part));
    }
    // All of them have to take it.
    matches!(schema.schema_kind, SchemaKind::AllOf { .. }) && parts.iter().all(is_part)
}

/// Whether null is one of the alternatives.
fn has_null(schema: &Schema) -> bool {
    let mut parts = object::lists(schema).into_iter().flat_map(|(_, list)| list);
    parts.any(|part| part.as_item().is_some_and(is_null))
}

/// `{enum: [null]}` and `{nullable: true}`: how `OpenAPI` 3.0 says null.
pub(super) fn is_null(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Any(any) => {
            let mut values = any.enumeration.iter();
            let listed = values.len() > 0 && values.all(serde_json::Value::is_null);
            let only_nullable = any.enumeration.is_empty() && schema.schema_data.nullable;
            !object::is_composed(schema) && any.properties.is_empty() && (listed || only_nullable)
        }
        SchemaKind::Type(SchemaType::String(string)) => all_none(&string.enumeration),
        SchemaKind::Type(SchemaType::Integer(integer)) => all_none(&integer.enumeration),
        SchemaKind::Type(SchemaType::Number(number)) => all_none(&number.enumeration),
        SchemaKind::Type(SchemaType::Boolean(boolean)) => all_none(&boolean.enumeration),
        _ => false,
    }
}

fn all_none<T>(values: &[Option<T>]) -> bool {
    !values.is_empty() && values.iter().all(Option::is_none)
}

/// Whether null is among the values of an enum.
fn lists_null(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(it)) => it.enumeration.contains(&None),
        SchemaKind::Type(SchemaType::Integer(it)) => it.enumeration.contains(&None),
        SchemaKind::Type(SchemaType::Number(it)) => it.enumeration.contains(&None),
        SchemaKind::Type(SchemaType::Boolean(it)) => it.enumeration.contains(&None),
        _ => false,
    }
}
