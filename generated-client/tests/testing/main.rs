//! The server that users test against: what it says without a word, what it is told to say, and how it misbehaves.

mod faults;
mod lists;
mod replies;
mod streams;
