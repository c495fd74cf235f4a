//! Calls of endpoints that the crate does not know.

use std::collections::BTreeMap;

use coze_client::types::Bot;
use coze_client::{ErrorKind, FilePart, Method};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::server::{Reply, Server, TOKEN};

#[derive(Debug, PartialEq, Deserialize)]
struct Thing {
    name: String,
    size: u32,
}

const THING: &str = r#"{"code":0,"data":{"name":"a","size":2},"detail":{"logid":"L"}}"#;

#[tokio::test]
async fn an_unknown_endpoint_is_called_like_a_known_one() {
    let server = Server::start([Reply::json(THING)]).await;
    let call = server.client().request(Method::Post, "/v9/{id}/things");
    let call = call
        .path("id", "x/../y")
        .with_query("n", 7)
        .json(&json!({"a": [1]}));
    let response = call.send::<Thing>().with_response().await.expect("a thing");
    assert_eq!(
        response.value(),
        &Thing {
            name: "a".to_owned(),
            size: 2
        }
    );
    assert_eq!(response.log_id(), Some("L"));
    let call = server.call();
    assert_eq!(call.line, "POST /v9/x%2F..%2Fy/things?n=7");
    assert_eq!(
        call.header("authorization"),
        Some(&*format!("Bearer {TOKEN}"))
    );
    assert_eq!(call.header("content-type"), Some("application/json"));
    assert_eq!(call.text(), r#"{"a":[1]}"#);
}

#[tokio::test]
async fn the_crates_own_types_are_read_as_tolerantly_as_ever() {
    let reply = Reply::json(r#"{"code":0,"data":{"bot_id":7,"name":null,"version":"1"}}"#);
    let server = Server::start([reply]).await;
    let call = server.client().request(Method::Get, "/v9/bot");
    assert_eq!(call.send::<Bot>().await.expect("a bot").bot_id, "7");
}

#[tokio::test]
async fn forms_and_files_are_bodies_too() {
    let server = Server::start([Reply::success(), Reply::success(), Reply::success()]).await;
    let call = || server.client().request(Method::Put, "/v9/things");
    call()
        .form([("a b", "1&2"), ("c", "d")])
        .send::<Value>()
        .await
        .expect("success");
    let file = FilePart::bytes("x.txt", "content");
    let form = call().text_part("note", 5).file_part("file", file.clone());
    form.send::<Value>().await.expect("success");
    call().body(&file).send::<Value>().await.expect("success");
    let calls = server.calls();
    assert_eq!(calls[0].text(), "a%20b=1%262&c=d");
    let form = calls[1].text();
    assert!(form.contains("name=\"note\"\r\n\r\n5\r\n"), "{form}");
    assert!(form.contains("name=\"file\"; filename=\"x.txt\""), "{form}");
    assert_eq!(calls[2].text(), "content");
    assert_eq!(calls[2].header("content-type"), Some("text/plain"));
}

#[tokio::test(start_paused = true)]
async fn repetitions_and_refusals_are_those_of_every_call() {
    let refusal = Reply::json(r#"{"code":4200,"msg":"no such thing","detail":{"logid":"L"}}"#);
    let server = Server::start([Reply::hangup(), refusal]).await;
    let call = server
        .client()
        .request(Method::Get, "/v9/{id}")
        .path("id", "secret-id");
    let error = call.send::<Thing>().await.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!((error.attempts(), error.log_id()), (2, Some("L")));
    let text = error.to_string();
    assert!(
        text.starts_with("GET /v9/{id}: ") && !text.contains("secret-id"),
        "{text}"
    );
}

#[tokio::test]
async fn what_does_not_fit_the_type_says_where() {
    let wrong = r#"{"code":0,"data":{"name":"a","size":"big"}}"#;
    let server = Server::start([
        Reply::json(wrong),
        Reply::json(r#"{"code":0}"#),
        Reply::json(r#"{"code":0}"#),
    ])
    .await;
    let call = || server.client().request(Method::Get, "/v9/thing");
    let error = call().send::<Thing>().await.expect_err("no thing");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(
        text.contains("`data.size`") && text.contains("expected u32"),
        "{text}"
    );
    let text = call()
        .send::<Thing>()
        .await
        .expect_err("nothing")
        .to_string();
    assert!(text.contains("lacks what was asked for"), "{text}");
    assert_eq!(call().send::<Option<Thing>>().await.expect("nothing"), None);
}

#[tokio::test]
async fn a_result_beside_the_code_is_the_whole_reply() {
    let server = Server::start([Reply::json(r#"{"code":0,"total":3}"#)]).await;
    let call = server.client().request(Method::Get, "/v9/total");
    let reply: BTreeMap<String, Value> = call.send_whole().await.expect("a reply");
    assert_eq!(reply["total"], 3);
}

#[tokio::test]
async fn streams_and_downloads_are_read_piece_by_piece() {
    let events = "event: a\ndata: {\"x\":1}\n\ndata: [DONE]\n\nevent: late\ndata: 1\n\n";
    let sound = Reply::new(200, "audio/mpeg", &[b"ab", b"cd"]);
    let refusal = Reply::json(r#"{"code":4100,"msg":"who are you"}"#);
    let server = Server::start([Reply::events(events), sound, refusal]).await;
    let call = || server.client().request(Method::Post, "/v9/things");
    let events = call().events().await.expect("a stream");
    let events: Vec<_> = events.try_collect().await.expect("events");
    let events: Vec<_> = events
        .iter()
        .map(|event| (event.event(), event.data()))
        .collect();
    assert_eq!(events, [("a", "{\"x\":1}"), ("message", "[DONE]")]);
    let sound = call().download().await.expect("a download");
    assert_eq!(sound.bytes().await.expect("bytes"), "abcd");
    let error = call().events().await.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::Auth);
}

#[tokio::test]
async fn a_path_that_leads_elsewhere_is_not_sent() {
    let server = Server::start([]).await;
    for path in [
        "https://evil.example/x",
        "//evil.example",
        "@evil.example",
        "/v1/%2e%2e/x",
        "/{id}",
    ] {
        let call = server.client().request(Method::Get, path);
        let error = call.send::<Value>().await.expect_err(path);
        assert_eq!(error.kind(), ErrorKind::Argument, "{path}");
    }
    assert!(server.calls().is_empty());
}

#[tokio::test]
async fn a_call_for_everybody_goes_without_a_token() {
    let server = Server::start([Reply::success()]).await;
    let call = server.client().request(Method::Get, "/status");
    call.without_token().send::<Value>().await.expect("success");
    assert_eq!(server.call().header("authorization"), None);
}
