// part coze

//! The program `coze` sends what the client sends: every call is made by both, and what arrives is compared.

use std::path::Path;
use std::process::{Command, Output};

use coze_client::testing::{Call, Server};
use serde_json::Value;
use tempfile::TempDir;

use crate::listed::OPERATIONS;
use crate::table::{Argument, Body, Kind, Operation, Place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_is_sent_as_the_client_sends_it() {
    let server = Server::start().await;
    let client = server.client();
    let home = TempDir::new().expect("a folder");
    let mut faults = Vec::new();
    let mut called = 0;
    for case in crate::cases() {
        for (extent, call) in crate::calls(case) {
            call(&client).await.expect("the client can");
            let expected = server.calls().pop().expect("it arrived");
            let operation = listed(&expected);
            let output = run(&server, home.path(), operation, &expected);
            let arrived = server.calls().pop().expect("one arrived");
            let name = operation.path.join(" ");
            if !output.status.success() {
                let said = String::from_utf8_lossy(&output.stderr);
                faults.push(format!("{name}, {extent}: {said}"));
            }
            let differences = differences(operation, &expected, &arrived);
            faults.extend(differences.map(|line| format!("{name}, {extent}: {line}")));
            called += 1;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(called, 2 * OPERATIONS.len());
}

/// The row of the table for a call.
fn listed(call: &Call) -> &'static Operation {
    let name = call.operation().expect("it is one of the document");
    let mut operations = OPERATIONS.iter();
    let row = operations.find(|row| row.path.join(".").replace('-', "_") == name);
    row.unwrap_or_else(|| panic!("the command line has no call `{name}`"))
}

/// Gives the program what the client gave.
fn run(server: &Server, home: &Path, operation: &Operation, call: &Call) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coze"));
    command
        .env_clear()
        .env("HOME", home)
        .env("COZE_API_TOKEN", server.token())
        .env("COZE_API_BASE", server.url())
        .args(operation.path);
    for argument in operation.arguments {
        for typed in typed(home, operation, argument, call) {
            command.arg(format!("--{}={typed}", argument.flag));
        }
    }
    command.output().expect("it runs")
}

/// What is typed for an argument, as often as it is.
fn typed(home: &Path, operation: &Operation, argument: &Argument, call: &Call) -> Vec<String> {
    let kind = &argument.kind;
    let Some(value) = value(operation, argument, call) else {
        return Vec::new();
    };
    match (kind, value) {
        (Kind::File | Kind::List(Kind::File), value) => {
            let path = home.join(format!("{}.txt", argument.wire));
            std::fs::write(&path, text(&value)).expect("a file");
            vec![path.display().to_string()]
        }
        (Kind::List(_), Value::Array(items)) => items.iter().map(text).collect(),
        (Kind::List(_), value) => text(&value).split(',').map(str::to_owned).collect(),
        (_, value) => vec![text(&value)],
    }
}

fn value(operation: &Operation, argument: &Argument, call: &Call) -> Option<Value> {
    match (argument.place, operation.body) {
        (Place::Path, _) => {
            let pairs = operation.endpoint.split('/').zip(call.path().split('/'));
            let place = format!("{{{}}}", argument.wire);
            let mut pairs = pairs.filter(|(template, _)| *template == place);
            pairs.next().map(|(_, value)| Value::from(value))
        }
        (Place::Query, _) => call.query(argument.wire).map(Value::from),
        (Place::Body, Body::Multipart) => {
            let part = call.part(argument.wire)?;
            Some(String::from_utf8_lossy(part).into())
        }
        (Place::Body, _) => call.json().get(argument.wire).cloned(),
        (place, _) => panic!("nothing is known here of {place:?}"),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// What arrived otherwise than from the client.
fn differences(
    operation: &Operation,
    expected: &Call,
    arrived: &Call,
) -> impl Iterator<Item = String> {
    let is_multipart = operation.body == Body::Multipart;
    let body = |call: &Call| {
        if is_multipart {
            let parts = operation.arguments.iter().map(|one| call.part(one.wire));
            return format!("{:?}", parts.collect::<Vec<_>>());
        }
        call.json().to_string()
    };
    let headers = |call: &Call| {
        let names = ["agw-js-conv", "accept", "authorization"];
        format!("{:?}", names.map(|name| call.header(name)))
    };
    let pairs = [
        (expected.to_string(), arrived.to_string()),
        (body(expected), body(arrived)),
        (headers(expected), headers(arrived)),
    ];
    let different = pairs
        .into_iter()
        .filter(|(expected, arrived)| expected != arrived);
    different.map(|(expected, arrived)| format!("{arrived}\n  instead of {expected}"))
}
