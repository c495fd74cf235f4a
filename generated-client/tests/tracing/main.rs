//! What the feature `tracing` tells of a call, and what it does not.
//!
//! A program of its own: in one with tests that listen to nothing, a call of theirs can be the first, and what it passes is taken for
//! what nobody wants to hear.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use coze_client::FilePart;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use self::server::{Reply, Server};

// The server of the wire tests can do more than is needed here.
#[allow(dead_code)]
#[path = "../wire/server.rs"]
mod server;

/// Everything that this crate says: one map of fields for each span and event.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Fields>>>);

type Fields = BTreeMap<String, String>;

struct Keep<'f>(&'f mut Fields);

impl Visit for Keep<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Log {
    fn begin(&self, name: &str, take: impl FnOnce(&mut Keep<'_>)) -> u64 {
        let mut all = self.0.lock().expect("no panic");
        let mut fields = Fields::from([("name".to_owned(), name.to_owned())]);
        take(&mut Keep(&mut fields));
        all.push(fields);
        all.len() as u64
    }

    fn entries(&self) -> Vec<Fields> {
        self.0.lock().expect("no panic").clone()
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("coze_client")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let name = span.metadata().name();
        Id::from_u64(self.begin(name, |keep| span.record(keep)))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut all = self.0.lock().expect("no panic");
        let index = usize::try_from(span.into_u64()).expect("small") - 1;
        values.record(&mut Keep(&mut all[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.begin("event", |keep| event.record(keep));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn shown(fields: &Fields, names: &[&str]) -> Vec<String> {
    names
        .iter()
        .map(|name| fields.get(*name).cloned().unwrap_or_default())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_call_is_one_span() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let busy = Reply::new(503, "text/plain", &[b"no"]).header("Retry-After", "7");
    let found = Reply::json(r#"{"code":0,"data":{"bot_id":"1"}}"#).header("x-tt-logid", "L1");
    let server = Server::start([busy, found]).await;
    let call = server.client().workflows().retrieve("w 1");
    call.send().await.expect("the second attempt");
    let entries = log.entries();
    assert_eq!(entries.len(), 2, "{entries:?}");
    let names = [
        "name",
        "operation",
        "method",
        "path",
        "status",
        "log_id",
        "attempts",
        "error",
    ];
    assert_eq!(
        shown(&entries[0], &names),
        [
            "coze_call",
            "GET /v1/workflows/{workflow_id}",
            "\"GET\"",
            "\"/v1/workflows/{workflow_id}\"",
            "200",
            "\"L1\"",
            "2",
            "",
        ]
    );
    let latency: u64 = entries[0]["latency_ms"].parse().expect("a number");
    assert!((7000..8000).contains(&latency), "{latency}");
    let names = ["name", "message", "attempt", "status"];
    let expected = ["event", "the call is sent again", "1", "503"];
    assert_eq!(shown(&entries[1], &names), expected);
}

#[tokio::test]
async fn a_failed_call_says_what_kind_of_failure_it_was() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let refused = br#"{"code":4016,"msg":"busy","detail":{"logid":"L2"}}"#;
    let server = Server::start([Reply::new(400, "application/json", &[refused])]).await;
    let call = server.client().chat().stream("bot", "user");
    call.send().await.expect_err("refused");
    let names = ["operation", "status", "log_id", "attempts", "error"];
    assert_eq!(
        shown(&log.entries()[0], &names),
        ["POST /v3/chat", "400", "\"L2\"", "1", "Api"]
    );
}

#[tokio::test(start_paused = true)]
async fn neither_tokens_nor_content_are_told() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let reply = Reply::json(r#"{"code":4013,"msg":"reply_secret"}"#);
    let server = Server::start([reply.clone(), reply.clone(), reply.clone(), reply]).await;
    let client = server.client();
    let call = client.chat().create("bot_secret", "user_secret");
    let call = call.with_header("X-Key", "key_secret");
    call.send().await.expect_err("refused, again and again");
    let file = FilePart::bytes("name_secret", "content_secret");
    let call = client.files().upload(file).with_max_retries(0);
    call.with_token("other_secret")
        .send()
        .await
        .expect_err("refused");
    // The client's own token, too, ends in this word.
    let text = format!("{:?}", log.entries());
    assert!(!text.contains("secret"), "{text}");
    assert_eq!(log.entries().len(), 4, "{text}");
}
