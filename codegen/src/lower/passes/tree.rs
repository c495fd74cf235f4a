//! Placed calls -> the tree of resources, in a fixed order.

use indexmap::IndexMap;

use crate::ir::{Call, Resource};
use crate::lower::context::Context;
use crate::lower::naming;
use crate::lower::operation::declared::PlacedCall;
use crate::names::CallName;
use crate::reserved;
use crate::words::numbered;

/// Hangs every call on its resource; resources and calls are sorted by name.
pub(crate) fn build(context: &mut Context<'_>, calls: Vec<PlacedCall>) -> Vec<Resource> {
    let calls = with_unique_requests(calls);
    let mut roots = Vec::new();
    for PlacedCall { name, call } in calls {
        insert(context, &mut roots, &name, 0, call);
    }
    sort(&mut roots);
    for root in &mut roots {
        free_handles(root, &mut Vec::new());
    }
    refuse_shared_names(context, &roots);
    roots
}

/// Two paths may be one name; the handle that has it later gets a number.
fn free_handles(resource: &mut Resource, taken: &mut Vec<String>) {
    let is_taken = |name: &str| taken.iter().any(|other| other == name);
    resource.type_name = numbered(&resource.type_name, "", is_taken);
    taken.push(resource.type_name.clone());
    for child in &mut resource.children {
        free_handles(child, taken);
    }
}

/// What stands together in the emitted code must differ in name: the methods of a handle, and the types of a file.
fn refuse_shared_names(context: &mut Context<'_>, roots: &[Resource]) {
    for root in roots {
        if reserved::RESOURCES.contains(&root.path[0].as_str()) {
            refuse_resource(
                context,
                root,
                "every client has something else of that name",
            );
        }
        let mut types = Vec::new();
        refuse_below(context, root, &mut types);
    }
}

/// `types` are the names of the file so far.
fn refuse_below<'r>(context: &mut Context<'_>, resource: &'r Resource, types: &mut Vec<&'r str>) {
    let name = resource.type_name.as_str();
    if types.contains(&name) || reserved::CALL_TYPES.contains(&name) {
        let why = format!("its handle would have the name of something else, `{name}`");
        refuse_resource(context, resource, &why);
    }
    types.push(name);
    for call in &resource.calls {
        let name = call.type_name.as_str();
        if types.contains(&name) || reserved::CALL_TYPES.contains(&name) {
            refuse_request(context, call, name);
        }
        types.push(name);
    }
    for child in &resource.children {
        let method = child.path.last();
        if resource
            .calls
            .iter()
            .any(|call| Some(&call.method_name) == method)
        {
            refuse_resource(context, child, "a call beside it has the same name");
        }
        refuse_below(context, child, types);
    }
}

fn refuse_resource(context: &mut Context<'_>, resource: &Resource, why: &str) {
    let path = resource.path.join(".");
    context.error(
        &first_call(resource).map(call_pointer).unwrap_or_default(),
        format!("`{path}` cannot be a resource: {why}"),
        "Choose another resource in spec/names.yaml.",
    );
}

fn refuse_request(context: &mut Context<'_>, call: &Call, name: &str) {
    context.error(
        &call_pointer(call),
        format!(
            "the request of `{}` has the name of something else, `{name}`",
            call.operation_id
        ),
        "Choose another name in spec/names.yaml: `resource.method as Name`.",
    );
}

fn first_call(resource: &Resource) -> Option<&Call> {
    let below = || resource.children.iter().find_map(first_call);
    resource.calls.first().or_else(below)
}

fn call_pointer(call: &Call) -> String {
    format!(
        "/paths/{}/{}",
        crate::pointer::escape(&call.path),
        call.method.as_str().to_lowercase()
    )
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
        context.error(&call_pointer(&call), found, "Name both in spec/names.yaml.");
    } else {
        resource.calls.push(call);
    }
}

/// Two requests of one top-level resource must not share a name; then both take the long one.
fn with_unique_requests(mut calls: Vec<PlacedCall>) -> Vec<PlacedCall> {
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
        if clashes && placed.name.request.is_none() {
            placed.call.type_name = naming::long_request_name(&placed.name);
        }
    }
    number_made_requests(&mut calls, &handles);
    calls
}

/// What still has the name of another, and was not named by a human, gets a number.
fn number_made_requests(calls: &mut [PlacedCall], handles: &[String]) {
    let key = |placed: &PlacedCall, name: &str| (placed.name.resource[0].clone(), name.to_owned());
    let chosen = calls.iter().filter(|placed| placed.name.request.is_some());
    let mut taken: Vec<(String, String)> = chosen
        .map(|placed| key(placed, &placed.call.type_name))
        .collect();
    for placed in calls
        .iter_mut()
        .filter(|placed| placed.name.request.is_none())
    {
        let name = numbered(&placed.call.type_name, "", |name| {
            taken.contains(&key(placed, name))
                || handles.iter().any(|handle| handle == name)
                || reserved::CALL_TYPES.contains(&name)
        });
        taken.push(key(placed, &name));
        placed.call.type_name = name;
    }
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
