//! Placed calls -> the tree of resources, in a fixed order.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;

use crate::ir::{Call, Resource};
use crate::lower::context::Context;
use crate::lower::naming;
use crate::lower::operation::declared::PlacedCall;
use crate::lower::types::docs;
use crate::names::CallName;
use crate::reserved;
use crate::words::{Given, numbered, snake};

/// Hangs every call on its resource; resources and calls are sorted by name.
pub(crate) fn build(context: &mut Context<'_>, calls: Vec<PlacedCall>) -> Vec<Resource> {
    let mut root = Branch::default();
    for PlacedCall { name, call } in with_unique_requests(calls) {
        root.insert(context, &name, call);
    }
    let mut roots = root.resources(&[], &texts(context));
    for root in &mut roots {
        free_handles(root, &mut HashSet::new());
    }
    refuse_shared_names(context, &roots);
    roots
}

/// What resources are, by their paths.
type Texts = HashMap<Vec<String>, Vec<String>>;

/// A tag of the document that is named like a resource, `conversations.messages`, says what it is.
fn texts(context: &Context<'_>) -> Texts {
    let tags = context.document.tags();
    let texts = tags.map(|(name, description)| {
        let path = name.split('.').map(snake).collect();
        (path, docs::lines(context.web(), [description]))
    });
    texts.collect()
}

/// The calls of a resource by their methods, and what is below it.
#[derive(Default)]
struct Branch {
    calls: BTreeMap<String, Call>,
    children: BTreeMap<String, Branch>,
}

impl Branch {
    fn insert(&mut self, context: &mut Context<'_>, name: &CallName, call: Call) {
        let mut branch = self;
        for part in &name.resource {
            branch = branch.children.entry(part.clone()).or_default();
        }
        match branch.calls.entry(name.method.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(call);
            }
            Entry::Occupied(entry) => {
                let found = format!(
                    "`{}` and `{}` would both be called `{name}`",
                    entry.get().operation_id,
                    call.operation_id
                );
                context.error(&call_pointer(&call), found, "Name both in spec/names.yaml.");
            }
        }
    }

    /// What is below it, with paths that begin with its own, and the texts of these paths.
    fn resources(self, own: &[String], texts: &Texts) -> Vec<Resource> {
        let children = self.children.into_iter().map(|(name, mut branch)| {
            let path = [own, &[name]].concat();
            let calls = std::mem::take(&mut branch.calls).into_values().collect();
            Resource {
                type_name: naming::handle_name(&path),
                docs: texts.get(&path).cloned().unwrap_or_default(),
                search_words: Vec::new(),
                children: branch.resources(&path, texts),
                calls,
                path,
            }
        });
        children.collect()
    }
}

/// Two paths may be one name; the handle that has it later gets a number.
fn free_handles(resource: &mut Resource, taken: &mut HashSet<String>) {
    resource.type_name = numbered(&resource.type_name, "", |name| taken.contains(name));
    taken.insert(resource.type_name.clone());
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
        let mut types = HashSet::new();
        refuse_below(context, root, &mut types);
    }
}

/// `types` are the names of the file so far.
fn refuse_below<'r>(
    context: &mut Context<'_>,
    resource: &'r Resource,
    types: &mut HashSet<&'r str>,
) {
    let name = resource.type_name.as_str();
    if !types.insert(name) || reserved::CALL_TYPES.contains(&name) {
        let why = format!("its handle would have the name of something else, `{name}`");
        refuse_resource(context, resource, &why);
    }
    let mut methods = HashSet::new();
    for call in &resource.calls {
        methods.insert(&call.method_name);
        let name = call.type_name.as_str();
        if !types.insert(name) || reserved::CALL_TYPES.contains(&name) {
            refuse_request(context, call, name);
        }
    }
    for child in &resource.children {
        if child.path.last().is_some_and(|name| methods.contains(name)) {
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
    let handles: HashSet<String> = calls
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
fn number_made_requests(calls: &mut [PlacedCall], handles: &HashSet<String>) {
    let is_taken = |name: &str| handles.contains(name) || reserved::CALL_TYPES.contains(&name);
    let mut given: HashMap<String, Given> = HashMap::new();
    let (chosen, by_rule): (Vec<_>, Vec<_>) = calls
        .iter_mut()
        .partition(|placed| placed.name.request.is_some());
    for placed in chosen {
        let given = given.entry(placed.name.resource[0].clone()).or_default();
        given.give(&placed.call.type_name, "");
    }
    for placed in by_rule {
        let given = given.entry(placed.name.resource[0].clone()).or_default();
        placed.call.type_name = given.give_unless(&placed.call.type_name, "", is_taken);
    }
}
