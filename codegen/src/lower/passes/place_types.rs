//! Types go into the module of the resource that uses them.

use indexmap::IndexMap;

use super::flow;
use super::redirect::redirect_api;
use crate::ir::{Api, TypeDef, TypeId};

/// Says which calls use a type, and gives it a module: that of the one resource which uses it, else `common`. Drops what
/// nothing uses, and sorts.
pub(crate) fn place_types(api: &mut Api) {
    for (call, types) in used_types(api) {
        for id in types {
            api.types[id.0].used_by.push(call.clone());
        }
    }
    for definition in &mut api.types {
        let mut users = definition.used_by.iter().map(|call| call.split('.').next());
        let first = users.next().flatten().unwrap_or_default();
        let only = users.all(|other| other == Some(first));
        definition.module = if only { first } else { "common" }.to_owned();
    }
    sort_types(api);
}

/// Every call with the types that it sends or receives.
fn used_types(api: &Api) -> Vec<(String, Vec<TypeId>)> {
    let mut used = Vec::new();
    for resource in api.all_resources() {
        for call in &resource.calls {
            let own = flow::sent(call).into_iter().chain(flow::received(call));
            let types = flow::reachable(&api.types, own.collect());
            used.push((
                format!("{}.{}", resource.path.join("."), call.method_name),
                types,
            ));
        }
    }
    used
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
