//! Findings come in, what a person or a program reads goes out.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Finding;
use crate::report::{Texts, printable, printable_json};

/// Findings of one rule that are shown unless all are asked for.
const SHOWN: usize = 5;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// By rule; what no correction covers, and of that the first, or everything.
    Text {
        /// Everything.
        all: bool,
    },
    /// Everything, for a program.
    Json,
}

/// Writes findings, which stand together by rule.
#[must_use]
pub fn render(findings: &[Finding], texts: &Texts<'_>, format: Format) -> String {
    match format {
        Format::Text { all } => printable(&text(findings, texts, all)),
        Format::Json => {
            let findings: Vec<Value> = findings.iter().map(|it| as_json(it, texts)).collect();
            printable_json(&format!("{:#}\n", Value::Array(findings)))
        }
    }
}

fn text(findings: &[Finding], texts: &Texts<'_>, all: bool) -> String {
    let mut out = String::new();
    for group in findings.chunk_by(|one, other| one.rule == other.rule) {
        let open = open(group);
        let rule = group[0].rule;
        let _ = writeln!(out, "{}: {}", rule.name, count(group, texts));
        let _ = writeln!(out, "  {}", rule.why);
        let shown: Vec<&Finding> = group
            .iter()
            .filter(|finding| all || !finding.covered)
            .take(if all { usize::MAX } else { SHOWN })
            .collect();
        for finding in &shown {
            let covered = if finding.covered { " (covered)" } else { "" };
            let _ = writeln!(
                out,
                "    {}: {}{covered}",
                place(finding, texts),
                finding.found
            );
            let _ = writeln!(out, "      at {}", finding.place.pointer);
        }
        if !all && open > shown.len() {
            let _ = writeln!(out, "    and {} more (--all)", open - shown.len());
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", count(findings, texts));
    out
}

fn open(findings: &[Finding]) -> usize {
    let open = findings.iter().filter(|finding| !finding.covered);
    open.count()
}

/// How many there are, and where there are corrections, how many none of them covers.
fn count(findings: &[Finding], texts: &Texts<'_>) -> String {
    let all = findings.len();
    if texts.overlays.is_empty() {
        return format!("{all} found");
    }
    format!(
        "{all} found, {} not covered by a correction",
        open(findings)
    )
}

/// `spec/coze-openapi.yaml:12:3`
fn place(finding: &Finding, texts: &Texts<'_>) -> String {
    let name = texts.get(finding.place.source).map_or("", |text| text.name);
    match finding.position {
        Some(at) => format!("{name}:{}:{}", at.line, at.column),
        None => name.to_owned(),
    }
}

fn as_json(finding: &Finding, texts: &Texts<'_>) -> Value {
    json!({
        "rule": finding.rule.name,
        "why": finding.rule.why,
        "file": texts.get(finding.place.source).map(|text| text.name),
        "line": finding.position.map(|at| at.line),
        "column": finding.position.map(|at| at.column),
        "pointer": finding.place.pointer,
        "found": finding.found,
        "covered": finding.covered,
    })
}
