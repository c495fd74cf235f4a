//! What the comparison of two documents says of users' code, held against what a compiler says of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::notes::Note;
use crate::report::printable;
use crate::surface::{ItemChange, SurfaceDifference};
use crate::uses::Use;

/// Uses that no longer compile, by their index, and why.
pub type Refused = BTreeMap<usize, String>;

/// What came of compiling the code for the old crate with the new one.
#[derive(Debug)]
pub struct Proof<'a> {
    /// How many pieces of code there are.
    pub uses: usize,
    /// What no longer compiles since its own item has changed, and why.
    pub broken: Vec<(&'a Use, &'a str)>,
    /// How many more do not compile, which need something of those.
    pub dependents: usize,
    /// What compiles, and means something else.
    pub silent: Vec<&'a ItemChange>,
    /// Where the comparison and the compiler do not agree.
    pub disagreements: Vec<String>,
}

/// Compares the two opinions.
#[must_use]
pub fn judge<'a>(
    difference: &'a SurfaceDifference,
    uses: &'a [Use],
    refused: &'a Refused,
) -> Proof<'a> {
    let changes = difference.items.iter();
    let breaking: Vec<&ItemChange> = changes.filter(|item| item.stops_compiling()).collect();
    let mut proof = Proof {
        uses: uses.len(),
        broken: Vec::new(),
        dependents: 0,
        silent: difference
            .items
            .iter()
            .filter(|item| is_silent(item))
            .collect(),
        disagreements: Vec::new(),
    };
    for (index, reason) in refused {
        let Some(one) = uses.get(*index) else {
            continue;
        };
        if breaking.iter().any(|change| is_about(change, one)) {
            proof.broken.push((one, reason));
        } else if breaking.iter().any(|change| concerns(change, one)) {
            proof.dependents += 1;
        } else {
            proof.disagreements.push(format!(
                "`{}` no longer compiles ({reason}), and the comparison does not say so",
                one.path.join(".")
            ));
        }
    }
    let is_refused =
        |change: &ItemChange| proof.broken.iter().any(|(one, _)| is_about(change, one));
    let unseen = breaking.into_iter().filter(|change| !is_refused(change));
    // Whether what is given converts, only the compiler knows for all types.
    let (converted, unseen): (Vec<_>, Vec<_>) =
        unseen.partition(|change| change.is_of_what_is_given());
    proof.silent.extend(converted);
    let unseen = unseen
        .into_iter()
        .filter_map(|change| change.was.as_ref().or(change.is.as_ref()));
    proof.disagreements.extend(unseen.map(|item| {
        format!("the comparison says that code which uses `{item}` no longer compiles, and all of it does")
    }));
    proof
}

fn is_silent(change: &ItemChange) -> bool {
    change.impact == crate::impact::Impact::Breaking
        && !change.stops_compiling()
        && change.is.is_some()
}

/// Whether the use is that of the item which has changed; of a field that is new and required, that of its type's constructor.
fn is_about(change: &ItemChange, one: &Use) -> bool {
    match (&change.was, &change.is) {
        (Some(was), _) => was.path == one.path,
        (None, Some(is)) => is.path.first() == one.path.first() && one.path.len() == 1,
        (None, None) => false,
    }
}

/// Whether the use needs the item which has changed: it belongs to it, holds it, or names its type.
fn concerns(change: &ItemChange, one: &Use) -> bool {
    let Some(item) = change.was.as_ref().or(change.is.as_ref()) else {
        return false;
    };
    let is_around = one.path.starts_with(&item.path) || item.path.starts_with(&one.path);
    is_around || item.path.first().is_some_and(|owner| one.names(owner))
}

/// What is printed: of each piece that no longer compiles the code, the reason and what to do about it.
#[must_use]
pub fn render(proof: &Proof<'_>, notes: &[Note]) -> String {
    let mut text = String::new();
    let uses = match proof.uses {
        1 => "1 use".to_owned(),
        uses => format!("{uses} uses"),
    };
    if proof.broken.is_empty() && proof.dependents == 0 {
        let _ = writeln!(
            text,
            "proved: all {uses} of the crate as it was compile with the new one"
        );
    } else {
        let count = proof.broken.len() + proof.dependents;
        let _ = writeln!(
            text,
            "proved: of {uses} of the crate as it was, {count} no longer compile:"
        );
    }
    for (one, reason) in &proof.broken {
        let code = one.expression().replace('\n', "\n    ");
        let _ = writeln!(text, "\n  * {code}\n    {reason}");
        let note = notes.iter().find(|note| note.path == one.path);
        for line in note.into_iter().flat_map(advice) {
            let _ = writeln!(text, "    {line}");
        }
    }
    match proof.dependents {
        0 => {}
        1 => text.push_str("\n  and 1 more that needs something of these\n"),
        more => {
            let _ = writeln!(text, "\n  and {more} more that need something of these");
        }
    }
    for change in &proof.silent {
        let (was, is) = change.lines();
        let _ = writeln!(text, "\n  compiles, and means something else:");
        for line in was
            .map(|was| format!("- {was}"))
            .into_iter()
            .chain(is.map(|is| format!("+ {is}")))
        {
            let _ = writeln!(text, "    {line}");
        }
    }
    for problem in &proof.disagreements {
        let _ = writeln!(text, "\n  error of this program: {problem}");
    }
    printable(&text)
}

fn advice(note: &Note) -> Vec<String> {
    let mut lines = vec![format!("note: {}", note.text)];
    if let Some(after) = note
        .after
        .as_ref()
        .filter(|after| note.before.as_ref() != Some(after))
    {
        let mut after = after.lines();
        lines.extend(after.next().map(|line| format!("instead: {line}")));
        lines.extend(after.map(|line| format!("  {line}")));
    }
    lines
}

#[cfg(test)]
mod tests;
