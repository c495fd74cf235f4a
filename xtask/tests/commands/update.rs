//! `spec update` on what might become of the bundled document, without touching it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

fn bundled() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/coze-openapi.yaml");
    let text = fs::read_to_string(path).expect("the bundled document");
    serde_yaml::from_str(&text).expect("YAML")
}

/// What `spec update` says about a document, and whether it would take it.
fn said(document: &Value) -> (String, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.yaml");
    fs::write(&path, document.to_string()).expect("the document is written");
    let mut command = crate::miniature::xtask();
    command.args(["spec", "update", "--dry-run"]).arg(&path);
    let output = command.output().expect("xtask starts");
    let said = [output.stdout, output.stderr];
    let said = said.map(|said| String::from_utf8_lossy(&said).into_owned());
    (said.concat(), output.status.success())
}

/// An operation that has parameters.
fn operation(document: &mut Value) -> &mut Value {
    let paths = document["paths"].as_object_mut().expect("paths");
    let operations = paths
        .values_mut()
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.values_mut());
    let mut operations = operations.filter(|operation| operation.get("x-coze-doc-id").is_some());
    let found = operations.find(|operation| operation["parameters"].is_array());
    found.expect("an operation with parameters")
}

#[test]
fn what_is_new_is_told_and_taken() {
    let mut document = bundled();
    let parameters = operation(&mut document)["parameters"].as_array_mut();
    let added = json!({"name": "added_by_a_test", "in": "query", "schema": {"type": "boolean"}});
    parameters.expect("a list").push(added);
    let (text, taken) = said(&document);
    assert!(taken && text.contains("--dry-run"), "{text}");
    assert!(text.contains("added_by_a_test: bool"), "{text}");
}

#[test]
fn what_does_not_fit_is_refused_with_the_reason() {
    let mut document = bundled();
    document["paths"] = json!({});
    let (text, taken) = said(&document);
    assert!(!taken, "{text}");
    assert!(text.contains("is gone"), "{text}");
    assert!(
        text.contains("--> spec/overlays/corrections.yaml:"),
        "{text}"
    );
    assert!(
        text.contains("spec/coze-openapi.yaml is what it was"),
        "{text}"
    );
}

/// A component that has a name of its own in the crate, with that name.
fn named_component(document: &Value) -> (String, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/names.yaml");
    let text = fs::read_to_string(path).expect("the names");
    let names: Value = serde_yaml::from_str(&text).expect("YAML");
    let rows = names["types"].as_object().expect("the table of types");
    let schemas = &document["components"]["schemas"];
    let mut found = rows.iter().filter(|(key, _)| schemas.get(key).is_some());
    let (key, name) = found.next().expect("a component with a name");
    (key.clone(), name.as_str().expect("a name").to_owned())
}

#[test]
fn components_under_other_names_change_nothing_but_rows() {
    let document = bundled();
    let (key, name) = named_component(&document);
    let text = document.to_string();
    let text = text.replace(
        &format!("\"#/components/schemas/{key}\""),
        &format!("\"#/components/schemas/{key}Again\""),
    );
    let mut document: Value = serde_json::from_str(&text).expect("still JSON");
    let schemas = document["components"]["schemas"].as_object_mut();
    let schemas = schemas.expect("components");
    let schema = schemas.remove(&key).expect("the component");
    schemas.insert(format!("{key}Again"), schema);
    let (text, taken) = said(&document);
    assert!(text.starts_with("nothing has changed\n"), "{text}");
    assert!(
        text.contains(&format!("types:\n  {key}Again: {name}\n")),
        "{text}"
    );
    assert!(!taken, "{text}");
}
