//! Event streams, from the connection to typed events.

use coze_client::types::{ChatEvent, Message, MessageRole, NewMessage};
use coze_client::{ErrorKind, EventStream, RawEvent, Result};
use serde_json::json;

use crate::server::{Reply, Server};

const HEAD: &str =
    "event:conversation.chat.created\ndata:{\"id\":\"1\",\"conversation_id\":\"2\"}\n\n";
const HELLO: &str =
    "event:conversation.message.delta\ndata:{\"role\":\"assistant\",\"content\":\"你好\"}\n\n";
const DONE: &str = "event:done\ndata:\"[DONE]\"\n\n";

async fn open(server: &Server) -> Result<EventStream<ChatEvent>> {
    server.client().chat().stream("bot", "user").send().await
}

/// The text of all message deltas, and the error that ended the stream, if one did.
async fn answer(mut events: EventStream<ChatEvent>) -> (String, Option<coze_client::Error>) {
    let mut text = String::new();
    let error = loop {
        match events.try_next().await {
            Ok(Some(ChatEvent::MessageDelta(message))) => text += &message.content,
            Ok(Some(_)) => {}
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    assert!(events.next().await.is_none(), "nothing follows the end");
    (text, error)
}

#[tokio::test]
async fn a_chat_arrives_in_order_and_ends_at_its_terminator() {
    let stream = [HEAD, HELLO, HELLO, DONE, "event:never\ndata:{}\n\n"].concat();
    let server = Server::start([Reply::events(&stream).header("x-tt-logid", "L1").silent()]).await;
    let message = NewMessage::new(MessageRole::User).content("hi");
    let call = server
        .client()
        .chat()
        .stream("bot", "user")
        .additional_messages([message]);
    let mut events = call.send().await.expect("a stream");
    assert_eq!(events.log_id(), Some("L1"));
    match events.try_next().await.expect("an event") {
        Some(ChatEvent::ChatCreated(chat)) => assert_eq!(
            (chat.id.as_str(), chat.conversation_id.as_str()),
            ("1", "2")
        ),
        other => panic!("{other:?}"),
    }
    let (text, error) = answer(events).await;
    assert_eq!(text, "你好你好");
    assert!(error.is_none(), "{error:?}");
    let body: serde_json::Value = serde_json::from_str(&server.call().text()).expect("JSON");
    assert_eq!(body["stream"], true);
    assert_eq!(
        body["additional_messages"],
        serde_json::json!([{"role": "user", "content": "hi"}])
    );
}

#[tokio::test]
async fn every_way_to_cut_a_stream_gives_the_same_events() {
    let stream = [": hello\r\n\r\n", HEAD, HELLO, DONE].concat().into_bytes();
    // A cut within every character and every line end, three pieces each.
    let cuts: Vec<Reply> = (1..stream.len())
        .step_by(7)
        .chain([stream.len() - 1])
        .map(|at| {
            Reply::new(
                200,
                "text/event-stream",
                &[&stream[..at], &stream[at..=at], &stream[at + 1..]],
            )
        })
        .collect();
    let count = cuts.len();
    let bytes: Vec<&[u8]> = stream.chunks(1).collect();
    let server = Server::start(cuts.into_iter().chain([Reply::new(
        200,
        "text/event-stream",
        &bytes,
    )]))
    .await;
    for _ in 0..=count {
        let (text, error) = answer(open(&server).await.expect("a stream")).await;
        assert_eq!(text, "你好");
        assert!(error.is_none(), "{error:?}");
    }
}

#[tokio::test]
async fn unknown_events_are_handed_on() {
    let server = Server::start([Reply::events(
        &["id: 4\nevent: new.thing\ndata: [1]\n\n", DONE].concat(),
    )])
    .await;
    let mut events = open(&server).await.expect("a stream");
    match events.try_next().await.expect("an event") {
        Some(ChatEvent::Unrecognized(raw)) => {
            assert_eq!(
                (raw.id(), raw.event(), raw.data()),
                (Some("4"), "new.thing", "[1]")
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn events_are_passed_on_as_their_names_and_data() {
    let message: Message =
        serde_json::from_value(json!({"id": "1", "content": "hi"})).expect("a message");
    let passed = serde_json::to_value(ChatEvent::MessageDelta(message)).expect("JSON");
    assert_eq!(passed["event"], "conversation.message.delta");
    assert_eq!(passed["data"]["content"], "hi");
    for (data, expected) in [("[1]", json!([1])), ("1 of", json!("1 of"))] {
        let raw = RawEvent::new("new.thing", data);
        let passed = serde_json::to_value(ChatEvent::Unrecognized(raw)).expect("JSON");
        assert_eq!(passed, json!({"event": "new.thing", "data": expected}));
    }
}

#[tokio::test]
async fn a_stream_without_its_end_is_truncated() {
    let half = "event:conversation.message.delta\ndata:{\"content\":\"an";
    for (stream, broken) in [
        (HELLO.to_owned(), false),
        ([HELLO, half].concat(), false),
        (HELLO.to_owned(), true),
    ] {
        let reply = Reply::events(&stream).header("x-tt-logid", "L1");
        let server = Server::start([if broken { reply.broken() } else { reply }]).await;
        let (text, error) = answer(open(&server).await.expect("a stream")).await;
        assert_eq!(text, "你好", "what arrived is not lost");
        let error = error.expect("truncated");
        assert_eq!(
            (error.kind(), error.log_id()),
            (ErrorKind::Truncated, Some("L1"))
        );
        assert!(error.to_string().starts_with("POST /v3/chat: "), "{error}");
    }
}

#[tokio::test]
async fn an_end_without_its_blank_line_is_an_end() {
    let server = Server::start([Reply::events(&[HELLO, "event:done\ndata:[DONE]"].concat())]).await;
    let (text, error) = answer(open(&server).await.expect("a stream")).await;
    assert_eq!(text, "你好");
    assert!(error.is_none(), "{error:?}");
}

#[tokio::test]
async fn an_error_event_is_an_error_with_code_and_log_id() {
    let stream = [
        HEAD,
        "event:error\ndata:{\"code\":4016,\"msg\":\"busy\"}\n\n",
        HELLO,
    ]
    .concat();
    let server = Server::start([Reply::events(&stream).header("x-tt-logid", "L1")]).await;
    let (text, error) = answer(open(&server).await.expect("a stream")).await;
    let error = error.expect("an error event");
    assert_eq!(text, "");
    assert_eq!(
        error.as_api().map(|api| (api.code(), api.message())),
        Some((4016, "busy"))
    );
    assert_eq!(error.log_id(), Some("L1"));
    assert!(error.to_string().contains("running chat"), "{error}");
}

#[tokio::test]
async fn an_error_in_json_instead_of_a_stream_is_that_error() {
    let body = br#"{"code":4101,"msg":"no permission","detail":{"logid":"L1"}}"#;
    for (status, content_type) in [
        (200, "application/json"),
        (200, "text/event-stream"),
        (200, "text/plain"),
        (401, "application/json"),
        (401, "text/event-stream"),
    ] {
        let (first, second) = body.split_at(1);
        let server = Server::start([Reply::new(status, content_type, &[first, second])]).await;
        let error = match open(&server).await {
            Ok(events) => answer(events).await.1.expect("an error"),
            Err(error) => error,
        };
        assert_eq!(
            error.kind(),
            ErrorKind::Auth,
            "{status} {content_type}: {error}"
        );
        assert_eq!(
            (
                error.as_api().map(coze_client::ApiError::code),
                error.log_id()
            ),
            (Some(4101), Some("L1"))
        );
    }
}

#[tokio::test]
async fn an_error_in_json_after_some_events_is_that_error() {
    let stream = [HELLO, "{\"code\":5000,\"msg\":\"internal\"}"].concat();
    let server = Server::start([Reply::events(&stream)]).await;
    let (text, error) = answer(open(&server).await.expect("a stream")).await;
    assert_eq!(text, "你好");
    assert_eq!(
        error.and_then(|e| e.as_api().map(coze_client::ApiError::code)),
        Some(5000)
    );
}

#[tokio::test]
async fn an_event_that_cannot_be_read_names_the_place() {
    let stream = [
        "event:conversation.message.delta\ndata:{\"content\":1,\"role\":[]}\n\n",
        DONE,
    ]
    .concat();
    let server = Server::start([Reply::events(&stream)]).await;
    let (_, error) = answer(open(&server).await.expect("a stream")).await;
    let error = error.expect("a role is no list");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`role`"), "{error}");
}

#[tokio::test]
async fn dropping_a_stream_closes_the_connection() {
    let server = Server::start([Reply::events(HELLO).silent()]).await;
    let mut events = open(&server).await.expect("a stream");
    assert!(events.next().await.is_some());
    drop(events);
    server.client_gone().await;
}

fn completed(r#type: &str, content: &str) -> String {
    let message = serde_json::json!({"role": "assistant", "type": r#type, "content": content});
    format!("event:conversation.message.completed\ndata:{message}\n\n")
}

#[tokio::test]
async fn the_answer_is_what_the_agent_answered_and_nothing_else() {
    let stream = [
        HEAD,
        HELLO,
        &completed("function_call", "{\"name\":\"search\"}"),
        &completed("tool_response", "found"),
        &completed("answer", "你好"),
        &completed("answer", "再见"),
        &completed("verbose", "{\"msg_type\":\"generate_answer_finish\"}"),
        &completed("follow_up", "And then?"),
        DONE,
    ];
    let server = Server::start([Reply::events(&stream.concat())]).await;
    let answer = open(&server).await.expect("a stream").text().await;
    assert_eq!(answer.expect("an answer"), "你好\n再见");
}

#[tokio::test]
async fn an_answer_is_shown_piece_by_piece_and_nothing_twice() {
    let stream = [
        HEAD,
        HELLO,
        &completed("function_call", "{\"name\":\"search\"}"),
        HELLO,
        &completed("answer", "你好你好"),
        &completed("answer", "再见"),
        &completed("follow_up", "And then?"),
        DONE,
    ];
    let server = Server::start([Reply::events(&stream.concat())]).await;
    let mut shown = Vec::new();
    let events = open(&server).await.expect("a stream");
    let answer = events.text_with(|piece| shown.push(piece.to_owned())).await;
    assert_eq!(shown, ["你好", "你好", "\n", "再见"]);
    assert_eq!(answer.expect("an answer"), shown.concat());
}

#[tokio::test]
async fn a_chat_without_an_answer_says_why() {
    let failed = "event:conversation.chat.failed\ndata:{\"last_error\":{\"code\":4013,\"msg\":\"slow down\"}}\n\n";
    let waits =
        "event:conversation.chat.requires_action\ndata:{\"status\":\"requires_action\"}\n\n";
    for (event, kind, text) in [
        (
            failed,
            ErrorKind::RateLimit,
            "POST /v3/chat: the service answered with code 4013: slow down (log id L1); too many calls: wait before the next one",
        ),
        (
            waits,
            ErrorKind::Api,
            "POST /v3/chat: the chat requires an action before it can answer: take its events one by one to see which (log id L1)",
        ),
        (
            "",
            ErrorKind::Truncated,
            "POST /v3/chat: the stream was truncated: it ended before its last event (log id L1)",
        ),
    ] {
        let stream = [HEAD, HELLO, event].concat();
        let server = Server::start([Reply::events(&stream).header("x-tt-logid", "L1")]).await;
        let answer = open(&server).await.expect("a stream").text().await;
        let error = answer.expect_err("no answer");
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, text));
    }
}

#[tokio::test]
async fn pieces_without_the_whole_are_an_answer() {
    let stream = [HEAD, HELLO, HELLO, DONE].concat();
    let server = Server::start([Reply::events(&stream)]).await;
    let answer = open(&server).await.expect("a stream").text().await;
    assert_eq!(answer.expect("an answer"), "你好你好");
}

#[tokio::test]
async fn a_complete_answer_survives_a_connection_that_breaks_after_it() {
    let over =
        "event:conversation.chat.completed\ndata:{\"id\":\"1\",\"status\":\"completed\"}\n\n";
    let stream = [HEAD, HELLO, over].concat();
    let server = Server::start([Reply::events(&stream).broken()]).await;
    let answer = open(&server).await.expect("a stream").text().await;
    assert_eq!(answer.expect("an answer"), "你好");
}

#[tokio::test]
async fn a_chat_that_says_nothing_has_not_answered() {
    let server = Server::start([Reply::events(&[HEAD, DONE].concat())]).await;
    let answer = open(&server).await.expect("a stream").text().await;
    let text = answer.expect_err("nothing was said").to_string();
    assert_eq!(text, "POST /v3/chat: the chat ended without an answer");
}
