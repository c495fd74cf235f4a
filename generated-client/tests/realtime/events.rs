//! Events in both directions, whatever their frames look like.

use std::time::{Duration, SystemTime};

use coze_client::testing::{Gate, Script};
use coze_client::{ErrorKind, RawEvent};
use serde_json::json;

use super::{error, event, message, names, session};

#[tokio::test]
async fn they_go_in_both_directions_in_their_order() {
    let script = Script::new()
        .event("created", ())
        .receive("ask")
        .event("answer", json!({"text": "你好"}))
        .receive("thanks")
        .close(1000, "");
    let (mut session, server) = session(script).await;
    assert_eq!(message(session.next().await).event.event(), "created");
    let question = RawEvent::new("ask", r#"{"text": "谁"}"#);
    session.send(question).await.expect("sent");
    let answer = message(session.next().await);
    assert_eq!(answer.event.data(), r#"{"text":"你好"}"#);
    session.send(event("thanks")).await.expect("sent");
    assert!(names(&mut session).await.is_empty());

    let heard = server.events();
    assert_eq!(heard[0]["data"], json!({"text": "谁"}));
    assert_eq!(heard[1]["event_type"], "thanks");
    assert!(heard[1].get("data").is_none());
    assert_ne!(heard[0]["id"], heard[1]["id"]);
}

#[tokio::test]
async fn they_say_when_and_under_which_id_they_were_sent() {
    let (mut session, _server) = session(
        Script::new()
            .event("created", ())
            .text("{\"event_type\":\"x\"}"),
    )
    .await;
    let created = message(session.next().await);
    assert_eq!(
        (created.id.as_str(), created.log_id.as_deref()),
        ("event-1", Some("log-of-event-1"))
    );
    let since = Duration::from_millis(1_752_487_682_150);
    assert_eq!(created.responded_at, Some(SystemTime::UNIX_EPOCH + since));
    let bare = message(session.next().await);
    assert_eq!(
        (bare.id.as_str(), bare.log_id, bare.responded_at),
        ("", None, None)
    );
}

#[tokio::test]
async fn an_error_of_the_service_is_an_event_and_the_session_goes_on() {
    let script = Script::new()
        .event("error", json!({"code": 4000, "msg": "too fast"}))
        .event("answer", ());
    let (mut session, _server) = session(script).await;
    let failed = message(session.next().await);
    let failure = failed.failure().expect("a failure");
    assert_eq!(
        failure.as_api().map(|api| (api.code(), api.message())),
        Some((4000, "too fast"))
    );
    assert_eq!(failure.log_id(), Some("log-of-event-1"));
    let answer = message(session.next().await);
    assert!(answer.failure().is_none() && session.is_open());
}

#[tokio::test]
async fn what_is_no_event_is_an_error_and_the_session_goes_on() {
    let script = Script::new()
        .text("{\"event_type\":")
        .text("<html>token-of-a-test</html>")
        .text("{\"id\":\"1\"}")
        .text("[]")
        .text("")
        .binary(&[0_u8, 255][..])
        .event("answer", ());
    let (mut session, _server) = session(script).await;
    for words in ["event_type", "<html>", "\"id\"", "[]", "0 bytes", "2 bytes"] {
        let error = error(session.next().await);
        assert_eq!(error.kind(), ErrorKind::Decode);
        let text = error.to_string();
        assert!(text.contains(words) && text.contains("log-1"), "{text}");
        assert!(!format!("{error:?}").contains("token-of-a-test"));
        assert!(session.is_open());
    }
    assert_eq!(message(session.next().await).event.event(), "answer");
}

#[tokio::test]
async fn an_event_in_a_binary_message_is_one() {
    let (mut session, _server) = session(Script::new().binary(r#"{"event_type":"a"}"#)).await;
    assert_eq!(message(session.next().await).event.event(), "a");
}

#[tokio::test]
async fn an_event_in_fragments_is_one() {
    let text = "真长".repeat(1000);
    let script = Script::new().event_in_fragments(7, "answer", json!({"text": text}));
    let (mut session, _server) = session(script.close(1000, "")).await;
    let answer = message(session.next().await);
    assert!(answer.event.data().contains(&text));
    assert!(session.next().await.is_none());
}

#[tokio::test]
async fn pings_are_answered_by_who_reads_and_by_who_sends() {
    let answered = Gate::closed();
    let script = Script::new().ping().event("pong", ()).receive("go");
    let (mut session, _server) = session(script.ping().pass(&answered)).await;
    assert_eq!(message(session.next().await).event.event(), "pong");
    session.send(event("go")).await.expect("sent");
    // Nobody reads from here on.
    let sending = async {
        for _ in 0..10_000 {
            session.send(event("more")).await.expect("sent");
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = answered.reached() => {}
        () = sending => panic!("no answer"),
    }
}

#[tokio::test]
async fn two_tasks_share_a_session() {
    let gate = Gate::closed();
    let script = Script::new()
        .receive("a")
        .pass(&gate)
        .event("b", ())
        .receive("c")
        .close(1000, "");
    let (session, server) = session(script).await;
    let (mut sink, mut events) = session.split();
    let reading = tokio::spawn(async move {
        let first = message(events.next().await).event.event().to_owned();
        (first, events.next().await.is_none())
    });
    sink.send(event("a")).await.expect("sent");
    gate.open();
    sink.send(event("c")).await.expect("sent");
    assert_eq!(reading.await.expect("no panic"), ("b".to_owned(), true));
    assert_eq!(server.events().len(), 2);
}

#[tokio::test]
async fn waiting_can_be_given_up_without_losing_anything() {
    let gate = Gate::closed();
    let script = Script::new()
        .event_in_fragments(3, "a", ())
        .pass(&gate)
        .event_in_fragments(3, "b", ())
        .close(1000, "");
    let (mut session, _server) = session(script).await;
    let mut seen = Vec::new();
    while seen.len() < 2 {
        tokio::select! {
            biased;
            next = session.next() => seen.push(message(next).event.event().to_owned()),
            () = tokio::task::yield_now() => gate.open(),
        }
    }
    assert_eq!(seen, ["a", "b"]);
}
