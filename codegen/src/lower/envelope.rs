//! Replies: the envelope goes, what it carries stays.

use std::borrow::Borrow;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema, SchemaData, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::context::{Context, Site};
use super::{schema, text};
use crate::ir::{Reply, Type, TypeKind};

/// Every JSON reply of Coze is `{code, msg, data, detail: {logid}}`; some have further fields beside `code`.
const ENVELOPE: [&str; 3] = ["code", "msg", "detail"];
const PAYLOAD: &str = "data";

/// An object's schema, taken apart.
pub(crate) struct Object {
    pub(crate) data: SchemaData,
    pub(crate) properties: IndexMap<String, ReferenceOr<Box<Schema>>>,
    pub(crate) required: Vec<String>,
}

/// The object that a schema is, through references; `None` for anything else.
pub(crate) fn object<S: Borrow<Schema>>(
    context: &Context<'_>,
    site: Site,
    schema: &ReferenceOr<S>,
) -> Option<(Site, Object)> {
    let (site, schema) = match schema {
        ReferenceOr::Item(schema) => (site, schema.borrow()),
        ReferenceOr::Reference { reference } => {
            let name = super::context::component_name(reference)?;
            context.resolve(Site::component(name), context.component_schema(name)?)?
        }
    };
    let (properties, required) = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => (&object.properties, &object.required),
        SchemaKind::Any(any) => (&any.properties, &any.required),
        _ => return None,
    };
    let object = Object {
        data: schema.schema_data.clone(),
        properties: properties.clone(),
        required: required.clone(),
    };
    Some((site, object))
}

/// What a JSON reply gives the caller; `x-payload` of the operation says so where the envelope does not.
pub(crate) fn reply(
    context: &mut Context<'_>,
    site: &Site,
    schema: Option<&ReferenceOr<Schema>>,
    declared: Option<(&Value, String)>,
) -> Reply {
    let Some(schema) = schema else {
        return Reply::Nothing;
    };
    let site = Site {
        key: site.key.clone(),
        pointer: format!("{}/schema", site.pointer),
    };
    let Some((object_site, object)) = object(context, site.clone(), schema)
        .filter(|(_, object)| object.properties.contains_key("code"))
    else {
        return Reply::Whole(schema::lower(context, &site, schema));
    };
    let site = Site {
        key: site.key,
        pointer: object_site.pointer,
    };
    if let Some(declared) = declared {
        return payload(context, &site, object, declared);
    }
    let carried: Vec<&str> = object
        .properties
        .keys()
        .map(String::as_str)
        .filter(|name| !ENVELOPE.contains(name))
        .collect();
    match carried.as_slice() {
        [] => Reply::Nothing,
        [PAYLOAD] => Reply::Data(schema::lower(
            context,
            &site.property(PAYLOAD),
            &object.properties[PAYLOAD],
        )),
        _ => Reply::Whole(beside_code(context, &site, &object)),
    }
}

/// The value at the end of the declared keys.
fn payload(
    context: &mut Context<'_>,
    site: &Site,
    object: Object,
    (declared, pointer): (&Value, String),
) -> Reply {
    let keys: Vec<String> = serde_json::from_value(declared.clone()).unwrap_or_default();
    let mut place = Some((site.clone(), object));
    for (index, key) in keys.iter().enumerate() {
        let Some((site, object)) = place.take() else {
            break;
        };
        let Some(property) = object.properties.get(key) else {
            break;
        };
        let site = site.property(key);
        if index + 1 == keys.len() {
            return Reply::At(keys, schema::lower(context, &site, property));
        }
        place = self::object(context, site, property);
    }
    context.error(
        &pointer,
        format!("`x-payload: {declared}` leads to nothing in this reply"),
        "List the keys that lead to the value, such as `x-payload: [message]`.",
    );
    Reply::Nothing
}

/// A type of the fields that stand beside `code`.
fn beside_code(context: &mut Context<'_>, site: &Site, object: &Object) -> Type {
    let id = context.add(
        site,
        text::of_schema(&object.data),
        TypeKind::Struct(Vec::new()),
    );
    let fields = schema::fields(
        context,
        site,
        &object.data,
        &object.properties,
        &object.required,
        &ENVELOPE,
    );
    context.types[id.0].kind = TypeKind::Struct(fields);
    Type::Named(id)
}
