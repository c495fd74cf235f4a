//! Replies: the frame that the document states goes, what it carries stays. Without a frame a reply is its value.

use super::declared::DeclaredOperation;
use super::payload;
use super::reply_object::{ObjectSchema, object};
use crate::ir::{Envelope, Reply, Type, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema};
use crate::openapi::{Schema, SchemaKind, SchemaRef};

/// What a JSON reply gives the caller; `x-payload` of the operation says so where the frame does not, and `x-payload-aliases` where
/// else it may stand.
pub(crate) fn reply<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Option<SchemaRef<'a>>,
    operation: &DeclaredOperation<'a>,
) -> Reply {
    let reply = at_first(context, location, schema, operation);
    match operation.extension("x-payload-aliases") {
        Some(aliases) => payload::or_elsewhere(context, reply, &aliases),
        None => reply,
    }
}

/// The same, at the place where it stands first of all.
fn at_first<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Option<SchemaRef<'a>>,
    operation: &DeclaredOperation<'a>,
) -> Reply {
    let Some(schema) = schema else {
        return Reply::Plain(Type::Json);
    };
    let location = SchemaLocation {
        key: location.key.clone(),
        pointer: format!("{}/schema", location.pointer),
    };
    if let Some(declared) = operation.extension("x-payload") {
        return payload::at(context, &location, schema, &declared);
    }
    let conventions = context.conventions;
    match &conventions.envelope {
        Some(envelope) => framed(context, envelope, location, schema),
        None => Reply::Plain(schema::lower(context, &location, schema)),
    }
}

/// The reply of a service whose replies have a frame.
fn framed<'a>(
    context: &mut Context<'a>,
    envelope: &Envelope,
    location: SchemaLocation,
    schema: SchemaRef<'a>,
) -> Reply {
    let has = |found: &ObjectSchema<'_>, key: &str| found.object.properties.contains_key(key);
    let found = object(context, location.clone(), schema);
    let Some(mut found) = found.filter(|found| has(found, &envelope.code)) else {
        return Reply::Flat(schema::lower(context, &location, schema));
    };
    if !envelope.is_around(|key| has(&found, key)) {
        return Reply::Plain(schema::lower(context, &location, schema));
    }
    warn_of_another_code(context, envelope, &found);
    found.rekey(&location);
    let properties = &found.object.properties;
    let carried: Vec<&str> = properties
        .keys()
        .copied()
        .filter(|name| !envelope.has(name))
        .collect();
    match carried.as_slice() {
        [] => Reply::Unit,
        [data] if *data == envelope.data => {
            let payload = &properties[*data];
            Reply::Data(schema::lower(context, &payload.location, payload.schema))
        }
        _ => Reply::Flat(beside_code(context, envelope, location.key, found)),
    }
}

/// Everywhere in the API, a code other than 0 is a refusal.
fn warn_of_another_code(context: &mut Context<'_>, envelope: &Envelope, found: &ObjectSchema<'_>) {
    let code = &found.object.properties[envelope.code.as_str()];
    let kind = code.schema.item().and_then(Schema::kind);
    if kind == Some(SchemaKind::String) {
        let name = &envelope.code;
        context.warn(
            &code.location.pointer,
            format!("the `{name}` of this reply is a text; any value but 0 is taken as a refusal"),
            "Declare it as an integer in an overlay if it is one.",
        );
    }
}

/// A type of the fields that stand beside `code`.
fn beside_code<'a>(
    context: &mut Context<'a>,
    envelope: &Envelope,
    key: String,
    found: ObjectSchema<'a>,
) -> Type {
    let location = SchemaLocation {
        key,
        pointer: found.location.pointer,
    };
    let docs = docs::of_schema(context.service(), found.schema);
    let id = context.add(&location, docs, TypeKind::Struct(Vec::new()));
    let properties = found.object.properties.keys().copied();
    let frame: Vec<&str> = properties.filter(|key| envelope.has(key)).collect();
    let fields = schema::fields(context, &found.object, &frame);
    context.types[id.0].kind = TypeKind::Struct(fields);
    Type::Named(id)
}
