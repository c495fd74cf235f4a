//! `gen --spec` on documents of every kind: the crate that comes of it compiles, and reads and writes what the document says.
//!
//! All fixtures of the generator become one document, which keeps it at one crate to compile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::report::{Report, Source};
use serde_json::{Map, Value, json};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate stands in the workspace")
        .to_path_buf()
}

/// The documents among the fixtures, by name.
fn fixtures() -> Vec<(String, Value)> {
    let folder = root().join("codegen/tests/fixtures");
    let entries = fs::read_dir(folder).expect("the folder of fixtures");
    let mut found: Vec<(String, Value)> = entries
        .map(|entry| entry.expect("a file").path())
        .filter_map(|path| {
            let name = path.file_stem()?.to_str()?.to_owned();
            // `name.overlay.yaml` and `name.names.yaml` belong to a document.
            if name.contains('.') {
                return None;
            }
            let text = fs::read_to_string(&path).expect("a fixture");
            // As the generator reads it: numbers can be larger than those of other readers.
            let mut report = Report::new();
            let document = codegen::document::parse(&text, Source::Document, &mut report);
            let document = document.expect("a document");
            // One document is of one version.
            let version = document["openapi"].as_str().unwrap_or_default();
            version.starts_with("3.0").then(|| (name, document.clone()))
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

/// One document of many: names of components, ids and paths begin with that of the document they come from.
fn merged(documents: Vec<(String, Value)>) -> Value {
    let (mut paths, mut components) = (Map::new(), Map::new());
    for (name, mut document) in documents {
        rename(&mut document, &name);
        for (path, item) in members(&document, "/paths") {
            paths.insert(format!("/{name}{path}"), item);
        }
        for (kind, named) in members(&document, "/components") {
            let all = components.entry(kind).or_insert_with(|| json!({}));
            for (key, component) in named.as_object().into_iter().flatten() {
                all[format!("{name}_{key}")] = component.clone();
            }
        }
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Everything", "version": "1"},
        "paths": paths,
        "components": components,
    })
}

fn members(document: &Value, pointer: &str) -> Map<String, Value> {
    let members = document.pointer(pointer).and_then(Value::as_object);
    members.cloned().unwrap_or_default()
}

/// References, mappings and ids.
fn rename(value: &mut Value, name: &str) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), &mut *member) {
                    ("operationId", Value::String(id)) => *id = format!("{name}_{id}"),
                    ("mapping", Value::Object(mapping)) => {
                        mapping.values_mut().for_each(|target| prefix(target, name));
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

fn prefix(target: &mut Value, name: &str) {
    if let Value::String(target) = target {
        // `#/components/schemas/` stands before the name, if anything does.
        let start = target.match_indices('/').nth(2).map_or(0, |(at, _)| at + 1);
        target.insert_str(start, &format!("{name}_"));
    }
}

/// Runs a program, and fails with what it said.
fn run(command: &mut Command) {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{command:?}\n{said}");
}

#[test]
fn a_crate_of_every_kind_of_document_compiles_and_reads_what_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let (spec, out) = (folder.path().join("spec.json"), folder.path().join("crate"));
    fs::write(&spec, merged(fixtures()).to_string()).expect("the document is written");
    let mut generate = Command::new(env!("CARGO_BIN_EXE_xtask"));
    generate.args(["gen", "--spec"]).arg(&spec);
    run(generate.arg("--out").arg(&out));
    // What this workspace has compiled already need not be compiled, or even fetched, again.
    fs::copy(root().join("Cargo.lock"), out.join("Cargo.lock")).expect("the lock file");
    fs::create_dir_all(out.join("tests")).expect("a folder");
    let test = include_str!("wire.rs.txt");
    fs::write(out.join("tests/wire.rs"), test).expect("the test is written");
    let mut test = Command::new(env!("CARGO"));
    test.args(["test", "--offline", "--quiet", "--test", "wire"])
        .current_dir(&out)
        .env("CARGO_TARGET_DIR", root().join("target/standalone"));
    run(&mut test);
}
