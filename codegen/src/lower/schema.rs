//! Schemas -> types; inline objects and enums are hoisted into the arena under the key of the place where they stand.

use std::borrow::Borrow;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, ObjectType, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::context::{Context, Site, component_name};
use super::{enums, order, text};
use crate::ir::{Field, Type, TypeDef, TypeKind};
use crate::words::{numbered, plain, snake};

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// The type of a schema or of the component that it refers to.
pub(crate) fn lower<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    site: &Site,
    schema: &ReferenceOr<S>,
) -> Type {
    match schema {
        ReferenceOr::Reference { reference } => component(context, site, reference),
        ReferenceOr::Item(schema) => inline(context, site, schema.borrow()),
    }
}

/// Lowers a component once. Objects are entered before their fields, so that they may contain themselves.
fn component(context: &mut Context<'_>, site: &Site, reference: &str) -> Type {
    let Some(name) = component_name(reference) else {
        return Type::Json;
    };
    match context.components.get(name) {
        Some(Some(known)) => return known.clone(),
        Some(None) => {
            context.error(
                &site.pointer,
                format!("`{name}` consists of itself"),
                "Give it a shape that ends.",
            );
            return Type::Json;
        }
        None => {}
    }
    let Some(schema) = context.component_schema(name) else {
        return Type::Json;
    };
    context.components.insert(name.to_owned(), None);
    let lowered = lower(context, &Site::component(name), schema);
    context
        .components
        .insert(name.to_owned(), Some(lowered.clone()));
    lowered
}

fn inline(context: &mut Context<'_>, site: &Site, schema: &Schema) -> Type {
    let data = &schema.schema_data;
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Boolean(_)) => Type::Bool,
        SchemaKind::Type(SchemaType::Number(_)) => Type::Float,
        SchemaKind::Type(SchemaType::Integer(integer)) if integer.enumeration.is_empty() => {
            Type::Int
        }
        SchemaKind::Type(SchemaType::Integer(integer)) => {
            let values: Vec<i64> = integer.enumeration.iter().flatten().copied().collect();
            let variants = enums::variants(context, site, data, values);
            Type::Named(context.add(site, text::of_schema(data), TypeKind::IntEnum(variants)))
        }
        SchemaKind::Type(SchemaType::String(string)) => text_or_enum(context, site, data, string),
        SchemaKind::Type(SchemaType::Array(array)) => list(context, site, array),
        SchemaKind::Type(SchemaType::Object(object)) => object_or_map(context, site, data, object),
        SchemaKind::Any(any) => untyped(context, site, data, any),
        // `document::check` refuses these before lowering.
        SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => Type::Json,
    }
}

fn text_or_enum(
    context: &mut Context<'_>,
    site: &Site,
    data: &SchemaData,
    string: &StringType,
) -> Type {
    if string.enumeration.is_empty() {
        return match &string.format {
            VariantOrUnknownOrEmpty::Item(openapiv3::StringFormat::Binary) => Type::File,
            VariantOrUnknownOrEmpty::Unknown(format) if is_integer_format(format) => Type::IntText,
            _ => Type::Text,
        };
    }
    let values: Vec<String> = string.enumeration.iter().flatten().cloned().collect();
    let variants = enums::variants(context, site, data, values);
    Type::Named(context.add(site, text::of_schema(data), TypeKind::StringEnum(variants)))
}

/// `format: password` is what OpenAPI has for values that nobody should see.
pub(crate) fn is_secret(schema: &Schema) -> bool {
    matches!(
        &schema.schema_kind,
        SchemaKind::Type(SchemaType::String(StringType {
            format: VariantOrUnknownOrEmpty::Item(openapiv3::StringFormat::Password),
            ..
        }))
    )
}

fn is_integer_format(format: &str) -> bool {
    matches!(format, "i64" | "i32" | "i16" | "int64" | "int32")
}

fn list(context: &mut Context<'_>, site: &Site, array: &ArrayType) -> Type {
    let item = array
        .items
        .as_ref()
        .map_or(Type::Json, |items| lower(context, &site.items(), items));
    Type::List(Box::new(inner(item)))
}

/// Inside a list or map, a number as text stays text: there it is an id or a label, never a quantity.
fn inner(ty: Type) -> Type {
    if ty == Type::IntText { Type::Text } else { ty }
}

fn object_or_map(
    context: &mut Context<'_>,
    site: &Site,
    data: &SchemaData,
    object: &ObjectType,
) -> Type {
    if !object.properties.is_empty() {
        return structure(context, site, data, &object.properties, &object.required);
    }
    match &object.additional_properties {
        Some(AdditionalProperties::Schema(values)) => {
            Type::Map(Box::new(inner(lower(context, &site.values(), values))))
        }
        Some(AdditionalProperties::Any(true)) => Type::Map(Box::new(Type::Json)),
        Some(AdditionalProperties::Any(false)) | None => Type::Json,
    }
}

