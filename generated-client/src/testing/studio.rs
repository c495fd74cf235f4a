// part coze

//! What Coze Studio does otherwise than the hosted service (coze-dev/coze-studio, v0.5.1).

use serde_json::{Value, json};

use super::fault::Fault;
use super::frame;
use super::operation::{Operation, Outcome};
use super::reply::{Content, Reply};

/// Its name in the document.
const NAME: &str = "Coze Studio";

/// Whether it has an operation.
fn has(operation: Option<&Operation>) -> bool {
    operation.is_some_and(|operation| operation.servers.contains(&NAME))
}

/// A path that it does not have is one of its web pages, which want a cookie (`middleware/session.go`); what is wrong with a token, it
/// says with status 200 (`middleware/openapi_auth.go`).
pub(super) fn refusal(operation: Option<&Operation>, reply: &Reply) -> Option<(u16, Value)> {
    let body = |code: i64, message: &str| json!({"code": code, "msg": message});
    if matches!(reply.content, Content::Example) && !has(operation) {
        return Some((401, body(401, "missing session_key in cookie")));
    }
    let message = "authentication failed: CheckPermission failed";
    let is_expired = reply.faults.contains(&Fault::ExpiredToken);
    is_expired.then(|| (200, body(700_012_006, message)))
}

/// It logs calls under another header (`middleware/log.go`).
pub(super) const LOG_ID_HEADER: &str = "x-log-id";

/// The reply, with what it carries where it has it.
pub(super) fn success(operation: &Operation, mut value: Value) -> Value {
    if let Some(keys) = operation.elsewhere {
        return frame::nested(keys, value);
    }
    if operation.name == "files.upload"
        && let Some(time) = value
            .as_object_mut()
            .and_then(|file| file.remove("created_at"))
    {
        value["CreatedAt"] = time;
    }
    let mut reply = frame::success(&operation.outcome, value, "");
    if let (Some(members), false) = (
        reply.as_object_mut(),
        matches!(operation.outcome, Outcome::Plain(_)),
    ) {
        members.remove("detail");
        members.insert("BaseResp".to_owned(), Value::Null);
    }
    reply
}

/// Streams of chats end with an event without data (`agentrun/entity/const.go`).
pub(super) fn events(operation: &Operation, mut events: Vec<String>) -> Vec<String> {
    let ends = |event: &String| event.starts_with("event:done") || event.starts_with("event: done");
    if operation.path == "/v3/chat" && events.last().is_some_and(ends) {
        events.pop();
        events.push("event:conversation.stream.done\ndata:\n\n".to_owned());
    }
    events
}
