//! The API as plain data -> its public items, one line each: what a reviewer reads when the document changes.

use std::fmt::Write as _;

use crate::emit::{field_type_text, type_text};
use crate::ir::{Api, Argument, Call, EventAction, Reply, Resource, TypeDef, TypeKind};
use crate::words::plain;

/// Calls by resource, then types by module.
#[must_use]
pub(crate) fn surface(api: &Api) -> String {
    let mut text = String::new();
    for resource in api.all_resources() {
        write_resource(api, resource, &mut text);
    }
    for definition in &api.types {
        write_type(api, definition, &mut text);
    }
    text
}

fn write_resource(api: &Api, resource: &Resource, text: &mut String) {
    let path: Vec<String> = resource
        .path
        .iter()
        .map(|part| format!("{}()", plain(part)))
        .collect();
    let _ = writeln!(text, "client.{}: {}", path.join("."), resource.type_name);
    for call in &resource.calls {
        write_call(api, call, text);
    }
    text.push('\n');
}

fn write_call(api: &Api, call: &Call, text: &mut String) {
    let parameters: Vec<String> = call
        .required()
        .map(|argument| parameter(api, argument))
        .collect();
    let pages = call
        .paging
        .as_ref()
        .map(|paging| format!(", pages of {}", type_text(api, &paging.item)))
        .unwrap_or_default();
    let deprecated = if call.deprecated { ", deprecated" } else { "" };
    let _ = writeln!(
        text,
        "  {}({}) -> {}{pages}{deprecated}    {} {} as {}",
        plain(&call.method_name),
        parameters.join(", "),
        reply(api, &call.reply),
        call.method.as_str(),
        call.path,
        call.type_name,
    );
    for argument in call.optional() {
        let _ = writeln!(text, "    .{}", parameter(api, argument));
    }
}

fn parameter(api: &Api, argument: &Argument) -> String {
    format!(
        "{}: {}",
        plain(&argument.name),
        type_text(api, &argument.ty)
    )
}

fn reply(api: &Api, reply: &Reply) -> String {
    match reply {
        Reply::Nothing => "()".to_owned(),
        Reply::Data(ty) | Reply::At(_, ty) | Reply::Whole(ty) | Reply::Bare(ty) => {
            type_text(api, ty)
        }
        Reply::Binary => "bytes".to_owned(),
        Reply::Events(id) => format!("stream of {}", api.type_def(*id).name),
    }
}

fn write_type(api: &Api, definition: &TypeDef, text: &mut String) {
    let direction = match (definition.flow.sent, definition.flow.received) {
        (true, true) => "sent and received",
        (true, false) => "sent",
        _ => "received",
    };
    let kind = match &definition.kind {
        TypeKind::Struct(_) => "struct",
        TypeKind::StringEnum(_) => "enum",
        TypeKind::IntEnum(_) => "integer enum",
        TypeKind::Union(_) => "union",
        TypeKind::Events(_) => "events",
    };
    let _ = writeln!(
        text,
        "{kind} {} ({direction}, types::{})",
        definition.name,
        plain(&definition.module)
    );
    for line in members(api, definition) {
        let _ = writeln!(text, "  {line}");
    }
    text.push('\n');
}

fn members(api: &Api, definition: &TypeDef) -> Vec<String> {
    match &definition.kind {
        TypeKind::Struct(fields) => fields
            .iter()
            .map(|field| {
                let ty = field_type_text(api, definition, field);
                let wire = if field.rest || plain(&field.name) == field.wire {
                    String::new()
                } else {
                    format!(" = {}", field.wire)
                };
                format!("{}: {ty}{wire}", plain(&field.name))
            })
            .collect(),
        TypeKind::StringEnum(variants) => variants
            .iter()
            .map(|variant| format!("{} = {}", variant.name, variant.value))
            .collect(),
        TypeKind::IntEnum(variants) => variants
            .iter()
            .map(|variant| format!("{} = {}", variant.name, variant.value))
            .collect(),
        TypeKind::Union(union) => union
            .alternatives
            .iter()
            .map(|one| format!("{}({})", one.name, type_text(api, &one.ty)))
            .collect(),
        TypeKind::Events(events) => events
            .iter()
            .map(|event| match &event.action {
                EventAction::Deliver {
                    variant,
                    payload,
                    last,
                    ..
                } => {
                    let last = if *last { ", ends the stream" } else { "" };
                    format!(
                        "{variant}({}) = {}{last}",
                        type_text(api, payload),
                        event.wire
                    )
                }
                EventAction::End => format!("(end) = {}", event.wire),
                EventAction::Fail { .. } => format!("(error) = {}", event.wire),
                EventAction::Ignore => format!("(ignored) = {}", event.wire),
            })
            .collect(),
    }
}
