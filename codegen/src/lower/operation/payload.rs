//! Where a reply keeps the one thing that it carries: `x-payload` names the keys to it, `x-payload-aliases` those of other servers.

use openapiv3::{ReferenceOr, Schema};
use serde::Deserialize;
use serde_json::Value;

use super::declared::DeclaredOperation;
use super::reply_object::object;
use crate::ir::{Elsewhere, Keys, Places, Reply, Type, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::schema;

/// An extension of an operation, and where it stands.
pub(super) struct Declared<'a> {
    value: &'a Value,
    pointer: String,
}

impl<'a> Declared<'a> {
    pub(super) fn of(operation: &DeclaredOperation<'a>, name: &str) -> Option<Self> {
        Some(Self {
            value: operation.spec.extensions.get(name)?,
            pointer: format!("{}/{name}", operation.pointer()),
        })
    }
}

/// The value at the end of the declared keys.
pub(super) fn at(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: &ReferenceOr<Schema>,
    declared: &Declared<'_>,
) -> Reply {
    let keys: Keys = serde_json::from_value(declared.value.clone()).unwrap_or_default();
    let mut place = object(context, location.clone(), schema);
    if let Some(found) = &mut place {
        found.rekey(location);
    }
    for (index, key) in keys.iter().enumerate() {
        let Some(found) = place.take() else {
            break;
        };
        let Some(property) = found.object.properties.get(key.as_str()) else {
            break;
        };
        if index + 1 == keys.len() {
            let ty = schema::lower(context, &property.location, property.schema);
            return Reply::DataAt(Places::only(keys), ty);
        }
        place = object(context, property.location.clone(), property.schema);
    }
    context.error(
        &declared.pointer,
        format!(
            "`x-payload: {}` leads to nothing in this reply",
            declared.value
        ),
        "List the keys that lead to the value, such as `x-payload: [message]`.",
    );
    Reply::Unit
}

/// The same value, which may also stand at the declared places.
pub(super) fn or_elsewhere(
    context: &mut Context<'_>,
    reply: Reply,
    declared: &Declared<'_>,
) -> Reply {
    match places(context, &reply, declared.value) {
        Ok((places, ty)) => Reply::DataAt(places, ty),
        Err(problem) => {
            context.error(
                &declared.pointer,
                format!("`x-payload-aliases: {}`: {problem}", declared.value),
                "List the keys to each other place, such as `x-payload-aliases: [[messages]]`, or `{bare: id}` for a reply that is the object itself and has the key `id`.",
            );
            reply
        }
    }
}

/// One of the other places, as `spec/README.md` defines them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Alias {
    Keys(Keys),
    Bare(Bare),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    bare: String,
}

fn places(
    context: &Context<'_>,
    reply: &Reply,
    declared: &Value,
) -> Result<(Places, Type), String> {
    let aliases: Vec<Alias> = serde_json::from_value(declared.clone())
        .map_err(|_| "this is no list of places".to_owned())?;
    let envelope = context.conventions.envelope.as_ref();
    let (keys, ty) = match (reply, envelope) {
        (Reply::DataAt(places, ty), _) => (places.keys.clone(), ty),
        (Reply::Data(ty), Some(envelope)) => (vec![envelope.data.clone()], ty),
        _ => return Err("this reply is not one thing at the end of keys".to_owned()),
    };
    let mut others = Vec::new();
    for alias in aliases {
        let place = match alias {
            Alias::Keys(keys) if keys.is_empty() => return Err("a place has no keys".to_owned()),
            Alias::Keys(keys) => Elsewhere::At(keys),
            Alias::Bare(Bare { bare }) => bare_with(context, ty, bare)?,
        };
        if place == Elsewhere::At(keys.clone()) || others.contains(&place) {
            return Err("a place is named twice".to_owned());
        }
        others.push(place);
    }
    Ok((Places { keys, others }, ty.clone()))
}

/// A reply is the thing itself if it has this field of it, which a frame must not have as well.
fn bare_with(context: &Context<'_>, ty: &Type, key: String) -> Result<Elsewhere, String> {
    let kind = ty.named().map(|id| &context.types[id.0].kind);
    let Some(TypeKind::Struct(fields)) = kind else {
        return Err("only an object can be the reply itself".to_owned());
    };
    if !fields.iter().any(|field| field.wire == key) {
        return Err(format!("the object has no field `{key}`"));
    }
    let envelope = context.conventions.envelope.as_ref();
    if envelope.is_some_and(|frame| frame.has(&key) || key == frame.data) {
        return Err(format!("`{key}` is a field of all replies"));
    }
    Ok(Elsewhere::Bare(key))
}
