//! The bodies of the server's replies, as its structures are written (`json` tags below api/model).

pub(crate) mod agent;
pub(crate) mod chat;
pub(crate) mod conversation;
pub(crate) mod knowledge;
pub(crate) mod workflow;

use serde_json::{Value, json};

use crate::http::Reply;
use crate::server::json_reply;

/// A good reply with what it carries, in the usual frame.
fn framed(key: &str, value: Value) -> Reply {
    let mut body = json!({"code": 0, "msg": "", "BaseResp": null});
    body[key] = value;
    json_reply(200, &body)
}

/// A request that cannot be read: its structure has other types.
fn unreadable() -> Reply {
    json_reply(
        400,
        &json!({"code": 400, "msg": "Mismatch type int64 with value string"}),
    )
}

/// A frame of a chat's stream: no space after the colon, no id.
pub(crate) fn chat_event(name: &str, data: &str) -> String {
    format!("event:{name}\ndata:{data}\n\n")
}

/// A frame of a workflow's stream.
pub(crate) fn workflow_event(id: usize, name: &str, data: &Value) -> String {
    format!("id: {id}\nevent: {name}\ndata: {data}\n\n")
}
