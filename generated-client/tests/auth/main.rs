//! Authorization over real HTTP, against a local server that behaves like Coze's, and misbehaves.
//!
//! Nothing leaves this machine, and nothing sleeps: tokio's clock stands still and jumps to the next timer as soon as there is nothing
//! else to do. The server's clock is the same, plus what a test says.

mod cache;
// No server of these tests speaks TLS.
#[allow(dead_code)]
#[path = "../common/certificates.rs"]
mod certificates;
mod config;
mod device;
mod endless;
#[cfg(feature = "jwt")]
mod jwt;
mod refusals;
mod refused_tokens;
mod renewing;
mod runtimes;
mod secrets;
mod server;
mod sign_in;
