//! A node and what a correction expects of it come in, the first difference goes out.

use serde_json::Value;

use super::action::{Action, Change};
use super::compare;
use super::equality::{is_text, same_number};
use crate::pointer;
use crate::report::{Place, Problem, clipped};

/// Whether the node at a pointer is what the action expects.
pub(super) fn check(document: &Value, at: &str, action: &Action<'_>) -> Result<(), Box<Problem>> {
    let (Some(expected), Some(node)) = (action.expect, document.pointer(at)) else {
        return Ok(());
    };
    let key = pointer::split_last(at)
        .map(|(_, key)| key)
        .unwrap_or_default();
    if is_text(&key, expected) {
        return Ok(());
    }
    match difference(expected, Some(node), String::new()) {
        None => Ok(()),
        Some(difference) => Err(problem(&difference, at, action)),
    }
}

struct Difference<'v> {
    /// Pointer from the node down.
    below: String,
    expected: &'v Value,
    actual: Option<&'v Value>,
    /// Lists of different length.
    lengths: Option<(usize, usize)>,
}

fn problem(difference: &Difference<'_>, at: &str, action: &Action<'_>) -> Box<Problem> {
    let Difference {
        below,
        expected,
        actual,
        lengths,
    } = difference;
    let place = Place::new(
        action.place.source,
        format!("{}/x-expect{below}", action.place.pointer),
    );
    let there = match actual {
        Some(value) => clipped(value),
        None => "nothing".to_owned(),
    };
    let lengths = lengths
        .map(|(_, actual)| format!(" (a list of {actual})"))
        .unwrap_or_default();
    let mut problem = action.fails_at(
        place,
        format!("the document has {there}{lengths} at {at}{below}"),
    );
    let wanted = if expected.is_null() {
        "nothing there".to_owned()
    } else {
        clipped(expected)
    };
    let fix = match (actual, brought(action, expected, below)) {
        (Some(there), Some(ours)) => format!(
            "the document now has it: compare, then remove this action\n{}",
            compare::differences(there, ours)
        ),
        _ => "this correction is stale: remove or change it".to_owned(),
    };
    problem.expected(wanted).fix(fix);
    problem
}

/// What the action itself would put at the place that should have been empty.
fn brought<'a>(action: &Action<'a>, expected: &Value, below: &str) -> Option<&'a Value> {
    match action.change {
        Change::Update(update) if is_absence(expected) => update.pointer(below),
        Change::Update(_) | Change::Remove => None,
    }
}

/// The first place where a value is not what is expected; keys that are not expected are not looked at.
fn difference<'v>(
    expected: &'v Value,
    actual: Option<&'v Value>,
    below: String,
) -> Option<Difference<'v>> {
    let differs = |below, lengths| {
        Some(Difference {
            below,
            expected,
            actual,
            lengths,
        })
    };
    match (expected, actual) {
        (Value::Null, Some(Value::Null)) => None,
        (_, None) if is_absence(expected) => None,
        (Value::Object(wanted), Some(Value::Object(there))) => wanted
            .iter()
            .filter(|(key, value)| !is_text(key, value))
            .find_map(|(key, value)| difference(value, there.get(key), pointer::join(&below, key))),
        (Value::Array(wanted), Some(Value::Array(there))) if wanted.len() != there.len() => {
            differs(below, Some((wanted.len(), there.len())))
        }
        (Value::Array(wanted), Some(Value::Array(there))) => wanted
            .iter()
            .zip(there)
            .enumerate()
            .find_map(|(index, (value, item))| {
                difference(value, Some(item), pointer::join(&below, &index.to_string()))
            }),
        (Value::Number(wanted), Some(Value::Number(there))) if same_number(wanted, there) => None,
        (wanted, Some(there)) if wanted == there => None,
        _ => differs(below, None),
    }
}

/// Whether nothing at all is as good as what is expected: what must be absent is absent, too, where its parent is.
fn is_absence(expected: &Value) -> bool {
    match expected {
        Value::Null => true,
        Value::Object(members) => !members.is_empty() && members.values().all(is_absence),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}
