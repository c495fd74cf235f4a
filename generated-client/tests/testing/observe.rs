//! What an observer tells of replies that are not what the document says.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use coze_client::Client;
use coze_client::observe::{Deviation, DeviationKind, Observer};
use coze_client::testing::{Fault, Reply, Server};
use serde_json::{Value, json};

/// A server that replies so to one call, and a client that is observed.
async fn observed(name: &str, reply: impl Into<Reply>, observer: &Observer) -> (Server, Client) {
    let server = Server::start().await;
    server.on(name).reply(reply.into());
    let client = server.builder().max_retries(0).observe(observer);
    let client = client.build().expect("a client");
    (server, client)
}

/// What is told of a reply of `users.me`, which need not be readable.
async fn told_of_me(reply: impl Into<Reply>) -> Vec<Deviation> {
    let observer = Observer::new();
    let (_server, client) = observed("users.me", reply, &observer).await;
    let _ = client.users().me().send().await;
    observer.deviations()
}

fn json_reply(body: &Value) -> Reply {
    Reply::raw("application/json", body.to_string())
}

/// The kind, place, type and count of each, in the order of places.
fn short(deviations: &[Deviation]) -> Vec<(DeviationKind, &str, &str, u64)> {
    let short = deviations.iter();
    let mut short: Vec<_> = short
        .map(|one| (one.kind, one.at.as_str(), one.seen.as_str(), one.count))
        .collect();
    short.sort_by_key(|(_, at, ..)| *at);
    short
}

#[tokio::test]
async fn nothing_is_told_of_what_the_document_says() {
    let observer = Observer::new();
    let server = Server::start().await;
    let client = server
        .builder()
        .observe(&observer)
        .build()
        .expect("a client");
    client.users().me().send().await.expect("it is read");
    client
        .datasets()
        .list("1")
        .send()
        .await
        .expect("it is read");
    client
        .files()
        .retrieve("1")
        .send()
        .await
        .expect("it is read");
    let chat = client.chat().stream("1", "2").send().await;
    chat.expect("it begins").text().await.expect("it ends well");
    let run = client.workflows().runs().stream("1").send().await;
    let _: Vec<_> = run
        .expect("it begins")
        .try_collect()
        .await
        .expect("it ends");
    assert_eq!(observer.deviations(), []);
}

#[tokio::test]
async fn a_field_that_is_new_is_told_with_its_type_and_the_place_to_correct() {
    let reply = json!({"code": 0, "msg": "", "detail": {"logid": "1"}, "data": {
        "user_id": "1", "tags": ["a"], "field_of_tomorrow": {"deep": 1},
    }});
    let told = told_of_me(json_reply(&reply)).await;
    let unknown = DeviationKind::UnknownField;
    assert_eq!(
        short(&told),
        [
            (unknown, "/data/field_of_tomorrow", "object", 1),
            (unknown, "/data/tags", "array of string", 1),
        ]
    );
    let (call, schema) = (told[0].call.as_str(), told[0].schema.as_str());
    assert_eq!(call, "GET /v1/users/me");
    assert!(schema.starts_with("/components/schemas/"), "{schema}");
}

#[tokio::test]
async fn places_in_lists_are_one_place_and_are_counted() {
    let observer = Observer::new();
    let (_server, client) = observed("datasets.list", Fault::UnknownFields, &observer).await;
    for _ in 0..2 {
        client
            .datasets()
            .list("1")
            .send()
            .await
            .expect("it is read");
    }
    let told = observer.deviations();
    let item = told
        .iter()
        .find(|one| one.at == "/data/dataset_list/*/field_of_tomorrow");
    assert_eq!(item.map(|one| one.count), Some(6), "{told:#?}");
}

#[tokio::test]
async fn types_that_are_other_ones_are_told() {
    let observer = Observer::new();
    let (_server, client) = observed("datasets.list", Fault::NumbersAsText, &observer).await;
    client
        .datasets()
        .list("1")
        .send()
        .await
        .expect("it is read");
    let told = observer.deviations();
    let total = told.iter().find(|one| one.at == "/data/total_count");
    let total = total.expect("the total is told of");
    assert_eq!(total.kind, DeviationKind::TextForNumber);

    let told = told_of_me(json_reply(
        &json!({"code": 0, "data": {"user_id": 7, "nick_name": []}}),
    ));
    assert_eq!(
        short(&told.await),
        [
            (DeviationKind::OtherType, "/data/nick_name", "array", 1),
            (DeviationKind::NumberForText, "/data/user_id", "integer", 1),
        ]
    );
}

#[tokio::test]
async fn values_of_enums_are_told_only_where_that_is_allowed() {
    for (allowed, expected) in [(false, None), (true, Some("value_of_tomorrow"))] {
        let observer = Observer::new();
        let mut given = observer.clone();
        if allowed {
            given = given.with_enum_values();
        }
        let (_server, client) = observed("chat.retrieve", Fault::UnknownValues, &given).await;
        client
            .chat()
            .retrieve("1", "2")
            .send()
            .await
            .expect("it is read");
        let told = observer.deviations();
        let status = told.iter().find(|one| one.at == "/data/status");
        let status = status.expect("the status is told of");
        assert_eq!(status.kind, DeviationKind::UnknownValue);
        assert_eq!(status.value.as_deref(), expected);
    }
}

