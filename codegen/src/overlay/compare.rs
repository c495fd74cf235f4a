//! What the document has and what an action would put there come in, the places where they differ go out.

use serde_json::Value;

use super::equality::{is_text, same_number};
use crate::pointer;
use crate::report::clipped_to;

/// How what the document has differs from what the action brings, one place a line.
pub(super) fn differences(there: &Value, ours: &Value) -> String {
    const SHOWN: usize = 12;
    let mut places = Vec::new();
    compare(Some(there), Some(ours), "", &mut places);
    if places.is_empty() {
        return "the two are the same".to_owned();
    }
    let hidden = places.len().saturating_sub(SHOWN);
    places.truncate(SHOWN);
    if hidden > 0 {
        places.push(format!("and {hidden} more"));
    }
    format!("the two differ:\n{}", places.join("\n"))
}

/// Collects the places where two values are not the same; prose is not compared.
fn compare(there: Option<&Value>, ours: Option<&Value>, at: &str, places: &mut Vec<String>) {
    match (there, ours) {
        (Some(Value::Object(there)), Some(Value::Object(ours))) => {
            let new = ours.keys().filter(|key| !there.contains_key(*key));
            for key in there.keys().chain(new) {
                let (there, ours) = (there.get(key), ours.get(key));
                if !there.or(ours).is_some_and(|value| is_text(key, value)) {
                    compare(there, ours, &pointer::join(at, key), places);
                }
            }
        }
        (Some(Value::Array(there)), Some(Value::Array(ours))) => {
            for index in 0..there.len().max(ours.len()) {
                let at = pointer::join(at, &index.to_string());
                compare(there.get(index), ours.get(index), &at, places);
            }
        }
        (Some(Value::Number(there)), Some(Value::Number(ours))) if same_number(there, ours) => {}
        (there, ours) if there == ours => {}
        (there, ours) => {
            let side = |value: Option<&Value>| {
                value.map_or_else(|| "nothing".to_owned(), |value| clipped_to(value, 60))
            };
            let at = if at.is_empty() { "here" } else { at };
            places.push(format!(
                "  {at}: the document has {}, the action {}",
                side(there),
                side(ours)
            ));
        }
    }
}
