//! What a client does when the service refuses the token of its source: replace it once, if it is the token that is wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use coze_client::auth::{self, AccessToken, FromFn};
use coze_client::{Client, Error, ErrorKind, Result};
use serde_json::json;
use tokio::time::sleep;

use crate::server::{Call, Reply, Server, datasets, ok, unauthorized};

/// A source of `t1`, `t2` and so on, and how many there have been.
fn numbered() -> (
    FromFn<impl Fn() -> std::future::Ready<Result<String>> + Send + Sync + 'static>,
    Arc<AtomicUsize>,
) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let source = auth::from_fn(move || {
        let number = counter.fetch_add(1, SeqCst) + 1;
        std::future::ready(Ok::<_, Error>(format!("t{number}")))
    });
    (source, count)
}

async fn call(client: &Client) -> Result<()> {
    client.datasets().list("s").send().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_for_all_calls() {
    let server = Server::start(|call| match call.bearer() {
        "t2" => datasets(),
        _ => unauthorized(),
    })
    .await;
    let (source, count) = numbered();
    let client = server.client().with_token_source(source);
    let outcomes = tokio::join!(call(&client), call(&client), call(&client));
    for outcome in [outcomes.0, outcomes.1, outcomes.2] {
        outcome.expect("success with the second token");
    }
    assert_eq!(count.load(SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn the_token_of_a_stream_is_replaced_as_well() {
    let events = "event: done\ndata: [DONE]\n\n".to_owned();
    let server = Server::start(move |call| match call.bearer() {
        "t2" => Reply::Text(200, "text/event-stream", events.clone()),
        _ => unauthorized(),
    })
    .await;
    let client = server.client().with_token_source(numbered().0);
    let stream = client.chat().stream("b", "u").send().await;
    drop(stream.expect("events"));
    assert_eq!(server.bearers(), ["t1", "t2"]);
}

#[tokio::test(start_paused = true)]
async fn only_what_is_said_of_the_token_replaces_it() {
    let plain = |status, body: &str| Reply::Text(status, "text/plain", body.to_owned());
    for (reply, tokens) in [
        // The token is wrong.
        (Reply::Json(401, json!({"code": 4100, "msg": "invalid"})), 2),
        (ok(json!({"code": 4100, "msg": "invalid"})), 2),
        (
            ok(json!({"code": 700_012_006, "msg": "authentication failed"})),
            2,
        ),
        (plain(401, ""), 2),
        (plain(401, "Unauthorized"), 2),
        // It lacks a permission, or something else is wrong.
        (
            Reply::Json(401, json!({"code": 4101, "msg": "no permission"})),
            1,
        ),
        (ok(json!({"code": 4101, "msg": "no permission"})), 1),
        (
            Reply::Json(
                401,
                json!({"code": 401, "msg": "missing session_key in cookie"}),
            ),
            1,
        ),
        (plain(403, "Forbidden"), 1),
        (
            Reply::Json(404, json!({"code": 4200, "msg": "not found"})),
            1,
        ),
    ] {
        let answer = reply.clone();
        let server = Server::start(move |_| answer.clone()).await;
        let (source, count) = numbered();
        let client = server.client().with_token_source(source);
        call(&client).await.expect_err("refused");
        assert_eq!(
            (count.load(SeqCst), server.calls().len()),
            (tokens, tokens),
            "{reply:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_refuses_every_token_costs_one_a_minute() {
    let server = Server::start(|_| unauthorized()).await;
    let (source, count) = numbered();
    let client = server.client().with_token_source(source);
    for _ in 0..200 {
        let error = call(&client).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert_eq!(error.log_id(), Some("log-head"));
    }
    assert_eq!((count.load(SeqCst), server.calls().len()), (2, 201));
    sleep(Duration::from_secs(60)).await;
    for _ in 0..200 {
        call(&client).await.expect_err("refused");
    }
    assert_eq!((count.load(SeqCst), server.calls().len()), (3, 402));
}

#[tokio::test(start_paused = true)]
async fn the_same_token_is_not_tried_twice() {
    let server = Server::start(|_| unauthorized()).await;
    let client = server.client().with_token_source(AccessToken::new("same"));
    let error = call(&client).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(server.bearers(), ["same"]);
}

#[tokio::test(start_paused = true)]
async fn a_source_without_another_token_says_why() {
    let answer = |_: &Call| unauthorized();
    let server = Server::start(answer).await;
    let first = AtomicUsize::new(0);
    let source = auth::from_fn(move || {
        let number = first.fetch_add(1, SeqCst);
        std::future::ready(if number == 0 {
            Ok("t1")
        } else {
            Err("sign in again")
        })
    });
    let client = server.client().with_token_source(source);
    let error = call(&client).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::OAuth);
    assert!(format!("{error:?}").contains("sign in again"), "{error:?}");
}
