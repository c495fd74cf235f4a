//! The three extensions as they stand in the document, and which of their rows were of use.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::language::Language;
use crate::pointer;
use crate::report::{Origins, Problem, Report, Severity};

/// `x-lines`: tables by language.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lines {
    en: Option<Tables>,
    zh: Option<Tables>,
}

impl Lines {
    pub(super) fn of(&self, language: Language) -> Option<&Tables> {
        match language {
            Language::English => self.en.as_ref(),
            Language::Chinese => self.zh.as_ref(),
        }
    }
}

/// Lines of one language.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Tables {
    /// What a field or argument of this name means wherever nothing else is said.
    pub(super) fields: IndexMap<String, String>,
    /// Calls, and their arguments: `chat.create`, `chat.create(bot_id)`.
    pub(super) calls: IndexMap<String, String>,
    /// Types, their fields and their values: `Chat`, `Chat.status`, `ChatStatus.completed`.
    pub(super) types: IndexMap<String, String>,
}

impl Tables {
    fn each(&self) -> [(&'static str, &IndexMap<String, String>); 3] {
        [
            ("fields", &self.fields),
            ("calls", &self.calls),
            ("types", &self.types),
        ]
    }
}

/// `x-pages`: where the documentation of calls is.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Pages {
    /// Name of a site -> what the addresses of its pages begin with.
    pub(super) sites: IndexMap<String, String>,
    /// Call -> the end of the address.
    pub(super) calls: IndexMap<String, String>,
}

/// `x-search`: words by which items are found.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Search {
    pub(super) resources: IndexMap<String, Vec<String>>,
    pub(super) calls: IndexMap<String, Vec<String>>,
    pub(super) types: IndexMap<String, Vec<String>>,
}

/// Reads the extensions of the document.
pub(super) struct Reader<'r> {
    pub(super) document: &'r OpenAPI,
    pub(super) origins: &'r Origins,
    pub(super) report: &'r mut Report,
}

impl Reader<'_> {
    /// What stands under a key; nothing where it cannot be read, and the report says why.
    pub(super) fn read<T: DeserializeOwned + Default>(&mut self, key: &str, fix: &str) -> T {
        let Some(value) = self.document.extensions.get(key) else {
            return T::default();
        };
        serde_json::from_value(value.clone()).unwrap_or_else(|problem| {
            let place = self.origins.place(&pointer::join("", key));
            self.report
                .error(place, format!("`{key}` cannot be read: {problem}"))
                .fix(fix);
            T::default()
        })
    }
}

/// The rows that were of use, by their places.
#[derive(Default)]
pub(super) struct Rows {
    used: HashSet<String>,
}

impl Rows {
    /// The row of a table, which is of use by that.
    pub(super) fn take<'t, V>(
        &mut self,
        at: &[&str],
        table: &'t IndexMap<String, V>,
        key: &str,
    ) -> Option<&'t V> {
        let row = table.get(key)?;
        self.used.insert(place(at, key));
        Some(row)
    }

    /// A row that names nothing is a leftover, or a typing error.
    pub(super) fn report_unused(
        &self,
        lines: &Lines,
        pages: &Pages,
        search: &Search,
        severity: Severity,
        origins: &Origins,
        report: &mut Report,
    ) {
        let mut unused: Vec<(String, &String)> = Vec::new();
        for language in Language::ALL {
            for (table, rows) in lines.of(language).into_iter().flat_map(Tables::each) {
                unused.extend(self.unused(&["x-lines", language.code(), table], rows));
            }
        }
        unused.extend(self.unused(&["x-pages", "calls"], &pages.calls));
        unused.extend(self.unused(&["x-search", "resources"], &search.resources));
        unused.extend(self.unused(&["x-search", "calls"], &search.calls));
        unused.extend(self.unused(&["x-search", "types"], &search.types));
        for (pointer, key) in unused {
            report.push(Problem {
                severity,
                place: origins.place(&pointer),
                found: format!("nothing of the client is called `{key}`, or it needs no such row"),
                expected: None,
                fix: Some("Remove the row, or correct its key.".to_owned()),
                at: None,
            });
        }
    }

    fn unused<'t, V>(
        &self,
        at: &[&str],
        rows: &'t IndexMap<String, V>,
    ) -> Vec<(String, &'t String)> {
        let table = pointer::join_all("", at);
        let rows = rows.keys().map(|key| (pointer::join(&table, key), key));
        rows.filter(|(place, _)| !self.used.contains(place))
            .collect()
    }
}

/// The JSON pointer of a row.
fn place(at: &[&str], key: &str) -> String {
    pointer::join(&pointer::join_all("", at), key)
}
