//! In which directions types travel, and which of them nothing reaches.

use fixedbitset::FixedBitSet;

use crate::ir::{Api, Call, Reply, Type, TypeDef, TypeId};

/// Marks every type that a request, a form or a reply reaches.
pub(crate) fn mark(api: &mut Api) {
    let resources = api.all_resources();
    let calls = || resources.iter().flat_map(|resource| &resource.calls);
    let forms = (0..api.types.len()).filter(|index| api.types[*index].form.is_some());
    let sent = calls().flat_map(sent).chain(forms.map(TypeId)).collect();
    let all_sent = reachable(&api.types, sent);
    let all_received = reachable(&api.types, calls().flat_map(received).collect());
    for id in all_sent.ones() {
        api.types[id].flow.sent = true;
    }
    for id in all_received.ones() {
        api.types[id].flow.received = true;
    }
}

/// The types that a call's request names.
pub(crate) fn sent(call: &Call) -> Vec<TypeId> {
    let arguments = call.arguments.iter();
    let arguments = arguments.filter_map(|argument| argument.ty.named());
    let messages = call.channel().map(|channel| channel.client);
    arguments.chain(messages).collect()
}

/// The types that a call's reply and its pages name.
pub(crate) fn received(call: &Call) -> Vec<TypeId> {
    let reply = match &call.reply {
        Reply::Events(id) => Some(*id),
        Reply::Channel(channel) => Some(channel.server),
        reply => reply.value().and_then(Type::named),
    };
    // Where names unite what is not alike, the items may be part of no reply; an error says so.
    let items = call.paging.as_ref().and_then(|paging| paging.item.named());
    reply.into_iter().chain(items).collect()
}

/// The types that these types hold, themselves included.
fn reachable(types: &[TypeDef], mut waiting: Vec<TypeId>) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(types.len());
    while let Some(id) = waiting.pop() {
        if !found.put(id.0) {
            waiting.extend(types[id.0].kind.types().filter_map(Type::named));
        }
    }
    found
}
