//! Rows for `spec/names.yaml`: printed, so that the maintainer can paste them, or put there at once.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use codegen::DefaultNames;
use codegen::diff::Renames;
use serde_json::Value;

use crate::output::first_lines;

/// Rows that are shown unless all are asked for.
pub(crate) const SHOWN: usize = 40;

/// The tables with their rows, the first of many.
pub(crate) fn written(names: &DefaultNames, all: bool) -> String {
    first(names, if all { usize::MAX } else { SHOWN })
}

fn first(names: &DefaultNames, most: usize) -> String {
    let tables = tables(names);
    let rows = tables.iter().flat_map(|(table, rows)| {
        let rows = rows.iter().enumerate();
        rows.map(move |(index, (key, name))| {
            let row = row(key, name);
            if index == 0 {
                format!("{table}:\n{row}")
            } else {
                row
            }
        })
    });
    first_lines(&rows.collect::<Vec<_>>(), most)
}

/// The file of names with more rows, each at the end of its table.
pub(crate) fn added(file: &str, names: &DefaultNames) -> Result<String> {
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    for (table, rows) in tables(names) {
        let rows = rows.into_iter();
        let rows = rows.map(|(key, name)| row(key, name).trim_end().to_owned());
        let rows: Vec<String> = rows.collect();
        if !rows.is_empty() {
            let end = end_of_table(&mut lines, table);
            lines.splice(end..end, rows);
        }
    }
    let text = lines.join("\n") + "\n";
    let written: Value = serde_yaml::from_str(&text)?;
    if written != with_rows(file, names)? {
        bail!("the rows cannot be added to the tables as they are written; add them by hand")
    }
    Ok(text)
}

/// The line behind the last row of a table, which is begun if it is not there.
fn end_of_table(lines: &mut Vec<String>, table: &str) -> usize {
    let head = format!("{table}:");
    let Some(start) = lines.iter().position(|line| line.trim_end() == head) else {
        lines.extend([String::new(), head]);
        return lines.len();
    };
    let is_row = |line: &String| line.starts_with(' ') && !line.trim().is_empty();
    let rows = lines[start + 1..]
        .iter()
        .take_while(|line| is_row(line) || line.trim().is_empty() || line.starts_with('#'));
    let last = rows
        .collect::<Vec<_>>()
        .iter()
        .rposition(|line| is_row(line));
    start + 1 + last.map_or(0, |last| last + 1)
}

/// What a file of names says with more rows.
fn with_rows(file: &str, names: &DefaultNames) -> Result<Value> {
    let mut said: Value = serde_yaml::from_str(file)?;
    for (table, rows) in tables(names) {
        for (key, name) in rows {
            said[table][key] = name.clone();
        }
    }
    Ok(said)
}

type Rows<'a> = Vec<(&'a String, &'a Value)>;

fn tables(names: &DefaultNames) -> [(&'static str, Rows<'_>); 3] {
    [
        ("operations", names.operations.iter().collect()),
        ("types", names.types.iter().collect()),
        ("arguments", names.arguments.iter().collect()),
    ]
}

/// A line of YAML, with quotes where the key would be something else than a text without them.
pub(crate) fn row(key: &str, name: &Value) -> String {
    const VALUE: &str = "0\n";
    let scalar = |text: &str| serde_yaml::to_string(text).unwrap_or_default();
    let name = match name {
        Value::Object(calls) => {
            let calls = calls.iter().map(|(key, call)| {
                let call = call.as_str().unwrap_or_default();
                format!("{key}: {call}")
            });
            format!("{{{}}}", calls.collect::<Vec<_>>().join(", "))
        }
        Value::Array(names) => {
            let names = names.iter().map(|name| name.as_str().unwrap_or_default());
            format!("[{}]", names.collect::<Vec<_>>().join(", "))
        }
        name => scalar(name.as_str().unwrap_or_default())
            .trim_end()
            .to_owned(),
    };
    let row = serde_yaml::to_string(&BTreeMap::from([(key, 0)])).unwrap_or_default();
    let row = row.strip_suffix(VALUE).unwrap_or(&row).to_owned() + &name;
    row.lines()
        .fold(String::new(), |text, line| text + "  " + line + "\n")
}

