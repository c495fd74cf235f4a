//! Waiting for chats, asynchronous runs of workflows and documents.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use coze_client::types::{ChunkStrategy, NewDocument, NewMessage};
use coze_client::{ApiError, ChatAnswer, ErrorKind, Result};
use tokio::time::Instant;

use crate::server::{Reply, Server};

pub(crate) fn chat(status: &str) -> Reply {
    chat_with(&format!(r#""status":"{status}""#))
}

pub(crate) fn chat_with(fields: &str) -> Reply {
    Reply::json(&format!(
        r#"{{"code":0,"data":{{"id":"c","conversation_id":"v",{fields}}}}}"#
    ))
}

pub(crate) fn messages() -> Reply {
    Reply::json(
        r#"{"code":0,"data":[{"type":"verbose","content":"{}"},{"type":"answer","content":"Paris"}]}"#,
    )
}

async fn wait(server: &Server) -> Result<ChatAnswer> {
    let question = NewMessage::user("What is the capital of France?");
    let call = server.client().chat().create("bot", "user");
    call.additional_messages([question])
        .wait()
        .timeout(Duration::from_secs(6))
        .await
}

fn lines(server: &Server) -> Vec<String> {
    server.calls().into_iter().map(|call| call.line).collect()
}

const LOOK: &str = "GET /v3/chat/retrieve?conversation_id=v&chat_id=c";
const MESSAGES: &str = "GET /v3/chat/message/list?conversation_id=v&chat_id=c";

#[tokio::test(start_paused = true)]
async fn a_chat_is_looked_at_less_and_less_often_until_it_is_over() {
    let replies = [
        chat("created"),
        chat("in_progress"),
        chat("completed"),
        messages(),
    ];
    let server = Server::start(replies).await;
    let start = Instant::now();
    let answer = wait(&server).await.expect("an answer");
    assert_eq!(answer.text(), "Paris");
    assert_eq!(start.elapsed().as_millis() / 100, 25, "1 s, then 1.5 s");
    assert_eq!(lines(&server)[1..], [LOOK, LOOK, MESSAGES]);
    let body: serde_json::Value = serde_json::from_str(&server.calls()[0].text()).expect("JSON");
    assert_eq!(body["auto_save_history"], true);
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_waits_for_the_caller_is_handed_over() {
    let action = r#""status":"requires_action","required_action":{"type":"submit_tool_outputs"}"#;
    let server = Server::start([chat("in_progress"), chat_with(action)]).await;
    let answer = wait(&server).await.expect("a chat");
    assert_eq!(
        answer
            .required_action()
            .map(|action| action.r#type.as_str()),
        Some("submit_tool_outputs")
    );
    assert_eq!(answer.text(), "");
}

#[tokio::test(start_paused = true)]
async fn a_chat_without_an_answer_is_an_error() {
    let failed = r#""status":"failed","last_error":{"code":701231,"msg":"out of credit"}"#;
    for (reply, code, text) in [
        (chat_with(failed), Some(701_231), "out of credit"),
        (chat("canceled"), None, "cancelled"),
        (chat("expired"), None, "without an answer"),
    ] {
        let server = Server::start([chat("in_progress"), reply]).await;
        let error = wait(&server).await.expect_err("no answer");
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.as_api().map(ApiError::code), code);
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_takes_too_long_is_cancelled() {
    // Looked at after 1, 2.5 and 4.75 seconds; six are allowed.
    let mut replies = vec![chat("in_progress"); 4];
    replies.push(chat("canceled"));
    let server = Server::start(replies).await;
    let error = wait(&server).await.expect_err("no answer");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::Timeout,
            "the chat c of the conversation v was not over within 6s; it was cancelled"
        )
    );
    assert_eq!(lines(&server)[4], "POST /v3/chat/cancel");
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_ends_as_it_is_cancelled_has_answered() {
    let mut replies = vec![chat("in_progress"); 4];
    replies.extend([
        Reply::json(r#"{"code":4104,"msg":"it is over"}"#),
        chat("completed"),
        messages(),
    ]);
    let server = Server::start(replies).await;
    assert_eq!(wait(&server).await.expect("an answer").text(), "Paris");
}

#[tokio::test(start_paused = true)]
async fn a_look_that_fails_for_the_moment_is_taken_again() {
    let busy = Reply::new(503, "text/plain", &[b"busy"]);
    let server = Server::start([chat("in_progress"), busy, chat("completed"), messages()]).await;
    let client = server.builder().max_retries(0).build().expect("a client");
    let answer = client
        .chat()
        .create("bot", "user")
        .wait()
        .await
        .expect("an answer");
    assert_eq!(answer.text(), "Paris");
}

#[tokio::test(start_paused = true)]
async fn an_asynchronous_run_is_waited_for() {
    let run = Reply::json(r#"{"code":0,"execute_id":"e"}"#);
    let history = |fields: &str| Reply::json(&format!(r#"{{"code":0,"data":[{fields}]}}"#));
    let success = history(r#"{"execute_status":"Success","output":"{\"answer\":42}"}"#);
    let replies = [
        run.clone(),
        history(""),
        history(r#"{"execute_status":"Running"}"#),
        success,
    ];
    let server = Server::start(replies).await;
    let ended = server
        .client()
        .workflows()
        .runs()
        .create("w")
        .wait()
        .await
        .expect("a run");
    assert_eq!(ended.output, r#"{"answer":42}"#);
    assert!(server.calls()[0].text().contains(r#""is_async":true"#));
    assert_eq!(lines(&server)[3], "GET /v1/workflows/w/run_histories/e");

    let fail = history(
        r#"{"execute_status":"Fail","error_code":"5000","error_message":"no","logid":"L1"}"#,
    );
    let server = Server::start([run, fail]).await;
    let error = server
        .client()
        .workflows()
        .runs()
        .create("w")
        .wait()
        .await
        .expect_err("a failure");
    assert_eq!(
        (error.as_api().map(ApiError::code), error.log_id()),
        (Some(5000), Some("L1"))
    );
}

#[tokio::test(start_paused = true)]
async fn documents_are_waited_for_with_their_progress() {
    let created =
        Reply::json(r#"{"code":0,"document_infos":[{"document_id":"1"},{"document_id":"2"}]}"#);
    let progress = |first: &str, second: &str| {
        Reply::json(&format!(
            r#"{{"code":0,"data":{{"data":[{first},{second}]}}}}"#
        ))
    };
    let half = progress(
        r#"{"document_id":"1","status":1,"progress":100}"#,
        r#"{"document_id":"2","status":0,"progress":50}"#,
    );
    let done = progress(
        r#"{"document_id":"1","status":1}"#,
        r#"{"document_id":"2","status":1,"progress":100}"#,
    );
    let server = Server::start([created.clone(), half, done]).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let call = || {
        server.client().datasets().documents().create(
            "d",
            [] as [NewDocument; 0],
            ChunkStrategy::new(),
            0,
        )
    };
    let watched = call().wait().on_progress(move |documents| {
        told.lock().expect("no panic").push(documents[1].progress);
    });
    assert_eq!(watched.await.expect("documents").len(), 2);
    assert_eq!(*seen.lock().expect("no panic"), [50, 100]);

    let failed = progress(
        r#"{"document_id":"1","status":1}"#,
        r#"{"document_id":"2","document_name":"b.pdf","status":9,"status_descript":"it is encrypted"}"#,
    );
    let server = Server::start([created, failed]).await;
    let call = server.client().datasets().documents().create(
        "d",
        [] as [NewDocument; 0],
        ChunkStrategy::new(),
        0,
    );
    let error = call.wait().await.expect_err("a failure");
    assert_eq!(
        error.to_string(),
        "not all documents were processed: b.pdf (status 9): it is encrypted"
    );
}

#[tokio::test]
async fn a_workflow_is_answered_and_goes_on() {
    let asks = "id: 0\nevent: Message\ndata: {\"content\":\"Which \",\"node_title\":\"Q\"}\n\n\
        id: 1\nevent: Message\ndata: {\"content\":\"city?\",\"node_title\":\"Q\",\"node_is_finish\":true}\n\n\
        id: 2\nevent: Interrupt\ndata: {\"interrupt_data\":{\"data\":\"\",\"event_id\":\"a/b\",\"type\":2},\"node_title\":\"Q\"}\n\n";
    let ends = "id: 0\nevent: Message\ndata: {\"content\":\"Paris it is\",\"node_title\":\"End\",\"node_is_finish\":true}\n\n\
        id: 1\nevent: Done\ndata: {\"debug_url\":\"https://www.coze.cn/work_flow\"}\n\n";
    let server = Server::start([Reply::events(asks), Reply::events(ends)]).await;
    let run = server.client().workflows().runs().stream("w");
    let output = run.send_with_answers(
        |_| {},
        |interrupt| async move {
            assert_eq!(interrupt.event_id, "a/b");
            Ok("Paris".to_owned())
        },
    );
    let output = output.await.expect("an output");
    assert_eq!(output.text(), "Paris it is");
    assert_eq!(output.messages[0].content, "Which city?");
    assert_eq!(output.debug_url, "https://www.coze.cn/work_flow");
    let resumed: serde_json::Value = serde_json::from_str(&server.calls()[1].text()).expect("JSON");
    let expected = serde_json::json!({"workflow_id": "w", "event_id": "a/b", "resume_data": "Paris", "interrupt_type": 2});
    assert_eq!(resumed, expected);
}
