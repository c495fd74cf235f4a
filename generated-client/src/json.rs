//! A tolerant reader of JSON: one descent over the text, with what each type says of itself as data.

mod cursor;
pub(crate) mod decode;
pub(crate) mod enums;
pub(crate) mod fields;
pub(crate) mod foreign;
mod instant;
mod integer;
pub(crate) mod limits;
pub(crate) mod markers;
mod optional;
mod path;
pub(crate) mod reader;
pub(crate) mod record;
mod repair;
mod skip;
pub(crate) mod through_serde;
pub(crate) mod unions;
pub(crate) mod write;
