//! What cannot travel where the document has it: an object in a path, a file outside a form.

use crate::document::media;
use crate::ir::{Argument, Body, Event, Place, Type, TypeKind};
use crate::lower::context::Context;
use crate::lower::operation::declared::{Found, PlacedCall};
use crate::lower::operation::request;
use crate::pointer;

/// Paths, queries, headers and the parts of forms are texts; reports arguments that have no text.
pub(crate) fn check_arguments(
    context: &mut Context<'_>,
    found: &Found<'_>,
    arguments: &[Argument],
    body: &Body,
) {
    for argument in arguments {
        let place = match (argument.place, body) {
            (Place::Path, _) => "the path",
            (Place::Query | Place::QueryEach, _) => "the query",
            (Place::Header, _) => "a header",
            (Place::Body, Body::Form) if !is_part(&argument.ty) => "a form",
            (Place::Body, Body::Pairs) => "a form",
            (Place::QueryDeep | Place::Body | Place::WholeBody, _) => continue,
        };
        if !argument.ty.is_text(&context.types) {
            let pointer = place_of(context, found, argument);
            context.error(
                &pointer,
                format!(
                    "`{}` stands in {place}, but its values cannot be written there",
                    argument.wire
                ),
                "Make it a text, a number, a boolean, an enum or a list of these, in an overlay.",
            );
        }
    }
}

/// Where an argument is declared; the operation, where its body stands elsewhere.
fn place_of(context: &Context<'_>, found: &Found<'_>, argument: &Argument) -> String {
    if argument.place != Place::Body {
        return request::declared_at(context, found, &argument.wire);
    }
    let operation = found.pointer();
    let body = found.operation.request_body.as_ref();
    let forms = body.and_then(|body| Some(&body.as_item()?.content));
    let is_form = |name: &&String| media::of(name).is_form();
    match forms.and_then(|forms| forms.keys().find(is_form)) {
        Some(media) => {
            let schema = ["requestBody", "content", media, "schema"];
            let keys = [&schema[..], &["properties", &argument.wire]].concat();
            pointer::join_all(&operation, &keys)
        }
        None => operation,
    }
}

/// A part of a form for each file.
fn is_part(ty: &Type) -> bool {
    *ty == Type::File || ty.is_files()
}

/// A file is a body, or a part of a form of its own; anywhere else, what is declared as one is a text, which is reported.
pub(crate) fn files_elsewhere_are_texts(context: &mut Context<'_>, calls: &mut [PlacedCall]) {
    let mut places = Vec::new();
    for definition in &mut context.types {
        let pointer = definition.pointer.clone();
        match &mut definition.kind {
            TypeKind::Struct(fields) => {
                for field in fields {
                    if text_for_file(&mut field.ty) {
                        let name = pointer::escape(&field.wire);
                        places.push(format!("{pointer}/properties/{name}"));
                    }
                }
            }
            TypeKind::Union(union) => {
                let types = union.alternatives.iter_mut().map(|one| &mut one.ty);
                if texts_for_files(types) {
                    places.push(pointer);
                }
            }
            TypeKind::Events(events) => {
                if texts_for_files(events.iter_mut().filter_map(Event::payload)) {
                    places.push(format!("{pointer}/x-events"));
                }
            }
            TypeKind::StringEnum(_) | TypeKind::IntEnum(_) => {}
        }
    }
    for PlacedCall { call, .. } in calls {
        let mut found = call.reply.value_mut().is_some_and(text_for_file);
        for argument in &mut call.arguments {
            let is_file = match (&call.body, argument.place) {
                (Body::File(_), Place::WholeBody) => true,
                (Body::Form, Place::Body) => is_part(&argument.ty),
                _ => false,
            };
            found |= !is_file && text_for_file(&mut argument.ty);
        }
        if found {
            let path = pointer::escape(&call.path);
            places.push(format!(
                "/paths/{path}/{}",
                call.method.as_str().to_lowercase()
            ));
        }
    }
    for place in places {
        context.warn(
            &place,
            "a text with `format: binary` is a file, and stands where no file can be sent; it is a text here",
            "Remove the format in an overlay, or declare a form (`multipart/form-data`) with the file as a property of its own.",
        );
    }
}

/// The same for several; whether there was one among them.
fn texts_for_files<'t>(types: impl Iterator<Item = &'t mut Type>) -> bool {
    types.map(text_for_file).filter(|found| *found).count() > 0
}

/// Puts a text in the place of a file, and says whether there was one.
fn text_for_file(ty: &mut Type) -> bool {
    match ty {
        Type::File => {
            *ty = Type::Text;
            true
        }
        Type::List(inner) | Type::Map(inner) => text_for_file(inner),
        Type::Bool
        | Type::Int
        | Type::IntText
        | Type::Float
        | Type::Text
        | Type::Json
        | Type::Named(_)
        | Type::Boxed(_) => false,
    }
}
