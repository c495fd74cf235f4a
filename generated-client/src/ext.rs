//! Hand-written methods on generated types.
//!
//! Every file names in a line `// Extends: …` the generated types that it needs, so that a crate generated from another
//! document takes along only what extends types of its own.

mod chat;
mod chat_error;
mod chat_status;
mod chat_stream;
mod new_message;
