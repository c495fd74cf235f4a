//! A document and overlays come in, the corrected document and the origins of its values go out.
//!
//! The format is `OpenAPI` Overlay 1.0 with keys of our own: `x-expect`, what an action must find, so that a correction which the
//! vendor made needless stops the run; `x-expect-lists`, whether the lists there may have grown; and `x-matches`, how many nodes it
//! must find (one unless told).

mod action;
mod compare;
mod equality;
mod expect;
mod merge;
mod slips;
mod target;

use serde_json::Value;

use crate::pointer;
use crate::report::{Origins, Place, Problem, Report, Source};

use action::{Action, Change};

/// The overlays of the bundled document, below the root of the repository, in the order in which they are applied.
pub const BUNDLED: [&str; 8] = [
    "spec/overlays/corrections.yaml",
    "spec/overlays/endpoints.yaml",
    "spec/overlays/extensions.yaml",
    "spec/overlays/resources.yaml",
    "spec/overlays/studio.yaml",
    "spec/overlays/search.yaml",
    "spec/overlays/english.yaml",
    "spec/overlays/chinese.yaml",
];

/// Applies every action of every overlay in order, and notes in `origins` where values come from.
///
/// An action that does not fit goes into the report, changes nothing, and the next one follows.
pub fn apply(document: &mut Value, overlays: &[Value], origins: &mut Origins, report: &mut Report) {
    for (index, overlay) in overlays.iter().enumerate() {
        for action in action::read(overlay, Source::Overlay(index), report) {
            if let Err(problem) = run(document, &action, origins) {
                report.push(*problem);
            }
        }
    }
}

/// Applies one action, all of it or nothing.
fn run(
    document: &mut Value,
    action: &Action<'_>,
    origins: &mut Origins,
) -> Result<(), Box<Problem>> {
    let found = target::find(document, action)?;
    for at in &found {
        expect::check(document, at, action)?;
    }
    match action.change {
        Change::Remove => remove(document, found, action, origins),
        Change::Update(update) => {
            for at in &found {
                if let Some(node) = document.pointer(at) {
                    merge::check(node, update, at, action)?;
                }
            }
            let place = action.key("update");
            for at in &found {
                if let Some(node) = document.pointer_mut(at) {
                    merge::merge(node, update, at, &place, origins);
                }
            }
            Ok(())
        }
    }
}

/// Removes nodes, the last one first, so that the places of the others stay what they are.
fn remove(
    document: &mut Value,
    mut found: Vec<String>,
    action: &Action<'_>,
    origins: &mut Origins,
) -> Result<(), Box<Problem>> {
    if found.iter().any(String::is_empty) {
        return Err(action.fails("remove", "would remove the whole document"));
    }
    found.sort_by(|one, other| sort_key(other).cmp(&sort_key(one)));
    for at in found {
        let Some((parent, key)) = pointer::split_last(&at) else {
            continue;
        };
        match document.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.shift_remove(&key);
                origins.forget(&at);
            }
            Some(Value::Array(items)) => {
                if let Ok(index) = key.parse::<usize>()
                    && index < items.len()
                {
                    items.remove(index);
                    origins.remove_item(parent, index, items.len());
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The steps of a pointer with indices as numbers.
fn sort_key(at: &str) -> Vec<(usize, &str)> {
    at.split('/')
        .map(|step| (step.parse().unwrap_or(0), step))
        .collect()
}

impl Action<'_> {
    /// The place of one of the keys of the action.
    fn key(&self, key: &str) -> Place {
        Place::new(self.place.source, pointer::join(&self.place.pointer, key))
    }

    /// A problem at one of its keys, with the name of the action in front.
    fn fails(&self, key: &str, what: impl std::fmt::Display) -> Box<Problem> {
        self.fails_at(self.key(key), what)
    }

    fn fails_at(&self, place: Place, what: impl std::fmt::Display) -> Box<Problem> {
        Box::new(Problem::error(
            place,
            format!("the correction of {}: {what}", self.name()),
        ))
    }

    /// What a person calls it: target and the beginning of the description.
    fn name(&self) -> String {
        const LONGEST: usize = 60;
        match self.description.and_then(|text| text.trim().lines().next()) {
            Some(text) if text.chars().nth(LONGEST).is_some() => {
                let text: String = text.chars().take(LONGEST).collect();
                format!("{} ({}…)", self.target, text.trim_end())
            }
            Some(text) => format!("{} ({text})", self.target),
            None => self.target.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
