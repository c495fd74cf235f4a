//! Operations that `names.yaml` does not name -> names of their calls by rule, each of them free.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::declared::Found;
use crate::lower::context::Context;
use crate::lower::naming;
use crate::names::CallName;
use crate::reserved;
use crate::words::{numbered, plain, snake};

/// What a name by rule ends with where it streams.
const STREAM: &str = "stream";

/// The names by rule, by the ids of the operations.
pub(crate) fn made(context: &mut Context<'_>, found: &[Found<'_>]) -> IndexMap<String, CallName> {
    let chosen = |found: &&Found<'_>| context.names.operations.contains_key(found.id());
    let wanted: Vec<(usize, CallName)> = found
        .iter()
        .enumerate()
        .filter(|(_, found)| !chosen(found))
        .map(|(index, found)| (index, by_rule(found)))
        .collect();
    let mut taken = Taken::default();
    // Rows that name nothing take no name away.
    let rows = found
        .iter()
        .filter_map(|found| context.names.operations.get(found.id()));
    for call in rows.flat_map(|row| row.call.iter().chain(&row.stream)) {
        taken.resource(call);
        taken.calls.insert(call.to_string());
    }
    for (_, call) in &wanted {
        taken.resource(call);
    }
    let mut made = IndexMap::new();
    for (index, call) in wanted {
        let found = &found[index];
        let free = taken.free(&call, found.id());
        if free != call {
            context.warn(
                &found.pointer(),
                format!(
                    "the name `{call}` is taken; the call of `{}` is called `{free}`",
                    found.id()
                ),
                "Name it in spec/names.yaml.",
            );
        }
        taken.calls.insert(free.to_string());
        taken.calls.insert(streaming(&free).to_string());
        made.insert(found.id().to_owned(), free);
    }
    made
}

/// The stream of an operation that replies at once as well.
pub(crate) fn streaming(call: &CallName) -> CallName {
    CallName {
        method: format!("{}_{STREAM}", plain(&call.method)),
        ..call.clone()
    }
}

fn by_rule(found: &Found<'_>) -> CallName {
    let mut call = naming::call_name(found.method.as_str(), found.path);
    let root = &mut call.resource[0];
    if reserved::RESOURCES.contains(&root.as_str()) {
        *root = format!("{}_api", plain(root));
    }
    call
}

/// Names that are given.
#[derive(Default)]
struct Taken {
    calls: BTreeSet<String>,
    /// Resources are methods, too.
    resources: BTreeSet<String>,
}

impl Taken {
    fn resource(&mut self, call: &CallName) {
        let depths = 1..=call.resource.len();
        self.resources
            .extend(depths.map(|depth| call.resource[..depth].join(".")));
    }

    fn is_taken(&self, call: &CallName) -> bool {
        let name = call.to_string();
        self.calls.contains(&name)
            || self.resources.contains(&name)
            || self.calls.contains(&streaming(call).to_string())
    }

    /// The name, or one with the operation's id as its method.
    fn free(&self, call: &CallName, id: &str) -> CallName {
        let with = |method: &str| CallName {
            method: method.to_owned(),
            ..call.clone()
        };
        if !self.is_taken(call) {
            return call.clone();
        }
        let method = snake(id);
        with(&numbered(&method, "_", |method| {
            self.is_taken(&with(method))
        }))
    }
}
