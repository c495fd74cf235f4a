//! The example programs, each run as its user runs it, against the server for tests.

mod chats;
mod files;
mod pages;
mod realtime;
mod run;
mod sign_in;
mod small;
mod webhooks;
