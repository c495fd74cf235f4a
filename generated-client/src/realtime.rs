// part coze

//! Sessions over a WebSocket (feature `realtime`): events go in both directions while both sides speak.

#[allow(dead_code)] // until emitted code uses it
pub(crate) mod base64_bytes;
#[allow(dead_code)] // until a session uses it
mod channel;
#[allow(dead_code)] // until a session uses it
mod frame;
#[allow(dead_code)] // until a session uses it
mod message;

pub use channel::Channel;
pub use message::ServerMessage;

// What emitted code imports.
#[allow(unused_imports)] // until it does
pub(crate) use channel::{ClientEvent, ServerEvent};
#[allow(unused_imports)] // until it does
pub(crate) use frame::Frame;
