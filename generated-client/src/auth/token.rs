//! Access tokens: what gives them, how they are kept and renewed, and how they are sent.

pub(crate) mod access_token;
pub(crate) mod bearer;
mod cache;
pub(crate) mod header;
#[cfg(not(target_family = "wasm"))]
mod keeper;
// part coze
pub(crate) mod renewing;
// end part
pub(crate) mod secret;
pub(crate) mod source;
mod stamp;

#[cfg(target_family = "wasm")]
use crate::browser::keeper;
