//! Streams of chats, in every order in which they come and end.

use coze_client::types::{ChatEvent, MessageType};
use coze_client::{Error, ErrorKind, EventStream};
use serde_json::json;

use crate::replies::chat::{chat, good_stream, message};
use crate::replies::{chat_event, workflow_event};
use crate::server::{LOG_ID, Studio, events, json_reply};

async fn stream(body: &str) -> EventStream<ChatEvent> {
    let studio = Studio::saying(events(body)).await;
    begin(&studio).await.expect("a stream")
}

async fn begin(studio: &Studio) -> coze_client::Result<EventStream<ChatEvent>> {
    studio.client().chat().stream("1", "u").send().await
}

/// How a stream of this text ends: the names of its events, and its error.
async fn end_of(body: &str) -> (Vec<&'static str>, Option<Error>) {
    let mut events = stream(body).await;
    let mut names = Vec::new();
    loop {
        match events.next().await {
            None => return (names, None),
            Some(Ok(event)) => names.push(name(&event)),
            Some(Err(error)) => {
                assert!(events.next().await.is_none(), "nothing follows an error");
                return (names, Some(error));
            }
        }
    }
}

fn name(event: &ChatEvent) -> &'static str {
    match event {
        ChatEvent::ChatCreated(_) => "created",
        ChatEvent::ChatInProgress(_) => "in progress",
        ChatEvent::MessageDelta(_) => "delta",
        ChatEvent::MessageCompleted(_) => "message",
        ChatEvent::ChatCompleted(_) => "completed",
        ChatEvent::Done(_) => "done",
        other => panic!("{other:?}"),
    }
}

fn code(error: &Error) -> Option<i64> {
    error.as_api().map(coze_client::ApiError::code)
}

fn error_event(code: i64, text: &str) -> String {
    chat_event("error", &json!({"code": code, "msg": text}).to_string())
}

fn begun() -> String {
    let chat = chat("created").to_string();
    chat_event("conversation.chat.created", &chat)
        + &chat_event("conversation.chat.in_progress", &chat)
}

/// The end of every chat that had begun, also of one that failed.
fn ended() -> String {
    chat_event(
        "conversation.chat.completed",
        &chat("completed").to_string(),
    ) + &chat_event("conversation.stream.done", "")
}

