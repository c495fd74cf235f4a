//! Parameters of an operation and of its path -> arguments and constants.

use indexmap::IndexMap;
use serde_json::Value;

use super::declared::DeclaredOperation;
use super::style;
use crate::document::headers;
use crate::document::media;
use crate::ir::{Argument, Constant, ConstantValue, Place, Presence, Style, Type};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema, secrets};
use crate::openapi::{Document, Parameter, Schema, SchemaKind, SchemaRef};
use crate::pointer;
use crate::words::snake;

pub(crate) fn lower<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    for ((place, name), declared) in declared(context.document, operation) {
        if place == Place::Header && headers::is_ignored(name) {
            continue;
        }
        lower_parameter(context, operation, place, &declared, arguments, constants);
    }
}

/// A parameter and where the operation has it; the operation itself, if it is one of its path.
struct Declared<'a> {
    parameter: Parameter<'a>,
    pointer: String,
}

/// The parameters by place and name, those of the path first; where the operation has one of the same, that counts.
fn declared<'a>(
    document: Document<'a>,
    operation: &DeclaredOperation<'a>,
) -> IndexMap<(Place, &'a str), Declared<'a>> {
    let whole = operation.pointer();
    let shared = operation.shared.clone();
    let shared = shared.map(|parameter| (parameter, whole.clone()));
    let own = operation.spec.parameters().enumerate();
    let own = own.map(|(index, parameter)| (parameter, format!("{whole}/parameters/{index}")));
    let all = shared.chain(own).filter_map(|(parameter, pointer)| {
        let parameter = document.resolve(parameter)?;
        let key = (place(parameter)?, parameter.name());
        Some((key, Declared { parameter, pointer }))
    });
    all.collect()
}

fn place(parameter: Parameter<'_>) -> Option<Place> {
    match parameter.place() {
        "path" => Some(Place::Path),
        "query" => Some(Place::Query),
        "header" => Some(Place::Header),
        "cookie" => Some(Place::Cookie),
        _ => None,
    }
}

fn lower_parameter<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    place: Place,
    declared: &Declared<'a>,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    let (parameter, at) = (declared.parameter, &declared.pointer);
    let name = parameter.name();
    let Some((schema, below, is_json)) = value(parameter) else {
        return;
    };
    let required = parameter.is_required() || place == Place::Path;
    let inline = schema.item();
    if required
        && place == Place::Header
        && let Some(value) = inline.and_then(only_value)
    {
        constants.push(Constant {
            wire: name.to_owned(),
            place,
            value: ConstantValue::Text(value),
        });
        return;
    }
    let location = SchemaLocation {
        key: format!("{}.{}.{name}", operation.id(), word(place)),
        pointer: format!("{at}/{below}"),
    };
    let ty = schema::lower(context, &location, schema);
    let secret = secrets::is_secret(context, name, schema, &ty);
    let style = match place {
        _ if is_json => Style::Json,
        Place::Query => style::of_query(context, at, parameter, &ty),
        _ => Style::Plain,
    };
    if place == Place::Cookie {
        refuse_list(context, at, parameter, &ty);
    }
    let presence = if required {
        Presence::Required
    } else {
        Presence::Optional
    };
    arguments.push(Argument {
        name: snake(name),
        wire: name.to_owned(),
        place,
        style,
        media: String::new(),
        ty,
        presence,
        option_setter: String::new(),
        preset: None,
        default: inline.and_then(Schema::default).map(ToString::to_string),
        deprecated: parameter.is_deprecated(),
        secret,
        docs: docs::of_parameter(context.service(), parameter.description(), inline),
    });
}

/// A cookie has one value.
fn refuse_list(context: &mut Context<'_>, at: &str, parameter: Parameter<'_>, ty: &Type) {
    if matches!(ty, Type::List(_)) && parameter.explode() != Some(false) {
        context.error(
            at,
            format!(
                "the cookie `{}` is a list, and a cookie has one value",
                parameter.name()
            ),
            "Declare `explode: false` in an overlay if its items are joined with commas.",
        );
    }
}

/// The schema of a parameter, where it stands below the parameter, and whether its value is a JSON text.
fn value(parameter: Parameter<'_>) -> Option<(SchemaRef<'_>, String, bool)> {
    if let Some(schema) = parameter.schema() {
        return Some((schema, "schema".to_owned(), false));
    }
    let content = parameter.content();
    let name = content.names().next()?;
    let below = format!("content/{}/schema", pointer::escape(name));
    Some((content.get(name)?.schema()?, below, media::is_json(name)))
}

/// What keys of types in parameters have in their middle.
fn word(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Query | Place::Body | Place::WholeBody => "query",
    }
}

/// Where the operation has the parameter; the operation itself, if it is one of its path.
pub(crate) fn declared_at<'a>(
    context: &Context<'a>,
    operation: &DeclaredOperation<'a>,
    place: Place,
    name: &str,
) -> String {
    let declared = declared(context.document, operation);
    let declared = declared.into_iter().find(|(key, _)| *key == (place, name));
    declared.map_or_else(|| operation.pointer(), |(_, declared)| declared.pointer)
}

/// The value of an enum that leaves no choice.
fn only_value(schema: Schema<'_>) -> Option<String> {
    if schema.is_composed() || schema.kind() != Some(SchemaKind::String) {
        return None;
    }
    match schema.values().as_slice() {
        [Value::String(only)] => Some(only.clone()),
        _ => None,
    }
}
