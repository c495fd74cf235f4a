//! What a request is made of: parameters and body -> arguments and constants.

use openapiv3::{
    OpenAPI, Parameter, ParameterSchemaOrContent, QueryStyle, ReferenceOr, RequestBody, Schema,
    SchemaKind, Type as SchemaType,
};
use serde_json::Value;

use super::declared::{DeclaredOperation, resolve};
use super::reply_object;
use crate::document::media::{self, Media};
use crate::ir::{Argument, Body, Constant, ConstantValue, Field, Place, Presence, Type};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::naming;
use crate::lower::types::{docs, schema};
use crate::pointer;
use crate::reserved;
use crate::words::{numbered, plain, snake};

pub(crate) fn parameters(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    let own = operation.spec.parameters.iter();
    for parameter in operation.shared.iter().chain(own) {
        let Some(parameter) = resolve_parameter(context.document, parameter) else {
            continue;
        };
        let place = match parameter {
            Parameter::Path { .. } => Place::Path,
            Parameter::Query { .. } => Place::Query,
            Parameter::Header { .. } => Place::Header,
            Parameter::Cookie { .. } => continue,
        };
        lower_parameter(context, operation, place, parameter, arguments, constants);
    }
}

fn resolve_parameter<'a>(
    document: &'a OpenAPI,
    parameter: &'a ReferenceOr<Parameter>,
) -> Option<&'a Parameter> {
    let components = document.components.as_ref();
    resolve(parameter, |reference| {
        let name = reference.strip_prefix("#/components/parameters/")?;
        components?.parameters.get(name)
    })
}

fn lower_parameter(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    place: Place,
    parameter: &Parameter,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    let data = parameter.parameter_data_ref();
    let ParameterSchemaOrContent::Schema(schema) = &data.format else {
        return;
    };
    let required = data.required || place == Place::Path;
    let inline = match schema {
        ReferenceOr::Item(schema) => Some(schema),
        ReferenceOr::Reference { .. } => None,
    };
    if required
        && place == Place::Header
        && let Some(value) = inline.and_then(only_value)
    {
        constants.push(Constant {
            wire: data.name.clone(),
            place,
            value: ConstantValue::Text(value),
        });
        return;
    }
    let kind = match place {
        Place::Path => "path",
        Place::Header => "header",
        Place::Query | Place::QueryEach | Place::QueryDeep | Place::Body | Place::WholeBody => {
            "query"
        }
    };
    let at = declared_at(context, operation, &data.name);
    let location = SchemaLocation {
        key: format!("{}.{kind}.{}", operation.id(), data.name),
        pointer: format!("{at}/schema"),
    };
    let ty = schema::lower(context, &location, schema);
    let place = query_style(context, &at, place, parameter, &ty);
    let default = inline.and_then(|schema| schema.schema_data.default.as_ref());
    arguments.push(Argument {
        name: snake(&data.name),
        wire: data.name.clone(),
        place,
        ty,
        presence: if required {
            Presence::Required
        } else {
            Presence::Optional
        },
        preset: None,
        default: default.map(ToString::to_string),
        deprecated: data.deprecated.unwrap_or(false),
        secret: inline.is_some_and(schema::is_secret),
        docs: docs::of_parameter(
            data.description.as_deref(),
            inline.map(|schema| &schema.schema_data),
        ),
    });
}

/// Where the operation has the parameter; the operation itself, if it is one of its path.
pub(crate) fn declared_at(
    context: &Context<'_>,
    operation: &DeclaredOperation<'_>,
    name: &str,
) -> String {
    let mut parameters = operation.spec.parameters.iter();
    let index = parameters.position(|parameter| {
        resolve_parameter(context.document, parameter)
            .is_some_and(|parameter| parameter.parameter_data_ref().name == name)
    });
    index.map_or_else(
        || operation.pointer(),
        |index| format!("{}/parameters/{index}", operation.pointer()),
    )
}

