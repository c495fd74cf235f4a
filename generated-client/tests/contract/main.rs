//! Every operation of the document, called over HTTP in two ways: with only what is required, and with everything.
//!
//! The server of these tests knows the corrected document, not the generator's reading of it. With `CONTRACT_BASE_URL` (and
//! `CONTRACT_TOKEN`) the same calls go to another server, of which nothing is required but that they succeed and decode.

// part coze
#[cfg(feature = "cli")]
mod command_line;
// end part
mod compare;
mod credentials;
mod document;
mod elsewhere;
mod envelope;
mod http;
mod make;
mod media;
mod names;
mod reply;
mod request;
mod schema;
mod server;
mod shape;
mod source;
mod support;
mod template;
mod texts;
mod walk;

// The generator formats its own output.
#[rustfmt::skip]
#[allow(clippy::too_many_lines, clippy::wildcard_imports, dead_code, deprecated)]
mod generated;

// part coze
// What the program `coze` knows of the API.
#[cfg(feature = "cli")]
#[path = "../../src/bin/coze/language.rs"]
#[allow(dead_code)]
mod language;
#[cfg(feature = "cli")]
#[rustfmt::skip]
#[path = "../../src/generated/command_line.rs"]
#[allow(clippy::wildcard_imports, dead_code)]
mod listed;
#[cfg(feature = "cli")]
#[path = "../../src/bin/coze/table.rs"]
#[allow(dead_code)]
mod table;
mod tolerance;

// end part
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use coze_client::{Client, ClientBuilder};

use crate::document::Document;
use crate::server::{Exchange, Server};
use crate::support::{Call, Case};

/// Failures, by the operation they belong to.
type Failures = BTreeMap<String, Vec<String>>;

#[tokio::test]
async fn every_operation_keeps_to_the_document() {
    let document = Arc::new(Document::load());
    let failures = match std::env::var("CONTRACT_BASE_URL") {
        Ok(url) => elsewhere(&url).await,
        Err(_) => here(&document).await,
    };
    let operations = document.operations().len();
    let failed: Vec<String> = failures
        .iter()
        .map(|(operation, lines)| format!("{operation}\n    {}", lines.join("\n    ")))
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {operations} operations failed:\n\n{}\n",
        failed.len(),
        failed.join("\n\n")
    );
    for (operation, calls) in passed() {
        println!("{operation}: {calls} calls passed");
    }
}

/// The server that users test against has a good reply to every call, and the client puts up with all that it is asked to send wrong.
#[cfg(feature = "testing")]
#[tokio::test]
async fn every_operation_is_played() {
    use coze_client::testing::{Fault, Server};

    let server = Server::start().await;
    let harmless = [
        Fault::NullLists,
        Fault::NumbersAsText,
        Fault::UnknownFields,
        Fault::UnknownValues,
    ];
    for fault in std::iter::once(None).chain(harmless.map(Some)) {
        server.behave();
        if let Some(fault) = fault {
            server.misbehave(fault);
        }
        let failures = elsewhere(server.url()).await;
        assert!(failures.is_empty(), "{fault:?}: {failures:#?}");
    }
    let unknown: Vec<String> = server
        .calls()
        .iter()
        .filter(|call| call.operation().is_none())
        .map(ToString::to_string)
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// How many calls there are, by operation.
fn passed() -> BTreeMap<String, usize> {
    let mut passed = BTreeMap::new();
    for case in cases() {
        let operation = format!("{} {}", case.method, case.path);
        *passed.entry(operation).or_default() += calls(case).len();
    }
    passed
}

fn cases() -> impl Iterator<Item = &'static Case> {
    generated::CASES.iter().copied().flatten()
}

/// The two ways to make a call.
fn calls(case: &Case) -> [(&'static str, Call); 2] {
    [("required", case.required), ("everything", case.everything)]
}

/// Sends every call to the server of these tests, one after the other.
async fn here(document: &Arc<Document>) -> Failures {
    let server = Server::start(Arc::clone(document)).await;
    let client = client(generated::signed(Client::builder()), server.url());
    let mut failures = Failures::new();
    for case in cases() {
        for (extent, call) in calls(case) {
            let outcome = call(&client).await;
            let faults = judge(case, extent, outcome, &server.take());
            fail(&mut failures, case, extent, faults);
        }
    }
    let called: BTreeSet<&str> = cases().map(|case| case.operation).collect();
    for operation in document.operations() {
        if !called.contains(operation.id().as_str()) {
            failures
                .entry(operation.id())
                .or_default()
                .push("there is no call".to_owned());
        }
    }
    failures
}

/// Everything that is wrong with a call and what came of it.
fn judge(
    case: &Case,
    extent: &str,
    outcome: coze_client::Result<serde_json::Value>,
    exchanges: &[Exchange],
) -> Vec<String> {
    let [exchange] = exchanges else {
        return vec![format!(
            "{} requests were sent: {outcome:?}",
            exchanges.len()
        )];
    };
    let mut faults = exchange.findings.violations.clone();
    if !exchange.operation.is_empty() && exchange.operation != case.operation {
        faults.push(format!("the request was one for {}", exchange.operation));
    }
    if extent == "everything" {
        let absent = exchange.findings.absent.iter();
        faults.extend(absent.map(|place| format!("{place}: declared, and cannot be given")));
    }
    match outcome {
        Ok(value) => faults.extend(compare::differences(&exchange.result, &value)),
        Err(error) => faults.push(error.to_string()),
    }
    faults
}

/// Sends every call to another server.
async fn elsewhere(url: &str) -> Failures {
    let builder = match std::env::var("CONTRACT_TOKEN") {
        Ok(token) => Client::builder().token(token),
        Err(_) => generated::signed(Client::builder()),
    };
    let client = client(builder, url);
    let mut failures = Failures::new();
    for case in cases() {
        for (extent, call) in calls(case) {
            let fault = call(&client).await.err().map(|error| error.to_string());
            fail(&mut failures, case, extent, fault.into_iter().collect());
        }
    }
    failures
}

fn client(builder: ClientBuilder, url: &str) -> Client {
    builder.base_url(url).build().expect("a valid client")
}

fn fail(failures: &mut Failures, case: &Case, extent: &str, faults: Vec<String>) {
    if !faults.is_empty() {
        let operation = format!("{} ({} {})", case.operation, case.method, case.path);
        let lines = faults
            .into_iter()
            .map(|fault| format!("{}, {extent}: {fault}", case.call));
        failures.entry(operation).or_default().extend(lines);
    }
}
