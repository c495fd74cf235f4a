//! Server-sent events: the decoder that cuts a reply into events, and the stream that gives them with their types.

pub(crate) mod beginning;
pub(crate) mod decoder;
pub(crate) mod event;
pub(crate) mod events;
pub(crate) mod read;
pub(crate) mod timer;
