//! Access tokens: what gives them, how they are kept and renewed, and how they are sent.

pub(crate) mod access_token;
pub(crate) mod bearer;
mod cache;
pub(crate) mod header;
mod keeper;
// part coze
pub(crate) mod renewing;
// end part
pub(crate) mod secret;
pub(crate) mod source;
mod stamp;