/// The value of an enum that leaves no choice.
fn only_value(schema: &Schema) -> Option<String> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => match string.enumeration.as_slice() {
            [Some(only)] => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// How a list or an object stands in the query. Where nothing says it of a list, the key is repeated, as `OpenAPI` has it.
fn query_style(
    context: &mut Context<'_>,
    pointer: &str,
    place: Place,
    parameter: &Parameter,
    ty: &Type,
) -> Place {
    let is_deep = matches!(
        parameter,
        Parameter::Query {
            style: QueryStyle::DeepObject,
            ..
        }
    );
    if is_deep && !ty.is_text(&context.types) {
        return Place::QueryDeep;
    }
    if place != Place::Query || !matches!(ty, Type::List(_)) {
        return place;
    }
    if is_deep {
        context.warn(
            pointer,
            "a list with the style `deepObject`, which is for objects; each item is a parameter of its own",
            "Declare `style: form`, and `explode: true` or `explode: false`, in an overlay.",
        );
        return Place::QueryEach;
    }
    match parameter.parameter_data_ref().explode {
        Some(true) => Place::QueryEach,
        Some(false) => Place::Query,
        None => {
            context.warn(
                pointer,
                "a list in the query without a declared style; each item is a parameter of its own",
                "Declare `style: form`, and `explode: true` or `explode: false`, in an overlay.",
            );
            Place::QueryEach
        }
    }
}

pub(crate) fn body(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    arguments: &mut Vec<Argument>,
) -> Body {
    let request = operation.spec.request_body.as_ref();
    let Some(request) = request.and_then(|body| resolve_body(context.document, body)) else {
        return Body::None;
    };
    let taken = media::sent(request.content.keys().map(String::as_str));
    let Some((name, media)) = taken.and_then(|taken| request.content.get_key_value(taken)) else {
        return Body::None;
    };
    if media::of(name).is_file() {
        arguments.push(whole_body("file", Type::File, request));
        return Body::File(only_media(request).unwrap_or_default());
    }
    let Some(schema) = media.schema.as_ref() else {
        return Body::None;
    };
    let location = SchemaLocation {
        key: format!("{}.body", operation.id()),
        pointer: format!(
            "{}/requestBody/content/{}/schema",
            operation.pointer(),
            pointer::escape(name)
        ),
    };
    let media = media::of(name);
    if let Some(fields) = body_fields(context, &location, schema, media) {
        let fields = fields.into_iter().map(field_argument);
        match media {
            Media::Form | Media::Pairs => arguments.extend(fields.map(without_null)),
            Media::Json | Media::Events | Media::Bytes | Media::Other => arguments.extend(fields),
        }
        return match media {
            Media::Form => Body::Form,
            Media::Pairs => Body::Pairs,
            Media::Json | Media::Events | Media::Bytes | Media::Other => Body::Json,
        };
    }
    if media != Media::Json {
        context.error(
            &location.pointer,
            format!("a body of `{name}` has no fields that could be written"),
            "Declare its fields as properties in an overlay, or call it application/json.",
        );
    }
    let ty = schema::lower(context, &location, schema);
    arguments.push(whole_body("body", ty, request));
    Body::Value
}

/// What is the body by itself.
fn whole_body(name: &str, ty: Type, request: &RequestBody) -> Argument {
    Argument {
        name: name.to_owned(),
        wire: name.to_owned(),
        place: Place::WholeBody,
        ty,
        presence: Presence::Required,
        preset: None,
        default: None,
        deprecated: false,
        secret: false,
        docs: docs::lines([
            request.description.as_deref(),
            Some("The body of the request."),
        ]),
    }
}

/// The media type of a body that has no choice; `image/*` is one.
fn only_media(request: &RequestBody) -> Option<String> {
    let mut names = request.content.keys();
    let only = names.next().filter(|_| names.len() == 0);
    only.filter(|name| !name.contains('*')).cloned()
}

fn resolve_body<'a>(
    document: &'a OpenAPI,
    body: &'a ReferenceOr<RequestBody>,
) -> Option<&'a RequestBody> {
    let components = document.components.as_ref();
    resolve(body, |reference| {
        let name = reference.strip_prefix("#/components/requestBodies/")?;
        components?.request_bodies.get(name)
    })
}

