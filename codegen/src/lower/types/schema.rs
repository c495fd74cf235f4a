//! Schemas -> types; inline objects and enums are hoisted into the arena under the key of the place where they stand.

use std::borrow::Borrow;

use openapiv3::{
    AdditionalProperties, ArrayType, IntegerFormat, ObjectType, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::object::{self, Object, PartSchema, Shape};
use super::{aliases, docs, enums, examples, nullable, secrets, unions};
use crate::ir::{Field, Presence, Type, TypeKind};
use crate::lower::context::{Context, SchemaLocation, component_name};
use crate::words::{Given, numbered, plain, snake};

/// So many schemas may stand within one another.
const DEEPEST: usize = 12_000;

/// The type of a schema or of the component that it refers to.
pub(crate) fn lower<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: &ReferenceOr<S>,
) -> Type {
    match schema {
        ReferenceOr::Reference { reference } => component(context, location, reference),
        ReferenceOr::Item(schema) => inline(context, location, schema.borrow()),
    }
}

/// Lowers a component once. Objects are entered before their fields, so that they may contain themselves.
fn component(context: &mut Context<'_>, location: &SchemaLocation, reference: &str) -> Type {
    let Some(name) = component_name(reference) else {
        return Type::Json;
    };
    match context.components.get(name) {
        Some(Some(known)) => return known.clone(),
        Some(None) => return of_itself(context, location, &format!("`{name}`")),
        None => {}
    }
    let Some(schema) = context.component_schema(name) else {
        return Type::Json;
    };
    context.components.insert(name.to_owned(), None);
    let lowered = lower(context, &SchemaLocation::component(name), schema);
    context
        .components
        .insert(name.to_owned(), Some(lowered.clone()));
    lowered
}

/// A Rust type that is a list of itself has no name to call itself by.
fn of_itself(context: &mut Context<'_>, location: &SchemaLocation, name: &str) -> Type {
    context.warn(
        &location.pointer,
        format!("{name} consists of itself; here it is any JSON value"),
        "Make it an object in an overlay if it is one.",
    );
    Type::Json
}

fn inline(context: &mut Context<'_>, location: &SchemaLocation, schema: &Schema) -> Type {
    if let Some(id) = context.placed(location) {
        return Type::Named(id);
    }
    // The outermost may be a field of an envelope, which goes by the name of its operation, and by its own within a component.
    let around = context.lowering.get_index_of(&location.pointer);
    if around.is_some_and(|index| index > 0) {
        return of_itself(context, location, "this schema");
    }
    if context.lowering.len() > DEEPEST {
        context.error(
            &location.pointer,
            format!("more than {DEEPEST} schemas stand within one another here"),
            "Make it any value in an overlay.",
        );
        return Type::Json;
    }
    let is_new = context.lowering.insert(location.pointer.clone());
    let ty = by_kind(context, location, schema);
    if is_new {
        context.lowering.pop();
    }
    ty
}

fn by_kind(context: &mut Context<'_>, location: &SchemaLocation, schema: &Schema) -> Type {
    let data = &schema.schema_data;
    if object::is_composed(schema) {
        return composed(context, location, schema);
    }
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Boolean(_)) => Type::Bool,
        SchemaKind::Type(SchemaType::Number(_)) => Type::Float,
        SchemaKind::Type(SchemaType::Integer(integer)) if integer.enumeration.is_empty() => {
            whole_number(&integer.format)
        }
        SchemaKind::Type(SchemaType::Integer(integer)) => {
            let values: Vec<i64> = integer.enumeration.iter().flatten().copied().collect();
            let variants = enums::variants(context, location, data, values);
            Type::Named(context.add(
                location,
                docs::of_schema(context.service(), data),
                TypeKind::IntEnum(variants),
            ))
        }
        SchemaKind::Type(SchemaType::String(string)) => {
            text_or_enum(context, location, data, string)
        }
        SchemaKind::Type(SchemaType::Array(array)) => list(context, location, array),
        SchemaKind::Type(SchemaType::Object(object)) => {
            object_or_map(context, location, schema, object)
        }
        // A schema without a type says nothing, and compositions are lowered above.
        SchemaKind::Any(_)
        | SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => Type::Json,
    }
}

