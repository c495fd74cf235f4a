//! Calls that follow from another one are sent as that one was: with its token, its headers and its limits.

use coze_client::ToolBox;
use coze_client::types::{ChunkStrategy, FormatType, NewDocument};

use crate::server::{Reply, Server};

const ACTION: &str = r#""id":"c","conversation_id":"v","status":"requires_action","required_action":{"type":"submit_tool_outputs","submit_tool_outputs":{"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}}"#;
const DONE: &str = r#""id":"c","conversation_id":"v","status":"completed""#;

fn data(fields: &str) -> Reply {
    Reply::json(&format!(r#"{{"code":0,"data":{{{fields}}}}}"#))
}

fn list(item: &str) -> Reply {
    Reply::json(&format!(r#"{{"code":0,"data":[{{{item}}}]}}"#))
}

fn answer() -> Reply {
    list(r#""type":"answer","content":"yes""#)
}

fn tools() -> ToolBox {
    ToolBox::new().tool("f", |_| async { Ok::<_, String>("g") })
}

/// All calls but the first, which has to be followed by so many, have the token and the header of the first, and nothing else of it.
#[track_caller]
fn assert_followed(server: &Server, follow_ups: usize) {
    let calls = server.calls();
    assert_eq!(calls.len(), 1 + follow_ups);
    for call in &calls {
        let own = (call.header("authorization"), call.header("x-tenant"));
        assert_eq!(
            own,
            (Some("Bearer pat_of_a_user"), Some("7")),
            "{}",
            call.line
        );
    }
    assert!(calls[0].line.contains("new=1") && calls[0].text().contains("newer"));
    for call in &calls[1..] {
        assert!(!call.line.contains("new=1") && !call.text().contains("newer"));
    }
}

/// Sets what follow-ups should have, and what is the call's own.
macro_rules! own {
    ($call:expr) => {
        $call
            .with_token("pat_of_a_user")
            .with_header("X-Tenant", "7")
            .with_query("new", 1)
            .with_body_field("newer", 1)
    };
}

#[tokio::test(start_paused = true)]
async fn those_of_a_chat_that_is_waited_for() {
    let replies = [
        data(ACTION),
        data(r#""id":"c","conversation_id":"v","status":"in_progress""#),
        data(DONE),
        answer(),
    ];
    let server = Server::start(replies).await;
    let chat = own!(server.client().chat().create("bot", "user"));
    assert_eq!(
        chat.wait_with_tools(&tools())
            .await
            .expect("an answer")
            .text(),
        "yes"
    );
    assert_followed(&server, 3);
}

#[tokio::test(start_paused = true)]
async fn that_which_cancels_a_chat_in_time() {
    let running = data(r#""id":"c","conversation_id":"v","status":"in_progress""#);
    let server = Server::start([running.clone(), running.clone(), running, Reply::nothing()]).await;
    let chat = own!(server.client().chat().create("bot", "user"));
    let began = tokio::time::Instant::now();
    let chat = chat.wait().timeout(std::time::Duration::from_secs(3));
    let error = chat.await.expect_err("no answer");
    assert!(
        error.to_string().ends_with("it could not be cancelled"),
        "{error}"
    );
    assert!(
        began.elapsed().as_secs() <= 8,
        "five seconds are left to cancel it"
    );
    let calls = server.calls();
    assert_eq!(calls[3].line, "POST /v3/chat/cancel");
    assert_eq!(calls[3].header("x-tenant"), Some("7"));
}

#[tokio::test]
async fn those_of_a_streamed_chat_with_tools() {
    let asks = format!("event: conversation.chat.requires_action\ndata: {{{ACTION}}}\n\n");
    let says = "event: conversation.message.delta\ndata: {\"type\":\"answer\",\"content\":\"yes\"}\n\nevent: done\ndata: \"[DONE]\"\n\n";
    let server = Server::start([Reply::events(&asks), Reply::events(says)]).await;
    let chat = own!(server.client().chat().stream("bot", "user"));
    let said = chat.send_with_tools(&tools(), |_| {}).await;
    assert_eq!(said.expect("an answer").text(), "yes");
    assert_followed(&server, 1);
}

#[tokio::test(start_paused = true)]
async fn those_of_runs_and_of_documents() {
    let run = Reply::json(r#"{"code":0,"execute_id":"e"}"#);
    let server = Server::start([run, list(r#""execute_status":"Success","output":"42""#)]).await;
    let run = own!(server.client().workflows().runs().create("w"));
    assert_eq!(run.wait().await.expect("a run").output, "42");
    assert_followed(&server, 1);

    let document = Reply::json(r#"{"code":0,"document_infos":[{"document_id":"d"}]}"#);
    let server =
        Server::start([document, data(r#""data":[{"document_id":"d","status":1}]"#)]).await;
    let documents = server.client().datasets().documents();
    let document = NewDocument::file("a.txt", "a");
    let call = documents.create("k", [document], ChunkStrategy::auto(), FormatType::Text);
    assert_eq!(own!(call).wait().await.expect("documents").len(), 1);
    assert_followed(&server, 1);
}

#[tokio::test]
async fn those_of_a_workflow_that_asks() {
    let asks = "event: Interrupt\ndata: {\"interrupt_data\":{\"data\":\"\",\"event_id\":\"a/b\",\"type\":2}}\n\n";
    let ends = "event: Message\ndata: {\"content\":\"yes\"}\n\nevent: Done\ndata: {}\n\n";
    let server = Server::start([Reply::events(asks), Reply::events(ends)]).await;
    let run = own!(server.client().workflows().runs().stream("w"));
    let output = run.send_with_answers(|_| {}, |_| async { Ok("x".to_owned()) });
    assert_eq!(output.await.expect("an output").text(), "yes");
    assert_followed(&server, 1);
}

#[tokio::test]
async fn a_state_that_is_not_known_is_named() {
    let server = Server::start([data(r#""id":"c","conversation_id":"v","status":"paused""#)]).await;
    let chat = server.client().chat().create("bot", "user").wait();
    let error = chat.await.expect_err("no answer").to_string();
    assert!(error.contains("`paused`"), "{error}");
}
