//! The client against the operations that the official SDKs and the open-source server have: each has a call, or a reason why it has none.

mod support;

use std::collections::BTreeMap;
use std::fs;

use codegen::surface::{Remark, Surface};
use support::Sources;

/// Method and path -> what stands for it.
type Operations = BTreeMap<(String, String), String>;

#[test]
fn every_official_operation_has_a_call_or_a_reason() {
    let ours = ours(&Sources::bundled().output().surface);
    let mut differences = Vec::new();
    for (operation, call) in &official() {
        let (method, path) = operation;
        match (ours.get(operation), call.strip_prefix("none: ")) {
            (None, Some(reason)) if !reason.is_empty() => {}
            (Some(found), None) if found == call => {}
            (Some(found), _) => differences.push(format!(
                "{method} {path}: the table says `{call}`, the client has `{found}`"
            )),
            (None, _) => differences.push(format!("{method} {path}: no call; `{call}` is wanted")),
        }
    }
    assert!(
        differences.is_empty(),
        "{TABLE} and the client differ\n{}",
        differences.join("\n")
    );
}

#[test]
fn every_call_stands_in_the_table() {
    let official = official();
    let ours = ours(&Sources::bundled().output().surface);
    let unknown: Vec<String> = ours
        .iter()
        .filter(|(operation, _)| !official.contains_key(*operation))
        .map(|((method, path), call)| format!("{method}\t{path}\t{call}"))
        .collect();
    assert!(
        unknown.is_empty(),
        "operations of the client that {TABLE} lacks:\n{}",
        unknown.join("\n")
    );
}

const TABLE: &str = "codegen/tests/official_operations.tsv";

/// The committed table.
fn official() -> Operations {
    let text = fs::read_to_string(support::root().join(TABLE)).expect("the table is committed");
    let mut operations = Operations::new();
    for row in text.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [method, path, call] = cells[..] else {
            panic!("not three cells: {row}");
        };
        let known = operations.insert((method.to_owned(), path.to_owned()), call.to_owned());
        assert_eq!(known, None, "{method} {path} stands there twice");
    }
    operations
}

/// The calls of the client: `chat.create, chat.stream` where an operation has several.
fn ours(surface: &Surface) -> Operations {
    let mut operations = Operations::new();
    for item in &surface.items {
        if let Remark::Call { method, path, .. } = &item.remark {
            let name = item.path.join(".").replace("()", "");
            let call = name.trim_start_matches("client.");
            let operation = (method.as_str().to_owned(), path.clone());
            let calls: &mut String = operations.entry(operation).or_default();
            if !calls.is_empty() {
                calls.push_str(", ");
            }
            calls.push_str(call);
        }
    }
    operations
}
