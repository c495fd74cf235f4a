//! Replies that are not quite what the document says: everything that the service is known to send still decodes, and only what was
//! changed is different.
//!
//! A good reply to every call is made from the document, and then changed in one place at a time, at every place. It comes in through
//! both doors: over HTTP, and through serde.

// These tests use one half of what the contract tests need.
#[allow(dead_code)]
#[path = "../contract/compare.rs"]
mod compare;
#[allow(dead_code)]
#[path = "../contract/credentials.rs"]
mod credentials;
#[allow(dead_code)]
#[path = "../contract/document.rs"]
mod document;
#[path = "../contract/elsewhere.rs"]
mod elsewhere;
#[allow(dead_code)]
#[path = "../contract/envelope.rs"]
mod envelope;
#[allow(dead_code)]
#[path = "../contract/http.rs"]
mod http;
#[path = "../contract/make.rs"]
mod make;
#[allow(dead_code)]
#[path = "../contract/media.rs"]
mod media;
#[path = "../contract/names.rs"]
mod names;
#[allow(dead_code)]
#[path = "../contract/reply.rs"]
mod reply;
#[allow(dead_code)]
#[path = "../contract/schema.rs"]
mod schema;
#[allow(dead_code)]
#[path = "../contract/shape.rs"]
mod shape;
#[path = "../contract/source.rs"]
mod source;
#[path = "../contract/support.rs"]
mod support;
#[allow(dead_code)]
#[path = "../contract/template.rs"]
mod template;

// The generator formats its own output.
#[rustfmt::skip]
#[allow(clippy::too_many_lines, clippy::wildcard_imports, dead_code, deprecated)]
#[path = "../contract/generated/mod.rs"]
mod generated;

mod change;
mod over_http;
mod through_serde;
