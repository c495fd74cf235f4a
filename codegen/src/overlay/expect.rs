//! A node and what a correction expects of it come in, the first difference goes out.

use serde_json::Value;

use super::action::{Action, Change, ExpectedLists};
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
    let lists = action.expect_lists;
    if let Some(difference) = difference(expected, Some(node), String::new(), lists) {
        return Err(problem(&difference, at, action));
    }
    match action.change {
        Change::Update(update) if lists == ExpectedLists::Subset => {
            has_nothing_of(update, node, at, action)
        }
        Change::Update(_) | Change::Remove => Ok(()),
    }
}

/// Whether the lists of a node lack what an update would append to them: an item that is there already would be there twice.
fn has_nothing_of(
    update: &Value,
    node: &Value,
    at: &str,
    action: &Action<'_>,
) -> Result<(), Box<Problem>> {
    let Some((below, item)) = known_item(update, node, String::new()) else {
        return Ok(());
    };
    let place = Place::new(
        action.place.source,
        format!("{}/update{below}", action.place.pointer),
    );
    let list = pointer::split_last(&below).map_or("", |(list, _)| list);
    let found = format!("the document now has {} at {at}{list}", clipped(item));
    let mut problem = action.fails_at(place, found);
    problem.fix("this correction is stale: remove or change it");
    Err(problem)
}

/// The first item of an update that the list has which it would be appended to.
fn known_item<'u>(update: &'u Value, node: &Value, below: String) -> Option<(String, &'u Value)> {
    match (update, node) {
        (Value::Object(update), Value::Object(members)) => {
            update.iter().find_map(|(key, value)| {
                known_item(value, members.get(key)?, pointer::join(&below, key))
            })
        }
        (Value::Array(update), Value::Array(items)) => {
            let mut update = update.iter().enumerate();
            let (index, item) = update.find(|(_, item)| items.contains(item))?;
            Some((pointer::join(&below, &index.to_string()), item))
        }
        (item, Value::Array(items)) => items.contains(item).then_some((below, item)),
        _ => None,
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

/// What the action itself would add at a place that it expects to be empty: the vendor has made the correction already.
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
    lists: ExpectedLists,
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
        (Value::Object(wanted), Some(Value::Object(there))) => {
            let mut wanted = wanted.iter().filter(|(key, value)| !is_text(key, value));
            wanted.find_map(|(key, value)| {
                difference(value, there.get(key), pointer::join(&below, key), lists)
            })
        }
        (Value::Array(wanted), Some(Value::Array(there))) => match lists {
            ExpectedLists::Subset if has_all(there, wanted) => None,
            ExpectedLists::Subset => differs(below, None),
            ExpectedLists::Whole if wanted.len() != there.len() => {
                differs(below, Some((wanted.len(), there.len())))
            }
            ExpectedLists::Whole => {
                let mut items = wanted.iter().zip(there).enumerate();
                items.find_map(|(index, (value, item))| {
                    let below = pointer::join(&below, &index.to_string());
                    difference(value, Some(item), below, lists)
                })
            }
        },
        (Value::Number(wanted), Some(Value::Number(there))) if same_number(wanted, there) => None,
        (wanted, Some(there)) if wanted == there => None,
        _ => differs(below, None),
    }
}

/// Whether each expected item is somewhere in a list.
fn has_all(there: &[Value], wanted: &[Value]) -> bool {
    let is = |value: &Value, item| {
        difference(value, Some(item), String::new(), ExpectedLists::Subset).is_none()
    };
    wanted
        .iter()
        .all(|value| there.iter().any(|item| is(value, item)))
}

/// Whether a missing value satisfies the expectation: a key that must be absent is absent as well if its parent is missing.
fn is_absence(expected: &Value) -> bool {
    match expected {
        Value::Null => true,
        Value::Object(members) => !members.is_empty() && members.values().all(is_absence),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}
