//! Where a reply keeps the one thing that it carries: `x-payload` names the keys to it, `x-payload-aliases` those of other servers.

use serde_json::Value;

use super::reply_object::object;
use crate::extension::{Extension, Reader};
use crate::ir::{Elsewhere, Keys, Places, Reply, Type, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::schema;
use crate::nearest;
use crate::openapi::SchemaRef;

/// The value at the end of the declared keys.
pub(super) fn at<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: SchemaRef<'a>,
    declared: &Extension<'_>,
) -> Reply {
    const FIX: &str = "List the keys that lead to the value, such as `x-payload: [message]`.";
    let Some(keys) = context.read(declared, FIX, Reader::texts) else {
        return Reply::Unit;
    };
    let mut place = object(context, location.clone(), schema);
    if let Some(found) = &mut place {
        found.rekey(location);
    }
    let mut pointer = declared.pointer.clone();
    let mut fix = FIX.to_owned();
    for (index, key) in keys.iter().enumerate() {
        pointer = format!("{}/{index}", declared.pointer);
        let Some(found) = place.take() else {
            break;
        };
        let properties = &found.object.properties;
        let Some(property) = properties.get(key) else {
            let known: Vec<&str> = properties.keys().copied().collect();
            fix = nearest::fix(key, &known, FIX);
            break;
        };
        if index + 1 == keys.len() {
            let ty = schema::lower(context, &property.location, property.schema);
            return Reply::DataAt(Places::only(owned(&keys)), ty);
        }
        place = object(context, property.location.clone(), property.schema);
    }
    let found = format!(
        "`x-payload: {}` leads to nothing in this reply",
        declared.value
    );
    context.error(&pointer, found, &fix);
    Reply::Unit
}

fn owned(keys: &[&str]) -> Keys {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

/// One of the other places, as `spec/README.md` defines them.
enum Alias<'a> {
    Keys(Vec<&'a str>),
    Bare(&'a str),
}

impl<'a> Alias<'a> {
    fn read(reader: &mut Reader<'a>, alias: &'a Value) -> Option<Self> {
        match alias {
            Value::Array(_) => reader.texts(alias).map(Self::Keys),
            Value::Object(_) => reader.object(alias, |members| Self::Bare(members.text("bare"))),
            _ => {
                reader.refuse(alias, "a list of keys, or `{bare: key}`", None);
                None
            }
        }
    }
}

/// The same value, which may also stand at the declared places.
pub(super) fn or_elsewhere(
    context: &mut Context<'_>,
    reply: Reply,
    declared: &Extension<'_>,
) -> Reply {
    const FIX: &str = "List the keys to each other place, such as `x-payload-aliases: [[messages]]`, or `{bare: id}` for a reply that is the object itself and has the key `id`.";
    let aliases = context.read(declared, FIX, |reader, aliases| {
        reader.list(aliases, Alias::read)
    });
    let Some(aliases) = aliases else {
        return reply;
    };
    let envelope = context.conventions.envelope.as_ref();
    let (keys, ty) = match (&reply, envelope) {
        (Reply::DataAt(places, ty), _) => (places.keys.clone(), ty.clone()),
        (Reply::Data(ty), Some(envelope)) => (vec![envelope.data.clone()], ty.clone()),
        _ => {
            let found = "`x-payload-aliases`: this reply is not one thing at the end of keys";
            context.error(&declared.pointer, found, FIX);
            return reply;
        }
    };
    let mut places = Places::only(keys);
    for (index, alias) in aliases.iter().enumerate() {
        match elsewhere(context, &places, &ty, alias) {
            Ok(place) => places.others.push(place),
            Err(problem) => {
                let at = format!("{}/{index}", declared.pointer);
                let found = format!("`x-payload-aliases`: {problem}");
                context.error(&at, found, FIX);
            }
        }
    }
    Reply::DataAt(places, ty)
}

/// A place that is none of those before.
fn elsewhere(
    context: &Context<'_>,
    before: &Places,
    ty: &Type,
    alias: &Alias<'_>,
) -> Result<Elsewhere, String> {
    let place = match alias {
        Alias::Keys(keys) if keys.is_empty() => return Err("a place has no keys".to_owned()),
        Alias::Keys(keys) => Elsewhere::At(owned(keys)),
        Alias::Bare(key) => bare_with(context, ty, (*key).to_owned())?,
    };
    let is_first = matches!(&place, Elsewhere::At(keys) if *keys == before.keys);
    if is_first || before.others.contains(&place) {
        return Err("a place is named twice".to_owned());
    }
    Ok(place)
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
