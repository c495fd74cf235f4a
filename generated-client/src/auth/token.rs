//! Access tokens: what gives them, how they are kept and renewed, and how they are sent.

pub(crate) mod access_token;
pub(crate) mod bearer;
mod cache;
pub(crate) mod header;
mod keeper;
pub(crate) mod renewing;
pub(crate) mod secret;
pub(crate) mod source;
mod stamp;
