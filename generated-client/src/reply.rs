//! What a reply holds: a result in an envelope, a file, a page of a list.

pub(crate) mod context;
pub(crate) mod download;
pub(crate) mod envelope;
pub(crate) mod failure;
pub(crate) mod file;
pub(crate) mod frame;
mod media;
pub(crate) mod observing;
pub(crate) mod paging;
mod payload;
pub(crate) mod sniff;
