//! Whether a decoded value, written as JSON again, holds all that was sent.

use serde_json::Value;

/// One line for everything in `sent` that `decoded` lacks or has otherwise.
pub(crate) fn differences(sent: &Value, decoded: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    compare("reply", sent, decoded, &mut faults);
    faults
}

fn compare(at: &str, sent: &Value, decoded: &Value, faults: &mut Vec<String>) {
    match (sent, decoded) {
        (Value::Object(sent), Value::Object(decoded)) => {
            for (key, value) in sent {
                let at = format!("{at}.{key}");
                match decoded.get(key) {
                    Some(decoded) => compare(&at, value, decoded, faults),
                    None => faults.push(format!("{at}: {} is lost", clipped(value))),
                }
            }
        }
        (Value::Array(sent), Value::Array(decoded)) if sent.len() == decoded.len() => {
            for (index, (sent, decoded)) in sent.iter().zip(decoded).enumerate() {
                compare(&format!("{at}[{index}]"), sent, decoded, faults);
            }
        }
        _ if is_same(sent, decoded) => {}
        _ => faults.push(format!(
            "{at}: {} became {}",
            clipped(sent),
            clipped(decoded)
        )),
    }
}

fn clipped(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Whether two values say the same. A number may be written as text, and a whole number as a decimal one.
fn is_same(sent: &Value, decoded: &Value) -> bool {
    match (sent, decoded) {
        (Value::String(text), Value::Number(number))
        | (Value::Number(number), Value::String(text)) => *text == number.to_string(),
        (Value::Number(sent), Value::Number(decoded)) => {
            sent == decoded || sent.as_f64() == decoded.as_f64()
        }
        _ => sent == decoded,
    }
}

#[test]
fn what_is_lost_is_found() {
    let sent = serde_json::json!({"a": {}, "b": [{"c": "1", "d": 1}], "e": 2, "f": []});
    let found = |decoded: Value| differences(&sent, &decoded);
    let same = serde_json::json!({"a": {"new": 1}, "b": [{"c": 1, "d": "1"}], "e": 2.0, "f": []});
    assert_eq!(found(same), [""; 0]);
    assert_eq!(
        found(serde_json::json!({"b": [{"c": "2"}], "e": null, "f": null})),
        [
            "reply.a: {} is lost",
            "reply.b[0].c: \"1\" became \"2\"",
            "reply.b[0].d: 1 is lost",
            "reply.e: 2 became null",
            "reply.f: [] became null",
        ]
    );
}
