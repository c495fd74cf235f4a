//! The body of a request -> arguments.

use super::declared::DeclaredOperation;
use super::{reply_object, style};
use crate::document::media::{self, Media};
use crate::ir::{Argument, Body, Field, Place, Presence, Style, Type};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, nullable, schema};
use crate::openapi::{Encoding, MediaType, RequestBody, Schema, SchemaRef};
use crate::pointer;

pub(crate) fn lower<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    arguments: &mut Vec<Argument>,
) -> Body {
    let request = operation.spec.request_body();
    let request = request.and_then(|body| context.document.resolve(body));
    let Some(request) = request else {
        return Body::None;
    };
    let taken = media::sent(request.content().names());
    let Some((name, media)) = taken.and_then(|name| Some((name, request.content().get(name)?)))
    else {
        return Body::None;
    };
    let location = SchemaLocation {
        key: format!("{}.body", operation.id()),
        pointer: pointer::join_all(
            &operation.pointer(),
            &["requestBody", "content", name, "schema"],
        ),
    };
    match media::of(name) {
        Media::Json => json(context, &location, name, request, media, arguments),
        kind @ (Media::Multipart | Media::FormUrlEncoded) => {
            form(context, &location, (name, kind), media, arguments)
        }
        Media::Bytes | Media::Other | Media::Events => {
            arguments.push(whole_body(context, "file", Type::File, request, false));
            Body::File(only_media(request).unwrap_or_default())
        }
    }
}

fn json<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    name: &str,
    request: RequestBody<'a>,
    media: MediaType<'a>,
    arguments: &mut Vec<Argument>,
) -> Body {
    let Some(schema) = media.schema() else {
        arguments.push(whole_body(context, "body", Type::Json, request, false));
        return Body::Value(media::declared_json(name));
    };
    if let Some(fields) = body_fields(context, location, schema, Media::Json) {
        arguments.extend(fields.into_iter().map(field_argument));
        return Body::Json(media::declared_json(name));
    }
    let ty = schema::lower(context, location, schema);
    // Any JSON value is null by itself.
    let is_nullable = ty != Type::Json && nullable::is_nullable(context, schema);
    arguments.push(whole_body(context, "body", ty, request, is_nullable));
    Body::Value(media::declared_json(name))
}

fn form<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    (name, kind): (&str, Media),
    media: MediaType<'a>,
    arguments: &mut Vec<Argument>,
) -> Body {
    let schema = media.schema();
    let fields = schema.and_then(|schema| body_fields(context, location, schema, kind));
    if fields.is_none() && schema.is_some_and(|schema| !says_no_field(context, location, schema)) {
        context.error(
            &location.pointer,
            format!("a body of `{name}` has no fields that could be written"),
            "Declare its fields as properties in an overlay, or call it application/json.",
        );
    }
    for field in fields.into_iter().flatten() {
        let encoding = media.encoding(&field.wire);
        let mut argument = without_null(field_argument(field));
        if kind == Media::FormUrlEncoded {
            argument.style = style::of_pair(&context.types, encoding, &argument.ty);
        } else {
            argument.style = style::of_part(&context.types, encoding, &argument.ty);
            argument.media = part_media(encoding.and_then(Encoding::content_type));
            if argument.media.is_empty() && is_object(context, &argument) {
                "application/json".clone_into(&mut argument.media);
            }
        }
        arguments.push(argument);
    }
    match kind {
        Media::FormUrlEncoded => Body::FormUrlEncoded(media::declared_form_urlencoded(name)),
        _ => Body::Multipart,
    }
}

/// An object without properties has no fields to send.
fn says_no_field<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: SchemaRef<'a>,
) -> bool {
    schema::lower(context, location, schema) == Type::Json
}

/// Whether a part, or each part of a list, is a JSON text by what it holds.
fn is_object(context: &Context<'_>, argument: &Argument) -> bool {
    let item = match &argument.ty {
        Type::List(item) if argument.style == Style::Each => item,
        ty => ty,
    };
    *item != Type::File && !item.is_text(&context.types)
}

/// The media type of a part that has no choice.
fn part_media(declared: Option<&str>) -> String {
    let only = declared.filter(|media| !media.contains(['*', ',']));
    only.unwrap_or_default().trim().to_owned()
}

/// What is the body by itself.
fn whole_body(
    context: &Context<'_>,
    name: &str,
    ty: Type,
    request: RequestBody<'_>,
    is_nullable: bool,
) -> Argument {
    Argument {
        name: name.to_owned(),
        wire: name.to_owned(),
        place: Place::WholeBody,
        style: Style::Plain,
        media: String::new(),
        ty,
        presence: schema::presence(request.is_required(), is_nullable, name),
        option_setter: String::new(),
        preset: None,
        default: None,
        deprecated: false,
        secret: false,
        docs: docs::lines(
            context.web(),
            [request.description(), Some("The body of the request.")],
        ),
    }
}

/// The media type of a body that has no choice; `image/*` is one.
fn only_media(request: RequestBody<'_>) -> Option<String> {
    let mut names = request.content().names();
    let (Some(only), None) = (names.next(), names.next()) else {
        return None;
    };
    (!only.contains('*')).then(|| only.to_owned())
}

/// The fields of a body that is an object: each is an argument of its own, unless there may be others.
fn body_fields<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    schema: SchemaRef<'a>,
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
        .filter(|(_, property)| property.schema.item().is_some_and(Schema::is_read_only))
        .map(|(name, _)| *name)
        .collect();
    Some(schema::fields(context, &found.object, &read_only))
}

fn field_argument(field: Field) -> Argument {
    Argument {
        name: field.name,
        wire: field.wire,
        place: Place::Body,
        style: Style::Plain,
        media: String::new(),
        ty: field.ty,
        presence: field.presence,
        option_setter: String::new(),
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