#[tokio::test]
async fn a_good_chat_ends_with_its_own_event() {
    let studio = Studio::start().await;
    let mut events = begin(&studio).await.expect("a stream");
    assert_eq!(events.log_id(), Some(LOG_ID));
    let mut messages = Vec::new();
    let mut last = "";
    while let Some(event) = events.try_next().await.expect("a good stream") {
        last = name(&event);
        if let ChatEvent::MessageCompleted(message) = event {
            messages.push(message);
        }
    }
    assert_eq!(last, "done");
    let kinds: Vec<_> = messages
        .iter()
        .filter_map(|message| message.r#type.as_ref())
        .collect();
    assert_eq!(
        kinds,
        [
            &MessageType::FunctionCall,
            &MessageType::ToolResponse,
            &MessageType::Answer,
            &MessageType::FollowUp,
            &MessageType::Verbose
        ]
    );
    assert_eq!(messages[2].meta_data["token"], "12");
    let text = begin(&studio).await.expect("a stream").text().await;
    assert_eq!(text.expect("an answer"), "Hello!");
}

#[tokio::test]
async fn an_answer_that_is_completed_twice_was_said_once() {
    let mut again = message("41", "answer", "Hello!");
    again["meta_data"] = json!({"token": "12"});
    let body = begun()
        + &chat_event(
            "conversation.message.completed",
            &message("41", "answer", "Hello!").to_string(),
        )
        + &chat_event("conversation.message.completed", &again.to_string())
        + &ended();
    assert_eq!(
        stream(&body).await.text().await.expect("an answer"),
        "Hello!"
    );
    let mut shown = String::new();
    let text = stream(&body)
        .await
        .text_with(|piece| shown.push_str(piece))
        .await;
    assert_eq!(
        (text.expect("an answer"), shown),
        ("Hello!".to_owned(), "Hello!".to_owned())
    );
}

#[tokio::test]
async fn a_question_of_the_agent_is_an_answer_and_the_chat_completes() {
    let interrupt = message("43", "verbose", r#"{"msg_type":"interrupt","data":"{}"}"#);
    let body = begun()
        + &chat_event(
            "conversation.message.delta",
            &message("41", "answer", "Which city?").to_string(),
        )
        + &chat_event(
            "conversation.message.completed",
            &message("41", "answer", "Which city?").to_string(),
        )
        + &chat_event("conversation.message.completed", &interrupt.to_string())
        + &ended();
    assert_eq!(
        stream(&body).await.text().await.expect("a question"),
        "Which city?"
    );
}

#[tokio::test]
async fn a_failure_of_the_model_is_an_error_though_the_chat_completes() {
    let body = begun() + &error_event(103_200_002, "Internal Server Error") + &ended();
    let (names, error) = end_of(&body).await;
    assert_eq!(names, ["created", "in progress"]);
    let error = error.expect("the failure");
    assert_eq!(
        (code(&error), error.log_id()),
        (Some(103_200_002), Some(LOG_ID))
    );
    let text = stream(&body).await.text().await.expect_err("no answer");
    assert_eq!(code(&text), Some(103_200_002));
}

#[tokio::test]
async fn a_refusal_within_the_stream_has_its_own_code() {
    let told = "code=103100002 message=agent does not exist\nstack=github.com/coze-dev/coze-studio/backend/x.go";
    for body in [
        error_event(103_100_001, told),
        begun() + &error_event(103_100_001, told),
    ] {
        let (_, error) = end_of(&body).await;
        let error = error.expect("a refusal");
        assert_eq!(code(&error), Some(103_100_002));
        assert!(
            error.to_string().contains("agent does not exist"),
            "{error}"
        );
        assert!(!error.to_string().contains("x.go"), "{error}");
    }
}

#[tokio::test]
async fn a_run_that_cannot_start_is_an_error_without_an_end() {
    let (names, error) = end_of(&(begun() + &error_event(103_100_001, "no model"))).await;
    assert_eq!(names, ["created", "in progress"]);
    assert_eq!(code(&error.expect("a failure")), Some(103_100_001));
}

#[tokio::test]
async fn a_stream_without_an_event_is_an_error_that_says_so() {
    let (names, error) = end_of("").await;
    let error = error.expect("nothing is no chat");
    assert_eq!((names.len(), error.kind()), (0, ErrorKind::Truncated));
    assert!(error.to_string().contains("without an event"), "{error}");
}

#[tokio::test]
async fn bad_parameters_are_refused_before_the_stream() {
    let body = json!({"code": 400, "msg": "bot_id is required"});
    let studio = Studio::saying(json_reply(400, &body)).await;
    let error = begin(&studio).await.expect_err("a refusal");
    assert_eq!(code(&error), Some(400));
    assert!(error.to_string().contains("bot_id is required"), "{error}");
}

#[tokio::test]
async fn a_closed_connection_ends_a_chat_only_after_it_is_complete() {
    let whole = good_stream();
    let (completed, _) = whole
        .split_once("event:conversation.stream.done")
        .expect("an end");
    assert!(end_of(completed).await.1.is_none());
    let error = end_of(&begun()).await.1.expect("half a chat");
    assert_eq!(error.kind(), ErrorKind::Truncated);
}

#[tokio::test]
async fn a_chat_flow_fails_with_a_code_that_is_a_text_or_without_one() {
    let studio = |body: String| Studio::saying(events(&body));
    let failure = json!({"code": "720701013", "msg": "node failed", "debug_url": "http://127.0.0.1:8888/work_flow?execute_id=51"});
    for (body, expected, text) in [
        (
            workflow_event(1, "error", &failure),
            720_701_013,
            "node failed",
        ),
        (
            "event: error\ndata: panic in a node\n\n".to_owned(),
            0,
            "panic in a node",
        ),
    ] {
        let studio = studio(body).await;
        let flow = studio.client().workflows().chat();
        let parameters: [(&str, &str); 0] = [];
        let call = flow.stream("3", ["hi"], parameters).conversation_id("10");
        let mut events = call.send().await.expect("a stream");
        let error = events
            .next()
            .await
            .expect("an event")
            .expect_err("a failure");
        assert_eq!(code(&error), Some(expected));
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test]
async fn workflows_of_old_servers_name_their_events_in_lower_case() {
    let said =
        json!({"content": "42", "node_title": "End", "node_seq_id": "0", "node_is_finish": true});
    let asked = json!({"interrupt_data": {"event_id": "51/52", "type": 2, "data": "Which city?"}});
    let failed = json!({"error_code": 720_701_013, "error_message": "node failed"});
    let run = |end: String| {
        let body = workflow_event(0, "message", &said) + &end;
        async move {
            let studio = Studio::saying(events(&body)).await;
            let stream = studio.client().workflows().runs().stream("3").send().await;
            let mut stream = stream.expect("a stream");
            let mut seen = Vec::new();
            while let Some(event) = stream.next().await {
                seen.push(match event {
                    Ok(event) => serde_json::to_value(event).expect("JSON")["event"].to_string(),
                    Err(error) => error.to_string(),
                });
            }
            seen
        }
    };
    assert_eq!(
        run(workflow_event(1, "done", &json!({}))).await,
        [r#""Message""#, r#""Done""#]
    );
    assert_eq!(
        run(workflow_event(1, "interrupt", &asked)).await,
        [r#""Message""#, r#""Interrupt""#]
    );
    let failed = run(workflow_event(1, "error", &failed)).await;
    assert!(failed[1].contains("node failed"), "{failed:?}");
}
