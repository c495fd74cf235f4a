//! The public items of the crate, before and after, come in; what its users meet goes out.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::Impact;
use crate::DefaultNames;
use crate::report::{Origins, Report, Severity, Source};
use crate::{document, lower, names, surface};

/// The public items that a document becomes: what identifies each -> how it is declared.
#[derive(Debug, Default)]
pub struct Surface {
    /// Names in it that were made by rule.
    pub made: DefaultNames,
    items: IndexMap<String, String>,
    /// Types that requests can hold: a field that is not optional stands in their `new(..)`.
    sent: BTreeSet<String>,
}

/// A public item that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it means for code that uses the crate.
    pub impact: Impact,
    /// How it was declared.
    pub was: Option<String>,
    /// How it is declared now.
    pub is: Option<String>,
}

/// All public items that are not what they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurfaceDifference {
    /// The worst first.
    pub items: Vec<Item>,
}

impl SurfaceDifference {
    /// The worst of all items; `None` when all are the same.
    #[must_use]
    pub fn verdict(&self) -> Option<Impact> {
        self.items.iter().map(|item| item.impact).max()
    }
}

impl Surface {
    /// The items that become of a corrected document under these names.
    ///
    /// # Errors
    ///
    /// The first of the reasons why nothing can be generated from it.
    pub fn of(document: &Value, names: &str) -> Result<Self, String> {
        let mut report = Report::new();
        let surface = generate(document, names, &mut report);
        let mut problems = report.problems().iter();
        match problems.find(|problem| problem.severity == Severity::Error) {
            Some(problem) => Err(format!("{}: {}", problem.place.pointer, problem.found)),
            None => surface.ok_or_else(|| "no reason is known".to_owned()),
        }
    }

    /// Reads the text that [`Output::surface`](crate::Output::surface) holds.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut surface = Self::default();
        let (mut owner, mut call) = (String::new(), String::new());
        for line in text.lines().filter(|line| !line.is_empty()) {
            if !line.starts_with(' ') {
                owner = surface.head(line);
            } else if let Some(setter) = line.strip_prefix("    ") {
                surface.item(format!("{call}{}", name(setter)), format!("{call}{setter}"));
            } else if owner.starts_with("client.") {
                call = format!("{owner}.{}", name(line.trim_start()));
                surface.item(call.clone(), format!("{owner}.{}", signature(line)));
            } else {
                let member = line.trim_start();
                surface.item(
                    format!("{owner} {}", name(member)),
                    format!("{owner} {{ {member} }}"),
                );
            }
        }
        surface
    }

    /// A resource or a type; returns what its members begin with.
    fn head(&mut self, line: &str) -> String {
        if let Some((path, handle)) = line.split_once(": ")
            && path.starts_with("client.")
        {
            self.item(path.to_owned(), format!("{path}: {handle}"));
            return path.to_owned();
        }
        let (declared, direction) = line.split_once(" (").unwrap_or((line, ""));
        if direction.starts_with("sent") {
            self.sent.insert(declared.to_owned());
        }
        // Modules below `types` are private, and a type may gain a direction.
        self.item(declared.to_owned(), declared.to_owned());
        declared.to_owned()
    }

    fn item(&mut self, key: String, text: String) {
        self.items.insert(key, text);
    }

    /// Whether a new item breaks code: a field without which its type can no longer be made.
    fn is_needed(&self, key: &str, text: &str, old: &Self) -> bool {
        let owner = key.rsplit_once(' ').map_or("", |(owner, _)| owner);
        owner.starts_with("struct ")
            && self.sent.contains(owner)
            && old.sent.contains(owner)
            && !text.contains(": Option<")
    }
}