/// A schema without `type` is what its other keywords make it.
fn untyped(context: &mut Context<'_>, site: &Site, data: &SchemaData, any: &AnySchema) -> Type {
    if !any.properties.is_empty() {
        return structure(context, site, data, &any.properties, &any.required);
    }
    match &any.items {
        Some(items) => Type::List(Box::new(inner(lower(context, &site.items(), items)))),
        None => Type::Json,
    }
}

fn structure(
    context: &mut Context<'_>,
    site: &Site,
    data: &SchemaData,
    properties: &Properties,
    required: &[String],
) -> Type {
    let id = context.add(site, text::of_schema(data), TypeKind::Struct(Vec::new()));
    // Entered before its fields: a component may contain itself.
    if let Some(entry) = context.components.get_mut(&site.key) {
        *entry = Some(Type::Named(id));
    }
    let fields = fields(context, site, data, properties, required, &[]);
    context.types[id.0].kind = TypeKind::Struct(fields);
    Type::Named(id)
}

/// The fields of an object in the order that the document means, without those in `except`.
pub(crate) fn fields(
    context: &mut Context<'_>,
    site: &Site,
    data: &SchemaData,
    properties: &Properties,
    required: &[String],
    except: &[&str],
) -> Vec<Field> {
    let aliases = aliases(context, site, data, properties);
    let mut fields: Vec<Field> = Vec::new();
    for wire in order::properties(data, properties) {
        if except.contains(&wire) {
            continue;
        }
        let at = site.property(wire);
        let property = &properties[wire];
        let ty = lower(context, &at, property);
        let own = match property {
            ReferenceOr::Item(schema) => Some(&schema.schema_data),
            ReferenceOr::Reference { .. } => None,
        };
        fields.push(Field {
            name: unique_name(context, &at, wire, &fields),
            wire: wire.to_owned(),
            aliases: aliases.get(wire).cloned().unwrap_or_default(),
            ty,
            required: required.iter().any(|name| name == wire),
            deprecated: own.is_some_and(|data| data.deprecated),
            secret: property.as_item().is_some_and(|schema| is_secret(schema)),
            docs: own.map(text::of_schema).unwrap_or_default(),
        });
    }
    fields
}

/// `x-aliases` of an object: property -> other spellings of its key on the wire.
fn aliases(
    context: &mut Context<'_>,
    site: &Site,
    data: &SchemaData,
    properties: &Properties,
) -> IndexMap<String, Vec<String>> {
    let Some(value) = data.extensions.get("x-aliases") else {
        return IndexMap::new();
    };
    let at = format!("{}/x-aliases", site.pointer);
    let Ok(aliases) = serde_json::from_value::<IndexMap<String, Vec<String>>>(value.clone()) else {
        context.error(
            &at,
            "`x-aliases` is not a mapping from property names to lists of other spellings",
            "Write `x-aliases: {prologue: [Prologue]}`.",
        );
        return IndexMap::new();
    };
    let mut keys: Vec<&str> = properties.keys().map(String::as_str).collect();
    for (name, spellings) in &aliases {
        if !properties.contains_key(name) {
            let found = format!("`x-aliases` is for `{name}`, which the object does not have");
            context.error(
                &at,
                found,
                "Remove it, or correct the name of the property.",
            );
        }
        for spelling in spellings {
            if keys.contains(&spelling.as_str()) {
                let found = format!("`{spelling}` in `x-aliases` means something else already");
                context.error(&at, found, "Remove it here or there.");
            }
            keys.push(spelling);
        }
    }
    aliases
}

/// Two keys of one object may become one Rust name (`URL` and `url`); the later one is lengthened.
fn unique_name(context: &mut Context<'_>, site: &Site, wire: &str, taken: &[Field]) -> String {
    let wanted = snake(wire);
    if taken.iter().all(|field| field.name != wanted) {
        return wanted;
    }
    let short = plain(&wanted);
    let longer = numbered(short, "_", |name| {
        name == short || taken.iter().any(|field| field.name == name)
    });
    context.warn(
        &site.pointer,
        format!("`{wire}` has the same Rust name as another property of its object; it is called `{longer}`"),
        "Nothing, if they are two things. If they are two spellings of one, remove one and name it in `x-aliases`.",
    );
    longer
}

/// Setters are called like their fields, and types that are sent have functions of these names already.
pub(crate) fn free_setters(types: &mut [TypeDef]) {
    let sent = types.iter_mut().filter(|definition| definition.flow.sent);
    for definition in sent {
        let TypeKind::Struct(fields) = &mut definition.kind else {
            continue;
        };
        for index in 0..fields.len() {
            let name = fields[index].name.as_str();
            if ["new", "default"].contains(&name) {
                let longer = format!("{name}_value");
                let taken = |name: &str| fields.iter().any(|field| field.name == name);
                fields[index].name = numbered(&longer, "_", taken);
            }
        }
    }
}
