//! The tables about the order of arguments.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::problem;
use crate::pointer;
use crate::report::Report;

/// `arguments`: call or type -> what it requires, in its order.
pub(super) fn rows(
    rows: &Map<String, Value>,
    report: &mut Report,
) -> IndexMap<String, Vec<String>> {
    let mut read = IndexMap::new();
    for (key, row) in rows {
        if let Some(names) = names(row) {
            read.insert(key.clone(), names);
        } else {
            let at = pointer::join("/arguments", key);
            problem(report, &at, &format!("{row} is not a list of arguments"))
                .expected("the names of all required arguments, each once: `[space_id, name]`");
        }
    }
    read
}

/// `argument_order`: what comes before all other arguments but those of the path.
pub(super) fn first(rows: &Map<String, Value>, report: &mut Report) -> Vec<String> {
    const FIRST: &str = "first";
    let read = rows.get(FIRST).and_then(names);
    if read.is_none() || rows.len() > 1 {
        problem(
            report,
            "/argument_order",
            "the order of arguments cannot be read",
        )
        .expected("`first: [space_id]`, and nothing else");
    }
    read.unwrap_or_default()
}

/// Names, each of them once.
fn names(list: &Value) -> Option<Vec<String>> {
    let mut read: Vec<String> = Vec::new();
    for name in list.as_array()? {
        let name = name.as_str()?;
        if read.iter().any(|other| other == name) {
            return None;
        }
        read.push(name.to_owned());
    }
    Some(read)
}
