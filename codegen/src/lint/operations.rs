//! A document comes in, what is doubtful about its operations and about who uses which component goes out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Doubt, Rule};
use crate::document::tree::{Operation, Tree, text};
use crate::document::visit::{Located, Visit, reached};
use crate::pointer;

const ARRAY: Rule = Rule {
    name: "array-style",
    why: "OpenAPI repeats the key for each item unless told otherwise; the service wants commas",
};
const DEPRECATED: Rule = Rule {
    name: "deprecated-in-prose",
    why: "only `deprecated: true` reaches the caller's compiler",
};
const PARAMETER: Rule = Rule {
    name: "parameter-name",
    why: "a name with white space around it is another name",
};
const PSEUDO: Rule = Rule {
    name: "pseudo-operation",
    why: "a form of the browser SDK stands among the operations; it is left out",
};
const SHARED: Rule = Rule {
    name: "shared-payload",
    why: "one component as the payload of unrelated operations is wrong for all but one of them",
};
const STREAM: Rule = Rule {
    name: "stream-as-json",
    why: "a reply that streams and is declared as JSON cannot be read",
};
const UNREACHABLE: Rule = Rule {
    name: "unreachable-schema",
    why: "nothing uses it: often the true shape of a reply that refers to another one",
};

/// Words with which the prose says that something should no longer be used.
const DEPRECATIONS: [&str; 5] = ["废弃", "弃用", "已下线", "不再维护", "deprecated"];

/// Resources that one payload may belong to: `conversation` and `conversations` are one.
const RESOURCES: usize = 2;

pub(super) fn lint(document: &Value, visit: &Visit<'_>, doubts: &mut Vec<Doubt>) {
    visit
        .parameters
        .iter()
        .for_each(|found| parameter(found, doubts));
    let tree = Tree::new(document);
    let operations = tree.operations();
    for operation in &operations {
        stream(tree, operation, doubts);
    }
    shared(document, &operations, doubts);
    unreachable(document, doubts);
    pseudo(document, &operations, doubts);
    prose(visit, &operations, doubts);
}

fn parameter(found: &Located<'_>, doubts: &mut Vec<Doubt>) {
    let text = |key: &str| {
        found
            .value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let name = text("name");
    if name.trim() != name {
        doubts.push(Doubt {
            rule: PARAMETER,
            pointer: pointer::join(&found.pointer, "name"),
            found: format!("a {} parameter is called `{name}`", text("in")),
        });
    }
    let schema = found.value.get("schema");
    let kind = schema
        .and_then(|schema| schema.get("type"))
        .and_then(Value::as_str);
    let says = found.value.contains_key("style") || found.value.contains_key("explode");
    if kind == Some("array") && text("in") == "query" && !says {
        doubts.push(Doubt {
            rule: ARRAY,
            pointer: found.pointer.clone(),
            found: format!("nothing says how the list `{name}` is written"),
        });
    }
}

fn stream(tree: Tree<'_>, operation: &Operation<'_>, doubts: &mut Vec<Doubt>) {
    let below = |keys: &[&str]| {
        let mut node = operation.node.clone();
        for key in keys {
            node = tree.member(&node, key)?;
        }
        Some(node)
    };
    let json = "application/json";
    let flag = below(&[
        "requestBody",
        "content",
        json,
        "schema",
        "properties",
        "stream",
    ]);
    let named = operation
        .path
        .split(['/', '_'])
        .any(|word| word == "stream");
    let Some(content) = below(&["responses", "200", "content"]) else {
        return;
    };
    if (named || flag.is_some()) && content.value.get("text/event-stream").is_none() {
        doubts.push(Doubt {
            rule: STREAM,
            pointer: content.pointer,
            found: format!("{} can stream, and declares no stream", operation.name()),
        });
    }
}

/// Components that replies of too many resources refer to as their `data`.
fn shared(document: &Value, operations: &[Operation<'_>], doubts: &mut Vec<Doubt>) {
    let mut users: BTreeMap<String, Vec<(String, &Operation<'_>)>> = BTreeMap::new();
    for operation in operations {
        let at = "responses/200/content/application~1json/schema/properties/data/$ref";
        let pointer = format!("{}/{at}", operation.node.pointer);
        if let Some(target) = document.pointer(&pointer).and_then(Value::as_str) {
            users
                .entry(target.to_owned())
                .or_default()
                .push((pointer, operation));
        }
    }
    for (target, users) in users {
        let resources: BTreeSet<&str> = users
            .iter()
            .map(|(_, operation)| resource(operation.path))
            .collect();
        if resources.len() <= RESOURCES {
            continue;
        }
        for (pointer, operation) in users {
            let found = format!(
                "{} replies with {target}, as operations of {} resources do",
                operation.name(),
                resources.len()
            );
            doubts.push(Doubt {
                rule: SHARED,
                pointer,
                found,
            });
        }
    }
}

/// `/v1/bots/{bot_id}` -> `bot`
fn resource(path: &str) -> &str {
    path.split('/')
        .nth(2)
        .unwrap_or_default()
        .trim_end_matches('s')
}

fn unreachable(document: &Value, doubts: &mut Vec<Doubt>) {
    let reached = reached(document);
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    for name in schemas.into_iter().flat_map(|schemas| schemas.keys()) {
        let pointer = pointer::join("/components/schemas", name);
        if !reached.contains(&pointer) {
            doubts.push(Doubt {
                rule: UNREACHABLE,
                pointer,
                found: format!("no operation reaches `{name}`"),
            });
        }
    }
}

/// Operations of the document that are none of the API.
fn pseudo(document: &Value, operations: &[Operation<'_>], doubts: &mut Vec<Doubt>) {
    let real: BTreeSet<&str> = operations
        .iter()
        .map(|found| found.node.pointer.as_str())
        .collect();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let pointer = pointer::join_all("/paths", &[path, method]);
            if operation.get("operationId").is_some() && !real.contains(pointer.as_str()) {
                doubts.push(Doubt {
                    rule: PSEUDO,
                    pointer,
                    found: format!(
                        "{} {path} is no operation of the API",
                        method.to_uppercase()
                    ),
                });
            }
        }
    }
}

fn prose(visit: &Visit<'_>, operations: &[Operation<'_>], doubts: &mut Vec<Doubt>) {
    let mut look = |value: &dyn Fn(&str) -> Option<String>, flagged: bool, pointer: &str| {
        for key in ["summary", "title", "description"] {
            let text = value(key).unwrap_or_default().to_lowercase();
            let word = DEPRECATIONS.into_iter().find(|word| text.contains(word));
            if let Some(word) = word.filter(|_| !flagged) {
                doubts.push(Doubt {
                    rule: DEPRECATED,
                    pointer: pointer::join(pointer, key),
                    found: format!("the {key} says `{word}`"),
                });
                return;
            }
        }
    };
    for operation in operations {
        let text = |key: &str| Some(text(&operation.node, key).to_owned());
        let flagged = operation.node.value.get("deprecated") == Some(&Value::Bool(true));
        look(&text, flagged, &operation.node.pointer);
    }
    for found in visit.schemas.iter().chain(&visit.parameters) {
        let text = |key: &str| {
            found
                .value
                .get(key)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let flagged = found.value.get("deprecated") == Some(&Value::Bool(true));
        look(&text, flagged, &found.pointer);
    }
}
