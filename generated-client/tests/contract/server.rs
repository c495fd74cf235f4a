//! A local server that knows the corrected document and nothing else: it checks every request, and answers from the document.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};

use crate::document::Document;
use crate::http::{self, Reply, Request};
use crate::reply;
use crate::request::{self, Findings};

/// A running server.
pub(crate) struct Server {
    url: String,
    state: Arc<State>,
}

struct State {
    document: Arc<Document>,
    exchanges: Mutex<Vec<Exchange>>,
    /// How often each kind of reply was given, so that alternatives and ends of streams take turns.
    answered: Mutex<BTreeMap<String, usize>>,
}

/// A request and its answer.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// The operation's id; empty when the document has no such operation.
    pub(crate) operation: String,
    pub(crate) findings: Findings,
    /// What the client has to make of the answer.
    pub(crate) result: Value,
}

impl Server {
    pub(crate) async fn start(document: Arc<Document>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let state = Arc::new(State {
            document,
            exchanges: Mutex::default(),
            answered: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { url, state }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What happened since this was last asked.
    pub(crate) fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.state.exchanges.lock().expect("no panic"))
    }
}

async fn serve(mut stream: TcpStream, state: Arc<State>) {
    while let Some(request) = http::read(&mut stream).await {
        let reply = state.answer(&request);
        if !http::write(&mut stream, &reply).await {
            return;
        }
    }
}

impl State {
    fn answer(&self, request: &Request) -> Reply {
        let (exchange, reply) = self.exchange(request);
        self.exchanges.lock().expect("no panic").push(exchange);
        reply
    }

    fn exchange(&self, request: &Request) -> (Exchange, Reply) {
        let Some(operation) = self.document.find(&request.method, &request.path) else {
            let text = format!("{} {}: no such operation", request.method, request.path);
            let reply = Reply::json(404, &json!({"code": 404, "msg": text}));
            let findings = Findings {
                violations: vec![text],
                ..Findings::default()
            };
            let exchange = Exchange {
                operation: String::new(),
                findings,
                result: Value::Null,
            };
            return (exchange, reply);
        };
        let findings = request::check(&self.document, &operation, request);
        let turn = self.turn(format!("{} {}", operation.id(), findings.body["stream"]));
        let answer = reply::answer(&self.document, &operation, &findings.body, turn);
        let exchange = Exchange {
            operation: operation.id(),
            findings,
            result: answer.result(),
        };
        (exchange, answer.reply())
    }

    /// How often this kind of reply was given before.
    fn turn(&self, kind: String) -> usize {
        let mut answered = self.answered.lock().expect("no panic");
        let count = answered.entry(kind).or_default();
        *count += 1;
        *count - 1
    }
}
