//! How lists and objects stand among named texts: what the document says, else what `OpenAPI` 3.0 has as the default.

use crate::document::media;
use crate::ir::{Style, Type, TypeDef, TypeKind};
use crate::lower::context::Context;
use crate::openapi::{Encoding, Parameter, QueryStyle};

/// The style of a parameter in the query.
pub(crate) fn of_query(
    context: &mut Context<'_>,
    pointer: &str,
    parameter: Parameter<'_>,
    ty: &Type,
) -> Style {
    let style = parameter.style();
    let is_list = matches!(ty, Type::List(_));
    if is_list && style == QueryStyle::DeepObject {
        context.warn(
            pointer,
            "a list with the style `deepObject`, which is for objects; each item is a parameter of its own",
            "Declare `style: form`, and `explode: true` or `explode: false`, in an overlay.",
        );
        return Style::Each;
    }
    if is_list && style == QueryStyle::Form && parameter.explode().is_none() {
        context.warn(
            pointer,
            "a list in the query without a declared style; each item is a parameter of its own",
            "Declare `style: form`, and `explode: true` or `explode: false`, in an overlay.",
        );
    }
    let explode = parameter.explode().unwrap_or(style == QueryStyle::Form);
    stated(&context.types, style, explode, ty)
}

/// The style of a field in a form without files.
pub(crate) fn of_pair(types: &[TypeDef], encoding: Option<Encoding<'_>>, ty: &Type) -> Style {
    match encoding.and_then(Encoding::style) {
        Some((style, explode)) => stated(types, style, explode, ty),
        None => of_part(types, encoding, ty),
    }
}

/// The style of a part of a form with files: a part for each item of a list, and a JSON text for an object.
pub(crate) fn of_part(types: &[TypeDef], encoding: Option<Encoding<'_>>, ty: &Type) -> Style {
    let is_json = encoding
        .and_then(Encoding::content_type)
        .is_some_and(media::is_json);
    match ty {
        Type::List(_) if !is_json => Style::Each,
        ty if is_json || !ty.is_text(types) => Style::Json,
        _ => Style::Plain,
    }
}

fn stated(types: &[TypeDef], style: QueryStyle, explode: bool, ty: &Type) -> Style {
    let is_list = matches!(ty, Type::List(_));
    if !is_list && ty.is_text(types) {
        return Style::Plain;
    }
    match (style, explode, is_list) {
        (QueryStyle::DeepObject, _, false) => Style::Deep,
        (_, true, false) => Style::Fields,
        (_, true, true) | (QueryStyle::DeepObject, ..) => Style::Each,
        (QueryStyle::Form, false, true) => Style::Plain,
        (QueryStyle::Form, false, false) => Style::Joined(","),
        (QueryStyle::PipeDelimited, false, _) => Style::Joined("|"),
        (QueryStyle::SpaceDelimited, false, _) => Style::Joined(" "),
    }
}

/// Whether values of a type can be written in a style.
pub(crate) fn fits(style: Style, ty: &Type, types: &[TypeDef]) -> bool {
    match style {
        Style::Plain | Style::Each => ty.is_text(types),
        // In one text of keys and values, a list has no end.
        Style::Joined(_) => {
            ty.is_text(types) || is_flat(ty, &|value| value.is_one_text(types), types)
        }
        Style::Fields => ty.is_text(types) || is_flat(ty, &|value| value.is_text(types), types),
        Style::Deep | Style::Json => true,
    }
}

/// Whether it is an object of values that can be written.
fn is_flat(ty: &Type, is_value: &dyn Fn(&Type) -> bool, types: &[TypeDef]) -> bool {
    match ty {
        // What it holds is the caller's business.
        Type::Json => true,
        Type::Map(value) => is_value(value),
        Type::Named(id) | Type::Boxed(id) => match &types[id.0].kind {
            TypeKind::Struct(fields) => fields.iter().all(|field| match &field.ty {
                Type::Map(value) if field.rest => is_value(value) || **value == Type::Json,
                ty => is_value(ty),
            }),
            TypeKind::StringEnum(_)
            | TypeKind::IntEnum(_)
            | TypeKind::Union(_)
            | TypeKind::Events(_)
            | TypeKind::Messages(_) => false,
        },
        _ => false,
    }
}
