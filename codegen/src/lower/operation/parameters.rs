//! Parameters of an operation and of its path -> arguments and constants.

use indexmap::IndexMap;
use openapiv3::{
    OpenAPI, Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema, SchemaKind,
    Type as SchemaType,
};

use super::declared::{DeclaredOperation, resolve};
use super::style;
use crate::document::headers;
use crate::document::media;
use crate::ir::{Argument, Constant, ConstantValue, Place, Presence, Style, Type};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema, secrets};
use crate::pointer;
use crate::words::snake;

pub(crate) fn lower(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    arguments: &mut Vec<Argument>,
    constants: &mut Vec<Constant>,
) {
    for ((place, name), parameter) in declared(context.document, operation) {
        if place == Place::Header && headers::is_ignored(name) {
            continue;
        }
        lower_parameter(context, operation, place, parameter, arguments, constants);
    }
}

/// The parameters by place and name, those of the path first; where the operation has one of the same, that counts.
fn declared<'a>(
    document: &'a OpenAPI,
    operation: &DeclaredOperation<'a>,
) -> IndexMap<(Place, &'a str), &'a Parameter> {
    let mut found = IndexMap::new();
    let all = operation.shared.iter().chain(&operation.spec.parameters);
    for parameter in all.filter_map(|parameter| resolve_parameter(document, parameter)) {
        let place = match parameter {
            Parameter::Path { .. } => Place::Path,
            Parameter::Query { .. } => Place::Query,
            Parameter::Header { .. } => Place::Header,
            Parameter::Cookie { .. } => Place::Cookie,
        };
        let name = parameter.parameter_data_ref().name.as_str();
        found.insert((place, name), parameter);
    }
    found
}

fn resolve_parameter<'a>(
    document: &'a OpenAPI,
    parameter: &'a ReferenceOr<Parameter>,
) -> Option<&'a Parameter> {
    resolve(document, parameter, "parameters", |components| {
        &components.parameters
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
    let at = declared_at(context, operation, place, &data.name);
    let Some((schema, below, is_json)) = value(data) else {
        return;
    };
    let required = data.required || place == Place::Path;
    let inline = schema.as_item();
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
    let location = SchemaLocation {
        key: format!("{}.{}.{}", operation.id(), word(place), data.name),
        pointer: format!("{at}/{below}"),
    };
    let ty = schema::lower(context, &location, schema);
    let secret = secrets::is_secret(context, &data.name, schema, &ty);
    let style = match parameter {
        _ if is_json => Style::Json,
        Parameter::Query { style, .. } => style::of_query(context, &at, data, style, &ty),
        _ => Style::Plain,
    };
    if place == Place::Cookie {
        refuse_list(context, &at, data, &ty);
    }
    let default = inline.and_then(|schema| schema.schema_data.default.as_ref());
    let presence = if required {
        Presence::Required
    } else {
        Presence::Optional
    };
    arguments.push(Argument {
        name: snake(&data.name),
        wire: data.name.clone(),
        place,
        style,
        media: String::new(),
        ty,
        presence,
        option_setter: String::new(),
        preset: None,
        default: default.map(ToString::to_string),
        deprecated: data.deprecated.unwrap_or(false),
        secret,
        docs: docs::of_parameter(
            context.service(),
            data.description.as_deref(),
            inline.map(|schema| &schema.schema_data),
        ),
    });
}

/// A cookie has one value.
fn refuse_list(context: &mut Context<'_>, at: &str, data: &ParameterData, ty: &Type) {
    if matches!(ty, Type::List(_)) && data.explode != Some(false) {
        context.error(
            at,
            format!(
                "the cookie `{}` is a list, and a cookie has one value",
                data.name
            ),
            "Declare `explode: false` in an overlay if its items are joined with commas.",
        );
    }
}

/// The schema of a parameter, where it stands below the parameter, and whether its value is a JSON text.
fn value(data: &ParameterData) -> Option<(&ReferenceOr<Schema>, String, bool)> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => Some((schema, "schema".to_owned(), false)),
        ParameterSchemaOrContent::Content(content) => {
            let (name, media) = content.first()?;
            let below = format!("content/{}/schema", pointer::escape(name));
            Some((media.schema.as_ref()?, below, media::is_json(name)))
        }
    }
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
pub(crate) fn declared_at(
    context: &Context<'_>,
    operation: &DeclaredOperation<'_>,
    place: Place,
    name: &str,
) -> String {
    let mut parameters = operation.spec.parameters.iter();
    let index = parameters.position(|parameter| {
        resolve_parameter(context.document, parameter).is_some_and(|parameter| {
            let is_there = matches!(
                (parameter, place),
                (Parameter::Path { .. }, Place::Path)
                    | (Parameter::Query { .. }, Place::Query)
                    | (Parameter::Header { .. }, Place::Header)
                    | (Parameter::Cookie { .. }, Place::Cookie)
            );
            is_there && parameter.parameter_data_ref().name == name
        })
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
