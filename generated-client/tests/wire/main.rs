//! The runtime over real HTTP, against a local server that decides how its replies are cut into pieces.
//!
//! Every test asserts what a user would notice. Nothing leaves this machine, and nothing sleeps: where time
//! matters, tokio's clock stands still and jumps to the next timer as soon as there is nothing else to do.

mod arguments;
#[path = "../common/certificates.rs"]
mod certificates;
mod compression;
mod connections;
mod custom;
mod endings;
mod error_texts;
mod events;
mod extras;
mod faults;
mod files;
mod first_event;
mod follow_ups;
mod hooks;
mod http2;
mod json;
mod odd_files;
mod paging;
#[path = "../common/read_call.rs"]
mod read_call;
mod retries;
mod secrets;
mod server;
mod sound;
mod success;
mod time;
mod tls;
mod waiting;
mod waiting_for_tools;
