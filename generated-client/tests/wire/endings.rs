//! How streams end: the service's ways, those of other servers of the same API, and those of nobody.

use std::time::Duration;

use coze_client::types::{ChatEvent, WorkflowEvent};
use coze_client::{Error, ErrorKind};

use crate::server::{Reply, Server};

const HELLO: &str = "event:conversation.message.delta\ndata:{\"content\":\"hi\"}\n\n";
const SOUND: &str = "event:conversation.audio.delta\ndata:{\"content\":\"UklGRg==\"}\n\n";
const COMPLETED: &str = "event:conversation.chat.completed\ndata:{\"status\":\"completed\",\"completed_at\":1716781029.5}\n\n";

/// The variants of all events of a chat, and the error that ended it, if one did.
async fn chat(reply: Reply) -> (Vec<String>, Option<Error>) {
    let server = Server::start([reply]).await;
    let stream = server.client().chat().stream("bot", "user").send().await;
    let mut stream = match stream {
        Ok(stream) => stream,
        Err(error) => return (Vec::new(), Some(error)),
    };
    let mut names = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(event)) => names.push(variant(&format!("{event:?}"))),
            Ok(None) => return (names, None),
            Err(error) => return (names, Some(error)),
        }
    }
}

fn variant(debug: &str) -> String {
    debug.split('(').next().unwrap_or_default().to_owned()
}

fn events(parts: &[&str]) -> Reply {
    Reply::events(&parts.concat())
}

