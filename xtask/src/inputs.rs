//! Files -> the texts that generation reads.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use codegen::diff::Renames;
use codegen::overlay::BUNDLED;
use codegen::report::{Report, Severity, Source, Text, Texts};
use codegen::{DefaultNames, Inputs};
use serde_json::Value;

use crate::address::{is_address, shown};
use crate::arguments::{NamesFrom, Overlays, Sources};
use crate::fetch;
use crate::output::tell;
use crate::rows;
use crate::workspace::Workspace;

/// The vendor's document.
pub(crate) const DOCUMENT: &str = "spec/coze-openapi.yaml";

/// The public names.
pub(crate) const NAMES: &str = "spec/names.yaml";

/// Our document of the endpoints that speak over a `WebSocket`.
pub(crate) const REALTIME: &str = "spec/realtime.yaml";

/// A file's path as the maintainer knows it, and its content.
#[derive(Clone)]
pub(crate) struct NamedText {
    name: String,
    content: String,
}

/// Everything that generation reads.
#[derive(Clone)]
pub(crate) struct Loaded {
    document: NamedText,
    overlays: Vec<NamedText>,
    names: NamedText,
    coverage: Option<NamedText>,
    realtime: Option<NamedText>,
    unused_names: Severity,
    /// Whether reports show every problem.
    all: bool,
    /// Whether operations that cannot be right are left out.
    skip_unsupported: bool,
}

impl Loaded {
    /// Reads the bundled texts, or those that the command line names.
    pub(crate) fn read(workspace: &Workspace, sources: &Sources) -> Result<Self> {
        let bundled = |file: &str| read(&workspace.path(file), file.to_owned());
        let overlays = match &sources.overlays {
            Some(files) => files
                .iter()
                .map(|file| given(file))
                .collect::<Result<_>>()?,
            None => BUNDLED
                .iter()
                .map(|file| bundled(file))
                .collect::<Result<_>>()?,
        };
        Ok(Self {
            document: sources
                .document
                .as_deref()
                .map_or_else(|| bundled(DOCUMENT), given)?,
            overlays,
            names: match &sources.names {
                NamesFrom::Bundled => bundled(NAMES)?,
                NamesFrom::Nowhere => NamedText::empty(NAMES),
                NamesFrom::File(file) => given(file)?,
            },
            // It lists the operations of the bundled document, as the overlays leave it.
            coverage: match (&sources.document, &sources.overlays) {
                (None, None) => Some(bundled("spec/coverage.yaml")?),
                _ => None,
            },
            realtime: match &sources.document {
                None if workspace.path(REALTIME).exists() => Some(bundled(REALTIME)?),
                _ => None,
            },
            // The bundled names belong to the bundled document: there, a row that names nothing is a mistake.
            unused_names: match (&sources.document, &sources.overlays) {
                (None, None) => Severity::Error,
                _ => Severity::Warning,
            },
            all: sources.all,
            skip_unsupported: sources.skip_unsupported,
        })
    }

    /// The bundled document, or another one with what of the bundled texts belongs to it, but for the table of the API reference.
    /// Overlays that the command line names belong to whatever it names.
    pub(crate) fn about(
        workspace: &Workspace,
        file: Option<&str>,
        overlays: &Overlays,
    ) -> Result<Self> {
        let sources = Sources {
            overlays: overlays.clone(),
            ..Sources::default()
        };
        let bundled = Self::read(workspace, &sources)?.without_coverage();
        match file {
            None => Ok(bundled),
            Some(file) => {
                let document = NamedText::given(Path::new(file))?;
                bundled.for_document(document, overlays.is_some())
            }
        }
    }

    /// The same corrections and names for another document, unless it is one of another API. Overlays that are given stay.
    pub(crate) fn for_document(self, document: NamedText, are_given: bool) -> Result<Self> {
        if is_same_api(&value(&self.document)?, &value(&document)?) {
            return Ok(self.with_document(document));
        }
        tell!(
            "{} is a document of another API than {DOCUMENT}, whose corrections and names are left out",
            document.name
        );
        let overlays = if are_given { self.overlays } else { Vec::new() };
        Ok(Self::of(document, overlays, NamedText::empty(NAMES)))
    }

