//! Operations that `names.yaml` does not name -> names of their calls by rule, each of them free.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use super::declared::DeclaredOperation;
use crate::lower::context::Context;
use crate::lower::naming;
use crate::names::CallName;
use crate::reserved;
use crate::words::{numbered, plain, snake};

/// What a name by rule ends with where it streams.
const STREAM: &str = "stream";

/// The names by rule, by the ids of the operations.
pub(crate) fn all(
    context: &mut Context<'_>,
    operations: &[DeclaredOperation<'_>],
) -> IndexMap<String, CallName> {
    let chosen =
        |operation: &&DeclaredOperation<'_>| context.names.operations.contains_key(operation.id());
    let uses = Uses::of(operations);
    let wanted: Vec<(usize, CallName)> = operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| !chosen(operation))
        .map(|(index, operation)| (index, by_rule(operation, &uses)))
        .collect();
    let mut taken = Taken::default();
    // Rows that name nothing take no name away.
    let rows = operations
        .iter()
        .filter_map(|operation| context.names.operations.get(operation.id()));
    for call in rows.flat_map(|row| row.call.iter().chain(&row.stream)) {
        taken.resource(call);
        taken.calls.insert(call.to_string());
    }
    for (_, call) in &wanted {
        taken.resource(call);
    }
    let mut made = IndexMap::new();
    for (index, call) in wanted {
        let operation = &operations[index];
        let free = taken.free(&call, operation.id());
        if free != call {
            context.warn(
                &operation.pointer(),
                format!(
                    "the name `{call}` is taken; the call of `{}` is called `{free}`",
                    operation.id()
                ),
                "Name it in spec/names.yaml.",
            );
        }
        taken.calls.insert(free.to_string());
        taken.calls.insert(streaming(&free).to_string());
        made.insert(operation.id().to_owned(), free);
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

/// How many operations there are at each path without its variables, and below it.
struct Uses<'d>(HashMap<Vec<&'d str>, usize>);

impl<'d> Uses<'d> {
    fn of(operations: &[DeclaredOperation<'d>]) -> Self {
        let mut uses = HashMap::new();
        for operation in operations {
            let words = words(operation.path);
            for length in 1..=words.len() {
                *uses.entry(words[..length].to_vec()).or_default() += 1;
            }
        }
        Self(uses)
    }

    fn is_alone(&self, path: &str) -> bool {
        self.0.get(&words(path)) == Some(&1)
    }
}

fn words(path: &str) -> Vec<&str> {
    let segments = path.split('/');
    segments
        .filter(|segment| !segment.is_empty() && !segment.starts_with('{'))
        .collect()
}

fn by_rule(operation: &DeclaredOperation<'_>, uses: &Uses<'_>) -> CallName {
    let is_alone = uses.is_alone(operation.path);
    let mut call = naming::call_name(operation.method.as_str(), operation.path, is_alone);
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
