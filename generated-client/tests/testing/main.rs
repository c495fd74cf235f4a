//! The server that users test against: what it says without a word, what it is told to say, and how it misbehaves.

#[path = "../common/certificates.rs"]
#[allow(dead_code)] // other tests need more of it
mod certificates;
mod examples;
mod faults;
mod lists;
mod observe;
mod replies;
mod streams;
mod studio;