    /// Texts that come from elsewhere.
    pub(crate) fn of(document: NamedText, overlays: Vec<NamedText>, names: NamedText) -> Self {
        Self {
            document,
            overlays,
            names,
            coverage: None,
            realtime: None,
            unused_names: Severity::Warning,
            all: false,
            skip_unsupported: false,
        }
    }

    /// The same texts with this document of channels beside them.
    pub(crate) fn with_realtime(self, realtime: Option<NamedText>) -> Self {
        Self { realtime, ..self }
    }

    /// A report as the command line wants it.
    pub(crate) fn render(&self, report: &Report) -> String {
        self.with(|inputs| {
            if self.all {
                report.render_all(&inputs.texts)
            } else {
                report.render(&inputs.texts)
            }
        })
    }

    /// The same corrections and names for another document.
    pub(crate) fn with_document(self, document: NamedText) -> Self {
        Self { document, ..self }
    }

    /// The same texts with other names.
    pub(crate) fn with_names(self, content: String) -> Self {
        Self {
            names: NamedText::new(self.names.name(), content),
            ..self
        }
    }

    /// The same texts with these rows in their names.
    fn with_rows(self, rows: &DefaultNames) -> Result<Self> {
        let mut names = self.names()?;
        for (table, rows) in [("operations", &rows.operations), ("types", &rows.types)] {
            if let Some(Value::Object(table)) = names.get_mut(table) {
                table.extend(rows.iter().map(|(key, name)| (key.clone(), name.clone())));
            }
        }
        Ok(self.with_names(serde_yaml::to_string(&names)?))
    }

    /// As the old texts are compared with it: what has another name in the document goes by the old one, as long as corrections
    /// and names are the same; after that, only names that still have to follow do.
    pub(crate) fn as_known_to(&self, old: &Self, renames: &Renames) -> Result<Self> {
        let overlays = old.overlays.iter().map(NamedText::content);
        let same_overlays = overlays.eq(self.overlays.iter().map(NamedText::content));
        if !same_overlays || old.names.content != self.names.content {
            let rows = rows::to_follow(renames, &old.names()?, &self.names()?);
            return self.clone().with_rows(&rows);
        }
        if renames.is_empty() {
            return Ok(self.clone());
        }
        let document = renames.undone(&value(&self.document)?);
        let content = serde_yaml::to_string(&document)?;
        let document = NamedText::new(self.document.name(), content);
        Ok(self.clone().with_document(document))
    }

    /// What changes its name between the documents, before their corrections.
    pub(crate) fn renames(&self, new: &Self) -> Result<Renames> {
        let (old, new) = (value(&self.document)?, value(&new.document)?);
        Ok(Renames::between(&old, &new))
    }

    /// The text of the document.
    pub(crate) fn document_text(&self) -> &str {
        self.document.content()
    }

    /// The text of the names.
    pub(crate) fn names_text(&self) -> &str {
        self.names.content()
    }

    /// The names as they are written; null if there are none.
    pub(crate) fn names(&self) -> Result<Value> {
        if let Ok(Value::Null) = serde_yaml::from_str(&self.names.content) {
            return Ok(Value::Null);
        }
        let mut report = Report::new();
        let names = codegen::document::parse(&self.names.content, Source::Names, &mut report);
        names.with_context(|| {
            format!(
                "{}{} is not readable",
                self.render(&report),
                self.names.name
            )
        })
    }

