// part coze

//! Sessions over a WebSocket (feature `realtime`): events go in both directions while both sides speak.

pub(crate) mod base64_bytes;
mod channel;
mod connect;
mod end;
mod frame;
mod link;
mod message;
mod pulse;
mod session;
mod wakers;

pub use crate::generated::realtime::*;
pub use channel::{Channel, Raw};
pub use connect::Connecting;
pub use end::CloseFrame;
pub use message::ServerMessage;
pub use session::{EventSink, ServerEvents, Session};

// What emitted code imports.
pub(crate) use channel::{ClientEvent, ServerEvent};
pub(crate) use frame::Frame;

#[cfg(test)]
mod tests;
