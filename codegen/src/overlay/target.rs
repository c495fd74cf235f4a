//! A document and an action come in, pointers to the nodes that it is for go out.

use serde_json::Value;

use super::action::Action;
use crate::json_path::JsonPath;
use crate::report::{Problem, clipped};

/// Matches and keys that a message lists.
const LISTED: usize = 8;

/// The nodes of the target, as many as the action must have.
pub(super) fn find(document: &Value, action: &Action<'_>) -> Result<Vec<String>, Box<Problem>> {
    let found = action.path.pointers(document);
    if found.len() as u64 == action.matches {
        return Ok(found);
    }
    if found.is_empty() {
        return Err(nothing(document, action));
    }
    let mut list = found
        .iter()
        .take(LISTED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if found.len() > LISTED {
        list.push_str(", …");
    }
    let places = match found.len() {
        1 => "one place".to_owned(),
        several => format!("{several} places"),
    };
    let mut problem = action.fails("target", format!("matches {places}: {list}"));
    problem
        .expected(format!(
            "{} ({})",
            action.matches,
            if action.matches == 1 {
                "say `x-matches` for more"
            } else {
                "`x-matches`"
            }
        ))
        .fix("make the target narrower, or correct `x-matches` after looking at each match");
    Err(problem)
}

fn nothing(document: &Value, action: &Action<'_>) -> Box<Problem> {
    let mut problem = action.fails("target", "nothing matches");
    let (prefix, keys) = deepest(document, action.target);
    problem
        .expected(format!("something below {prefix}, which is there{keys}"))
        .fix("this correction is stale: the document no longer has this node; remove the correction or change its target");
    problem
}

/// The longest beginning of a target that matches something, and a word on what that holds.
fn deepest<'t>(document: &Value, target: &'t str) -> (&'t str, String) {
    let ends = target
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, '.' | '['))
        .map(|(end, _)| end);
    for end in ends {
        let prefix = target[..end].trim_end_matches('.');
        let Ok(path) = JsonPath::parse(prefix) else {
            continue;
        };
        let found = path.pointers(document);
        if let Some(node) = found.first().and_then(|at| document.pointer(at)) {
            return (prefix, describe(node));
        }
    }
    ("$", describe(document))
}

fn describe(node: &Value) -> String {
    match node {
        Value::Object(members) if members.is_empty() => " and empty".to_owned(),
        Value::Object(members) => {
            let mut keys = members
                .keys()
                .take(LISTED)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ");
            if members.len() > LISTED {
                keys.push_str(", …");
            }
            format!(" and has {keys}")
        }
        Value::Array(items) => format!(" and is a list of {}", items.len()),
        scalar => format!(" and is {}", clipped(scalar)),
    }
}
