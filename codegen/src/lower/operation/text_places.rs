//! Paths, queries, headers and forms hold texts; an object has none.

use super::declared::DeclaredOperation;
use super::{parameters, style};
use crate::document::media;
use crate::ir::{Argument, Body, Place, Style, Type};
use crate::lower::context::Context;
use crate::openapi::ReferenceOr;
use crate::pointer;

/// Paths, queries, headers and the parts of forms are texts; reports arguments that have no text.
pub(crate) fn check<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    arguments: &[Argument],
    body: &Body,
) {
    for argument in arguments {
        let place = match (argument.place, body) {
            (Place::Path, _) => "the path",
            (Place::Query, _) => "the query",
            (Place::Header, _) => "a header",
            (Place::Cookie, _) => "a cookie",
            (Place::Body, Body::Multipart) if !is_part(&argument.ty) => "a form",
            (Place::Body, Body::FormUrlEncoded(_)) => "a form",
            (Place::Body | Place::WholeBody, _) => continue,
        };
        // Objects in the lists of forms are JSON texts.
        let is_part = argument.place == Place::Body && argument.style == Style::Each;
        if !is_part && !style::fits(argument.style, &argument.ty, &context.types) {
            let pointer = place_of(context, operation, argument);
            context.error(
                &pointer,
                format!(
                    "`{}` stands in {place}, but its values cannot be written there",
                    argument.wire
                ),
                "Make it a text, a number, a boolean, an enum, a list of these or an object of them, in an overlay. A list in an object needs `explode: true`; one in a list has an end only in JSON.",
            );
        }
    }
}

/// Where an argument is declared; the operation, where its body stands elsewhere.
fn place_of<'a>(
    context: &Context<'a>,
    operation: &DeclaredOperation<'a>,
    argument: &Argument,
) -> String {
    if argument.place != Place::Body {
        return parameters::declared_at(context, operation, argument.place, &argument.wire);
    }
    let pointer = operation.pointer();
    let body = operation.spec.request_body().and_then(ReferenceOr::item);
    let is_form = |name: &&str| media::of(name).is_form();
    let form = body.and_then(|body| body.content().names().find(is_form));
    match form {
        Some(media) => {
            let schema = ["requestBody", "content", media, "schema"];
            let keys = [&schema[..], &["properties", &argument.wire]].concat();
            pointer::join_all(&pointer, &keys)
        }
        None => pointer,
    }
}

/// A part of a form for each file.
pub(crate) fn is_part(ty: &Type) -> bool {
    *ty == Type::File || ty.is_files()
}