    /// The lines of the overlays in which a word stands as it did in the old ones, as `FILE:LINE`.
    pub(crate) fn mentions(&self, word: &str, old: &Self) -> Vec<String> {
        let known: BTreeSet<&str> = old
            .overlays
            .iter()
            .flat_map(|overlay| overlay.content.lines())
            .collect();
        let overlays = self.overlays.iter().flat_map(|overlay| {
            let lines = overlay.content.lines().enumerate();
            lines.map(|(index, line)| (&overlay.name, index + 1, line))
        });
        overlays
            .filter(|(_, _, line)| known.contains(line))
            .filter(|(_, _, line)| has_word(line, word))
            .map(|(name, line, _)| format!("{name}:{line}"))
            .collect()
    }

    /// The same texts without the table of the API reference, which knows one document only.
    pub(crate) fn without_coverage(self) -> Self {
        Self {
            coverage: None,
            ..self
        }
    }

    /// Runs `work` on the texts as generation takes them.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Inputs<'_>) -> T) -> T {
        let overlays: Vec<Text<'_>> = self.overlays.iter().map(NamedText::text).collect();
        let texts = Texts {
            document: self.document.text(),
            overlays: &overlays,
            names: self.names.text(),
            coverage: self.coverage.as_ref().map(NamedText::text),
            realtime: self.realtime.as_ref().map(NamedText::text),
        };
        work(&Inputs {
            texts,
            unused_names: self.unused_names,
            skip_unsupported: self.skip_unsupported,
        })
    }
}

impl NamedText {
    pub(crate) fn new(name: impl Into<String>, content: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
        }
    }

    /// A text that is not there.
    pub(crate) fn empty(name: &str) -> Self {
        Self::new(name, "")
    }

    /// A file or an address that the command line names.
    pub(crate) fn given(file: &Path) -> Result<Self> {
        given(file)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn content(&self) -> &str {
        &self.content
    }

    fn text(&self) -> Text<'_> {
        Text {
            name: &self.name,
            content: &self.content,
        }
    }
}

/// Whether two documents are of one API: versions of it, or parts. Then most paths of the smaller one are in the other.
fn is_same_api(one: &Value, other: &Value) -> bool {
    let paths = |document: &Value| -> BTreeSet<String> {
        let paths = document.get("paths").and_then(Value::as_object);
        let paths = paths.into_iter().flat_map(|paths| paths.keys());
        paths.cloned().collect()
    };
    let (one, other) = (paths(one), paths(other));
    let shared = one.intersection(&other).count();
    shared > 0 && shared * 2 >= one.len().min(other.len())
}

/// Whether a word stands in a line, not just as a part of another one.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part)
    })
}

/// A document as it is written.
fn value(text: &NamedText) -> Result<Value> {
    let mut report = Report::new();
    let value = codegen::document::parse(&text.content, Source::Document, &mut report);
    value.with_context(|| {
        let alone = Loaded::of(text.clone(), Vec::new(), NamedText::empty(NAMES));
        format!("{}{} is not readable", alone.render(&report), text.name)
    })
}

/// A file, or what stands at an address.
fn given(file: &Path) -> Result<NamedText> {
    let word = file.display().to_string();
    let name = shown(&word);
    if is_address(&word) {
        tell!("fetching {name}");
        let content = fetch::text(&word)?;
        return Ok(NamedText { name, content });
    }
    read(file, name)
}

fn read(path: &Path, name: String) -> Result<NamedText> {
    let content = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    Ok(NamedText { name, content })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn versions_of_an_api_share_most_of_their_paths() {
        let with = |paths: &[&str]| {
            let paths = paths.iter().map(|path| ((*path).to_owned(), json!({})));
            json!({"paths": paths.collect::<serde_json::Map<String, Value>>()})
        };
        let whole = with(&["/a", "/b", "/c", "/d"]);
        assert!(is_same_api(&whole, &with(&["/a", "/b", "/e", "/f"])));
        assert!(is_same_api(&whole, &with(&["/a"])));
        // Some paths are called alike everywhere.
        assert!(!is_same_api(&whole, &with(&["/a", "/x", "/y"])));
        assert!(!is_same_api(&whole, &with(&[])));
        assert!(!is_same_api(&whole, &json!(null)));
    }
}
