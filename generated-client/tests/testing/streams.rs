//! Streams: their events, their end, and what holds them up.

use std::time::Duration;

use coze_client::testing::{Gate, Reply, Server};
use coze_client::types::{ChatEvent, ChatStatus, Message, WorkflowEvent};
use coze_client::{ErrorKind, RawEvent};
use serde_json::json;

fn delta(text: &str) -> ChatEvent {
    let mut message = Message::default();
    text.clone_into(&mut message.content);
    ChatEvent::MessageDelta(message)
}

#[tokio::test]
async fn streams_of_which_nothing_is_said_answer() {
    let server = Server::start().await;
    let client = server.client();
    let chat = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("it begins");
    let text = chat.text().await.expect("it ends well");
    assert_eq!(text, "Hello! How can I help you?");

    let chat = client
        .chat()
        .create("bot", "user")
        .wait()
        .await
        .expect("it ends well");
    assert_eq!(chat.chat.status, Some(ChatStatus::Completed));
    assert_eq!(chat.text(), "Hello! How can I help you?");

    let run = client.workflows().runs().stream("workflow").send().await;
    let events: Vec<WorkflowEvent> = run
        .expect("it begins")
        .try_collect()
        .await
        .expect("it ends well");
    assert!(
        matches!(events.last(), Some(WorkflowEvent::Done(_))),
        "{events:?}"
    );
}

#[tokio::test]
async fn events_are_those_of_the_crate_or_raw_ones_and_the_end_follows() {
    let server = Server::start().await;
    let client = server.client();
    let typed = [delta("Hel"), delta("lo")];
    server.on("chat.stream").once(Reply::events(&typed));
    let raw = RawEvent::new("conversation.message.delta", r#"{"content": "raw"}"#);
    let news = RawEvent::new("of.tomorrow", "no JSON");
    server
        .on("chat.stream")
        .reply(Reply::events([raw, news.clone()]));

    // What is said later comes first.
    let stream = async || {
        client
            .chat()
            .stream("bot", "user")
            .send()
            .await
            .expect("it begins")
    };
    let events: Vec<ChatEvent> = stream().await.try_collect().await.expect("it ends well");
    assert_eq!(events[..2], [delta("raw"), ChatEvent::Unrecognized(news)]);
    assert!(matches!(events[2..], [ChatEvent::Done(_)]), "{events:?}");
}

#[tokio::test]
async fn a_stream_that_is_cut_is_no_short_answer() {
    let server = Server::start().await;
    let cut = Reply::events([delta("Hel"), delta("lo")]).cut_after(1);
    server.on("chat.stream").reply(cut);
    let mut events = server
        .client()
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("it begins");
    assert_eq!(
        events.try_next().await.expect("one came"),
        Some(delta("Hel"))
    );
    let error = events.try_next().await.expect_err("it broke off");
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

#[tokio::test]
async fn a_slow_stream_goes_on_when_the_test_says_so() {
    let server = Server::start().await;
    let gate = Gate::after(1);
    let reply = Reply::events([delta("a"), delta("b"), delta("c")]).through(&gate);
    server.on("chat.stream").reply(reply);
    let mut events = server
        .client()
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("it begins");
    assert_eq!(
        events.try_next().await.expect("it goes on"),
        Some(delta("a"))
    );
    gate.reached().await;
    gate.step();
    assert_eq!(
        events.try_next().await.expect("it goes on"),
        Some(delta("b"))
    );
    gate.open();
    let rest: Vec<ChatEvent> = events.try_collect().await.expect("it ends well");
    assert_eq!(rest[0], delta("c"));
}

#[tokio::test(start_paused = true)]
async fn a_stalled_stream_is_given_up() {
    let server = Server::start().await;
    let gate = Gate::after(1);
    server
        .on("chat.stream")
        .reply(Reply::example().through(&gate));
    let idle = Duration::from_secs(30);
    let client = server
        .builder()
        .stream_idle_timeout(idle)
        .build()
        .expect("a client");
    let stream = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("it begins");
    let error = stream.text().await.expect_err("nothing comes");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_does_not_come_is_given_up() {
    let server = Server::start().await;
    let gate = Gate::closed();
    server
        .on("chat.cancel")
        .reply(Reply::value(json!({})).through(&gate));
    let error = server
        .client()
        .chat()
        .cancel("1", "2")
        .send()
        .await
        .expect_err("nothing comes");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}
