//! Replies: the envelope goes, what it carries stays.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::reply_object::{ObjectSchema, object};
use crate::document::envelope::{CODE, ENVELOPE, PAYLOAD, is_envelope};
use crate::ir::{Reply, Type, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema};

/// What a JSON reply gives the caller; `x-payload` of the operation says so where the envelope does not.
pub(crate) fn reply(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: Option<&ReferenceOr<Schema>>,
    declared: Option<(&Value, String)>,
) -> Reply {
    let Some(schema) = schema else {
        return Reply::Bare(Type::Json);
    };
    let location = SchemaLocation {
        key: location.key.clone(),
        pointer: format!("{}/schema", location.pointer),
    };
    let found = object(context, location.clone(), schema);
    let has = |found: &ObjectSchema<'_>, key: &str| found.object.properties.contains_key(key);
    let Some(mut found) = found.filter(|found| has(found, CODE)) else {
        return Reply::Whole(schema::lower(context, &location, schema));
    };
    if declared.is_none() && !is_envelope(|key| has(&found, key)) {
        return Reply::Bare(schema::lower(context, &location, schema));
    }
    warn_of_another_code(context, &found);
    // What a reply carries has its key from the operation, whatever component the envelope is.
    for (name, property) in &mut found.object.properties {
        property.location.key = location.property(name).key;
    }
    if let Some(declared) = declared {
        return payload(context, found, declared);
    }
    let properties = &found.object.properties;
    let carried: Vec<&str> = properties
        .keys()
        .copied()
        .filter(|name| !ENVELOPE.contains(name))
        .collect();
    match carried.as_slice() {
        [] => Reply::Nothing,
        [PAYLOAD] => {
            let payload = &properties[PAYLOAD];
            Reply::Data(schema::lower(context, &payload.location, payload.schema))
        }
        _ => Reply::Whole(beside_code(context, location.key, found)),
    }
}

/// Everywhere in the API, a code other than 0 is a refusal.
fn warn_of_another_code(context: &mut Context<'_>, found: &ObjectSchema<'_>) {
    let code = &found.object.properties[CODE];
    let is_text = code.schema.as_item().is_some_and(|schema| {
        matches!(schema.schema_kind, SchemaKind::Type(SchemaType::String(_)))
    });
    if is_text {
        context.warn(
            &code.location.pointer,
            "the `code` of this reply is a text; any value but 0 is taken as a refusal",
            "Declare it as an integer in an overlay if it is one.",
        );
    }
}

/// The value at the end of the declared keys.
fn payload(
    context: &mut Context<'_>,
    found: ObjectSchema<'_>,
    (declared, pointer): (&Value, String),
) -> Reply {
    let keys: Vec<String> = serde_json::from_value(declared.clone()).unwrap_or_default();
    let mut place = Some(found);
    for (index, key) in keys.iter().enumerate() {
        let Some(found) = place.take() else {
            break;
        };
        let Some(property) = found.object.properties.get(key.as_str()) else {
            break;
        };
        if index + 1 == keys.len() {
            let ty = schema::lower(context, &property.location, property.schema);
            return Reply::At(keys, ty);
        }
        place = object(context, property.location.clone(), property.schema);
    }
    context.error(
        &pointer,
        format!("`x-payload: {declared}` leads to nothing in this reply"),
        "List the keys that lead to the value, such as `x-payload: [message]`.",
    );
    Reply::Nothing
}

/// A type of the fields that stand beside `code`.
fn beside_code(context: &mut Context<'_>, key: String, found: ObjectSchema<'_>) -> Type {
    let location = SchemaLocation {
        key,
        pointer: found.location.pointer,
    };
    let docs = docs::of_schema(found.data);
    let id = context.add(&location, docs, TypeKind::Struct(Vec::new()));
    let fields = schema::fields(context, &found.object, &ENVELOPE);
    context.types[id.0].kind = TypeKind::Struct(fields);
    Type::Named(id)
}
