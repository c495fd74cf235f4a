//! A stream whose first event is an error was refused like any other call: its token is renewed, and it is sent again, once nothing can
//! have been carried out.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use coze_client::auth::{self, AccessToken};
use coze_client::types::{ChatEvent, WorkflowEvent};
use coze_client::{Client, Result};

use crate::server::{Reply, Server};

const HELLO: &str = "event:conversation.message.delta\ndata:{\"content\":\"hello\"}\n\n";
const DONE: &str = "event:done\ndata:\n\n";

/// A stream, with the pieces in which it arrives.
fn events(pieces: &[&str]) -> Reply {
    let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.as_bytes()).collect();
    Reply::new(200, "text/event-stream", &pieces)
}

fn done() -> Reply {
    events(&[HELLO, DONE])
}

fn error(code: i64) -> String {
    format!("event:error\ndata:{{\"code\":{code},\"msg\":\"no\"}}\n\n")
}

async fn chat(client: &Client) -> Result<Vec<ChatEvent>> {
    let stream = client.chat().stream("bot", "user").send().await?;
    stream.try_collect().await
}

/// A client with a new token each time.
fn renewing(server: &Server) -> Client {
    let count = AtomicU32::new(0);
    let source = auth::from_fn(move || {
        let number = count.fetch_add(1, Relaxed);
        let token = AccessToken::new(format!("token{number}"));
        let token = token.with_expires_in(Duration::from_secs(60 * 60));
        async move { Result::Ok(token) }
    });
    server
        .builder()
        .token_source(source)
        .build()
        .expect("valid")
}

#[tokio::test(start_paused = true)]
async fn a_token_that_the_first_event_refuses_is_renewed_once() {
    for code in [4100, 700_012_006] {
        let server = Server::start([events(&[&error(code)]), done()]).await;
        let events = chat(&renewing(&server)).await.expect("the second");
        assert_eq!(events.len(), 2);
        let calls = server.calls();
        let tokens = calls.iter().map(|call| call.header("authorization"));
        let tokens: Vec<_> = tokens.map(|token| token.expect("a token")).collect();
        assert_eq!(tokens, ["Bearer token0", "Bearer token1"]);
        // Once.
        let refused = events_of(2, &error(code));
        let server = Server::start(refused).await;
        let failed = chat(&renewing(&server)).await.expect_err("refused again");
        assert_eq!(failed.as_api().map(coze_client::ApiError::code), Some(code));
        assert_eq!(server.calls().len(), 2);
    }
}

fn events_of(times: usize, text: &str) -> Vec<Reply> {
    vec![events(&[text]); times]
}

#[tokio::test(start_paused = true)]
async fn the_first_event_may_arrive_in_any_pieces_behind_signs_of_life() {
    let busy = error(4013);
    let bytes: Vec<&str> = busy.split_inclusive(|_| true).collect();
    for pieces in [
        &[&busy[..]][..],
        &bytes,
        &[": hello\n\n", ":\n\n", &busy],
        &["\u{feff}id:0\n", &busy],
        &[
            "retry: 1000\n\n",
            "event: conversation.error\ndata: {\"code\": 4013,\ndata: \"msg\": \"no\"}\n\n",
        ],
        &["event:error\ndata:{\"code\":\"4013\"}"],
        &["event: Error\ndata: {\"code\": 4013}\n\n"],
        &["data: {\"code\": 4013, \"msg\": \"no\"}\n\n"],
    ] {
        let server = Server::start([events(pieces), done()]).await;
        let events = chat(&server.client()).await;
        let events = events.unwrap_or_else(|error| panic!("{pieces:?}: {error}"));
        assert_eq!((events.len(), server.calls().len()), (2, 2), "{pieces:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_event_of_a_workflow_is_read_as_well() {
    let busy = "event: PING\ndata: {}\n\nid: 0\nevent: Error\ndata: {\"error_code\":4013,\"error_message\":\"no\"}\n\n";
    let done = events(&["id: 0\nevent: Done\ndata: {}\n\n"]);
    let server = Server::start([events(&[busy]), done]).await;
    let client = server.client();
    let stream = client.workflows().runs().stream("w").send().await;
    let events: Vec<WorkflowEvent> = stream.expect("events").try_collect().await.expect("all");
    assert_eq!((events.len(), server.calls().len()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_carried_out_is_not_sent_again() {
    let late = format!("{HELLO}{}", error(4013));
    for (text, code) in [
        (error(5000), 5000),
        (error(4016), 4016),
        (late.clone(), 4013),
        ("event:error\ndata:out of service\n\n".to_owned(), 0),
    ] {
        let server = Server::start([events(&[&text]), done()]).await;
        let stream = server.client().chat().stream("bot", "user").send().await;
        let mut stream = stream.expect("a stream that says more");
        let failed = loop {
            match stream.next().await.expect("an error") {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert_eq!(failed.as_api().map(coze_client::ApiError::code), Some(code));
        assert_eq!(server.calls().len(), 1, "{text}");
    }
    // Nor is anything where that is not wanted.
    let server = Server::start(events_of(2, &error(4013))).await;
    let client = server.builder().max_retries(0).build().expect("valid");
    chat(&client).await.expect_err("busy");
    assert_eq!(server.calls().len(), 1);
}