#[tokio::test]
async fn what_is_required_and_not_there_is_told() {
    let document = json!({"paths": {"/v1/users/me": {"get": {"operationId": "Me", "responses": {"200": {
        "content": {"application/json": {"schema": {"properties": {"data": {
            "properties": {"user_id": {"type": "string"}, "nick_name": {"type": "string"}},
            "required": ["user_id", "nick_name"],
        }}}}},
    }}}}}});
    let observer = Observer::new();
    let strict = observer
        .clone()
        .against(&document.to_string())
        .expect("a document");
    let reply = json_reply(&json!({"data": {"user_id": null}}));
    let (_server, client) = observed("users.me", reply, &strict).await;
    let _ = client.users().me().send().await;
    assert_eq!(
        short(&observer.deviations()),
        [
            (
                DeviationKind::NothingForRequired,
                "/data/nick_name",
                "nothing",
                1
            ),
            (DeviationKind::NullForRequired, "/data/user_id", "null", 1),
        ]
    );
    assert!(Observer::new().against("[]").is_err());
}

#[tokio::test]
async fn a_reply_without_its_envelope_is_told_as_one_deviation() {
    let told = told_of_me(json_reply(&json!({"user_id": "1", "nick_name": "Ada"}))).await;
    assert_eq!(short(&told), [(DeviationKind::NoEnvelope, "", "object", 1)]);
}

#[tokio::test]
async fn events_and_their_fields_are_told() {
    let observer = Observer::new();
    let events = Reply::events([
        json!({"event": "conversation.message.delta", "data": {"content": "secret", "mood": "good"}}),
        json!({"event": "conversation.of_tomorrow", "data": {"a": 1}}),
        json!({"event": "done", "data": "[DONE]"}),
    ]);
    let (_server, client) = observed("chat.stream", events, &observer).await;
    let chat = client
        .chat()
        .stream("1", "2")
        .send()
        .await
        .expect("it begins");
    let _: Result<Vec<_>, _> = chat.try_collect().await;
    let mut told = observer.deviations();
    told.retain(|one| one.kind != DeviationKind::NothingForRequired);
    let events: Vec<_> = told.iter().map(|one| one.event.as_deref()).collect();
    assert_eq!(
        events,
        [
            Some("conversation.message.delta"),
            Some("conversation.of_tomorrow")
        ]
    );
    assert_eq!(
        short(&told),
        [
            (DeviationKind::UnknownEvent, "", "object", 1),
            (DeviationKind::UnknownField, "/mood", "string", 1),
        ]
    );
}

#[tokio::test]
async fn refusals_are_not_told() {
    assert_eq!(told_of_me(Reply::error(4200, "no")).await, []);
    assert_eq!(told_of_me(Fault::GatewayTimeout).await, []);
    assert_eq!(told_of_me(Fault::EmptyReply).await, []);
}

/// A writer whose text can be read.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    fn lines(&self) -> Vec<Deviation> {
        let text = String::from_utf8(self.0.lock().expect("nobody panics").clone());
        let text = text.expect("it is text");
        let lines = text.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().expect("each line is JSON")
    }
}

#[tokio::test]
async fn lines_add_up_to_what_was_seen() {
    let written = Shared::default();
    let observer = Observer::to_writer(written.clone());
    let (_server, client) = observed("users.me", Fault::UnknownFields, &observer).await;
    client.users().me().send().await.expect("it is read");
    observer.flush().expect("it is written");
    let told = observer.deviations();
    assert_eq!(written.lines(), told);
    observer.flush().expect("there is nothing to write");
    assert_eq!(written.lines().len(), told.len());

    client.users().me().send().await.expect("it is read");
    drop((client, observer));
    let counts: u64 = written.lines().iter().map(|line| line.count).sum();
    assert_eq!(counts, 2 * told.iter().map(|one| one.count).sum::<u64>());
}

#[tokio::test]
async fn a_closure_hears_of_each_deviation_once() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&heard);
    let observer = Observer::from_fn(move |deviation| {
        listener
            .lock()
            .expect("nobody panics")
            .push(deviation.at.clone());
    });
    let reply = json_reply(&json!({"code": 0, "data": {"user_id": "1", "new": 1}}));
    let (_server, client) = observed("users.me", reply, &observer).await;
    for _ in 0..3 {
        client.users().me().send().await.expect("it is read");
    }
    assert_eq!(*heard.lock().expect("nobody panics"), ["/data/new"]);
}

/// Every value of the reply is a secret, and so are keys that are no names.
#[tokio::test]
async fn no_content_is_told() {
    let secret = "S3CRET";
    let written = Shared::default();
    let observer = Observer::to_writer(written.clone()).with_enum_values();
    let long = secret.repeat(20);
    let reply = json_reply(&json!({"code": 0, "msg": secret, secret: secret, "data": {
        "id": secret, "status": long, "meta_data": {secret: {secret: secret}},
        "created_at": secret, "S3CRET@example.com": secret, "S3CRET 2": [secret],
        "new_field": {"S3CRET": secret},
    }}));
    let (_server, client) = observed("chat.retrieve", reply, &observer).await;
    let _ = client.chat().retrieve("1", "2").send().await;
    let shown = format!("{:?}", observer.deviations());
    observer.flush().expect("it is written");
    assert!(written.lines().len() >= 4, "{shown}");
    // A key beside those of the document is the name of a field.
    let named = r#"at: "/S3CRET""#;
    assert!(shown.contains(named), "{shown}");
    assert!(!shown.replace(named, "").contains(secret), "{shown}");
}

#[tokio::test]
async fn a_flood_of_names_is_bounded() {
    let observer = Observer::new();
    let names = (0..1500).map(|index| (format!("field_{index}"), json!(1)));
    let mut data: serde_json::Map<String, Value> = names.collect();
    data.insert("user_id".to_owned(), json!("1"));
    let (_server, client) = observed(
        "users.me",
        json_reply(&json!({"code": 0, "data": data})),
        &observer,
    )
    .await;
    client.users().me().send().await.expect("it is read");
    assert_eq!(observer.deviations().len(), 1000);
    assert_eq!(observer.overlooked(), 500);
}
