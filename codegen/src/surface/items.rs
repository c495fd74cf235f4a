//! The API as plain data -> its public items.

use super::{Argument, Call, Declaration, Form, Item, Member, Remark, Signature, Surface};
use crate::emit::{field_type_text, type_text};
use crate::ir::{
    self, Api, Carrier, Event, EventAction, Field, Reply, Resource, TypeDef, TypeKind,
};
use crate::words::plain;

/// What clients are given, calls by resource, then types by module.
pub(crate) fn items(api: &Api) -> Surface {
    let mut items = Vec::new();
    push_builder(api, &mut items);
    for resource in api.all_resources() {
        push_resource(api, resource, &mut items);
    }
    for definition in &api.types {
        push_type(api, definition, &mut items);
    }
    Surface { items }
}

/// The methods of the builder that the document asks for.
fn push_builder(api: &Api, items: &mut Vec<Item>) {
    let schemes = api.conventions.schemes.iter();
    let own: Vec<&ir::Scheme> = schemes.filter(|scheme| !scheme.is_the_token()).collect();
    if own.is_empty() {
        return;
    }
    let path = vec!["ClientBuilder".to_owned()];
    items.push(Item {
        path: path.clone(),
        declaration: Declaration::Builder,
        remark: Remark::None,
    });
    items.extend(own.into_iter().map(|scheme| {
        let ty = match scheme.carrier {
            Carrier::Basic => "(String, String)",
            Carrier::Bearer | Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => {
                "String"
            }
        };
        Item {
            path: inside(&path, plain(&scheme.method)),
            declaration: Declaration::Setter { ty: ty.to_owned() },
            remark: Remark::None,
        }
    }));
}

fn push_resource(api: &Api, resource: &Resource, items: &mut Vec<Item>) {
    let parts = resource.path.iter();
    let parts: Vec<String> = parts.map(|part| format!("{}()", plain(part))).collect();
    let path = vec![format!("client.{}", parts.join("."))];
    items.push(Item {
        path: path.clone(),
        declaration: Declaration::Resource {
            handle: resource.type_name.clone(),
        },
        remark: Remark::None,
    });
    for call in &resource.calls {
        push_call(api, call, &path, items);
    }
}

fn push_call(api: &Api, call: &ir::Call, resource: &[String], items: &mut Vec<Item>) {
    let path = inside(resource, plain(&call.method_name));
    let arguments = call.required();
    let arguments = arguments.map(|one| argument(api, &one.name, &one.ty));
    let signature = Signature {
        arguments: arguments.collect(),
        result: result(api, &call.reply),
    };
    let paging = call.paging.as_ref();
    items.push(Item {
        path: path.clone(),
        declaration: Declaration::Call(Call {
            signature,
            pages_of: paging.map(|paging| type_text(api, &paging.item)),
            request: call.type_name.clone(),
        }),
        remark: Remark::Call {
            method: call.method,
            path: call.path.clone(),
            is_deprecated: call.deprecated,
        },
    });
    items.extend(call.optional().map(|argument| Item {
        path: inside(&path, plain(&argument.name)),
        declaration: Declaration::Setter {
            ty: type_text(api, &argument.ty),
        },
        remark: Remark::None,
    }));
}

fn argument(api: &Api, name: &str, ty: &ir::Type) -> Argument {
    Argument {
        name: plain(name).to_owned(),
        ty: type_text(api, ty),
    }
}

/// What the function takes that makes an object.
fn maker(api: &Api, definition: &TypeDef) -> Option<Vec<Argument>> {
    let TypeKind::Struct(fields) = &definition.kind else {
        return None;
    };
    let required = definition.constructor.iter().map(|index| &fields[*index]);
    let arguments = required.map(|field| argument(api, &field.name, &field.ty));
    definition.flow.sent.then(|| arguments.collect())
}

fn result(api: &Api, reply: &Reply) -> String {
    match reply {
        Reply::Unit => "()".to_owned(),
        Reply::Data(ty) | Reply::DataAt(_, ty) | Reply::Flat(ty) | Reply::Plain(ty) => {
            type_text(api, ty)
        }
        Reply::Binary(_) => "bytes".to_owned(),
        Reply::Events(id) => format!("stream of {}", api.type_def(*id).name),
        Reply::Channel(channel) => format!("connection to realtime::{}", channel.name),
    }
}