/// Rows that keep the names of the crate where components or operations have other names in the new document, unless its names
/// have others for them already.
pub(crate) fn to_follow(renames: &Renames, before: &Value, today: &Value) -> DefaultNames {
    let followed = renames.follow(before);
    let table = |name: &str| {
        let (before, today) = (&before[name], &today[name]);
        let rows = followed.get(name).and_then(Value::as_object).cloned();
        rows.unwrap_or_default()
            .into_iter()
            .filter(|(key, row)| before.get(key) == today.get(key) && before.get(key) != Some(row))
            .collect()
    };
    // Calls and types keep their names in the crate, and with them the order of what they require.
    DefaultNames {
        operations: table("operations"),
        types: table("types"),
        ..DefaultNames::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_can_be_pasted_and_many_are_counted() {
        let mut names = DefaultNames::default();
        assert_eq!(first(&names, 2), "");
        let both = json!({"call": "a.list", "stream": "a.list_stream"});
        names.operations.insert("A".to_owned(), both);
        names.types.insert("B[]".to_owned(), json!("B"));
        names.types.insert("C".to_owned(), json!("True"));
        assert_eq!(
            first(&names, 9),
            "operations:\n  A: {call: a.list, stream: a.list_stream}\ntypes:\n  B[]: B\n  C: 'True'\n"
        );
        assert!(first(&names, 2).ends_with("types:\n  B[]: B\nand 1 more (--all)\n"));
        for key in [
            "123", "true", "null", "0x10", "1.5", "[]", "a: b", "'", "\n", "~",
        ] {
            let row = row(key, &json!("N"));
            let row: BTreeMap<String, String> = serde_yaml::from_str(&row).expect("a row of YAML");
            assert_eq!(row.get(key).map(String::as_str), Some("N"));
        }
    }

    #[test]
    fn rows_are_added_to_their_tables() -> Result<()> {
        let mut names = DefaultNames::default();
        names.operations.insert("B".to_owned(), json!("b.list"));
        names.types.insert("T[]".to_owned(), json!("T"));
        names
            .arguments
            .insert("b.list".to_owned(), json!(["x", "y"]));
        let file = "# Names\n\noperations:\n  # a\n  A: a.list\n\n# More\ntypes:\n  S:\n    S\n";
        let expected = "# Names\n\noperations:\n  # a\n  A: a.list\n  B: b.list\n\n# More\ntypes:\n  S:\n    S\n  T[]: T\n\n\
                        arguments:\n  b.list: [x, y]\n";
        assert_eq!(added(file, &names)?, expected);
        assert_eq!(added(expected, &DefaultNames::default())?, expected);
        let inline = "operations: {A: a.list}\n";
        assert!(added(inline, &names).is_err());
        Ok(())
    }

    #[test]
    fn rows_are_proposed_until_they_are_there() {
        let renames = Renames {
            schemas: BTreeMap::from([
                ("M1".to_owned(), "M2".to_owned()),
                ("M2".to_owned(), "M1".to_owned()),
            ]),
            operations: BTreeMap::new(),
        };
        let committed = json!({"types": {"M1": "One", "M2": "Two", "M3": "Three"}});
        let rows = to_follow(&renames, &committed, &committed);
        assert_eq!(first(&rows, 9), "types:\n  M2: One\n  M1: Two\n");
        let changed = json!({"types": {"M2": "One", "M1": "Two", "M3": "Three"}});
        assert_eq!(first(&to_follow(&renames, &committed, &changed), 9), "");
        let chosen = json!({"types": {"M2": "Uno", "M1": "Due", "M3": "Three"}});
        assert_eq!(first(&to_follow(&renames, &committed, &chosen), 9), "");
    }
}
