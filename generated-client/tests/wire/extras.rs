//! What a typed call is given, and gives, beyond what the crate knows.

use coze_client::ErrorKind;
use serde_json::{Value, json};

use crate::server::{Reply, Server};

#[tokio::test]
async fn a_call_takes_parameters_and_fields_that_are_newer_than_the_crate() {
    let server = Server::start([Reply::success()]).await;
    let call = server
        .client()
        .chat()
        .create("bot", "user")
        .conversation_id("c");
    let call = call
        .with_query("trace", true)
        .with_body_field("mode", json!({"new": [1]}));
    let call = call.with_body_field("user_id", "another");
    let _ = call.send().await;
    let call = server.call();
    assert_eq!(call.line, "POST /v3/chat?conversation_id=c&trace=true");
    let body: Value = serde_json::from_str(&call.text()).expect("JSON");
    assert_eq!(body["mode"], json!({"new": [1]}));
    assert_eq!(
        (&body["user_id"], &body["bot_id"]),
        (&json!("another"), &json!("bot"))
    );
}

#[tokio::test]
async fn every_page_of_a_list_has_the_extra_parameter() {
    let page = |id| {
        Reply::json(&format!(
            r#"{{"code":0,"data":{{"total":2,"items":[{{"id":"{id}"}}]}}}}"#
        ))
    };
    let server = Server::start([page("1"), page("2")]).await;
    let apps = server
        .client()
        .apps()
        .list("w")
        .page_size(1)
        .with_query("new", 1);
    let mut apps = apps.items();
    while apps.try_next().await.expect("an app").is_some() {}
    let lines: Vec<_> = server.calls().into_iter().map(|call| call.line).collect();
    assert!(
        lines.len() == 2 && lines.iter().all(|line| line.ends_with("&new=1")),
        "{lines:?}"
    );
}

#[tokio::test]
async fn what_the_crate_does_not_know_of_a_reply_is_kept_where_asked_for() {
    let reply = r#"{"code":0,"data":{"bot_id":"7","is_new":{"a":1}},"detail":{"logid":"L"}}"#;
    let server = Server::start([Reply::json(reply)]).await;
    let response = server
        .client()
        .bots()
        .retrieve("7")
        .send()
        .with_response()
        .await
        .expect("a bot");
    assert_eq!(response.value().bot_id, "7");
    let whole: Value = response.json().expect("JSON");
    assert_eq!(whole["data"]["is_new"], json!({"a": 1}));
    assert_eq!(response.body(), reply);
    assert!(!format!("{response:?}").contains("is_new"));
}

#[tokio::test]
async fn events_can_be_had_as_they_came() {
    let events = "event: conversation.message.delta\ndata: {\"content\":\"a\",\"is_new\":1}\n\nevent: done\ndata: \"[DONE]\"\n\n";
    let broken = "event: conversation.message.delta\ndata: {}\n\n";
    let server = Server::start([Reply::events(events), Reply::events(broken)]).await;
    let stream = async || {
        let call = server.client().chat().stream("bot", "user").send();
        call.await.expect("a stream").into_raw()
    };
    let first = stream()
        .await
        .try_next()
        .await
        .expect("no error")
        .expect("an event");
    let data: Value = serde_json::from_str(first.data()).expect("JSON");
    assert_eq!(data["is_new"], 1);
    let mut truncated = stream().await;
    assert!(truncated.next().await.is_some_and(|event| event.is_ok()));
    let error = truncated.try_next().await.expect_err("no end");
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

#[tokio::test(start_paused = true)]
async fn a_reply_can_be_had_as_it_came_whatever_it_says() {
    let refusal = Reply::new(404, "application/json", &[br#"{"code":4200,"msg":"no"}"#]);
    let page = Reply::new(200, "text/html", &[b"<html>"]).header("X-Tt-Logid", "L");
    let stream = Reply::events("event: done\ndata: \"[DONE]\"\n\n");
    let server = Server::start([Reply::hangup(), refusal, page, stream]).await;
    let client = server.client();
    let reply = client
        .bots()
        .retrieve("7")
        .send()
        .raw()
        .await
        .expect("a reply");
    assert_eq!(reply.status(), 404);
    assert_eq!(reply.body(), r#"{"code":4200,"msg":"no"}"#);
    assert_eq!(server.calls().len(), 2, "it is sent again like any other");
    let reply = client
        .bots()
        .retrieve("7")
        .send()
        .raw()
        .await
        .expect("a reply");
    assert_eq!(reply.headers().get("content-type"), Some("text/html"));
    assert_eq!(
        (reply.log_id(), &**reply.body()),
        (Some("L"), &b"<html>"[..])
    );
    let reply = client
        .chat()
        .stream("bot", "user")
        .send()
        .raw()
        .await
        .expect("a reply");
    assert_eq!(reply.body(), "event: done\ndata: \"[DONE]\"\n\n");
}

#[tokio::test]
async fn half_a_reply_is_none_as_it_came() {
    let half = Reply::new(500, "application/json", &[b"{\"code\""]).broken();
    let server = Server::start([half]).await;
    let client = server.builder().max_retries(0).build().expect("a client");
    let error = client
        .bots()
        .retrieve("7")
        .send()
        .raw()
        .await
        .expect_err("half a reply");
    assert_eq!(error.kind(), ErrorKind::Truncated);
}