fn push_type(api: &Api, definition: &TypeDef, items: &mut Vec<Item>) {
    let form = match &definition.kind {
        TypeKind::Struct(_) => Form::Struct,
        TypeKind::StringEnum(_) => Form::Enum,
        TypeKind::IntEnum(_) => Form::IntegerEnum,
        TypeKind::Union(_) => Form::Union,
        TypeKind::Events(_) => Form::Events,
        TypeKind::Messages(messages) => match messages.sender {
            ir::Sender::Client => Form::ClientEvents,
            ir::Sender::Server => Form::ServerEvents,
        },
    };
    let path = vec![definition.name.clone()];
    items.push(Item {
        path: path.clone(),
        declaration: Declaration::Type(form),
        remark: Remark::Type {
            flow: definition.flow,
            module: plain(&definition.module).to_owned(),
            is_key: definition.total_eq,
            maker: maker(api, definition),
        },
    });
    let members = members(api, definition).into_iter();
    items.extend(members.map(|(name, member)| Item {
        path: inside(&path, &name),
        declaration: Declaration::Member(form, member),
        remark: Remark::None,
    }));
}

fn inside(path: &[String], name: &str) -> Vec<String> {
    [path, &[name.to_owned()]].concat()
}

fn members(api: &Api, definition: &TypeDef) -> Vec<(String, Member)> {
    match &definition.kind {
        TypeKind::Struct(fields) => {
            let fields = fields.iter();
            fields.map(|it| field(api, definition, it)).collect()
        }
        TypeKind::StringEnum(variants) => {
            let variants = variants.iter();
            variants
                .map(|it| value(&it.name, it.value.clone()))
                .collect()
        }
        TypeKind::IntEnum(variants) => {
            let variants = variants.iter();
            variants
                .map(|it| value(&it.name, it.value.to_string()))
                .collect()
        }
        TypeKind::Union(union) => {
            let alternatives = union.alternatives.iter();
            let alternative = |one: &ir::Alternative| Member::Alternative {
                ty: type_text(api, &one.ty),
            };
            alternatives
                .map(|one| (one.name.clone(), alternative(one)))
                .collect()
        }
        TypeKind::Events(events) => events.iter().map(|it| event(api, it)).collect(),
        TypeKind::Messages(messages) => {
            let messages = messages.list.iter();
            messages.map(|it| message(api, it)).collect()
        }
    }
}

fn field(api: &Api, definition: &TypeDef, field: &Field) -> (String, Member) {
    let name = plain(&field.name).to_owned();
    let is_said = !field.rest && name != field.wire;
    let member = Member::Field {
        ty: field_type_text(api, definition, field),
        wire: is_said.then(|| field.wire.clone()),
    };
    (name, member)
}

fn value(name: &str, wire: String) -> (String, Member) {
    (name.to_owned(), Member::Value { wire })
}

fn message(api: &Api, message: &ir::Message) -> (String, Member) {
    let member = Member::Message {
        payload: message.payload.as_ref().map(|ty| type_text(api, ty)),
        wire: message.wire.clone(),
    };
    (message.variant.clone(), member)
}

fn event(api: &Api, event: &Event) -> (String, Member) {
    let names = std::iter::once(&event.wire).chain(&event.aliases);
    let names: Vec<&str> = names.map(String::as_str).collect();
    let wire = names.join(" | ");
    // Signals have no names in Rust.
    let signal = |effect| {
        let name = format!("({effect}) {}", event.wire);
        let wire = wire.clone();
        (name, Member::Signal { effect, wire })
    };
    match &event.action {
        EventAction::Deliver {
            variant,
            payload,
            ending,
            ..
        } => {
            let member = Member::Event {
                payload: type_text(api, payload),
                wire,
                ending: *ending,
            };
            (variant.clone(), member)
        }
        EventAction::End => signal("end"),
        EventAction::Fail { .. } => signal("error"),
        EventAction::Ignore => signal("ignored"),
    }
}
