//! Types go into the module of the resource that uses them, so that no module but the shared one is needed by another.

use fixedbitset::FixedBitSet;
use indexmap::IndexMap;

use super::redirect::redirect_api;
use super::{flow, graph};
use crate::ir::{Api, SHARED, Type, TypeDef, TypeId};

/// Gives every type a module: that of the one resource or form which uses it, else `common`. Drops what nothing uses, and sorts.
pub(crate) fn place_types(api: &mut Api) {
    let mut calls = calls(api);
    calls.extend(forms(&api.types));
    let users = users(&api.types, &calls);
    for (definition, users) in api.types.iter_mut().zip(users) {
        let mut resources = users.ones().map(|call| calls[call].resource.as_str());
        let first = resources.next().unwrap_or_default();
        let only = resources.all(|other| other == first);
        definition.module = String::from(if only { first } else { SHARED });
    }
    sort_types(api);
}

struct User {
    /// The resource that it hangs below, `conversations`, or the module of the form.
    resource: String,
    types: Vec<TypeId>,
}

/// Every call with the types that it names itself.
fn calls(api: &Api) -> Vec<User> {
    let mut calls = Vec::new();
    for resource in api.all_resources() {
        for call in &resource.calls {
            let types = flow::sent(call).into_iter().chain(flow::received(call));
            calls.push(User {
                resource: resource.path[0].clone(),
                types: types.collect(),
            });
        }
    }
    calls
}

/// Every form.
fn forms(types: &[TypeDef]) -> impl Iterator<Item = User> {
    let forms = types.iter().enumerate();
    forms.filter_map(|(index, definition)| {
        Some(User {
            resource: definition.form.clone()?,
            types: vec![TypeId(index)],
        })
    })
}

/// Of each type, the calls that use it: those that name it, and those that use what holds it.
fn users(types: &[TypeDef], calls: &[User]) -> Vec<FixedBitSet> {
    let mut users = vec![FixedBitSet::with_capacity(calls.len()); types.len()];
    for (index, call) in calls.iter().enumerate() {
        for id in &call.types {
            users[id.0].insert(index);
        }
    }
    let graph = graph::of(types, Type::named);
    for group in graph.groups() {
        let mut together = FixedBitSet::with_capacity(calls.len());
        for node in &group {
            together.union_with(&users[*node]);
        }
        for node in group {
            users[node].union_with(&together);
            for held in graph.held(node) {
                users[*held].union_with(&together);
            }
        }
    }
    users
}

fn sort_types(api: &mut Api) {
    let mut types: Vec<(TypeId, TypeDef)> = std::mem::take(&mut api.types)
        .into_iter()
        .enumerate()
        .map(|(index, definition)| (TypeId(index), definition))
        .filter(|(_, definition)| !definition.module.is_empty())
        .collect();
    types.sort_by(|(_, a), (_, b)| (&a.module, &a.name).cmp(&(&b.module, &b.name)));
    let places: IndexMap<TypeId, TypeId> = types
        .iter()
        .enumerate()
        .map(|(new, (old, _))| (*old, TypeId(new)))
        .collect();
    api.types = types
        .into_iter()
        .map(|(_, definition)| definition)
        .collect();
    redirect_api(api, &|id| places[&id]);
}
