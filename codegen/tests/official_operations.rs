//! The client against the operations that the official SDKs and the open-source server have: each has a call, or a reason why it has none.

mod support;

use std::collections::BTreeMap;
use std::fs;

use codegen::surface::{Remark, Surface};
use support::Sources;

/// Method and path -> what stands for it.
type Operations = BTreeMap<(String, String), String>;

/// A row of the table.
struct Row {
    operation: (String, String),
    call: String,
    cozepy: String,
}

#[test]
fn every_official_operation_has_a_call_or_a_reason() {
    let ours = ours(&Sources::bundled_output().surface());
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
    let ours = ours(&Sources::bundled_output().surface());
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

#[test]
fn the_guide_for_users_of_cozepy_has_every_call() {
    let mut rows: Vec<String> = rows()
        .into_iter()
        .filter(|row| row.cozepy != "-" && !row.call.starts_with("none: "))
        .map(|row| format!("| {} | {} |", python(&row.cozepy), rust(&row.call)))
        .collect();
    rows.sort();
    let guide = fs::read_to_string(support::root().join(GUIDE)).expect("the guide is committed");
    let table = rows.join("\n");
    assert!(
        guide.contains(&table),
        "{GUIDE} should have these rows:\n{table}"
    );
}

/// `chat.create, chat.stream` -> "`coze.chat.create`, `coze.chat.stream`"
fn python(calls: &str) -> String {
    let calls = calls.split(", ").map(|call| format!("`coze.{call}`"));
    calls.collect::<Vec<_>>().join(", ")
}

/// `chat.create, chat.stream` -> "`client.chat().create`, `client.chat().stream`"
fn rust(calls: &str) -> String {
    let calls = calls.split(", ").map(|call| {
        let (resource, method) = call.rsplit_once('.').expect("a resource and a method");
        format!("`client.{}().{method}`", resource.replace('.', "()."))
    });
    calls.collect::<Vec<_>>().join(", ")
}

const GUIDE: &str = "generated-client/MIGRATING.md";

const TABLE: &str = "codegen/tests/official_operations.tsv";

/// The committed table.
fn rows() -> Vec<Row> {
    let text = fs::read_to_string(support::root().join(TABLE)).expect("the table is committed");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [method, path, call, cozepy] = cells[..] else {
            panic!("not four cells: {row}");
        };
        Row {
            operation: (method.to_owned(), path.to_owned()),
            call: call.to_owned(),
            cozepy: cozepy.to_owned(),
        }
    });
    rows.collect()
}

fn official() -> Operations {
    let mut operations = Operations::new();
    for Row {
        operation, call, ..
    } in rows()
    {
        let (method, path) = operation.clone();
        let known = operations.insert(operation, call);
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
