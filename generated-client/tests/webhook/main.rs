//! Events that Coze sends to a server: what is taken, what is refused, and what is read from it.

mod answers;
mod axum;
mod events;
mod refusals;
mod signatures;
mod vectors;
