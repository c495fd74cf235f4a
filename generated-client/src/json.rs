//! A tolerant reader of JSON: one descent over the text, with what each type says of itself as data.

pub(crate) mod decode;
pub(crate) mod enums;
mod path;
pub(crate) mod reader;
pub(crate) mod record;
pub(crate) mod unions;
