//! The documents among the fixtures, and how many of them become one, so that there are few crates to compile.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::report::{Report, Text, Texts};
use serde_json::{Map, Value, json};

pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate stands in the workspace")
        .to_path_buf()
}

/// The fixtures, by name, with their overlays applied.
pub(crate) fn fixtures() -> Vec<(String, Value)> {
    let folder = root().join("codegen/tests/fixtures");
    let entries = fs::read_dir(&folder).expect("the folder of fixtures");
    let names = entries.map(|entry| entry.expect("a file").file_name());
    let names = names.filter_map(|name| name.into_string().ok());
    let names = names.filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned()));
    // `name.overlay.yaml` and `name.names.yaml` belong to a document.
    let mut names: Vec<String> = names.filter(|name| !name.contains('.')).collect();
    names.sort();
    let document = |name: String| {
        let document = corrected(&folder, &name);
        (name, document)
    };
    names.into_iter().map(document).collect()
}

fn corrected(folder: &Path, name: &str) -> Value {
    let read = |end: &str| fs::read_to_string(folder.join(format!("{name}{end}.yaml")));
    let document = read("").expect("a fixture");
    let overlay = read(".overlay").ok();
    let overlays: Vec<Text<'_>> = overlay.iter().map(|text| named(text)).collect();
    let texts = Texts {
        document: named(&document),
        overlays: &overlays,
        names: named(""),
        coverage: None,
        realtime: None,
    };
    let corrected = codegen::correct(&texts, &mut Report::new());
    corrected.expect("a fixture is a document").document
}

fn named(content: &str) -> Text<'_> {
    Text {
        name: "text",
        content,
    }
}

/// One document for all that state the same frame around replies: names of components, ids and paths begin with that of the
/// document they come from.
pub(crate) fn merged(documents: Vec<(String, Value)>) -> Vec<(Vec<String>, Value)> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (name, document) in documents {
        let frame = document.get("x-envelope").unwrap_or(&Value::Null);
        // One document is of one version.
        let version = document["openapi"].as_str().unwrap_or_default();
        let version = version.get(..3).unwrap_or_default();
        let group = groups.entry(format!("{frame} {version}")).or_default();
        group.document["openapi"] = document["openapi"].clone();
        group.add(name, document);
    }
    let groups = groups.into_values();
    groups.map(|group| (group.names, group.document)).collect()
}

struct Group {
    names: Vec<String>,
    document: Value,
}

impl Default for Group {
    fn default() -> Self {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Everything", "version": "1"},
            "paths": {},
            "components": {},
        });
        Self {
            names: Vec::new(),
            document,
        }
    }
}

impl Group {
    fn add(&mut self, name: String, mut document: Value) {
        if let Some(frame) = document.get("x-envelope") {
            self.document["x-envelope"] = frame.clone();
        }
        own_credentials(&mut document);
        rename(&mut document, &name);
        for (path, item) in members(&document, "/paths") {
            self.document["paths"][format!("/{name}{path}")] = item;
        }
        for (kind, named) in members(&document, "/components") {
            for (key, component) in named.as_object().into_iter().flatten() {
                self.document["components"][&kind][format!("{name}_{key}")] = component.clone();
            }
        }
        self.names.push(name);
    }
}

/// What the document says of all its operations, said by each.
fn own_credentials(document: &mut Value) {
    let Some(security) = document.get("security").cloned() else {
        return;
    };
    let items = document["paths"].as_object_mut().into_iter().flatten();
    for (_, item) in items {
        for method in ["get", "put", "post", "delete", "patch"] {
            if let Some(Value::Object(operation)) = item.get_mut(method) {
                operation
                    .entry("security")
                    .or_insert_with(|| security.clone());
            }
        }
    }
}

fn members(document: &Value, pointer: &str) -> Map<String, Value> {
    let members = document.pointer(pointer).and_then(Value::as_object);
    members.cloned().unwrap_or_default()
}

/// References, mappings, ids and names of credentials.
fn rename(value: &mut Value, name: &str) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), &mut *member) {
                    ("operationId", Value::String(id)) => *id = format!("{name}_{id}"),
                    ("mapping", Value::Object(mapping)) => {
                        mapping.values_mut().for_each(|target| prefix(target, name));
                    }
                    ("security", Value::Array(any)) => {
                        for all in any.iter_mut() {
                            rename_keys(all, name);
                        }
                    }
                    ("$ref", target) => prefix(target, name),
                    _ => rename(member, name),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn rename_keys(value: &mut Value, name: &str) {
    if let Value::Object(members) = value {
        let renamed = std::mem::take(members).into_iter();
        *members = renamed
            .map(|(key, member)| (format!("{name}_{key}"), member))
            .collect();
    }
}

/// `#/components/schemas/Pet` and `#/paths/~1pets/get` as they are called in the merged document; a mapping may have the name alone.
fn prefix(target: &mut Value, name: &str) {
    let Value::String(target) = target else {
        return;
    };
    let start = if let Some(rest) = target.strip_prefix("#/components/") {
        target.len() - rest.len() + rest.find('/').map_or(0, |at| at + 1)
    } else if target.starts_with("#/paths/") {
        target.insert_str("#/paths/".len(), &format!("~1{name}"));
        return;
    } else {
        0
    };
    target.insert_str(start, &format!("{name}_"));
}
