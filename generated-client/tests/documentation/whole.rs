//! Whether a decoded value holds all of the reply it came from.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::compare::differences;

/// What every reply has beside its result.
const ENVELOPE: [&str; 3] = ["code", "msg", "detail"];

/// A reply's result, as it stands in the reply.
pub(crate) fn result(reply: &str) -> Map<String, Value> {
    let mut reply = object(reply);
    reply.retain(|key, _| !ENVELOPE.contains(&key.as_str()));
    reply
}

/// The same reply with something in the place of nothing.
///
/// Much of what the pages show is zero, empty or false, and so is a field that is never read.
pub(crate) fn filled(reply: &str) -> String {
    let mut reply = object(reply);
    for (key, value) in &mut reply {
        if !ENVELOPE.contains(&key.as_str()) {
            fill(value);
        }
    }
    Value::Object(reply).to_string()
}

fn object(reply: &str) -> Map<String, Value> {
    serde_json::from_str(reply).expect("a JSON object")
}

fn fill(value: &mut Value) {
    match value {
        Value::Object(object) => object.values_mut().for_each(fill),
        Value::Array(list) if list.is_empty() => list.push("filled".into()),
        Value::Array(list) => list.iter_mut().for_each(fill),
        Value::String(text) if text.is_empty() => "filled".clone_into(text),
        Value::String(text) if text == "0" => "70".clone_into(text),
        Value::Number(number) if number.as_i64() == Some(0) => *value = 70.into(),
        Value::Bool(flag) => *flag = true,
        Value::Null | Value::Number(_) | Value::String(_) => {}
    }
}

/// Asserts that each key of `original`, at every depth, is in `decoded` with the same value.
pub(crate) fn assert_whole(original: &Value, decoded: &impl Serialize) {
    let decoded = serde_json::to_value(decoded).expect("every type of the client is JSON");
    let faults = differences(original, &decoded);
    assert!(faults.is_empty(), "{}\n{decoded:#}", faults.join("\n"));
}

#[test]
fn a_filled_reply_has_no_zeros() {
    let reply = r#"{"code":0,"msg":"","a":{"b":[],"c":[{"d":0,"e":"0","f":""}],"g":false,"h":3}}"#;
    let expected = serde_json::json!({
        "code": 0,
        "msg": "",
        "a": {"b": ["filled"], "c": [{"d": 70, "e": "70", "f": "filled"}], "g": true, "h": 3}
    });
    let filled: Value = serde_json::from_str(&filled(reply)).unwrap();
    assert_eq!(filled, expected);
}
