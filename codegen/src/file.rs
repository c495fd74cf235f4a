//! What emission hands to rendering.

use crate::tokens::TokenStream;

/// A file below `src/generated`.
pub(crate) struct File {
    /// Path below `src/generated`, with `/`.
    pub(crate) path: String,
    /// What its module is about, as Markdown.
    pub(crate) docs: String,
    /// Its items, one blank line apart.
    pub(crate) items: Vec<TokenStream>,
}

/// A file that is yet to be emitted.
pub(crate) type Job<'a> = Box<dyn Fn() -> File + Send + Sync + 'a>;
