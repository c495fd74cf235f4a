// part coze

//! What emitted code says of an endpoint: which events go in which direction, and how they are written and read.

use super::frame::Frame;
use crate::Result;
use crate::sse::event::RawEvent;

/// An endpoint of the service that speaks over a WebSocket. It is a name for a pair of types of events.
// Nobody else implements it.
#[allow(private_bounds)]
pub trait Channel: Sized + Send + Sync + 'static {
    /// What a client sends.
    type ClientEvent: ClientEvent + Send;
    /// What the service sends.
    type ServerEvent: ServerEvent + Send + 'static;
}

/// A type of events that are sent. Emitted code implements it.
pub(crate) trait ClientEvent {
    /// Writes the event.
    fn frame(&self) -> Result<Frame>;
}

/// A type of events that arrive. Emitted code implements it.
pub(crate) trait ServerEvent: Sized {
    /// Reads an event: its name is `raw.event()`, its data `raw.json()`. One of an unknown name is kept as it is.
    fn read(raw: RawEvent) -> Result<Self>;
}

/// An endpoint that this crate does not know; see [`CustomRequest::connect`](crate::CustomRequest::connect).
#[derive(Debug)]
pub enum Raw {}

impl Channel for Raw {
    type ClientEvent = RawEvent;
    type ServerEvent = RawEvent;
}

impl ClientEvent for RawEvent {
    fn frame(&self) -> Result<Frame> {
        Frame::raw(self)
    }
}

impl ServerEvent for RawEvent {
    fn read(raw: RawEvent) -> Result<Self> {
        Ok(raw)
    }
}
