//! That the document says of Coze Studio what its router does.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::routes::ROUTES;
use crate::source;

/// Operations by method and path, ids by one name: since when, and whether only there.
type Operations = BTreeMap<(String, String), (String, bool)>;

fn routed() -> Operations {
    let routes = ROUTES.iter().map(|route| {
        let operation = (route.method.to_owned(), route.path.to_owned());
        (operation, (route.since.to_owned(), route.only))
    });
    routes.collect()
}

/// A path with all its parameters called `id`.
fn with_ids(path: &str) -> String {
    let segments = path.split('/');
    let segments = segments.map(|text| if text.starts_with('{') { "{id}" } else { text });
    segments.collect::<Vec<_>>().join("/")
}

/// The operations of the HTTP API; samples of a browser library have no page of their own, and a channel is no operation.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("operations").iter();
        methods.map(move |(method, operation)| (method.to_uppercase(), with_ids(path), operation))
    });
    let is_sample = |operation: &Value| {
        operation.get("x-coze-websdk-code-sample").is_some()
            && operation.get("x-coze-doc-id").is_none()
    };
    operations
        .filter(|(_, _, operation)| !is_sample(operation) && operation.get("x-channel").is_none())
        .collect()
}

fn entry(operation: &Value) -> Option<&Value> {
    let servers = operation["x-availability"].as_array()?;
    servers
        .iter()
        .find(|entry| entry["server"] == "Coze Studio")
}

#[test]
fn the_document_knows_what_the_server_has() {
    let document = source::document();
    let told: Operations = operations(&document)
        .into_iter()
        .filter_map(|(method, path, operation)| {
            let entry = entry(operation)?;
            let since = entry["since"].as_str().expect("a version").to_owned();
            Some(((method, path), (since, entry["only"] == true)))
        })
        .collect();
    assert_eq!(told, routed());
}

#[test]
fn of_119_operations_it_has_29_and_three_of_its_own() {
    let document = source::document();
    let (own, shared): (Vec<_>, Vec<_>) = operations(&document)
        .into_iter()
        .partition(|(_, _, operation)| entry(operation).is_some_and(|entry| entry["only"] == true));
    let there = shared
        .iter()
        .filter(|(_, _, operation)| entry(operation).is_some());
    assert_eq!((shared.len(), there.count(), own.len()), (119, 29, 3));
}

/// Endpoints that speak over a WebSocket, which it lacks, too.
const CHANNELS: usize = 4;

#[test]
fn the_table_of_contents_says_so() {
    let page = include_str!("../../src/generated/coverage.rs");
    let summary = "Coze Studio: 29 of the 119 operations, and 3 that only it has.";
    assert!(page.contains(summary), "{page}");
    let cells = |text: &str| {
        let rows = page.lines().filter(|line| line.starts_with("//! |"));
        let last = rows.filter_map(|row| row.rsplit('|').nth(1));
        last.filter(|cell| cell.trim().starts_with(text)).count()
    };
    assert_eq!(
        (cells("missing"), cells("since"), cells("only here")),
        (90 + CHANNELS, 29, 3)
    );
}