/// A schema that is made of others.
fn composed(context: &mut Context<'_>, location: &SchemaLocation, schema: &Schema) -> Type {
    if let Some((at, only)) = unions::only_part(context, location, schema) {
        return lower(context, &at, only);
    }
    let Shape {
        object,
        mut unions,
        others,
    } = object::shape(context, location, schema);
    unions.retain(|union| !unions::only_restricts(context, union));
    match (others.as_slice(), unions.as_slice()) {
        ([], []) if object.is_empty() => Type::Json,
        ([], []) if object.properties.is_empty() => rest(context, &object),
        ([], []) => structure(context, location, &schema.schema_data, &object),
        ([], [union]) => unions::lower(context, location, &schema.schema_data, &object, union),
        ([only], []) if object.is_empty() => match only.schema {
            PartSchema::Reference(part) => lower(context, &only.location, part),
            PartSchema::Inline(part) if !object::is_composed(part) => {
                inline(context, &only.location, part)
            }
            PartSchema::Inline(_) => Type::Json,
        },
        _ => {
            context.warn(
                &location.pointer,
                "the parts of this schema do not make one type; it is any JSON value",
                "Replace it in an overlay.",
            );
            Type::Json
        }
    }
}

fn text_or_enum(
    context: &mut Context<'_>,
    location: &SchemaLocation,
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
    let known: Vec<&str> = values.iter().map(String::as_str).collect();
    let mut aliases = aliases::read(context, location, data, &known);
    let mut variants = enums::variants(context, location, data, values);
    for variant in &mut variants {
        variant.aliases = aliases.shift_remove(&variant.value).unwrap_or_default();
    }
    Type::Named(context.add(
        location,
        docs::of_schema(context.service(), data),
        TypeKind::StringEnum(variants),
    ))
}

/// Unsigned numbers of 64 bits, and those whose size is the machine's, do not all fit into an `i64`.
fn whole_number(format: &VariantOrUnknownOrEmpty<IntegerFormat>) -> Type {
    match format {
        VariantOrUnknownOrEmpty::Unknown(format) if is_unsigned(format) => Type::UInt,
        _ => Type::Int,
    }
}

pub(crate) fn is_unsigned(format: &str) -> bool {
    matches!(format, "uint64" | "u64" | "uint" | "usize")
}

fn is_integer_format(format: &str) -> bool {
    matches!(format, "i64" | "i32" | "i16" | "int64" | "int32")
}

fn list(context: &mut Context<'_>, location: &SchemaLocation, array: &ArrayType) -> Type {
    let Some(items) = &array.items else {
        return Type::List(Box::new(Type::Json));
    };
    let item = inner(lower(context, &location.items(), items));
    Type::List(Box::new(nullable::inner(context, items, item)))
}

/// Inside a list or map, a number as text stays text: there it is an id or a label, never a quantity.
pub(crate) fn inner(ty: Type) -> Type {
    if ty == Type::IntText { Type::Text } else { ty }
}

fn object_or_map(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: &Schema,
    object: &ObjectType,
) -> Type {
    if object.properties.is_empty() && object.additional_properties.is_none() {
        return Type::Json;
    }
    let Shape { object, .. } = object::shape(context, location, schema);
    if object.properties.is_empty() {
        return rest(context, &object);
    }
    structure(context, location, &schema.schema_data, &object)
}

/// What stands under all keys that are no field's: a map.
fn rest(context: &mut Context<'_>, object: &Object<'_>) -> Type {
    match &object.rest {
        Some((location, AdditionalProperties::Schema(values))) => {
            let value = inner(lower(context, &location.values(), values));
            Type::Map(Box::new(nullable::inner(context, values, value)))
        }
        Some((_, AdditionalProperties::Any(true))) => Type::Map(Box::new(Type::Json)),
        Some((_, AdditionalProperties::Any(false))) | None => Type::Json,
    }
}

pub(crate) fn structure(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    data: &SchemaData,
    object: &Object<'_>,
) -> Type {
    if data.discriminator.is_some() {
        context.warn(
            &location.pointer,
            "`discriminator` without `oneOf`: of every kind of this object, only the fields declared here are read",
            "List the kinds with `oneOf` in an overlay.",
        );
    }
    warn_of_undeclared(context, location, object);
    let id = context.add(
        location,
        docs::of_schema(context.service(), data),
        TypeKind::Struct(Vec::new()),
    );
    // Entered before its fields: a component may contain itself.
    if let Some(entry) = context.components.get_mut(&location.key) {
        *entry = Some(Type::Named(id));
    }
    let mut fields = fields(context, object, &[]);
    if object.rest.is_some() {
        let ty = rest(context, object);
        fields.push(rest_field(ty, &fields));
    }
    context.types[id.0].kind = TypeKind::Struct(fields);
    context.types[id.0].example = data.example.clone().filter(Value::is_object);
    Type::Named(id)
}

