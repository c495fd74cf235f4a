//! The client against a server that plays Coze Studio, the vendor's open-source server: what it has, under the keys that it uses, with
//! its refusals and its streams.
//!
//! What the server does follows coze-dev/coze-studio at 4f786d6 (main of 2026-03-25, of which these parts equal v0.5.1), and older
//! versions where a test says so. Files are named below its `backend/`.

mod agents;
mod availability;
mod chats;
mod conversations;
mod errors;
#[allow(dead_code)]
#[path = "../contract/http.rs"]
mod http;
mod knowledge;
mod refusals;
mod replies;
mod routes;
mod server;
#[allow(dead_code)]
#[path = "../contract/source.rs"]
mod source;
mod streams;
mod workflows;
