//! The frame of the service around what a call gives.

use serde_json::{Map, Value, json};

use super::operation::Outcome;
use crate::error::kind::ErrorKind;
use crate::generated::conventions::{CODES, ENVELOPE};
use crate::reply::frame::Keys;

/// The reply with this value in it; of an operation that gives nothing, success is all that it says.
pub(super) fn success(outcome: &Outcome, value: Value, log_id: &str) -> Value {
    match outcome {
        Outcome::Plain(_) => value,
        Outcome::Flat(_) => framed(value, log_id),
        Outcome::DataAt(keys, _) => framed(nested(keys, value), log_id),
        Outcome::Data(_) => framed(nested(data(), value), log_id),
        Outcome::Unit | Outcome::Binary(_) | Outcome::Events { .. } => {
            framed(Value::Object(Map::new()), log_id)
        }
    }
}

/// A refusal.
pub(super) fn refusal(code: i64, message: &str, log_id: &str) -> Value {
    let mut body = framed(Value::Object(Map::new()), log_id);
    let (code_key, message_key) = ENVELOPE.map_or(("code", "message"), |it| (it.code, it.message));
    body[code_key] = json!(code);
    body[message_key] = json!(message);
    body
}

/// The first code by which the service says that a call failed in this way, and whether another token would help.
pub(super) fn code(kind: ErrorKind, renew: bool) -> Option<i64> {
    let mut codes = CODES.iter();
    let found = codes.find(|known| known.kind == Some(kind) && known.renew == renew);
    found.map(|known| known.code)
}

fn data() -> Keys {
    ENVELOPE.map_or(&[], |envelope| envelope.data)
}

/// A value at the end of these keys.
pub(super) fn nested(keys: &[&str], value: Value) -> Value {
    let keys = keys.iter().rev();
    keys.fold(value, |value, key| json!({*key: value}))
}

/// Fields of a reply, with those that say that the call succeeded, and where it was logged.
fn framed(mut fields: Value, log_id: &str) -> Value {
    let Some((envelope, object)) = ENVELOPE.zip(fields.as_object_mut()) else {
        return fields;
    };
    object.insert(envelope.code.to_owned(), json!(0));
    object.insert(envelope.message.to_owned(), json!(""));
    if let [outer, inner @ ..] = envelope.log_id {
        object.insert((*outer).to_owned(), nested(inner, json!(log_id)));
    }
    fields
}
