// part coze

//! Every call, answered over HTTP.

use std::sync::{Arc, Mutex};

use coze_client::{Client, ErrorKind};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};

use super::change::{Change, least_faults, report, tolerable};
use crate::document::{Document, Operation};
use crate::envelope::Place;
use crate::generated::CASES;
use crate::http::{self, Reply};
use crate::reply::{Answer, Event, answer};
use crate::support::Case;

/// A server that gives one reply to every request, and keeps the body of the last.
#[derive(Clone)]
struct Server {
    reply: Arc<Mutex<Reply>>,
    body: Arc<Mutex<Value>>,
}

impl Server {
    async fn start() -> (Self, Client) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let server = Self {
            reply: Arc::new(Mutex::new(Reply::json(404, &Value::Null))),
            body: Arc::default(),
        };
        let shared = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(shared.clone().serve(stream));
            }
        });
        let client = Client::builder().base_url(url).token("pat_tolerance");
        (server, client.build().expect("a valid client"))
    }

    async fn serve(self, mut stream: TcpStream) {
        while let Some(request) = http::read(&mut stream).await {
            *self.body.lock().expect("no panic") =
                serde_json::from_slice(&request.body).unwrap_or_default();
            let reply = self.reply.lock().expect("no panic").clone();
            if !http::write(&mut stream, &reply).await {
                return;
            }
        }
    }

    fn give(&self, reply: Reply) {
        *self.reply.lock().expect("no panic") = reply;
    }
}

/// A good answer to a call, as the document has it for the request that the call sends.
async fn good(document: &Document, server: &Server, client: &Client, case: &Case) -> Answer {
    let nothing = (case.required)(client).await;
    nothing.expect_err("the server has no reply yet");
    let body = std::mem::take(&mut *server.body.lock().expect("no panic"));
    let is_called = |operation: &&Operation<'_>| operation.id() == case.operation;
    let operations = document.operations();
    let operation = operations.iter().find(is_called).expect(case.operation);
    answer(document, operation, &body, 1)
}

/// A changed answer, and what the client may make of it; null leaves that open.
struct Try {
    answer: Answer,
    expected: Vec<Value>,
    /// The object that was asked for is not there: that is an error.
    is_lacking: bool,
    what: String,
}

impl Try {
    /// What is wrong with what a call makes of it.
    fn judge(&self, outcome: coze_client::Result<Value>) -> Vec<String> {
        match outcome {
            Ok(decoded) if self.is_lacking => vec![format!("success: {decoded}")],
            Ok(decoded) => self.faults(&decoded),
            Err(error) if self.is_lacking && error.kind() == ErrorKind::Decode => Vec::new(),
            Err(error) => vec![error.to_string()],
        }
    }

    fn faults(&self, decoded: &Value) -> Vec<String> {
        if self.expected.iter().any(Value::is_null) {
            return Vec::new();
        }
        least_faults(&self.expected, decoded)
    }
}

fn tries(good: &Answer) -> Vec<Try> {
    match good {
        Answer::Json { value, result, .. } => changed_replies(value, result),
        Answer::Events { media_type, events } => events
            .iter()
            .flat_map(|event| changed_streams(media_type, event, events.last()))
            .collect(),
        Answer::Bytes { .. } | Answer::Empty { .. } => Vec::new(),
    }
}

fn changed_replies(value: &Value, result: &Place) -> Vec<Try> {
    let changes = tolerable(value).into_iter();
    changes
        .filter(|change| !refuses(&change.what))
        .map(|change| Try {
            expected: change
                .expected
                .iter()
                .map(|value| result.of(value))
                .collect(),
            is_lacking: is_lacking(&change, value, result),
            what: change.what,
            answer: Answer::Json {
                status: 200,
                media_type: "application/json".to_owned(),
                value: change.sent,
                result: result.clone(),
            },
        })
        .collect()
}

/// Whether a reply that was changed like this says that the call failed: a code is `0`, or that of an error.
fn refuses(what: &str) -> bool {
    what == "/code unknown"
}

/// Whether the change took away the object that was asked for, something around it, or what it is known by.
fn is_lacking(change: &Change, value: &Value, result: &Place) -> bool {
    let keys = match result {
        Place::At(keys) => keys,
        Place::Bare(key) => return change.sent.get(key).is_none_or(Value::is_null),
        Place::Whole | Place::Beside(_) | Place::Nowhere => return false,
    };
    let path = format!("/{}", keys.join("/"));
    let rest = path
        .strip_prefix(&change.at)
        .filter(|_| !change.at.is_empty());
    let is_around = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let is_there = |value: &Value| value.pointer(&path).is_some_and(Value::is_object);
    is_around && is_there(value) && !is_there(&change.sent)
}

/// Streams of one event and the last, of which the one is changed.
fn changed_streams(media_type: &str, event: &Event, last: Option<&Event>) -> Vec<Try> {
    let last = last.filter(|last| last.name != event.name);
    let with = |data: Value| {
        let changed = Event {
            data: Some(data),
            ..event.clone()
        };
        Answer::Events {
            media_type: media_type.to_owned(),
            events: std::iter::once(changed).chain(last.cloned()).collect(),
        }
    };
    let changes = event.data.iter().flat_map(tolerable);
    changes
        .map(|change| Try {
            expected: change
                .expected
                .into_iter()
                .map(|data| with(data).result())
                .collect(),
            is_lacking: false,
            what: format!("{}{}", event.name, change.what),
            answer: with(change.sent),
        })
        .collect()
}

/// What is wrong with what a call makes of its changed answers, and how many there were.
async fn change_answers(document: Arc<Document>, case: &'static Case) -> (Vec<String>, usize) {
    let (server, client) = Server::start().await;
    let good = good(&document, &server, &client, case).await;
    let tries = tries(&good);
    let mut faults = Vec::new();
    for attempt in &tries {
        server.give(attempt.answer.reply());
        let found = attempt.judge((case.required)(&client).await);
        let line = |fault| format!("{} {}: {fault}", case.call, attempt.what);
        faults.extend(found.into_iter().map(line));
    }
    (faults, tries.len())
}

/// On two threads: it is most of what the tests of this program take together.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_in_one_place_changes_nothing_else() {
    let document = Arc::new(Document::load());
    let cases = CASES.iter().copied().flatten();
    let under_way: Vec<_> = cases
        .map(|case| tokio::spawn(change_answers(Arc::clone(&document), case)))
        .collect();
    let (mut faults, mut tried) = (Vec::new(), 0);
    for call in under_way {
        let (found, count) = call.await.expect("no panic");
        faults.extend(found);
        tried += count;
    }
    report(&faults, tried);
    println!("{tried} changed replies");
}
