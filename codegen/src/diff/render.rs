//! A difference comes in, what a person or a program reads goes out.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Change, Difference, Impact, Verdict};
use crate::report::{printable, printable_json};
use crate::surface::SurfaceDifference;

/// Operations that are named when a change touches more than the one it is shown at.
const NAMED: usize = 3;

/// How a difference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Terminal {
        /// Whether it shows colours.
        colour: bool,
    },
    /// For a pull request.
    Markdown,
    /// For a program.
    Json,
}

/// Writes a difference; texts that differ are counted, and listed only where asked.
#[must_use]
pub fn render(difference: &Difference, format: Format, list_texts: bool) -> String {
    match format {
        Format::Terminal { colour } => terminal(difference, colour, list_texts),
        Format::Markdown => printable(&markdown(difference, list_texts)),
        Format::Json => printable_json(&format!("{:#}\n", as_json(difference))),
    }
}

/// One line: how bad, how much.
fn summary(difference: &Difference) -> String {
    let Some(verdict) = difference.verdict() else {
        return "nothing has changed".to_owned();
    };
    let of = |impact: Impact| {
        let changes = difference.changes.iter();
        changes.filter(|change| change.impact() == impact).count()
    };
    let mut parts = Vec::new();
    for (count, word) in [
        (of(Impact::Breaking), "breaking change"),
        (of(Impact::Compatible), "compatible change"),
        (difference.texts.len(), "text"),
    ] {
        match count {
            0 => {}
            1 => parts.push(format!("1 {word}")),
            more => parts.push(format!("{more} {word}s")),
        }
    }
    let mut least = "";
    match &difference.surface {
        Err(_) => least = "at least ",
        Ok(surface) => match surface.items.len() {
            0 => {}
            1 => parts.push("1 public item".to_owned()),
            more => parts.push(format!("{more} public items")),
        },
    }
    format!("{least}{}: {}", release(verdict), parts.join(", "))
}

/// What the crate's next version has to say.
fn release(verdict: Impact) -> &'static str {
    match verdict {
        Impact::Breaking => "breaking (a major version; before 1.0, a minor one)",
        Impact::Compatible => "compatible (a minor version; before 1.0, a patch)",
        Impact::Documentation => "documentation (a patch)",
    }
}

/// The verdicts that are worth a line; the direction that has nothing to say is left out.
fn reasons(change: &Change) -> Vec<String> {
    let both = [("sending", change.sending), ("receiving", change.receiving)];
    match (change.sending, change.receiving) {
        (Some(sending), Some(receiving)) if sending == receiving => {
            vec![reason("sending and receiving", sending)]
        }
        _ => both
            .into_iter()
            .filter_map(|(direction, verdict)| Some(reason(direction, verdict?)))
            .collect(),
    }
}

fn reason(direction: &str, verdict: Verdict) -> String {
    format!("{direction}: {}, {}", verdict.impact.word(), verdict.why)
}

/// The other operations that a change touches.
fn also(change: &Change) -> Option<String> {
    let others = change.operations.get(1..).unwrap_or_default();
    let (named, more) = others.split_at(others.len().min(NAMED));
    if named.is_empty() {
        return None;
    }
    let more = match more.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("also in {}{more}", named.join(", ")))
}

fn notes(change: &Change) -> Vec<String> {
    let mut notes = reasons(change);
    notes.extend(change.hint.clone());
    notes.extend(also(change));
    notes
}

/// What changed in the public items, one line each.
fn surface_lines(surface: &SurfaceDifference) -> Vec<(Impact, String)> {
    let mut lines = Vec::new();
    for change in &surface.items {
        let (was, is) = change.lines();
        lines.extend(was.map(|was| (change.impact, format!("- {}", line(&was)))));
        lines.extend(is.map(|is| (change.impact, format!("+ {}", line(&is)))));
    }
    lines
}