#[tokio::test]
async fn every_spelling_of_the_terminator_ends_a_chat() {
    for end in [
        "event:done\ndata:\"[DONE]\"\n\n",
        "event: done \ndata: [DONE]\n\n",
        "event:done\n\n",
        "event:conversation.stream.done\ndata:\n\n",
        "data: [DONE]\n\n",
        "data:\"[DONE]\"\n\n",
    ] {
        let (names, error) = chat(events(&[HELLO, end, HELLO]).silent()).await;
        assert_eq!(names, ["MessageDelta", "Done"], "{end:?}");
        assert!(error.is_none(), "{end:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_connection_closed_after_the_chat_is_complete_is_its_end() {
    let half = "event:done\nda";
    for (parts, broken) in [
        (&[HELLO, COMPLETED][..], false),
        (&[HELLO, COMPLETED], true),
        (&[HELLO, COMPLETED, SOUND], false),
        (&[HELLO, COMPLETED, half], false),
        (&[HELLO, COMPLETED, ": a comment\n\n"], true),
    ] {
        let reply = events(parts);
        let (names, error) = chat(if broken { reply.broken() } else { reply }).await;
        assert_eq!(names[..2], ["MessageDelta", "ChatCompleted"], "{parts:?}");
        assert!(error.is_none(), "{parts:?}: {error:?}");
    }
}

#[tokio::test]
async fn sound_that_breaks_off_is_truncated() {
    let (names, error) = chat(events(&[COMPLETED, SOUND]).broken()).await;
    assert_eq!(names, ["ChatCompleted", "AudioDelta"]);
    assert_eq!(error.expect("broken").kind(), ErrorKind::Truncated);
    let done = "event:done\ndata:\n\n";
    let (names, error) = chat(events(&[COMPLETED, SOUND, SOUND, done])).await;
    assert_eq!(names.len(), 4, "sound after the chat is not lost");
    assert!(error.is_none(), "{error:?}");
}

#[tokio::test]
async fn every_spelling_of_an_error_is_that_error() {
    for (event, code, message) in [
        (
            "event:error\ndata:{\"code\":4016,\"msg\":\"busy\"}",
            4016,
            "busy",
        ),
        (
            "event:error\ndata:{\"code\":\"4016\",\"msg\":\"busy\"}",
            4016,
            "busy",
        ),
        (
            "event: error \ndata:{\"error_code\":4016,\"error_message\":\"busy\"}",
            4016,
            "busy",
        ),
        (
            "event:conversation.error\ndata:{\"code\":4016,\"message\":\"busy\"}",
            4016,
            "busy",
        ),
        (
            "event:error\ndata:{\"error\":{\"code\":4016,\"message\":\"busy\"}}",
            4016,
            "busy",
        ),
        ("event:error\ndata:busy", 0, "busy"),
        ("event:error\ndata:{}", 0, ""),
    ] {
        let (names, error) = chat(events(&[HELLO, event, "\n\n", HELLO])).await;
        assert_eq!(names, ["MessageDelta"]);
        let error = error.expect(event);
        let api = error.as_api().expect(event);
        assert_eq!((api.code(), api.message()), (code, message), "{event}");
    }
}

#[tokio::test]
async fn an_error_event_keeps_the_address_of_the_run() {
    let failed = "event: error\ndata: {\"code\":\"720701013\",\"msg\":\"bad\",\"debug_url\":\"https://x.example/1\"}\n\n";
    let (_, error) = chat(events(&[failed])).await;
    let error = error.expect("an error event");
    let url = error.as_api().and_then(coze_client::ApiError::debug_url);
    assert_eq!(url, Some("https://x.example/1"));
}

#[tokio::test]
async fn a_workflow_is_understood_in_either_case() {
    let stream = "id: 0\nevent: message\ndata: {\"content\":\"hi\"}\n\nid: 1\nevent: interrupt\ndata: {\"interrupt_data\":{\"event_id\":\"a/b\"}}\n\n";
    let server = Server::start([Reply::events(stream).silent()]).await;
    let stream = server.client().workflows().runs().stream("w").send().await;
    let events: Vec<WorkflowEvent> = stream
        .expect("a stream")
        .try_collect()
        .await
        .expect("events");
    assert!(matches!(
        events.as_slice(),
        [WorkflowEvent::Message(message), WorkflowEvent::Interrupt(_)] if message.content == "hi"
    ));
    let failed = "event: error\ndata: out of memory\n\n";
    let server = Server::start([Reply::events(failed)]).await;
    let stream = server.client().workflows().runs().stream("w").send().await;
    let error = stream.expect("a stream").next().await.expect("an item");
    let error = error.expect_err("an error event");
    assert_eq!(
        error.as_api().map(coze_client::ApiError::message),
        Some("out of memory")
    );
}

#[tokio::test]
async fn one_odd_event_does_not_cost_the_others() {
    let odd = "event:conversation.message.delta\ndata:\u{feff}{\"content\":\"\\ud83d\",\"created_at\":\"2024-05-27T03:37:09Z\",\"meta_data\":[],\"new\":[[[1e999]]]}\n\n";
    let deep = [
        "event:conversation.message.delta\ndata:{\"new\":",
        &"[".repeat(100_000),
        &"]".repeat(100_000),
        "}\n\n",
    ]
    .concat();
    let server = Server::start([events(&[odd, &deep, HELLO, COMPLETED])]).await;
    let stream = server.client().chat().stream("bot", "user").send().await;
    let events: Vec<ChatEvent> = stream
        .expect("a stream")
        .try_collect()
        .await
        .expect("events");
    let [
        ChatEvent::MessageDelta(message),
        _,
        _,
        ChatEvent::ChatCompleted(chat),
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!(
        (message.content.as_str(), message.created_at),
        ("\u{fffd}", 1_716_781_029)
    );
    assert_eq!(chat.completed_at, 1_716_781_029);
}

#[tokio::test]
async fn what_was_complete_before_an_oversized_event_is_delivered() {
    let large = format!(
        "event:conversation.message.delta\ndata:{{\"content\":\"{}",
        "x".repeat(8192)
    );
    let reply = Reply::new(
        200,
        "text/event-stream",
        &[[HELLO, HELLO, &large].concat().as_bytes()],
    );
    let server = Server::start([reply]).await;
    let client = server
        .builder()
        .max_event_size(4096)
        .build()
        .expect("valid");
    let mut stream = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("a stream");
    for _ in 0..2 {
        let event = stream.try_next().await.expect("complete");
        assert!(matches!(event, Some(ChatEvent::MessageDelta(_))));
    }
    let error = stream.try_next().await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn an_event_is_limited_by_what_it_becomes() {
    let many = format!(
        "event:conversation.chat.completed\ndata:{{\"required_action\":{{\"submit_tool_outputs\":{{\"tool_calls\":[{}{{}}]}}}}}}\n\n",
        "{},".repeat(10_000)
    );
    let server = Server::start([Reply::events(&many)]).await;
    let client = server
        .builder()
        .max_event_size(100_000)
        .build()
        .expect("valid");
    let mut stream = client
        .chat()
        .stream("bot", "user")
        .send()
        .await
        .expect("a stream");
    let error = stream.try_next().await.expect_err("too large");
    assert!(error.to_string().contains("memory"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_is_called_a_stream_is_repeated_like_others() {
    let busy = Reply::events(r#"{"code":4013,"msg":"slow down"}"#);
    let done = events(&[HELLO, "event:done\ndata:\n\n"]);
    let server = Server::start([busy.clone(), busy, done]).await;
    let stream = server.client().chat().stream("bot", "user").send().await;
    let events: Vec<ChatEvent> = stream
        .expect("the third")
        .try_collect()
        .await
        .expect("events");
    assert_eq!((events.len(), server.calls().len()), (2, 3));
}

#[tokio::test]
async fn a_refusal_that_is_called_a_stream_renews_the_token() {
    let refused = Reply::events(r#"{"code":4100,"msg":"expired"}"#);
    let done = events(&[HELLO, "event:done\ndata:\n\n"]);
    let server = Server::start([refused, done]).await;
    let count = std::sync::atomic::AtomicU32::new(0);
    let source = coze_client::auth::from_fn(move || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let token = coze_client::auth::AccessToken::new(format!("token{number}"));
        let token = token.with_expires_in(Duration::from_secs(60 * 60));
        async move { coze_client::Result::Ok(token) }
    });
    let client = server
        .builder()
        .token_source(source)
        .build()
        .expect("valid");
    let stream = client.chat().stream("bot", "user").send().await;
    let events: Vec<ChatEvent> = stream
        .expect("the second")
        .try_collect()
        .await
        .expect("events");
    assert_eq!(events.len(), 2);
    let tokens: Vec<Option<String>> = server
        .calls()
        .iter()
        .map(|call| call.header("authorization").map(str::to_owned))
        .collect();
    assert_eq!(
        tokens,
        [
            Some("Bearer token0".to_owned()),
            Some("Bearer token1".to_owned())
        ]
    );
}
