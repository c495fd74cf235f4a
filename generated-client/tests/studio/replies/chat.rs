//! Chats (`api/model/conversation/run`, `application/conversation/openapi_agent_run.go`).

use serde_json::{Value, json};

use super::{chat_event, framed, unreadable};
use crate::http::{Reply, Request};
use crate::routes::{parameter, text_field};
use crate::server::{events, json_reply, text_reply};

pub(crate) fn chat(status: &str) -> Value {
    json!({
        "id": "20", "conversation_id": "10", "bot_id": "7512345678901234567", "status": status, "section_id": "30",
        "created_at": 1_760_000_000, "completed_at": 0, "failed_at": 0,
    })
}

pub(crate) fn message(id: &str, kind: &str, content: &str) -> Value {
    json!({
        "id": id, "conversation_id": "10", "bot_id": "7512345678901234567", "role": "assistant", "type": kind, "content": content,
        "content_type": "text", "chat_id": "20", "section_id": "30", "created_at": 1_760_000_001, "reasoning_content": "",
    })
}

/// The whole of a chat that goes well, with what the agent does on the way.
pub(crate) fn good_stream() -> String {
    let mut answer = message("41", "answer", "Hello!");
    answer["meta_data"] = json!({"token": "12", "input_tokens": "9", "output_tokens": "3"});
    let finish = r#"{"msg_type":"generate_answer_finish","data":"{\"finish_reason\":0,\"fin_data\":\"\"}","from_unit":""}"#;
    [
        // One object stands for both, so the first may say what the second says.
        ("conversation.chat.created", chat("in_progress")),
        ("conversation.chat.in_progress", chat("in_progress")),
        (
            "conversation.message.completed",
            message(
                "39",
                "function_call",
                r#"{"id":"c","type":"function","function":{"name":"now","arguments":"{}"}}"#,
            ),
        ),
        (
            "conversation.message.completed",
            message("40", "tool_response", "noon"),
        ),
        ("conversation.message.delta", message("41", "answer", "Hel")),
        ("conversation.message.delta", message("41", "answer", "lo!")),
        ("conversation.message.completed", answer),
        (
            "conversation.message.completed",
            message("42", "follow_up", "Who are you?"),
        ),
        (
            "conversation.message.completed",
            message("43", "verbose", finish),
        ),
        ("conversation.chat.completed", chat("completed")),
    ]
    .iter()
    .map(|(name, data)| chat_event(name, &data.to_string()))
    .chain([chat_event("conversation.stream.done", "")])
    .collect()
}

/// Without `stream`, it streams.
pub(crate) fn begin(request: &Request) -> Reply {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    if text_field(request, "bot_id").is_none() || body["parameters"].is_string() {
        return unreadable();
    }
    if body["stream"] == false {
        return framed("data", chat("in_progress"));
    }
    events(&good_stream())
}

pub(crate) fn retrieve(request: &Request) -> Reply {
    if parameter(request, "chat_id") != Some("20") {
        return text_reply(500, "text/plain; charset=utf-8", "record not found");
    }
    let mut chat = chat("completed");
    chat["usage"] = json!({"token_count": 12, "output_count": 3, "input_count": 9});
    framed("data", chat)
}

/// All messages, the question too; the key is absent when there is none.
pub(crate) fn messages(request: &Request) -> Reply {
    if parameter(request, "conversation_id") != Some("10") {
        return json_reply(200, &json!({"code": 0, "msg": "", "BaseResp": null}));
    }
    let mut question = message("38", "question", "Hi");
    question["role"] = json!("user");
    let answer = message("41", "answer", "Hello!");
    framed("Messages", json!([question, answer]))
}

/// What is over cannot be cancelled; the code stands in the text, before a trace.
pub(crate) fn cancel(request: &Request) -> Reply {
    if text_field(request, "chat_id").as_deref() != Some("20") {
        let text = "code=103200005 message=cannot cancel the run\nstack=github.com/coze-dev/coze-studio/backend/pkg/errorx.New";
        return json_reply(400, &json!({"code": 400, "msg": text}));
    }
    let chat = chat("conversation.chat.cancelled");
    json_reply(200, &json!({"ChatV3ChatDetail": chat, "BaseResp": null}))
}
