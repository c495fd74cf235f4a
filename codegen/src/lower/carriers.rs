//! What cannot travel where the document has it: an object in a path, a file outside a form.

use super::context::Context;
use super::operations::{Found, PlacedCall};
use crate::document::pointer;
use crate::ir::{Argument, Body, Place, Type, TypeKind};

/// Paths, queries, headers and the parts of forms are texts; reports arguments that have no text.
pub(crate) fn check_arguments(
    context: &mut Context<'_>,
    found: &Found<'_>,
    arguments: &[Argument],
    body: Body,
) {
    for argument in arguments {
        let place = match (argument.place, body) {
            (Place::Path, _) => "the path",
            (Place::Query | Place::QueryEach, _) => "the query",
            (Place::Header, _) => "a header",
            (Place::Body, Body::Form) if argument.ty != Type::File => "a form",
            (Place::Body, Body::Pairs) => "a form",
            (Place::Body | Place::WholeBody, _) => continue,
        };
        if !argument.ty.is_text(&context.types) {
            context.error(
                &found.pointer(),
                format!(
                    "`{}` stands in {place}, but its values cannot be written there",
                    argument.wire
                ),
                "Make it a text, a number, a boolean, an enum or a list of these, in an overlay.",
            );
        }
    }
}

/// A file is a part of a form of its own; reports those that stand anywhere else.
pub(crate) fn check_files(context: &mut Context<'_>, calls: &[PlacedCall]) {
    let mut places = Vec::new();
    for definition in &context.types {
        match &definition.kind {
            TypeKind::Struct(fields) => {
                let fields = fields.iter().filter(|field| holds_file(&field.ty));
                places.extend(fields.map(|field| {
                    let name = pointer::escape(&field.wire);
                    format!("{}/properties/{name}", definition.pointer)
                }));
            }
            TypeKind::Union(_) if definition.kind.types().any(holds_file) => {
                places.push(definition.pointer.clone());
            }
            TypeKind::Events(_) if definition.kind.types().any(holds_file) => {
                places.push(format!("{}/x-events", definition.pointer));
            }
            TypeKind::Union(_)
            | TypeKind::Events(_)
            | TypeKind::StringEnum(_)
            | TypeKind::IntEnum(_) => {}
        }
    }
    for PlacedCall { call, .. } in calls {
        let mut arguments = call.arguments.iter();
        let is_part = call.body == Body::Form;
        let stray = arguments.any(|argument| {
            holds_file(&argument.ty) && !(is_part && argument.place == Place::Body)
        });
        if stray || call.reply.value().is_some_and(holds_file) {
            places.push(format!(
                "/paths/{}/{}",
                pointer::escape(&call.path),
                call.method.as_str().to_lowercase()
            ));
        }
    }
    for place in places {
        context.error(
            &place,
            "a text with `format: binary` is a file, and stands where no file can be sent",
            "Remove the format in an overlay, or declare a form (`multipart/form-data`) with the file as a property of its own.",
        );
    }
}

fn holds_file(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::List(inner) | Type::Map(inner) => holds_file(inner),
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
