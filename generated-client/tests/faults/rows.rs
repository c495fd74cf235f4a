//! The table: what a server does, and what its caller should get.
#![allow(clippy::too_many_lines)] // it is a table

mod bodies;
mod connections;
mod heads;
mod retries;
mod sound;
mod streams;
mod uploads;

use std::time::Duration;

use crate::calls::Call;
use crate::server::Step::{self, Drip, Read, Repeat, Reset, Send, Silence};

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) call: Call,
    pub(crate) steps: Vec<Step>,
    /// `Ok` or the kinds of errors that are right.
    pub(crate) expected: &'static [&'static str],
}

pub(crate) fn all() -> Vec<Fault> {
    [
        connections::rows(),
        heads::rows(),
        bodies::rows(),
        retries::rows(),
        streams::rows(),
        sound::rows(),
        uploads::rows(),
    ]
    .concat()
}

/// Between two bytes that drip in: several of them fit into every limit.
const DRIP: Duration = Duration::from_millis(300);

/// A reply of success.
const FOUND: &str = r#"{"code":0,"data":{"dataset_list":[],"total_count":0}}"#;

/// A refusal.
const REFUSED: &str = r#"{"code":4000,"msg":"bad parameter","detail":{"logid":"L1"}}"#;

const DELTA: &str = "event:conversation.message.delta\ndata:{\"content\":\"hi\"}\n\n";
const DONE: &str = "event:done\ndata:\"[DONE]\"\n\n";

fn fault(
    name: &'static str,
    call: Call,
    steps: impl Into<Vec<Step>>,
    expected: &'static [&'static str],
) -> Fault {
    Fault {
        name,
        call,
        steps: steps.into(),
        expected,
    }
}

/// The head of a reply without a length: it ends with the connection.
fn head(status: &str, headers: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n")
}

/// A whole reply.
fn reply(status: &str, media_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn json(body: &str) -> String {
    reply("200 OK", "application/json", body)
}

fn events(body: &str) -> String {
    reply("200 OK", "text/event-stream", body)
}

/// Reads the call, and sends this.
fn answer(text: impl Into<Vec<u8>>) -> Vec<Step> {
    vec![Read, Send(text.into())]
}

/// Reads the call, sends one thing, and goes on with another.
fn then(text: impl Into<Vec<u8>>, step: Step) -> Vec<Step> {
    vec![Read, Send(text.into()), step]
}

fn drip(text: &str) -> Step {
    Drip(text.as_bytes().to_vec(), DRIP)
}

fn endless(text: impl Into<Vec<u8>>) -> Step {
    Repeat(text.into(), Duration::ZERO)
}