/// The fields of a body that is an object: each is an argument of its own, unless there may be others.
fn body_fields(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    schema: &ReferenceOr<Schema>,
    media: Media,
) -> Option<Vec<Field>> {
    let found = reply_object::object(context, location.clone(), schema)?;
    if found.object.rest.is_some() {
        if media == Media::Json || found.object.properties.is_empty() {
            return None;
        }
        context.warn(
            &found.location.pointer,
            "a form with any other field; only the declared ones can be sent",
            "Declare the others as properties in an overlay.",
        );
    }
    let properties = found.object.properties.iter();
    let read_only: Vec<&str> = properties
        .filter(|(_, property)| is_read_only(property.schema))
        .map(|(name, _)| *name)
        .collect();
    Some(schema::fields(context, &found.object, &read_only))
}

fn is_read_only(schema: &ReferenceOr<Box<Schema>>) -> bool {
    let inline = schema.as_item();
    inline.is_some_and(|schema| schema.schema_data.read_only)
}

fn field_argument(field: Field) -> Argument {
    Argument {
        name: field.name,
        wire: field.wire,
        place: Place::Body,
        ty: field.ty,
        presence: field.presence,
        preset: None,
        default: field.default,
        deprecated: field.deprecated,
        secret: field.secret,
        docs: field.docs,
    }
}

/// A form has texts and files, but no null: what must be there has to be given.
fn without_null(argument: Argument) -> Argument {
    Argument {
        presence: match argument.presence {
            Presence::Required | Presence::Nullable => Presence::Required,
            Presence::Optional | Presence::OptionalNullable(_) => Presence::Optional,
        },
        ..argument
    }
}

/// Turns the field that selects stream or reply into a constant.
pub(crate) fn choose(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    when: &Value,
    streams: bool,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    let field = when
        .as_object()
        .and_then(|fields| fields.iter().next())
        .and_then(|(name, value)| Some((name, value.as_bool()?)));
    let position =
        field.and_then(|(name, _)| arguments.iter().position(|argument| argument.wire == *name));
    let (Some((name, value)), Some(position)) = (field, position) else {
        context.error(
            &operation.pointer(),
            "`x-when` does not name a boolean field of the request",
            "Write `x-when: {stream: true}`, with a field of the body.",
        );
        return;
    };
    let argument = arguments.remove(position);
    constants.push(Constant {
        wire: name.clone(),
        place: argument.place,
        value: ConstantValue::Bool(value == streams),
    });
}

/// A parameter and a field of the body may have one name; the later one says where it travels.
pub(crate) fn unique_arguments(arguments: &mut [Argument]) {
    for index in 0..arguments.len() {
        let (before, rest) = arguments.split_at_mut(index);
        let argument = &mut rest[0];
        let taken = |name: &str| {
            before.iter().any(|other| other.name == name) || reserved::ARGUMENTS.contains(&name)
        };
        if taken(&argument.name) {
            let suffix = if argument.place == Place::Body {
                "in_body"
            } else {
                "value"
            };
            let longer = format!("{}_{suffix}", plain(&argument.name));
            argument.name = numbered(&longer, "_", taken);
        }
    }
    let names = arguments.iter().map(|argument| argument.name.clone());
    let reserved = reserved::ARGUMENTS.iter().map(|name| (*name).to_owned());
    let taken = names.chain(reserved).collect();
    let presences = arguments.iter_mut().map(|argument| &mut argument.presence);
    naming::null_setters_without_conflict(presences, taken);
}