/// The way from a corrected document to the names of its items, as [`generate`](crate::generate) goes it.
fn generate(document: &Value, names: &str, report: &mut Report) -> Option<Surface> {
    let origins = Origins::default();
    let document = document::typed(document, &origins, report)?;
    let names = if names.trim().is_empty() {
        names::Names::default()
    } else {
        let value = document::parse(names, Source::Names, report)?;
        names::read(&value, report)
    };
    let (api, made) = lower::lower(&document, &names, Severity::Warning, &origins, report);
    Some(Surface {
        made,
        ..Surface::read(&surface::surface(&api))
    })
}

/// What identifies a member: what stands before its type, its value or its arguments.
fn name(member: &str) -> &str {
    let end = member.find([':', '(', ' ']).filter(|end| *end > 0);
    // `(end) = done` has no name but its value.
    end.map_or(member, |end| &member[..end])
}

/// A call without what is no Rust: its path, and whether it is deprecated.
fn signature(line: &str) -> String {
    let line = line.trim_start();
    let Some((call, wire)) = line.split_once("    ") else {
        return line.to_owned();
    };
    let request = wire.rsplit_once(" as ").map_or("", |(_, request)| request);
    let call = call.strip_suffix(", deprecated").unwrap_or(call);
    format!("{call} as {request}")
}

/// Compares the items.
pub(super) fn compare(old: &Surface, new: &Surface) -> SurfaceDifference {
    let mut items = Vec::new();
    for (key, was) in &old.items {
        let is = new.items.get(key);
        if is != Some(was) {
            let renames = is.is_some_and(|is| renames_arguments(was, is));
            items.push(Item {
                impact: if renames {
                    Impact::Documentation
                } else {
                    Impact::Breaking
                },
                was: Some(was.clone()),
                is: is.cloned(),
            });
        }
    }
    for (key, is) in &new.items {
        if !old.items.contains_key(key) {
            let impact = if new.is_needed(key, is, old) {
                Impact::Breaking
            } else {
                Impact::Compatible
            };
            items.push(Item {
                impact,
                was: None,
                is: Some(is.clone()),
            });
        }
    }
    let lost: Vec<String> = lost_directions(old, new).collect();
    items.extend(lost.into_iter().map(|name| Item {
        impact: Impact::Breaking,
        was: Some(format!("{name}, part of requests")),
        is: Some(format!("{name}, only received")),
    }));
    items.sort_by_key(|item| std::cmp::Reverse(item.impact));
    SurfaceDifference { items }
}

/// Whether two calls differ in nothing but what their arguments are called, which Rust knows by their order.
fn renames_arguments(was: &str, is: &str) -> bool {
    let (Some(was), Some(is)) = (Signature::of(was), Signature::of(is)) else {
        return false;
    };
    // The same names in another order mean other things.
    let moved = |name: &str, index: usize| {
        let place = was.arguments.iter().position(|(other, _)| *other == name);
        place.is_some_and(|place| place != index)
    };
    let mut arguments = was.arguments.iter().zip(&is.arguments).enumerate();
    (was.path, was.reply, was.arguments.len()) == (is.path, is.reply, is.arguments.len())
        && arguments.all(|(index, (was, is))| was.1 == is.1 && !moved(is.0, index))
}

/// `client.things().get(id: String) -> Thing`
struct Signature<'s> {
    path: &'s str,
    /// Names and types.
    arguments: Vec<(&'s str, &'s str)>,
    reply: &'s str,
}

impl<'s> Signature<'s> {
    fn of(call: &'s str) -> Option<Self> {
        let (call, reply) = call.strip_prefix("client.")?.split_once(") -> ")?;
        let (path, arguments) = call.rsplit_once('(')?;
        let arguments = arguments.split(", ").map(|one| one.split_once(": "));
        Some(Self {
            path,
            arguments: arguments.collect::<Option<_>>()?,
            reply,
        })
    }
}

/// Types that can no longer be sent, and have lost the functions that make them.
fn lost_directions<'a>(old: &'a Surface, new: &'a Surface) -> impl Iterator<Item = String> + 'a {
    let lost = old.sent.iter().filter(|name| !new.sent.contains(*name));
    lost.filter(|name| new.items.contains_key(*name)).cloned()
}
