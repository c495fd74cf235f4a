//! Schemas -> types; inline objects and enums are hoisted into the arena under the key of the place where they stand.

use serde_json::Value;

use super::object::{self, Object, PartSchema, Shape};
use super::{aliases, docs, enums, examples, nullable, secrets, unions};
use crate::ir::{Field, Presence, Type, TypeKind};
use crate::lower::context::{Context, SchemaLocation, component_name};
use crate::openapi::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, SchemaRef};
use crate::words::{Given, numbered, plain, snake};

/// So many schemas may stand within one another.
const DEEPEST: usize = 12_000;

/// The type of a schema or of the component that it refers to.
pub(crate) fn lower<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: SchemaRef<'a>,
) -> Type {
    match schema {
        ReferenceOr::Reference(reference) => component(context, location, reference),
        ReferenceOr::Item(schema) => inline(context, location, schema),
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

fn inline<'a>(context: &mut Context<'a>, location: &SchemaLocation, schema: Schema<'a>) -> Type {
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

fn by_kind<'a>(context: &mut Context<'a>, location: &SchemaLocation, schema: Schema<'a>) -> Type {
    if schema.is_composed() {
        return composed(context, location, schema);
    }
    match schema.kind() {
        Some(SchemaKind::Boolean) => Type::Bool,
        Some(SchemaKind::Number) => Type::Float,
        Some(SchemaKind::Integer) => number_or_enum(context, location, schema),
        Some(SchemaKind::String) => text_or_enum(context, location, schema),
        Some(SchemaKind::Array) => list(context, location, schema),
        Some(SchemaKind::Object) => object_or_map(context, location, schema),
        // A schema without a type says nothing.
        None => Type::Json,
    }
}

/// A schema that is made of others.
fn composed<'a>(context: &mut Context<'a>, location: &SchemaLocation, schema: Schema<'a>) -> Type {
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
        ([], []) => structure(context, location, schema, &object),
        ([], [union]) => unions::lower(context, location, schema, &object, union),
        ([only], []) if object.is_empty() => match only.schema {
            PartSchema::Member(part) => lower(context, &only.location, part),
            PartSchema::Own(part) if !part.is_composed() => inline(context, &only.location, part),
            PartSchema::Own(_) => Type::Json,
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

/// Unsigned numbers of 64 bits, and those whose size is the machine's, do not all fit into an `i64`.
fn number_or_enum(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: Schema<'_>,
) -> Type {
    let values = schema.values();
    if values.is_empty() {
        return match schema.format() {
            Some(format) if is_unsigned(format) => Type::UInt,
            _ => Type::Int,
        };
    }
    let values: Vec<i64> = values.into_iter().filter_map(Value::as_i64).collect();
    let variants = enums::variants(context, location, schema, values);
    Type::Named(context.add(
        location,
        docs::of_schema(context.service(), schema),
        TypeKind::IntEnum(variants),
    ))
}

fn text_or_enum(context: &mut Context<'_>, location: &SchemaLocation, schema: Schema<'_>) -> Type {
    let values = schema.values();
    if values.is_empty() {
        return match schema.format() {
            Some("binary") => Type::File,
            Some(format) if is_integer_format(format) => Type::IntText,
            _ => Type::Text,
        };
    }
    let known: Vec<&str> = values.into_iter().filter_map(Value::as_str).collect();
    let values = known.iter().map(|value| (*value).to_owned()).collect();
    let mut aliases = aliases::read(context, location, schema, &known);
    let mut variants = enums::variants(context, location, schema, values);
    for variant in &mut variants {
        variant.aliases = aliases.shift_remove(&variant.value).unwrap_or_default();
    }
    Type::Named(context.add(
        location,
        docs::of_schema(context.service(), schema),
        TypeKind::StringEnum(variants),
    ))
}

pub(crate) fn is_unsigned(format: &str) -> bool {
    matches!(format, "uint64" | "u64" | "uint" | "usize")
}

fn is_integer_format(format: &str) -> bool {
    matches!(format, "i64" | "i32" | "i16" | "int64" | "int32")
}

fn list<'a>(context: &mut Context<'a>, location: &SchemaLocation, array: Schema<'a>) -> Type {
    let Some(items) = array.items() else {
        return Type::List(Box::new(Type::Json));
    };
    let item = inner(lower(context, &location.items(), items));
    Type::List(Box::new(nullable::inner(context, items, item)))
}

/// Inside a list or map, a number as text stays text: there it is an id or a label, never a quantity.
pub(crate) fn inner(ty: Type) -> Type {
    if ty == Type::IntText { Type::Text } else { ty }
}

fn object_or_map<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Schema<'a>,
) -> Type {
    if !schema.has_properties() && schema.additional_properties().is_none() {
        return Type::Json;
    }
    let Shape { object, .. } = object::shape(context, location, schema);
    if object.properties.is_empty() {
        return rest(context, &object);
    }
    structure(context, location, schema, &object)
}

/// What stands under all keys that are no field's: a map.
fn rest<'a>(context: &mut Context<'a>, object: &Object<'a>) -> Type {
    match &object.rest {
        Some((location, AdditionalProperties::Schema(values))) => {
            let value = inner(lower(context, &location.values(), *values));
            Type::Map(Box::new(nullable::inner(context, *values, value)))
        }
        Some((_, AdditionalProperties::Any(true))) => Type::Map(Box::new(Type::Json)),
        Some((_, AdditionalProperties::Any(false))) | None => Type::Json,
    }
}

pub(crate) fn structure<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: Schema<'a>,
    object: &Object<'a>,
) -> Type {
    if schema.discriminator().is_some() {
        context.warn(
            &location.pointer,
            "`discriminator` without `oneOf`: of every kind of this object, only the fields declared here are read",
            "List the kinds with `oneOf` in an overlay.",
        );
    }
    warn_of_undeclared(context, location, object);
    let id = context.add(
        location,
        docs::of_schema(context.service(), schema),
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
    context.types[id.0].example = schema.example().filter(|it| it.is_object()).cloned();
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
pub(crate) fn fields<'a>(
    context: &mut Context<'a>,
    object: &Object<'a>,
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
        let own = property.schema.item();
        let example = examples::of(&context.types, &ty, own);
        // What is only read is never required of who writes.
        let read_only = own.is_some_and(Schema::is_read_only);
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
            default: own.and_then(Schema::default).map(ToString::to_string),
            example,
            deprecated: own.is_some_and(Schema::is_deprecated),
            secret,
            docs: own
                .map(|schema| docs::of_schema(context.service(), schema))
                .unwrap_or_default(),
        });
    }
    fields
}

/// Whether a text in base64 is given and taken as the bytes that it stands for.
fn is_bytes(schema: Schema<'_>) -> bool {
    let mark = schema.extension("x-bytes");
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
