//! Types without a text of their own say where they occur.

use std::collections::HashMap;

use crate::docs::code;
use crate::ir::{Api, Call, EventAction, Reply, Type, TypeDef, TypeId, TypeKind};
use crate::words::plain;

/// What a form is.
const FORM: &str = "What a script on a web page is set up with.";

/// Gives every type without a text the first of these sentences that applies: the page of a list, a part of another type, a part of
/// a call, or a form.
pub(crate) fn types(api: &mut Api) {
    let mut places = Places::default();
    let calls = calls(api);
    for (name, call) in &calls {
        places.page(name, call);
    }
    for (index, owner) in api.types.iter().enumerate() {
        places.within(TypeId(index), owner);
    }
    for (name, call) in &calls {
        places.in_call(name, call);
    }
    for (index, definition) in api.types.iter_mut().enumerate() {
        if definition.docs.is_empty() {
            let form = || definition.form.as_ref().map(|_| FORM.to_owned());
            definition.place = places.0.remove(&TypeId(index)).or_else(form);
        }
    }
}

/// Every call and how one writes it: `client.chat().create(..)`.
fn calls(api: &Api) -> Vec<(String, &Call)> {
    let resources = api.all_resources().into_iter();
    let calls = resources.flat_map(|resource| {
        let path: Vec<&str> = resource.path.iter().map(|part| plain(part)).collect();
        let handle = format!("client.{}()", path.join("()."));
        let name = move |call: &Call| format!("`{handle}.{}(..)`", plain(&call.method_name));
        resource.calls.iter().map(move |call| (name(call), call))
    });
    calls.collect()
}

/// The first place found of each type.
#[derive(Default)]
struct Places(HashMap<TypeId, String>);

impl Places {
    fn add(&mut self, id: TypeId, place: impl FnOnce() -> String) {
        self.0.entry(id).or_insert_with(place);
    }

    fn page(&mut self, name: &str, call: &Call) {
        let reply = call.reply.value().and_then(Type::named);
        if let (Some(id), Some(_)) = (reply, &call.paging) {
            self.add(id, || format!("A page of {name}."));
        }
    }

    /// The types that another one holds; what holds itself is not explained by that.
    fn within(&mut self, id: TypeId, owner: &TypeDef) {
        let link = format!("[`{0}`](crate::types::{0})", owner.name);
        let held = |ty: &Type| ty.named().filter(|held| *held != id);
        match &owner.kind {
            TypeKind::Struct(fields) => {
                for field in fields {
                    let Some(id) = held(&field.ty) else { continue };
                    self.add(id, || {
                        if field.rest {
                            return format!("A value under the other keys of {link}.");
                        }
                        format!("{} {} of {link}.", part(&field.ty), code(&field.wire))
                    });
                }
            }
            TypeKind::Union(union) => {
                for id in union.alternatives.iter().filter_map(|one| held(&one.ty)) {
                    self.add(id, || format!("One of the types of {link}."));
                }
            }
            TypeKind::Events(events) => {
                for event in events {
                    let EventAction::Deliver { payload, .. } = &event.action else {
                        continue;
                    };
                    let Some(id) = held(payload) else { continue };
                    self.add(id, || {
                        format!("What the event {} of {link} carries.", code(&event.wire))
                    });
                }
            }
            TypeKind::Messages(messages) => {
                for message in &messages.list {
                    let Some(id) = message.payload.as_ref().and_then(held) else {
                        continue;
                    };
                    self.add(id, || {
                        format!("What the event {} of {link} carries.", code(&message.wire))
                    });
                }
            }
            TypeKind::StringEnum(_) | TypeKind::IntEnum(_) => {}
        }
    }

    fn in_call(&mut self, name: &str, call: &Call) {
        let reply = match &call.reply {
            Reply::Events(id) => Some(*id),
            Reply::Channel(channel) => {
                self.add(channel.client, || format!("What is sent over {name}."));
                self.add(channel.server, || format!("What arrives over {name}."));
                None
            }
            reply => reply.value().and_then(Type::named),
        };
        if let Some(id) = reply {
            self.add(id, || format!("What {name} gives."));
        }
        for argument in &call.arguments {
            let Some(id) = argument.ty.named() else {
                continue;
            };
            self.add(id, || {
                format!("{} {} of {name}.", part(&argument.ty), code(&argument.wire))
            });
        }
    }
}

/// How a type of the arena stands in a value.
fn part(ty: &Type) -> &'static str {
    match ty {
        Type::List(_) => "An item of",
        Type::Map(_) => "A value of",
        _ => "The value of",
    }
}