fn terminal(difference: &Difference, colour: bool, list_texts: bool) -> String {
    let paint = |impact: Impact, text: &str| {
        let code = match impact {
            Impact::Breaking => "1;31",
            Impact::Compatible => "32",
            Impact::Documentation => "2",
        };
        if colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    };
    let verdict = difference.verdict().unwrap_or(Impact::Documentation);
    let mut out = format!("{}\n", paint(verdict, &summary(difference)));
    for change in &difference.changes {
        let word = paint(change.impact(), change.impact().word());
        let (place, what) = (line(&change.place), line(&change.what));
        let _ = writeln!(out, "\n{word}: {place}: {what}");
        for note in notes(change) {
            let _ = writeln!(out, "  {}", line(&note));
        }
    }
    match &difference.surface {
        Ok(surface) if surface.items.is_empty() => {}
        Ok(surface) => {
            let _ = writeln!(out, "\npublic items of the crate:");
            for (impact, line) in surface_lines(surface) {
                let _ = writeln!(out, "  {}", paint(impact, &line));
            }
        }
        Err(why) => {
            let _ = writeln!(out, "\npublic items of the crate: unknown; {}", line(why));
        }
    }
    if list_texts && !difference.texts.is_empty() {
        let _ = writeln!(out, "\ntexts:");
        for text in difference.texts.values() {
            let _ = writeln!(out, "  {}", line(&text_line(text)));
        }
    }
    out
}

/// A text on one line, without what would colour it: names in a document may hold anything.
fn line(text: &str) -> String {
    printable(&text.replace(['\n', '\r', '\t'], " "))
}

/// `POST /v3/chat › body: title, example`
fn text_line(text: &[String]) -> String {
    match text {
        [place, keys @ ..] => format!("{place}: {}", keys.join(", ")),
        [] => String::new(),
    }
}

fn markdown(difference: &Difference, list_texts: bool) -> String {
    let mut out = format!("**{}**\n", escape(&summary(difference)));
    for impact in [Impact::Breaking, Impact::Compatible, Impact::Documentation] {
        let changes: Vec<&Change> = difference
            .changes
            .iter()
            .filter(|change| change.impact() == impact)
            .collect();
        if changes.is_empty() {
            continue;
        }
        let word = impact.word();
        let _ = writeln!(out, "\n### {}{}\n", word[..1].to_uppercase(), &word[1..]);
        for change in changes {
            let _ = writeln!(
                out,
                "- **{}**: {}",
                escape(&change.place),
                escape(&change.what)
            );
            for note in notes(change) {
                let _ = writeln!(out, "  - {}", escape(&note));
            }
        }
    }
    match &difference.surface {
        Ok(surface) if surface.items.is_empty() => {}
        Ok(surface) => {
            let _ = writeln!(out, "\n### Public items of the crate\n\n```diff");
            for (_, line) in surface_lines(surface) {
                let _ = writeln!(out, "{}", line.replace("```", "'''"));
            }
            out.push_str("```\n");
        }
        Err(why) => {
            let _ = writeln!(out, "\nPublic items of the crate: unknown; {}", escape(why));
        }
    }
    if list_texts && !difference.texts.is_empty() {
        out.push_str("\n### Texts\n\n");
        for text in difference.texts.values() {
            let _ = writeln!(out, "- {}", escape(&text_line(text)));
        }
    }
    out
}

/// Text that Markdown shows as it is; code stays code.
fn escape(text: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for character in text.chars() {
        match character {
            '`' => code = !code,
            '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '#' | '|' | '~' if !code => out.push('\\'),
            '\n' | '\r' => {
                out.push(' ');
                continue;
            }
            _ => {}
        }
        out.push(character);
    }
    out
}

fn as_json(difference: &Difference) -> Value {
    let verdict = |verdict: Option<Verdict>| {
        verdict.map(|verdict| json!({"impact": verdict.impact.word(), "why": verdict.why}))
    };
    let changes: Vec<Value> = difference
        .changes
        .iter()
        .map(|change| {
            json!({
                "impact": change.impact().word(),
                "place": change.place,
                "what": change.what,
                "hint": change.hint,
                "operations": change.operations,
                "sending": verdict(change.sending),
                "receiving": verdict(change.receiving),
            })
        })
        .collect();
    let texts: Vec<Value> = difference
        .texts
        .iter()
        .map(|(pointer, text)| json!({"pointer": pointer, "place": text.first(), "keys": &text[1..]}))
        .collect();
    let surface = difference.surface.as_ref().ok().map(|surface| {
        let items = surface.items.iter();
        let items = items.map(|item| {
            let (was, is) = item.lines();
            json!({"impact": item.impact.word(), "was": was, "is": is})
        });
        items.collect::<Vec<Value>>()
    });
    json!({
        "verdict": difference.verdict().map_or("nothing", Impact::word),
        "wire": difference.wire().map_or("nothing", Impact::word),
        "changes": changes,
        "texts": texts,
        "surface": surface,
        "surface_unknown": difference.surface.as_ref().err(),
    })
}
