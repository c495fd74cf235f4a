//! Chats whose agent asks for tools of the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use coze_client::ToolBox;

use crate::server::{Reply, Server};
use crate::waiting::{chat, chat_with, messages};

fn tool_call(name: &str) -> String {
    let call = format!(
        r#"{{"id":"t1","type":"function","function":{{"name":"{name}","arguments":"{{\"city\":\"Paris\"}}"}}}}"#
    );
    format!(
        r#""status":"requires_action","required_action":{{"type":"submit_tool_outputs","submit_tool_outputs":{{"tool_calls":[{call}]}}}}"#
    )
}

fn weather() -> ToolBox {
    ToolBox::new().tool("get_weather", |arguments| async move {
        match arguments["city"].as_str() {
            Some(city) => Ok(format!("rain in {city}")),
            None => Err("no city"),
        }
    })
}

fn submitted(server: &Server) -> String {
    let body: serde_json::Value = serde_json::from_str(&server.calls()[1].text()).expect("JSON");
    body["tool_outputs"].to_string()
}

#[tokio::test(start_paused = true)]
async fn tools_are_called_until_the_chat_has_answered() {
    let asked = chat_with(&tool_call("get_weather"));
    let server = Server::start([asked, chat("in_progress"), chat("completed"), messages()]).await;
    let call = server.client().chat().create("bot", "user");
    let answer = call.wait_with_tools(&weather()).await.expect("an answer");
    assert_eq!(answer.text(), "Paris");
    assert_eq!(
        submitted(&server),
        r#"[{"output":"rain in Paris","tool_call_id":"t1"}]"#
    );
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_covers_the_tools() {
    let asked = chat_with(&tool_call("get_weather"));
    let server = Server::start([asked, chat("canceled")]).await;
    let never = |_| std::future::pending::<std::result::Result<String, String>>();
    let tools = ToolBox::new().tool("get_weather", never);
    let call = server.client().chat().create("bot", "user");
    let answer = call
        .wait_with_tools(&tools)
        .timeout(Duration::from_secs(60));
    let error = answer.await.expect_err("no answer");
    let said = error.to_string();
    assert!(
        said.ends_with("was not over within 60s; it was cancelled"),
        "{said}"
    );
    assert_eq!(server.calls()[1].line, "POST /v3/chat/cancel");
}

#[tokio::test(start_paused = true)]
async fn a_tool_is_called_once_even_if_its_output_is_sent_again() {
    let asked = chat_with(&tool_call("get_weather"));
    let lost = Reply::new(500, "application/json", &[b"{}"]);
    let (running, done) = (chat("in_progress"), chat("completed"));
    let replies = [
        running.clone(),
        asked.clone(),
        lost,
        asked,
        running,
        done,
        messages(),
    ];
    let server = Server::start(replies).await;
    let called = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&called);
    let tools = ToolBox::new().tool("get_weather", move |_| {
        count.fetch_add(1, Relaxed);
        async { Ok::<_, String>("rain") }
    });
    let call = server.client().chat().create("bot", "user");
    let answer = call.wait_with_tools(&tools).await.expect("an answer");
    assert_eq!((answer.text().as_str(), called.load(Relaxed)), ("Paris", 1));
}

#[tokio::test(start_paused = true)]
async fn an_agent_that_asks_for_an_unknown_tool_or_for_ever_is_an_error() {
    let server = Server::start([chat_with(&tool_call("get_news"))]).await;
    let error = server
        .client()
        .chat()
        .create("bot", "user")
        .wait_with_tools(&weather())
        .await
        .expect_err("no tool");
    assert_eq!(
        error.to_string(),
        "the agent calls the tool `get_news`, which is not in the tool box"
    );

    let server = Server::start(vec![chat_with(&tool_call("get_weather")); 5]).await;
    let tools = weather().max_rounds(2);
    let error = server
        .client()
        .chat()
        .create("bot", "user")
        .wait_with_tools(&tools)
        .await
        .expect_err("no end");
    assert_eq!(
        error.to_string(),
        "the agent has asked for tools 2 times without an answer"
    );
}

#[tokio::test]
async fn tools_are_called_within_a_stream() {
    let asked = format!(
        "event:conversation.chat.requires_action\ndata:{{\"id\":\"c\",\"conversation_id\":\"v\",{}}}\n\n",
        tool_call("get_weather")
    );
    let piece = "event:conversation.message.delta\ndata:{\"type\":\"answer\",\"content\":\"It rains.\"}\n\n";
    let done = "event:done\ndata:\"[DONE]\"\n\n";
    let replies = [
        Reply::events(&[asked.as_str(), done].concat()),
        Reply::events(&[piece, done].concat()),
    ];
    let server = Server::start(replies).await;
    let mut told = 0;
    let call = server.client().chat().stream("bot", "user");
    let said = call
        .send_with_tools(&weather(), |_| told += 1)
        .await
        .expect("an answer");
    assert_eq!(said.text(), "It rains.");
    assert_eq!(
        submitted(&server),
        r#"[{"output":"rain in Paris","tool_call_id":"t1"}]"#
    );
    assert!(told >= 2, "{told} events");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_gone_is_waited_for_no_longer_than_any_other() {
    let asked = chat_with(&tool_call("get_weather"));
    let server = Server::start([asked, chat("in_progress")]).await;
    let call = server.client().chat().create("bot", "user");
    let answer = call
        .wait_with_tools(&weather())
        .timeout(Duration::from_secs(6))
        .interval(Duration::ZERO, Duration::ZERO);
    let error = answer.await.expect_err("nobody answers");
    let said = error.to_string();
    assert!(
        said.ends_with("was not over within 6s; it could not be cancelled"),
        "{said}"
    );
    let reason = std::error::Error::source(&error).map(ToString::to_string);
    assert!(
        reason.is_some_and(|reason| reason.contains("/v3/chat/retrieve")),
        "the last look says why"
    );
}
