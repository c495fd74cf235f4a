//! How a session ends, at every stage and by whomever.

use coze_client::ErrorKind;
use coze_client::realtime::CloseFrame;
use coze_client::testing::{Gate, Script};
use serde_json::json;

use super::{error, event, message, names, open, server, session};

#[tokio::test]
async fn a_normal_end_is_the_end_and_says_why() {
    let (mut session, _server) = session(Script::new().event("a", ()).close(1000, "bye")).await;
    assert_eq!(names(&mut session).await, ["a"]);
    assert!(session.next().await.is_none() && !session.is_open());
    assert_eq!(session.close_frame(), Some(CloseFrame::new(1000, "bye")));
    let error = session.send(event("b")).await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

#[tokio::test]
async fn every_other_code_is_an_error() {
    for (code, kind, retryable) in [
        (1001, ErrorKind::Truncated, true),
        (1008, ErrorKind::Api, false),
        (1011, ErrorKind::Truncated, true),
        (4001, ErrorKind::Api, false),
    ] {
        let script = Script::new().close(code, "because of token-of-a-test");
        let (mut session, _server) = session(script).await;
        let error = error(session.next().await);
        assert_eq!((error.kind(), error.is_retryable()), (kind, retryable));
        let text = error.to_string();
        assert!(text.contains(&format!("code {code}: because of")), "{text}");
        assert!(
            text.contains("(log id log-1)") && !text.contains("token-of"),
            "{text}"
        );
        assert!(session.next().await.is_none());
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_an_error_wherever_it_does() {
    for (script, events) in [
        (Script::new().cut(), 0),
        (Script::new().event("a", ()).cut(), 1),
        (
            Script::new()
                .event("a", ())
                .receive("x")
                .event("b", ())
                .cut(),
            2,
        ),
        (
            Script::new()
                .event_in_fragments(9, "a", json!({"x": 1}))
                .cut(),
            1,
        ),
    ] {
        let (mut session, _server) = session(script).await;
        // It may be gone before.
        _ = session.send(event("x")).await;
        for _ in 0..events {
            message(session.next().await);
        }
        let error = error(session.next().await);
        assert!(
            matches!(error.kind(), ErrorKind::Truncated | ErrorKind::Transport),
            "{error}"
        );
        assert!(error.is_retryable() && session.next().await.is_none());
        let error = session.send(event("y")).await.expect_err("nobody listens");
        assert!(
            error
                .to_string()
                .starts_with("GET /v1/oracle: the connection"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_event_that_is_too_large_ends_the_session() {
    let script = Script::new()
        .event("a", json!("x".repeat(1000)))
        .event("b", ());
    let server = server(script).await;
    let client = server
        .builder()
        .max_event_size(900)
        .build()
        .expect("a client");
    let mut session = open(&client).await.expect("a session");
    let error = error(session.next().await);
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("900"), "{error}");
    assert!(session.next().await.is_none() && !session.is_open());
}

#[tokio::test]
async fn closing_waits_for_the_service_and_drops_what_it_still_says() {
    let script = Script::new().event("a", ()).event("b", ());
    let (session, _server) = session(script).await;
    let end = session.close_with(CloseFrame::new(1000, "done")).await;
    assert_eq!(end.expect("an end"), Some(CloseFrame::new(1000, "done")));
}

#[tokio::test(start_paused = true)]
async fn closing_does_not_wait_for_long() {
    let gate = Gate::closed();
    let (session, _server) = session(Script::new().pass(&gate)).await;
    let began = tokio::time::Instant::now();
    assert_eq!(session.close().await.expect("an end"), None);
    assert_eq!(began.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn one_half_ends_the_other() {
    let (session, _server) = session(Script::new().receive("never")).await;
    let (mut sink, mut events) = session.split();
    let reading = tokio::spawn(async move { events.next().await.is_none() });
    sink.close();
    assert!(reading.await.expect("no panic"));
    let error = sink.send(event("late")).await.expect_err("closed");
    assert!(
        error.to_string().contains("nothing more can be sent"),
        "{error}"
    );
}

#[tokio::test]
async fn dropping_it_closes_the_connection() {
    let gate = Gate::closed();
    let (session, server) = session(Script::new().receive("never").pass(&gate)).await;
    let reached = gate.reached();
    drop(session);
    // The server ends its script when the client is gone, and does not come to the gate.
    tokio::select! {
        biased;
        () = reached => panic!("the client is still there"),
        () = gone(&server) => {}
    }
}

/// Ends when the server has no session any more.
async fn gone(server: &coze_client::testing::Server) {
    while server.sessions() > 0 {
        tokio::task::yield_now().await;
    }
}
