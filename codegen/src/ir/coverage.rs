//! What the documentation of the API lists, and what the client has for it.

/// A part of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its entries, in the order of the documentation.
    pub entries: Vec<Entry>,
}

/// A page of the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// What stands for it.
    pub covered: Covered,
}

/// What the client has for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covered {
    /// The calls of the operation with this id.
    Operation(String),
    /// Nothing yet; how it is meant to be.
    Planned(String),
    /// An item of the hand-written runtime does it.
    Runtime(RuntimeItem),
    /// Nothing, because the page is about something else than an HTTP call; about what.
    NotHttp(String),
}

/// An item of the hand-written half of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeItem {
    /// Its path in the crate, `auth::WebApp`.
    pub path: String,
    /// The feature without which there is none.
    pub feature: Option<String>,
}
