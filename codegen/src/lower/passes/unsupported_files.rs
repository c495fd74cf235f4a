//! A file stands in a body or in a form; anywhere else it cannot travel.

use crate::ir::{Body, Event, Place, Type, TypeKind};
use crate::lower::context::Context;
use crate::lower::operation::declared::PlacedCall;
use crate::lower::operation::text_places::is_part;
use crate::pointer;

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
            TypeKind::Messages(messages) => {
                let payloads = messages.list.iter_mut().map(|one| &mut one.payload);
                if texts_for_files(payloads.flatten()) {
                    places.push(pointer);
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
                (Body::Multipart, Place::Body) => is_part(&argument.ty),
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
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => text_for_file(inner),
        Type::Bool
        | Type::Int
        | Type::UInt
        | Type::IntText
        | Type::Float
        | Type::Text
        | Type::Bytes
        | Type::Json
        | Type::Named(_)
        | Type::Boxed(_) => false,
    }
}
