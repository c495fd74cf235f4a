// part coze

//! Items of a list -> a table that fits the terminal.

use serde_json::{Map, Value};

use super::terminal::{columns, fitted, line};

/// How wide a column gets.
const WIDEST: usize = 40;

/// What stands between two columns.
const GAP: &str = "  ";

/// A table, and the names of what does not fit into it.
pub(crate) struct Table {
    pub(crate) lines: Vec<String>,
    pub(crate) left_out: Vec<String>,
}

/// The table of items; `None` where they are no objects.
pub(crate) fn table(items: &[Value], width: usize) -> Option<Table> {
    let items: Option<Vec<&Map<String, Value>>> = items.iter().map(Value::as_object).collect();
    let items = items?;
    let mut names: Vec<&String> = items.iter().flat_map(|item| item.keys()).collect();
    names.sort_by_key(|name| (rank(name), *name));
    names.dedup();
    let mut lines = vec![String::new(); items.len() + 1];
    let (mut used, mut left_out) = (0, Vec::new());
    for name in names {
        let values = items
            .iter()
            .map(|item| item.get(name).unwrap_or(&Value::Null));
        let Some(cells) = column(name, values) else {
            left_out.push(name.clone());
            continue;
        };
        if cells.iter().skip(1).all(String::is_empty) {
            continue;
        }
        let widest = cells.iter().map(|cell| columns(cell)).max().unwrap_or(0);
        let gap = if used == 0 { "" } else { GAP };
        if used > 0 && used + gap.len() + widest > width {
            left_out.push(name.clone());
            continue;
        }
        used += gap.len() + widest;
        for (line, cell) in lines.iter_mut().zip(cells) {
            let padding = " ".repeat(widest - columns(&cell));
            line.extend([gap, &cell, &padding]);
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    Some(Table { lines, left_out })
}

/// The head and the cells of a column; `None` where a cell would not be one text.
fn column<'v>(name: &str, values: impl Iterator<Item = &'v Value>) -> Option<Vec<String>> {
    let mut cells = vec![line(name)];
    for value in values {
        cells.push(match value {
            Value::Null => String::new(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::String(text) => fitted(&line(text), WIDEST),
            Value::Array(_) | Value::Object(_) => return None,
        });
    }
    Some(cells)
}

/// What names a thing stands before what describes it, and addresses of pictures last.
fn rank(name: &str) -> usize {
    match name {
        "id" => 0,
        "name" | "title" => 2,
        _ if name.ends_with("_id") => 1,
        _ if name.ends_with("url") => 5,
        _ if name.ends_with("description") => 4,
        _ => 3,
    }
}
