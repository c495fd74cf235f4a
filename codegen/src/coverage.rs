//! The table of contents of the API's documentation comes in, what stands for each of its entries goes out.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::Corrected;
use crate::document::operation_id_by_rule;
use crate::document::tree::Tree;
use crate::ir::{Covered, Entry, RuntimeItem, Section};
use crate::pointer;
use crate::report::{Place, Problem, Report, Source};

/// Reads sections of entries; every malformed row is reported and left out.
pub(crate) fn read(value: &Value, report: &mut Report) -> Vec<Section> {
    let Some(sections) = value.as_object() else {
        problem(report, "", "the table of contents is not a mapping").expected("sections");
        return Vec::new();
    };
    let sections = sections.iter().map(|(title, rows)| Section {
        title: title.clone(),
        entries: read_entries(title, rows, report),
    });
    sections.collect()
}

fn read_entries(section: &str, rows: &Value, report: &mut Report) -> Vec<Entry> {
    let at = pointer::join("", section);
    let Some(rows) = rows.as_object() else {
        problem(
            report,
            &at,
            &format!("the section `{section}` is not a mapping"),
        )
        .expected("titles and what stands for them");
        return Vec::new();
    };
    let mut entries = Vec::new();
    for (title, row) in rows {
        let Some(covered) = read_row(row) else {
            let found = format!("{row} does not say what stands for `{title}`");
            problem(report, &pointer::join(&at, title), &found).expected(
                "an operation id, `{runtime: path::Item}`, with `feature: name` where it needs one, `{planned: reason}` or `{not_http: reason}`",
            );
            continue;
        };
        entries.push(Entry {
            title: title.clone(),
            covered,
        });
    }
    entries
}

fn read_row(row: &Value) -> Option<Covered> {
    if let Some(operation) = row.as_str() {
        return Some(Covered::Operation(operation.to_owned()));
    }
    let mut row = row.as_object()?.clone();
    let feature = match row.remove("feature") {
        Some(feature) if row.contains_key("runtime") => Some(feature.as_str()?.to_owned()),
        Some(_) => return None,
        None => None,
    };
    let mut members = row.iter();
    let (kind, reason) = members.next()?;
    let reason = reason.as_str().filter(|_| members.next().is_none())?;
    match kind.as_str() {
        "runtime" => Some(Covered::Runtime(RuntimeItem {
            path: path(reason)?,
            feature,
        })),
        "planned" => Some(Covered::Planned(reason.to_owned())),
        "not_http" => Some(Covered::NotHttp(reason.to_owned())),
        _ => None,
    }
}

/// A path of words: a link can lead there.
fn path(text: &str) -> Option<String> {
    let is_word = |word: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !word.is_empty() && word.chars().all(is_part)
    };
    text.split("::").all(is_word).then(|| text.to_owned())
}

/// Refuses rows that name no operation, and operations that stand in no row. Where there are no rows, nothing is to be named.
pub(crate) fn check(sections: &[Section], corrected: &Corrected, report: &mut Report) {
    if sections.is_empty() {
        return;
    }
    let known = operations(&corrected.document);
    // A row that cannot be read may be that of any operation.
    let is_whole = !report.has_errors();
    let mut listed = BTreeSet::new();
    for section in sections {
        for entry in &section.entries {
            if let Covered::Operation(id) = &entry.covered {
                listed.insert(id.as_str());
                if !known.contains_key(id) {
                    let at = pointer::join_all("", &[&section.title, &entry.title]);
                    problem(report, &at, &format!("there is no operation `{id}`"))
                        .fix("Correct the operation id, or say why there is no call.");
                }
            }
        }
    }
    for (id, at) in &known {
        if is_whole && !listed.contains(id.as_str()) {
            let found = format!("the operation `{id}` stands in no row of the table of contents");
            report
                .error(corrected.origins.place(at), found)
                .fix("Add a row with its title in the documentation.");
        }
    }
}

/// The ids of all operations, and where these stand.
fn operations(document: &Value) -> IndexMap<String, String> {
    let mut found = IndexMap::new();
    for operation in Tree::new(document).operations() {
        let at = operation.node.pointer.clone();
        match operation.id() {
            id if id.is_empty() || found.contains_key(id) => {
                found.insert(operation_id_by_rule(&at), at);
            }
            id => {
                found.insert(id.to_owned(), at);
            }
        }
    }
    found
}

fn problem<'r>(report: &'r mut Report, at: &str, found: &str) -> &'r mut Problem {
    report.error(Place::new(Source::Coverage, at), found)
}
