//! A call on its way to the service and back: the request and its body, the connection, retries, and the reply as it arrives.

mod apart;
pub(crate) mod base_url;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod compressed;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod connections;
pub(crate) mod custom;
pub(crate) mod erased;
#[cfg(not(target_family = "wasm"))]
mod failure;
pub(crate) mod file;
pub(crate) mod headers;
mod hedge;
pub(crate) mod hooks;
pub(crate) mod incoming;
mod mime;
mod multipart;
pub(crate) mod object;
pub(crate) mod options;
mod prepare;
pub(crate) mod progress;
pub(crate) mod random;
pub(crate) mod reply_form;
pub(crate) mod reply_headers;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod response_future;
pub(crate) mod retry;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod runtime;
pub(crate) mod style;
pub(crate) mod timeouts;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod tls;
mod trace;
pub(crate) mod transport;
// part coze
#[cfg(feature = "realtime")]
mod upgrade;
// end part
pub(crate) mod value;

#[cfg(target_family = "wasm")]
pub(crate) use crate::browser::{body, connections, failure, runtime};
