//! What people do every day.

use coze_client::testing::Reply;
use serde_json::{Value, json};

use crate::support::Machine;

#[test]
fn a_chat_is_streamed_as_lines_of_json() {
    let machine = Machine::new();
    let messages = r#"[{"role": "user", "content": "hi", "content_type": "text"}]"#;
    let chat = ["chat", "stream", "--bot-id", "7", "--user-id", "ada"];
    let events = machine
        .run(&[&chat[..], &["--additional-messages", messages]].concat())
        .json();
    assert_eq!(
        events.last(),
        Some(&json!({"event": "done", "data": "[DONE]"}))
    );
    let deltas = events
        .iter()
        .filter(|event| event["event"] == "conversation.message.delta");
    let said: Vec<&str> = deltas
        .filter_map(|event| event["data"]["content"].as_str())
        .collect();
    assert_eq!(said.concat(), "Hello! How can I help you?");
    let call = machine.server.calls_of("chat.stream").remove(0);
    assert_eq!(call.json()["additional_messages"][0]["content"], "hi");
    assert_eq!(call.json()["stream"], true);
}

#[test]
fn a_conversation_remembers() {
    let machine = Machine::new();
    let answers = machine
        .run_with("hi\n\nand now?\n", &["chat", "--bot-id", "7"])
        .good();
    assert_eq!(answers, "Hello! How can I help you?\n".repeat(2));
    let calls = machine.server.calls_of("chat.stream");
    let ids = calls.iter().map(|call| call.query("conversation_id"));
    let ids: Vec<&str> = ids.map(Option::unwrap_or_default).collect();
    assert!(
        ids.len() == 2 && ids[0] == ids[1] && !ids[0].is_empty(),
        "{ids:?}"
    );
    assert_eq!(
        calls[1].json()["additional_messages"][0]["content"],
        "and now?"
    );
}

#[test]
fn a_workflow_runs_with_parameters_from_a_file() {
    let machine = Machine::new();
    let parameters = format!("@{}", machine.file("trip.json", r#"{"city": "巴黎"}"#));
    let run = ["workflows", "runs", "stream", "--workflow-id", "9"];
    let events = machine
        .run(&[&run[..], &["--parameters", &parameters]].concat())
        .json();
    assert_eq!(
        events.last().map(|event| &event["event"]),
        Some(&json!("Done"))
    );
    let call = machine.server.calls_of("workflows.runs.stream").remove(0);
    assert_eq!(call.json()["parameters"]["city"], "巴黎");
}

#[test]
fn a_file_is_uploaded_and_its_id_printed() {
    let machine = Machine::new();
    let path = machine.file("holiday.txt", "sand and sea");
    let reply = machine.run(&["files", "upload", "--file", &path]).json();
    assert!(
        reply[0]["id"].as_str().is_some_and(|id| !id.is_empty()),
        "{reply:?}"
    );
    let call = machine.server.calls_of("files.upload").remove(0);
    assert_eq!(call.part("file"), Some(&b"sand and sea"[..]));
}

#[test]
fn all_pages_of_a_list_are_printed_item_by_item() {
    let machine = Machine::new();
    let items =
        |count: i32| (0..count).map(|id| json!({"dataset_id": id.to_string(), "name": "a"}));
    machine
        .server
        .on("datasets.list")
        .reply(Reply::items(items(45)));
    let list = ["datasets", "list", "--space-id", "1", "--page-size", "20"];
    let all = machine.run(&[&list[..], &["--all"]].concat()).json();
    let ids: Vec<&Value> = all.iter().map(|item| &item["dataset_id"]).collect();
    let expected: Vec<Value> = (0..45).map(|id| json!(id.to_string())).collect();
    assert_eq!(ids, expected.iter().collect::<Vec<_>>());
    assert_eq!(machine.server.calls().len(), 3);

    let page = machine.run(&list).json();
    assert_eq!(page[0]["total_count"], 45);

    machine
        .server
        .on("workspaces.members.list")
        .reply(Reply::items(items(3)));
    let members = [
        "workspaces",
        "members",
        "list",
        "--workspace-id",
        "1",
        "--all",
    ];
    assert_eq!(machine.run(&members).json().len(), 3);
}

#[test]
fn marks_lead_from_page_to_page() {
    let machine = Machine::new();
    let items = (0..250).map(|id| json!({"id": id.to_string(), "content": "hi"}));
    let list = [
        "conversations",
        "messages",
        "list",
        "--conversation-id",
        "1",
        "--all",
    ];
    machine
        .server
        .on("conversations.messages.list")
        .reply(Reply::items(items));
    assert_eq!(machine.run(&list).json().len(), 250);
}

#[test]
fn speech_is_saved_or_handed_on() {
    let machine = Machine::new();
    let target = machine.home.path().join("speech.mp3");
    let path = target.display().to_string();
    let speech = [
        "audio",
        "speech",
        "create",
        "--input",
        "hi",
        "--voice-id",
        "3",
    ];
    let printed = machine
        .run(&[&speech[..], &["--output", &path]].concat())
        .good();
    assert_eq!(printed, "");
    assert_eq!(
        std::fs::read_to_string(target).expect("it was saved"),
        "bytes of a file"
    );
    assert_eq!(machine.run(&speech).good(), "bytes of a file");
}

#[test]
fn a_body_comes_whole_and_arguments_take_the_place_of_its_fields() {
    let machine = Machine::new();
    let body = r#"{"name": "one", "space_id": "5", "format_type": 2, "new_in_2030": [1]}"#;
    let create = ["datasets", "create", "--name", "two", "--body", "-"];
    machine.run_with(body, &create).good();
    let sent = machine.server.calls_of("datasets.create").remove(0).json();
    let expected = json!({"name": "two", "space_id": "5", "format_type": 2, "new_in_2030": [1]});
    assert_eq!(sent, expected);

    let words = [
        "datasets",
        "create",
        "--name",
        "a",
        "--space-id",
        "5",
        "--format-type",
        "image",
    ];
    machine.run(&words).good();
    let sent = machine.server.calls_of("datasets.create").remove(1).json();
    assert_eq!(sent["format_type"], 2);
}
