//! What emission hands to rendering.

use proc_macro2::TokenStream;

/// A file below `src/generated`.
pub(crate) struct File {
    /// Path below `src/generated`, with `/`.
    pub(crate) path: String,
    /// What its module is about, as Markdown.
    pub(crate) docs: String,
    /// Its items, one blank line apart.
    pub(crate) items: Vec<TokenStream>,
}

/// A file that is yet to be emitted. Tokens stay on the thread that makes them, so what is given to threads is what makes a file.
pub(crate) type Job<'a> = Box<dyn Fn() -> File + Send + Sync + 'a>;
