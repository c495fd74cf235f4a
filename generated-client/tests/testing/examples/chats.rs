//! Chats and workflows.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use coze_client::testing::{Fault, Reply, Server};
use serde_json::json;

use super::run::{example, run};

/// The events of an agent that calls a tool.
fn calls_tool() -> Reply {
    let call = json!({"id": "call-1", "type": "function", "function": {"name": "roll_dice", "arguments": "{\"sides\": 1}"}});
    let chat = json!({
        "id": "chat-1", "conversation_id": "conversation-1", "status": "requires_action",
        "required_action": {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [call]}},
    });
    Reply::events([json!({"event": "conversation.chat.requires_action", "data": chat})])
}

#[test]
fn the_terminal_remembers_and_uses_tools() {
    let server = Server::start_in_thread();
    server.on("chat.stream").once(calls_tool());
    let mut chat = example("chat_terminal", &server);
    let said = run(
        chat.env("COZE_BOT_ID", "bot-1"),
        "Roll a die!\nThank you!\n",
    )
    .well();
    assert_eq!(
        said,
        "> [the agent uses a tool]\nHello! How can I help you?\n[27 tokens]\n\
         > Hello! How can I help you?\n[27 tokens]\n> \n"
    );
    let outputs = server.calls_of("chat.submit_tool_outputs_stream").remove(0);
    assert_eq!(
        outputs.json()["tool_outputs"][0],
        json!({"tool_call_id": "call-1", "output": "1"})
    );
    let chats = server.calls_of("chat.stream");
    let conversations: Vec<_> = chats
        .iter()
        .map(|call| call.query("conversation_id"))
        .collect();
    assert!(
        conversations[0].is_some() && conversations[0] == conversations[1],
        "{conversations:?}"
    );
    assert_eq!(
        chats[1].json()["additional_messages"][0]["content"],
        "Thank you!"
    );
}

#[test]
fn a_chat_that_breaks_off_is_an_error() {
    let server = Server::start_in_thread();
    server.on("chat.stream").reply(Fault::CutOff);
    let mut chat = example("chat_terminal", &server);
    let why = run(chat.env("COZE_BOT_ID", "bot-1"), "Hello!\n").badly();
    assert!(why.starts_with("Error: POST /v3/chat: "), "{why}");
}

#[test]
fn a_picture_is_uploaded_and_asked_about() {
    let server = Server::start_in_thread();
    server.on("files.upload").reply_with(|call| {
        let size = call.part("file").map_or(0, <[u8]>::len);
        Reply::value(json!({"id": "file-1", "file_name": "cat.png", "bytes": size}))
    });
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("cat.png");
    std::fs::write(&picture, b"\x89PNG").expect("a file");
    let mut chat = example("chat_image", &server);
    let said = run(chat.env("COZE_BOT_ID", "bot-1").arg(&picture), "").well();
    assert_eq!(
        said,
        "Uploaded cat.png (4 bytes).\nHello! How can I help you?\n"
    );
    let asked = server.calls_of("chat.stream").remove(0).json();
    let content = asked["additional_messages"][0]["content"]
        .as_str()
        .unwrap_or_default();
    assert!(
        content.contains(r#"{"type":"image","file_id":"file-1"}"#),
        "{content}"
    );
}

#[test]
fn a_browser_gets_the_events_of_a_chat_without_the_token() {
    let server = Server::start_in_thread();
    let mut proxy = example("chat_proxy", &server);
    let proxy = proxy.env("COZE_BOT_ID", "bot-1").env("PORT", "0");
    let mut proxy = proxy.spawn().expect("it was built");
    let mut first = String::new();
    let mut out = BufReader::new(proxy.stdout.take().expect("it is piped"));
    out.read_line(&mut first).expect("it says where it is");
    let address = first
        .trim()
        .strip_prefix("Open http://")
        .expect("an address");
    let get = |target: &str| {
        let mut stream = TcpStream::connect(address).expect("it listens");
        write!(stream, "GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").expect("it reads");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).expect("it answers");
        reply
    };
    assert!(get("/").contains("<title>Chat</title>"));
    let stream = get("/chat?question=What+is+1%2B1%3F");
    assert!(
        stream.contains("Content-Type: text/event-stream"),
        "{stream}"
    );
    assert!(
        stream.contains("event: conversation.message.delta\ndata: {"),
        "{stream}"
    );
    assert!(stream.trim_end().contains("event: done\n"), "{stream}");
    assert!(!stream.contains(server.token()));
    let asked = server.calls_of("chat.stream").remove(0).json();
    assert_eq!(asked["additional_messages"][0]["content"], "What is 1+1?");
    server
        .on("chat.stream")
        .reply(Reply::error(4000, "no such agent"));
    assert!(get("/chat?question=x").contains("event: failed\ndata: \"POST /v3/chat: "));
    proxy.kill().expect("it runs");
    proxy.wait().expect("it ends");
}

#[test]
fn a_workflow_asks_back() {
    let server = Server::start_in_thread();
    let interrupt = json!({"interrupt_data": {"data": "Which day?", "event_id": "1/2", "type": 2}, "node_title": "Ask"});
    server.on("workflows.runs.stream").once(Reply::events([
        json!({"event": "Interrupt", "data": interrupt}),
    ]));
    let mut workflow = example("workflow_interrupt", &server);
    let workflow = workflow
        .env("COZE_WORKFLOW_ID", "7")
        .arg(r#"{"city": "Paris"}"#);
    let said = run(workflow, "Monday\n").well();
    assert!(said.starts_with("Which day? [End] The weather "), "{said}");
    assert!(
        said.contains("\nResult: The weather is fine.\nDetails: https://"),
        "{said}"
    );
    let calls = server.calls();
    assert_eq!(calls[0].json()["parameters"], json!({"city": "Paris"}));
    let resumed = calls[1].json();
    assert_eq!(
        (&resumed["event_id"], &resumed["resume_data"]),
        (&json!("1/2"), &json!("Monday"))
    );
}
