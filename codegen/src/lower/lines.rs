//! What the document does not say of the client's items: lines in a language that it is not written in (`x-lines`), pages of the
//! service's documentation (`x-pages`), and words that people search for (`x-search`). All three go by the names of the client.

mod complete;
mod declared;
mod language;
mod search;

use self::complete::Completion;
use self::declared::{Lines, Pages, Search};
use crate::ir::Api;
use crate::openapi::Document;
use crate::report::{Origins, Report, Severity};

/// An item of the client of which nothing is said in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingLine {
    /// The language, as it stands in `x-lines`.
    pub language: String,
    /// The table that the row belongs into.
    pub table: String,
    /// The key of the row.
    pub key: String,
    /// The first line of what the document says.
    pub says: String,
}

/// Adds all of it, and returns what is still missing. Rows that name nothing are as bad as `unused` says.
pub(crate) fn add(
    api: &mut Api,
    document: Document<'_>,
    origins: &Origins,
    unused: Option<Severity>,
    report: &mut Report,
) -> Vec<MissingLine> {
    let lines = (
        "x-lines",
        "Write `{en: {fields: {..}, calls: {..}, types: {..}}, zh: {..}}`.",
    );
    let pages = (
        "x-pages",
        "Write `{sites: {name: https://…/}, calls: {resource.method: page}}`.",
    );
    let words = (
        "x-search",
        "Write `{resources: {..}, calls: {..}, types: {..}}`, with lists of words.",
    );
    let lines = declared::read(document, lines, origins, report, Lines::read);
    let pages = declared::read(document, pages, origins, report, Pages::read);
    let words = declared::read(document, words, origins, report, Search::read);
    let site = api.conventions.service.site.clone();
    let mut rows = declared::Rows::default();
    let missing = Completion::new(&lines, &mut rows, site.as_deref()).run(api);
    search::pages(api, &pages, &mut rows);
    search::words(api, &words, &mut rows);
    if let Some(severity) = unused {
        rows.report_unused(&lines, &pages, &words, severity, origins, report);
    }
    missing
}
