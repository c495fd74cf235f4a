// part coze

//! Replies that are not quite what the document says: everything that the service is known to send still decodes, and only what was
//! changed is different.
//!
//! A good reply to every call is made from the document, and then changed in one place at a time, at every place. It comes in through
//! both doors: over HTTP, and through serde.

mod change;
mod over_http;
mod through_serde;
