//! Findings -> the text that a maintainer reads, with actions to paste.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::{Findings, Line, Proposal};
use crate::report::{Place, Texts, locate};

/// What was seen, and what to do about it.
#[must_use]
pub fn render(findings: &Findings, texts: &Texts<'_>) -> String {
    let mut text = String::new();
    seen(&findings.seen, &mut text);
    needless(&findings.proposals, texts, &mut text);
    settled(&findings.proposals, texts, &mut text);
    proposed(&findings.proposals, &mut text);
    open(&findings.open, &mut text);
    text
}

fn seen(lines: &[Line], text: &mut String) {
    let mut operations: BTreeMap<(&str, &str), Vec<&Line>> = BTreeMap::new();
    for line in lines {
        let operation = operations.entry((&line.operation, &line.call));
        operation.or_default().push(line);
    }
    for ((operation, call), lines) in operations {
        let _ = writeln!(text, "{operation} ({call})");
        for line in lines {
            let _ = writeln!(text, "{:>8} × {}", line.count, told(line));
        }
        text.push('\n');
    }
}

/// A line in words.
fn told(line: &Line) -> String {
    let value = line.value.as_ref().map(|value| format!(" `{value}`"));
    let event = line
        .event
        .as_ref()
        .map(|event| format!(" of the event {event}"));
    let at = if line.at.is_empty() {
        "the whole"
    } else {
        &line.at
    };
    format!(
        "{}{}: {at}{}, {}",
        line.kind.words(),
        value.unwrap_or_default(),
        event.unwrap_or_default(),
        line.seen
    )
}

fn needless(proposals: &[Proposal], texts: &Texts<'_>, text: &mut String) {
    let mut found = proposals
        .iter()
        .filter_map(|one| Some((one, one.needless.as_ref()?)))
        .peekable();
    if found.peek().is_none() {
        return;
    }
    text.push_str(
        "Corrections that replies no longer need; remove them instead of adding others:\n\n",
    );
    for (proposal, place) in found {
        let _ = writeln!(
            text,
            "  {}: {} ({} times)",
            shown(place, texts),
            proposal.what,
            proposal.count
        );
    }
    text.push('\n');
}

fn settled(proposals: &[Proposal], texts: &Texts<'_>, text: &mut String) {
    let mut places: BTreeMap<&Place, u64> = BTreeMap::new();
    for proposal in proposals {
        for place in &proposal.settled {
            *places.entry(place).or_default() += proposal.count;
        }
    }
    if places.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "Corrections that say the same already: {}\n",
        places.len()
    );
    for (place, count) in places {
        let _ = writeln!(text, "  {} ({count} times)", shown(place, texts));
    }
    text.push('\n');
}

fn proposed(proposals: &[Proposal], text: &mut String) {
    let is_new = |one: &&Proposal| one.needless.is_none() && one.settled.is_empty();
    let mut new = proposals.iter().filter(is_new).peekable();
    if new.peek().is_none() {
        return;
    }
    text.push_str("Actions for spec/overlays/corrections.yaml:\n\n");
    for proposal in new {
        for contradiction in &proposal.contradictions {
            let _ = writeln!(text, "  # CONTRADICTION: {contradiction}");
        }
        for line in pasted(&proposal.actions).lines() {
            let _ = writeln!(
                text,
                "  {}{line}",
                if proposal.contradictions.is_empty() {
                    ""
                } else {
                    "# "
                }
            );
        }
        text.push('\n');
    }
}

/// Actions as they stand in an overlay.
fn pasted(actions: &[Value]) -> String {
    serde_yaml::to_string(actions).unwrap_or_default()
}

fn open(open: &[(Line, String)], text: &mut String) {
    if open.is_empty() {
        return;
    }
    text.push_str("What has to be looked at by hand:\n\n");
    for (line, why) in open {
        let _ = writeln!(
            text,
            "  {} × {}, {}: {why}",
            line.count,
            line.operation,
            told(line)
        );
    }
    text.push('\n');
}

/// A place as editors open it.
fn shown(place: &Place, texts: &Texts<'_>) -> String {
    let file = texts.get(place.source);
    let position = file.and_then(|file| locate(file.content, &place.pointer));
    let name = file.map_or("", |file| file.name);
    match position {
        Some(position) => format!("{name}:{}", position.line),
        None => format!("{name}{}", place.pointer),
    }
}
