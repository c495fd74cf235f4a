//! Problems with their places come in, one text that a maintainer can act on goes out.

#[cfg(test)]
mod agreement;
mod locate;
mod origins;
mod printable;
mod render;

use std::collections::HashMap;

use serde_json::Value;

pub(crate) use locate::{DEEPEST, duplicate_keys, positions, too_deep};
pub use locate::{Position, locate};
pub use origins::Origins;
pub use printable::{printable, printable_json};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Correct code is impossible.
    Error,
    /// Doubtful; the safe reading is taken and named.
    Warning,
}

/// Which of the texts a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// The vendor's document.
    Document,
    /// The overlay with this index.
    Overlay(usize),
    /// The file of public names.
    Names,
    /// The table of contents of the API's documentation.
    Coverage,
    /// The `AsyncAPI` document of the endpoints that speak over a `WebSocket`.
    Realtime,
}

/// A place in one of the texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The text.
    pub source: Source,
    /// JSON pointer into it.
    pub pointer: String,
}

impl Place {
    /// A place in any text.
    #[must_use]
    pub fn new(source: Source, pointer: impl Into<String>) -> Self {
        Self {
            source,
            pointer: pointer.into(),
        }
    }

    /// A place in the vendor's document.
    #[must_use]
    pub fn document(pointer: impl Into<String>) -> Self {
        Self::new(Source::Document, pointer)
    }

    /// A place in the file of names.
    #[must_use]
    pub fn names(pointer: impl Into<String>) -> Self {
        Self::new(Source::Names, pointer)
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What was found.
    pub found: String,
    /// What should be there instead.
    pub expected: Option<String>,
    /// What to do about it.
    pub fix: Option<String>,
    /// The exact position, when it is known without the place: text that is not YAML has no pointers.
    pub at: Option<Position>,
}

impl Problem {
    /// A problem that makes correct code impossible.
    #[must_use]
    pub fn error(place: Place, found: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            place,
            found: found.into(),
            expected: None,
            fix: None,
            at: None,
        }
    }

    /// A doubt; `found` names the reading that is taken.
    #[must_use]
    pub fn warning(place: Place, found: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(place, found)
        }
    }

    /// Says what should be there.
    pub fn expected(&mut self, expected: impl Into<String>) -> &mut Self {
        self.expected = Some(expected.into());
        self
    }

    /// Says what to do.
    pub fn fix(&mut self, fix: impl Into<String>) -> &mut Self {
        self.fix = Some(fix.into());
        self
    }

    /// Says where exactly it stands in the text.
    pub fn at(&mut self, position: Position) -> &mut Self {
        self.at = Some(position);
        self
    }
}

/// Everything that was found wrong in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Problem>,
    /// By the index of a problem: the pointer into the corrected document of what it is about.
    subjects: HashMap<usize, String>,
}

impl Report {
    /// A report without problems.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what the problem that is added next is about, as a pointer into the corrected document.
    pub(crate) fn concerning(&mut self, subject: &str) -> &mut Self {
        self.subjects
            .insert(self.problems.len(), subject.to_owned());
        self
    }

    /// Errors behind the first so many problems: what was found, and what it is about if that is known.
    pub(crate) fn errors_from(&self, first: usize) -> impl Iterator<Item = (&str, Option<&str>)> {
        let problems = self.problems.iter().enumerate().skip(first);
        let errors = problems.filter(|(_, problem)| problem.severity == Severity::Error);
        errors.map(|(index, problem)| {
            let subject = self.subjects.get(&index).map(String::as_str);
            (problem.found.as_str(), subject)
        })
    }

    /// Adds the problems of another report.
    pub(crate) fn append(&mut self, other: Self) {
        let shift = self.problems.len();
        let subjects = other.subjects.into_iter();
        self.subjects
            .extend(subjects.map(|(index, subject)| (index + shift, subject)));
        self.problems.extend(other.problems);
    }

    /// Makes warnings of all errors behind the first so many problems: what they are about is left out.
    pub(crate) fn forgive(&mut self, first: usize) {
        for problem in &mut self.problems[first..] {
            problem.severity = Severity::Warning;
        }
    }

    /// Adds an error; its expectation and its fix can be added to what comes back.
    pub fn error(&mut self, place: Place, found: impl Into<String>) -> &mut Problem {
        self.push(Problem::error(place, found))
    }

    /// Adds a warning; its expectation and its fix can be added to what comes back.
    pub fn warning(&mut self, place: Place, found: impl Into<String>) -> &mut Problem {
        self.push(Problem::warning(place, found))
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) -> &mut Problem {
        let index = self.problems.len();
        self.problems.push(problem);
        &mut self.problems[index]
    }

    /// This report and another one.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.problems.extend(other.problems);
        self
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether correct code is impossible.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// The problems in the order they were found.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The report as text, in file order, in the manner of rustc; empty when there is nothing to say.
    #[must_use]
    pub fn render(&self, inputs: &Texts<'_>) -> String {
        render::render(&self.problems, inputs, render::SCREEN)
    }

    /// The same with every problem: [`render`](Self::render) stops at what fills a screen.
    #[must_use]
    pub fn render_all(&self, inputs: &Texts<'_>) -> String {
        render::render(&self.problems, inputs, usize::MAX)
    }
}

/// A value as short JSON, for a message.
pub(crate) fn clipped(value: &Value) -> String {
    clipped_to(value, 160)
}

/// The first characters of a value as JSON.
pub(crate) fn clipped_to(value: &Value, longest: usize) -> String {
    let text = value.to_string();
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A value as people write it: a text without its quotes.
pub(crate) fn unquoted(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A text and the name it is shown under.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Path as the maintainer knows it.
    pub name: &'a str,
    /// The text itself.
    pub content: &'a str,
}

/// The texts that places point into.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The vendor's document.
    pub document: Text<'a>,
    /// The overlays, in the order they are applied.
    pub overlays: &'a [Text<'a>],
    /// The public names.
    pub names: Text<'a>,
    /// The table of contents of the API's documentation, if there is one.
    pub coverage: Option<Text<'a>>,
    /// The `AsyncAPI` document of the endpoints that speak over a `WebSocket`, if there is one.
    pub realtime: Option<Text<'a>>,
}

impl<'a> Texts<'a> {
    /// The text that a place points into.
    #[must_use]
    pub fn get(&self, source: Source) -> Option<Text<'a>> {
        match source {
            Source::Document => Some(self.document),
            Source::Overlay(index) => self.overlays.get(index).copied(),
            Source::Names => Some(self.names),
            Source::Coverage => self.coverage,
            Source::Realtime => self.realtime,
        }
    }
}
