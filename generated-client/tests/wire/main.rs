//! The runtime over real HTTP, against a local server that decides how its replies are cut into pieces.
//!
//! Every test asserts what a user would notice. Nothing sleeps, and nothing leaves this machine.

mod events;
mod files;
mod json;
mod paging;
mod secrets;
mod server;
