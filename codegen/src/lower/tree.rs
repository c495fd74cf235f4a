//! Placed calls -> the tree of resources, in a fixed order.

use indexmap::IndexMap;

use super::context::Context;
use super::naming;
use super::operations::PlacedCall;
use crate::ir::{Api, Call, Resource, TypeId};
use crate::names::CallName;

/// Hangs every call on its resource; resources and calls are sorted by name.
pub(crate) fn build(context: &mut Context<'_>, calls: Vec<PlacedCall>) -> Vec<Resource> {
    let calls = with_unique_requests(context, calls);
    let mut roots = Vec::new();
    for PlacedCall { name, call } in calls {
        insert(context, &mut roots, &name, 0, call);
    }
    sort(&mut roots);
    roots
}

fn insert(
    context: &mut Context<'_>,
    siblings: &mut Vec<Resource>,
    name: &CallName,
    depth: usize,
    call: Call,
) {
    let path = &name.resource[..=depth];
    let position = siblings
        .iter()
        .position(|resource| resource.path == path)
        .unwrap_or_else(|| {
            siblings.push(Resource {
                path: path.to_vec(),
                type_name: naming::handle_name(path),
                children: Vec::new(),
                calls: Vec::new(),
            });
            siblings.len() - 1
        });
    let resource = &mut siblings[position];
    if depth + 1 < name.resource.len() {
        insert(context, &mut resource.children, name, depth + 1, call);
    } else if let Some(other) = resource
        .calls
        .iter()
        .find(|other| other.method_name == call.method_name)
    {
        let found = format!(
            "`{}` and `{}` would both be called `{name}`",
            other.operation_id, call.operation_id
        );
        context.error(
            &format!("/paths/{}", crate::document::pointer::escape(&call.path)),
            found,
            "Name both in spec/names.yaml.",
        );
    } else {
        resource.calls.push(call);
    }
}

/// Two requests of one top-level resource must not share a name; then both take the long one.
fn with_unique_requests(context: &mut Context<'_>, mut calls: Vec<PlacedCall>) -> Vec<PlacedCall> {
    let mut taken: IndexMap<(String, String), usize> = IndexMap::new();
    for placed in &calls {
        *taken
            .entry((
                placed.name.resource[0].clone(),
                placed.call.type_name.clone(),
            ))
            .or_default() += 1;
    }
    let handles: Vec<String> = calls
        .iter()
        .flat_map(|placed| {
            (1..=placed.name.resource.len())
                .map(|depth| naming::handle_name(&placed.name.resource[..depth]))
        })
        .collect();
    for placed in &mut calls {
        let key = (
            placed.name.resource[0].clone(),
            placed.call.type_name.clone(),
        );
        let clashes = taken[&key] > 1 || handles.contains(&placed.call.type_name);
        let long = naming::long_request_name(&placed.name);
        if clashes && long == placed.call.type_name {
            context.error(
                &format!(
                    "/paths/{}",
                    crate::document::pointer::escape(&placed.call.path)
                ),
                format!(
                    "the request of `{}` has the name of something else, `{long}`",
                    placed.name
                ),
                "Choose another resource or method in spec/names.yaml.",
            );
        } else if clashes {
            placed.call.type_name = long;
        }
    }
    calls
}

fn sort(resources: &mut [Resource]) {
    resources.sort_by(|a, b| a.path.cmp(&b.path));
    for resource in resources {
        resource
            .calls
            .sort_by(|a, b| a.method_name.cmp(&b.method_name));
        sort(&mut resource.children);
    }
}

/// Gives every type a module: that of the one resource which reaches it, else `common`; drops what nothing reaches,
/// and sorts.
pub(crate) fn place_types(api: &mut Api) {
    let reached: Vec<(String, Vec<TypeId>)> = api
        .resources
        .iter()
        .map(|resource| {
            (
                resource.path[0].clone(),
                super::flow::reachable(&api.types, roots(resource)),
            )
        })
        .collect();
    for (index, definition) in api.types.iter_mut().enumerate() {
        let mut users = reached
            .iter()
            .filter(|(_, types)| types.contains(&TypeId(index)))
            .map(|(name, _)| name);
        definition.module = match (users.next(), users.next()) {
            (None, _) => String::new(),
            (Some(only), None) => only.clone(),
            (Some(_), Some(_)) => "common".to_owned(),
        };
    }
    sort_types(api);
}

fn roots(resource: &Resource) -> Vec<TypeId> {
    let calls = resource.calls.iter();
    let own = calls.flat_map(|call| {
        super::flow::sent(call)
            .into_iter()
            .chain(super::flow::received(call))
    });
    own.chain(resource.children.iter().flat_map(roots))
        .collect()
}

fn sort_types(api: &mut Api) {
    let mut types: Vec<(TypeId, crate::ir::TypeDef)> = std::mem::take(&mut api.types)
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
    super::merge::redirect_api(api, &|id| places[&id]);
}