/// What is required and not declared nobody can be asked for: nothing says what it is.
fn warn_of_undeclared(context: &mut Context<'_>, location: &SchemaLocation, object: &Object<'_>) {
    if object.rest.is_some() {
        return;
    }
    let is_declared = |key: &&&str| object.properties.contains_key(**key);
    for key in object.required.iter().filter(|key| !is_declared(key)) {
        let other = object.properties.keys();
        let mut other = other.filter(|other| other.eq_ignore_ascii_case(key));
        let there_is = match other.next() {
            Some(other) => format!("; there is `{other}`"),
            None => String::new(),
        };
        context.warn(
            &location.pointer,
            format!("`{key}` is required and not declared: it is not asked for{there_is}"),
            "Declare it, or correct `required`, in an overlay.",
        );
    }
}

/// The fields of an object, without those in `except`.
pub(crate) fn fields(
    context: &mut Context<'_>,
    object: &Object<'_>,
    except: &[&str],
) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut given = Given::default();
    for (wire, property) in &object.properties {
        if except.contains(wire) {
            continue;
        }
        let mut ty = lower(context, &property.location, property.schema);
        let secret = secrets::is_secret(context, wire, property.schema, &ty);
        let inline = property.schema.as_item();
        let example = examples::of(&context.types, &ty, inline.map(AsRef::as_ref));
        let own = inline.map(|schema| &schema.schema_data);
        // What is only read is never required of who writes.
        let read_only = own.is_some_and(|data| data.read_only);
        let required = object.required.contains(wire) && !read_only;
        let nullable = nullable::is_nullable(context, property.schema);
        if ty == Type::Text && required && !nullable && own.is_some_and(is_bytes) {
            ty = Type::Bytes;
        }
        fields.push(Field {
            name: unique_name(context, &property.location, wire, &mut given),
            wire: (*wire).to_owned(),
            aliases: property.aliases.clone(),
            ty,
            presence: presence(required, nullable, wire),
            option_setter: String::new(),
            rest: false,
            default: own
                .and_then(|data| data.default.as_ref())
                .map(ToString::to_string),
            example,
            deprecated: own.is_some_and(|data| data.deprecated),
            secret,
            docs: own
                .map(|data| docs::of_schema(context.service(), data))
                .unwrap_or_default(),
        });
    }
    fields
}

/// Whether a text in base64 is given and taken as the bytes that it stands for.
fn is_bytes(data: &SchemaData) -> bool {
    let mark = data.extensions.get("x-bytes");
    mark.is_some_and(|mark| mark == true)
}

/// What must be there and may be null is null unless it is given; what may be left out is null when asked for.
pub(crate) fn presence(required: bool, nullable: bool, wire: &str) -> Presence {
    match (required, nullable) {
        (true, false) => Presence::Required,
        (false, false) => Presence::Optional,
        (true, true) => Presence::Nullable,
        (false, true) => Presence::OptionalNullable(format!("{}_null", plain(&snake(wire)))),
    }
}

/// The field that holds what the others do not.
fn rest_field(ty: Type, fields: &[Field]) -> Field {
    let taken = |name: &str| fields.iter().any(|field| field.name == name);
    Field {
        name: numbered("additional_properties", "_", taken),
        wire: String::new(),
        aliases: Vec::new(),
        ty,
        presence: Presence::Optional,
        option_setter: String::new(),
        rest: true,
        default: None,
        example: None,
        deprecated: false,
        secret: false,
        docs: vec!["What stands under all other keys.".to_owned()],
    }
}

/// Two keys of one object may become one Rust name (`URL` and `url`); the later one is lengthened.
fn unique_name(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    wire: &str,
    given: &mut Given,
) -> String {
    let wanted = snake(wire);
    let short = plain(&wanted);
    let longer = given.give(short, "_");
    if longer == short {
        return wanted;
    }
    context.warn(
        &location.pointer,
        format!("`{wire}` has the same Rust name as another property of its object; it is called `{longer}`"),
        "Nothing, if they are two things. If they are two spellings of one, remove one and name it in `x-aliases`.",
    );
    longer
}
