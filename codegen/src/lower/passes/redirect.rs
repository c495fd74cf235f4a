//! References to types follow the types when these move in the arena.

use crate::ir::{Api, Call, Event, Reply, Resource, Type, TypeDef, TypeId, TypeKind};
use crate::lower::operation::declared::PlacedCall;

/// Replaces every reference to the arena in types and calls.
pub(crate) fn redirect(
    types: &mut [TypeDef],
    calls: &mut [PlacedCall],
    change: &dyn Fn(TypeId) -> TypeId,
) {
    redirect_types(types, change);
    for placed in calls {
        redirect_call(&mut placed.call, change);
    }
}

/// Replaces every reference to the arena in a finished API.
pub(crate) fn redirect_api(api: &mut Api, change: &dyn Fn(TypeId) -> TypeId) {
    redirect_types(&mut api.types, change);
    for resource in &mut api.resources {
        redirect_resource(resource, change);
    }
}

fn redirect_resource(resource: &mut Resource, change: &dyn Fn(TypeId) -> TypeId) {
    for call in &mut resource.calls {
        redirect_call(call, change);
    }
    for child in &mut resource.children {
        redirect_resource(child, change);
    }
}

fn redirect_types(types: &mut [TypeDef], change: &dyn Fn(TypeId) -> TypeId) {
    for ty in types
        .iter_mut()
        .flat_map(|definition| types_of(&mut definition.kind))
    {
        ty.map_ids(change);
    }
}

fn redirect_call(call: &mut Call, change: &dyn Fn(TypeId) -> TypeId) {
    for argument in &mut call.arguments {
        argument.ty.map_ids(change);
    }
    match &mut call.reply {
        Reply::Events(id) => *id = change(*id),
        Reply::Channel(channel) => {
            channel.client = change(channel.client);
            channel.server = change(channel.server);
        }
        reply => {
            if let Some(ty) = reply.value_mut() {
                ty.map_ids(change);
            }
        }
    }
    if let Some(paging) = &mut call.paging {
        paging.item.map_ids(change);
    }
}

/// The types inside a definition.
fn types_of(kind: &mut TypeKind) -> Vec<&mut Type> {
    match kind {
        TypeKind::Struct(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
        TypeKind::Union(union) => union
            .alternatives
            .iter_mut()
            .map(|one| &mut one.ty)
            .collect(),
        TypeKind::Events(events) => events.iter_mut().filter_map(Event::payload).collect(),
        TypeKind::Messages(messages) => {
            let payloads = messages.list.iter_mut().map(|one| &mut one.payload);
            payloads.flatten().collect()
        }
        TypeKind::StringEnum(_) | TypeKind::IntEnum(_) => Vec::new(),
    }
}
