//! A node and an update come in, the node with the update in it goes out.

use serde_json::Value;

use super::action::Action;
use crate::pointer;
use crate::report::{Origins, Place, Problem};

/// Whether an update fits on a node: objects on objects, lists on lists, anything on a scalar or at the end of a targeted list.
pub(super) fn check(
    node: &Value,
    update: &Value,
    at: &str,
    action: &Action<'_>,
) -> Result<(), Box<Problem>> {
    if node.is_array() {
        return Ok(());
    }
    match misfit(node, update, String::new()) {
        None => Ok(()),
        Some((below, there, given)) => {
            let place = Place::new(
                action.place.source,
                format!("{}/update{below}", action.place.pointer),
            );
            let what = format!("would put {given} where the document has {there}, at {at}{below}");
            let mut problem = action.fails_at(place, what);
            problem
                .expected(there)
                .fix("to replace an object or a list, remove it with an action of its own first");
            Err(problem)
        }
    }
}

fn misfit(
    node: &Value,
    update: &Value,
    below: String,
) -> Option<(String, &'static str, &'static str)> {
    match (node, update) {
        (Value::Object(members), Value::Object(update)) => {
            update.iter().find_map(|(key, value)| {
                let member = members.get(key)?;
                misfit(member, value, pointer::join(&below, key))
            })
        }
        (Value::Array(_), Value::Array(_))
        | (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_), _) => None,
        (Value::Object(_) | Value::Array(_), _) => Some((below, kind(node), kind(update))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Puts an update into a node: objects are merged, lists are appended to, everything else is replaced.
pub(super) fn merge(
    node: &mut Value,
    update: &Value,
    at: &str,
    place: &Place,
    origins: &mut Origins,
) {
    match (node, update) {
        (Value::Object(members), Value::Object(update)) => {
            for (key, value) in update {
                let at = pointer::join(at, key);
                let place = Place::new(place.source, pointer::join(&place.pointer, key));
                if let Some(member) = members.get_mut(key) {
                    merge(member, value, &at, &place, origins);
                } else {
                    members.insert(key.clone(), value.clone());
                    origins.set(at, place);
                }
            }
        }
        (Value::Array(items), Value::Array(update)) => {
            for (index, value) in update.iter().enumerate() {
                let place = Place::new(
                    place.source,
                    pointer::join(&place.pointer, &index.to_string()),
                );
                origins.set(pointer::join(at, &items.len().to_string()), place);
                items.push(value.clone());
            }
        }
        (Value::Array(items), value) => {
            origins.set(pointer::join(at, &items.len().to_string()), place.clone());
            items.push(value.clone());
        }
        (node, value) => {
            *node = value.clone();
            origins.set(at.to_owned(), place.clone());
        }
    }
}
