//! The three extensions as they stand in the document, and which of their rows were of use.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::language::Language;
use crate::extension::{Extension, Members, Reader};
use crate::openapi::Document;
use crate::pointer;
use crate::report::{Origins, Problem, Report, Severity};

/// Keys, and what is said of each.
pub(super) type Table<'a, T = &'a str> = IndexMap<&'a str, T>;

/// `x-lines`: tables by language.
#[derive(Default)]
pub(super) struct Lines<'a> {
    en: Option<Tables<'a>>,
    zh: Option<Tables<'a>>,
}

impl<'a> Lines<'a> {
    pub(super) fn read(members: &mut Members<'a, '_>) -> Self {
        Self {
            en: members.optional("en", Tables::read),
            zh: members.optional("zh", Tables::read),
        }
    }

    pub(super) fn of(&self, language: Language) -> Option<&Tables<'a>> {
        match language {
            Language::English => self.en.as_ref(),
            Language::Chinese => self.zh.as_ref(),
        }
    }
}

/// Lines of one language.
pub(super) struct Tables<'a> {
    /// What a field or argument of this name means wherever nothing else is said.
    pub(super) fields: Table<'a>,
    /// Calls, and their arguments: `chat.create`, `chat.create(bot_id)`.
    pub(super) calls: Table<'a>,
    /// Types, their fields and their values: `Chat`, `Chat.status`, `ChatStatus.completed`.
    pub(super) types: Table<'a>,
}

impl<'a> Tables<'a> {
    fn read(reader: &mut Reader<'a>, tables: &'a Value) -> Option<Self> {
        reader.object(tables, |members| Self {
            fields: members.or_empty("fields", lines),
            calls: members.or_empty("calls", lines),
            types: members.or_empty("types", lines),
        })
    }

    fn each(&self) -> [(&'static str, &Table<'a>); 3] {
        [
            ("fields", &self.fields),
            ("calls", &self.calls),
            ("types", &self.types),
        ]
    }
}

/// `x-pages`: where the documentation of calls is.
#[derive(Default)]
pub(super) struct Pages<'a> {
    /// Name of a site -> what the addresses of its pages begin with.
    pub(super) sites: Table<'a>,
    /// Call -> the end of the address.
    pub(super) calls: Table<'a>,
}

impl<'a> Pages<'a> {
    pub(super) fn read(members: &mut Members<'a, '_>) -> Self {
        Self {
            sites: members.or_empty("sites", lines),
            calls: members.or_empty("calls", lines),
        }
    }
}

/// `x-search`: words by which items are found.
#[derive(Default)]
pub(super) struct Search<'a> {
    pub(super) resources: Table<'a, Vec<&'a str>>,
    pub(super) calls: Table<'a, Vec<&'a str>>,
    pub(super) types: Table<'a, Vec<&'a str>>,
}

impl<'a> Search<'a> {
    pub(super) fn read(members: &mut Members<'a, '_>) -> Self {
        Self {
            resources: members.or_empty("resources", words),
            calls: members.or_empty("calls", words),
            types: members.or_empty("types", words),
        }
    }
}

fn lines<'a>(reader: &mut Reader<'a>, table: &'a Value) -> Option<Table<'a>> {
    reader.table(table, Reader::text)
}

fn words<'a>(reader: &mut Reader<'a>, table: &'a Value) -> Option<Table<'a, Vec<&'a str>>> {
    reader.table(table, Reader::texts)
}

/// What an extension of the document says; nothing where it cannot be read, and the report says why.
pub(super) fn read<'a, T: Default>(
    document: Document<'a>,
    (name, fix): (&'static str, &str),
    origins: &Origins,
    report: &mut Report,
    read: fn(&mut Members<'a, '_>) -> T,
) -> T {
    let extension = Extension::of(document.extension(name), "", name);
    let said = extension.and_then(|extension| {
        extension.read(fix, origins, report, |reader, value| {
            reader.object(value, read)
        })
    });
    said.unwrap_or_default()
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
        table: &'t Table<'_, V>,
        key: &str,
    ) -> Option<&'t V> {
        let row = table.get(key)?;
        self.used.insert(place(at, key));
        Some(row)
    }

    /// A row that names nothing is a leftover, or a typing error.
    pub(super) fn report_unused(
        &self,
        lines: &Lines<'_>,
        pages: &Pages<'_>,
        search: &Search<'_>,
        severity: Severity,
        origins: &Origins,
        report: &mut Report,
    ) {
        let mut unused: Vec<(String, &str)> = Vec::new();
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

    fn unused<'t, V>(&self, at: &[&str], rows: &'t Table<'_, V>) -> Vec<(String, &'t str)> {
        let table = pointer::join_all("", at);
        let rows = rows.keys().map(|key| (pointer::join(&table, key), *key));
        rows.filter(|(place, _)| !self.used.contains(place))
            .collect()
    }
}

/// The JSON pointer of a row.
fn place(at: &[&str], key: &str) -> String {
    pointer::join(&pointer::join_all("", at), key)
}
