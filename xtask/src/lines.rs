//! Rows of `x-lines` that the maintainer fills in.

use codegen::MissingLine;
use serde_json::Value;

use crate::output::first_lines;
use crate::rows::{SHOWN, row};

/// The tables with empty rows, by language; behind each row what the document says.
pub(crate) fn missing(missing: &[MissingLine], all: bool) -> String {
    let mut rows = Vec::new();
    let mut last = None;
    for line in missing {
        let table = (&line.language, &line.table);
        let head = if last == Some(table) {
            String::new()
        } else {
            format!("{} / {}:\n", line.language, line.table)
        };
        last = Some(table);
        let row = row(&line.key, &Value::from(""));
        let says = if line.says.is_empty() {
            String::new()
        } else {
            format!("  # {}", line.says)
        };
        rows.push(format!("{head}{}{says}\n", row.trim_end_matches('\n')));
    }
    first_lines(&rows, if all { usize::MAX } else { SHOWN })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_lines_can_be_filled_in() {
        let line = |table: &str, key: &str, says: &str| MissingLine {
            language: "en".to_owned(),
            table: table.to_owned(),
            key: key.to_owned(),
            says: says.to_owned(),
        };
        let lines = [
            line("calls", "a.list(b)", "列表"),
            line("types", "B.c", ""),
            line("types", "B.d", ""),
        ];
        assert_eq!(
            missing(&lines, true),
            "en / calls:\n  a.list(b): ''  # 列表\nen / types:\n  B.c: ''\n  B.d: ''\n"
        );
        assert_eq!(missing(&[], true), "");
    }
}
