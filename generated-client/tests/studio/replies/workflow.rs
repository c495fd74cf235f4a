//! Workflows (api/model/workflow/workflow.go, application/workflow).

use serde_json::{Value, json};

use super::{framed, workflow_event};
use crate::http::{Reply, Request};
use crate::routes::{parameter, text_field};
use crate::server::{json_reply, text_reply};

const DEBUG_URL: &str =
    "http://127.0.0.1:8888/work_flow?execute_id=51&space_id=2&workflow_id=3&execute_mode=2";

/// Every field that is not set is null. The ids 4 and 5 are those of workflows that are not published, and that ask.
pub(crate) fn run(request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let mut reply = json!({
        "code": 0, "msg": null, "data": r#"{"output":"42"}"#, "token": 7, "cost": "0.00000", "debug_url": DEBUG_URL, "execute_id": "51",
        "BaseResp": null,
    });
    let refusal = match text_field(request, "workflow_id").as_deref() {
        Some("4") => Some((6031, "workflow not published")),
        Some("5") => Some((6039, "workflow interrupted")),
        _ => None,
    };
    if body["is_async"] == true || refusal.is_some() {
        for key in ["data", "token", "cost"] {
            reply[key] = Value::Null;
        }
    }
    if let Some((code, text)) = refusal {
        reply["code"] = json!(code);
        reply["msg"] = json!(text);
    }
    json_reply(200, &reply)
}

fn streamed(events: &str) -> Reply {
    text_reply(200, "text/event-stream; charset=utf-8", events)
}

fn said(content: &str, is_finish: bool, number: &str) -> Value {
    json!({
        "content": content, "content_type": "text", "node_seq_id": number, "node_id": "900001", "node_is_finish": is_finish,
        "node_type": "End", "node_title": "End", "token": 7,
    })
}

/// A question also comes as a message before its interrupt. What goes wrong before the first event is JSON.
pub(crate) fn stream_run(request: &Request) -> Reply {
    match text_field(request, "workflow_id").as_deref() {
        Some("4") => json_reply(
            200,
            &json!({"code": 720_702_011, "msg": "workflow not published"}),
        ),
        Some("5") => {
            let interrupt = json!({"debug_url": DEBUG_URL, "interrupt_data": {"event_id": "51/52", "type": 2, "data": "Which city?"}});
            let events = [
                workflow_event(0, "Message", &said("Which city?", true, "0")),
                workflow_event(1, "Interrupt", &interrupt),
            ];
            streamed(&events.concat())
        }
        Some("6") => {
            let failure = json!({"debug_url": DEBUG_URL, "error_code": 720_701_013, "error_message": "node failed"});
            streamed(&workflow_event(0, "Error", &failure))
        }
        _ => streamed(&ended("42")),
    }
}

/// Its numbers begin again.
pub(crate) fn stream_resume(request: &Request) -> Reply {
    match text_field(request, "event_id").as_deref() {
        Some("51/52") => streamed(&ended(
            &text_field(request, "resume_data").unwrap_or_default(),
        )),
        _ => json_reply(
            200,
            &json!({"code": 720_701_013, "msg": "the workflow is not interrupted"}),
        ),
    }
}

fn ended(content: &str) -> String {
    let (first, rest) = content.split_at(1);
    [
        workflow_event(0, "Message", &said(first, false, "0")),
        workflow_event(1, "Message", &said(rest, true, "1")),
        workflow_event(2, "Done", &json!({"debug_url": DEBUG_URL})),
    ]
    .concat()
}

/// A chat flow; ids count from 1, and the last piece comes alone and in the whole. Of the conversation 404 nothing is known.
pub(crate) fn chat(request: &Request) -> Reply {
    if text_field(request, "conversation_id").as_deref() == Some("404") {
        return json_reply(
            200,
            &json!({"code": 777_777_775, "msg": "conversation not found"}),
        );
    }
    let begun = json!({"id": "20", "conversation_id": "10", "status": "created", "execute_id": "51", "section_id": "30"});
    let message = |content: &str| {
        json!({
            "id": "41", "chat_id": "20", "conversation_id": "10", "bot_id": "0", "role": "assistant", "type": "answer", "content": content,
            "content_type": "text", "section_id": "30",
        })
    };
    let mut completed = begun.clone();
    completed["status"] = json!("completed");
    completed["bot_id"] = json!("0");
    completed["usage"] = json!({"token_count": 6, "output_count": 3, "input_count": 9});
    let events = [
        ("conversation.chat.created", begun.clone()),
        ("conversation.chat.in_progress", begun),
        ("conversation.message.delta", message("Hel")),
        ("conversation.message.delta", message("lo!")),
        ("conversation.message.completed", message("Hello!")),
        ("conversation.chat.completed", completed),
        ("done", json!({"debug_url": DEBUG_URL})),
    ];
    let frames = events.iter().enumerate();
    let frames = frames.map(|(index, (name, data))| workflow_event(index + 1, name, data));
    streamed(&frames.collect::<String>())
}

/// Of a chat flow its role; of one without a role nothing; of a workflow that is none a refusal.
pub(crate) fn role(request: &Request) -> Reply {
    match request.path.rsplit('/').next() {
        Some("3") => json_reply(
            200,
            &json!({
                "data": {"role": {
                    "id": "91", "workflow_id": "3", "connector_id": "1024", "avatar": null, "description": "Sells books", "onboarding_info": {"prologue": "Hello!"},
                    "name": "Clerk", "suggest_reply_info": null, "background_image_info": null, "audio_config": null, "user_input_config": null,
                    "project_version": null,
                }},
                "BaseResp": null,
            }),
        ),
        Some("4") => json_reply(200, &json!({"BaseResp": null})),
        _ => json_reply(
            200,
            &json!({"code": 777_777_780, "msg": "only chat flows have a role"}),
        ),
    }
}

/// A good reply has no code; ids are numbers of 19 digits.
pub(crate) fn history(request: &Request) -> Reply {
    let (status, output, error) = match parameter(request, "execute_id") {
        Some("51") => (
            "Success",
            json!(r#"{"Output":"42"}"#),
            (Value::Null, Value::Null),
        ),
        Some("52") => (
            "Fail",
            Value::Null,
            (json!("720701013"), json!("node failed")),
        ),
        Some("53") => ("<UNSET>", Value::Null, (Value::Null, Value::Null)),
        Some("54") => ("Running", Value::Null, (Value::Null, Value::Null)),
        _ => return json_reply(200, &json!({"data": null, "BaseResp": null})),
    };
    let run = json!({
        "execute_id": 7_512_345_678_901_234_567_i64, "execute_status": status, "bot_id": null, "connector_id": 1024, "connector_uid": "u",
        "run_mode": 2, "log_id": "log 1", "create_time": 1_760_000_000, "update_time": null, "debug_url": DEBUG_URL, "input": r#"{"city":"Paris"}"#,
        "output": output, "token": 7, "cost": "0.00000", "cost_unit": null, "ext": null, "error_code": error.0, "error_msg": error.1,
    });
    json_reply(200, &json!({"data": [run], "BaseResp": null}))
}

pub(crate) fn conversation(request: &Request) -> Reply {
    if text_field(request, "conversation_name").as_deref() == Some("unknown") {
        return json_reply(
            200,
            &json!({"code": 777_777_762, "msg": "conversation name not found"}),
        );
    }
    framed(
        "data",
        json!({"id": "10", "created_at": 0, "meta_data": null, "last_section_id": "30"}),
    )
}
