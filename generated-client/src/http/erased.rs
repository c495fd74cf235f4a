//! The result of a call without its type, so that everything between the connection and the caller is compiled once, not for each call.

use std::any::Any;

use super::incoming::Received;
use super::response::Response;
use crate::error::Error;
use crate::json::decode::Decode;
use crate::json::record::boxed;
use crate::reply::context::Context;
use crate::reply::frame::Places;
use crate::{ErrorKind, Result};

/// A result of some type.
pub(crate) type Erased = Box<dyn Any + Send>;

/// How a response is made of a reply.
#[derive(Clone, Copy)]
pub(crate) enum Finish {
    /// The result is read of the body.
    Read {
        read: Read,
        /// Where it stands in the body.
        places: Places,
        /// Makes what it is read into.
        empty: fn() -> Box<dyn Slot>,
    },
    /// In a way of its own.
    Own(fn(Box<Received>) -> Result<Response<Erased>>),
}

impl Finish {
    /// The result is read of the body, there where it stands.
    pub(crate) const fn read(read: Read, places: Places, empty: fn() -> Box<dyn Slot>) -> Self {
        Self::Read {
            read,
            places,
            empty,
        }
    }

    pub(crate) fn run(self, received: Box<Received>) -> Result<Response<Erased>> {
        match self {
            Self::Read {
                read,
                places,
                empty,
            } => finish(received, places, read, empty()),
            Self::Own(run) => run(received),
        }
    }
}

/// Reads a result of a body.
pub(crate) type Read = fn(Places, &mut Context, &[u8], &mut dyn Decode) -> Result<()>;

/// A result that is read.
pub(crate) trait Slot: Decode + Any + Send {}

impl<T: Decode + Any + Send> Slot for T {}

/// A result that nothing has been read into yet.
pub(crate) fn empty<T: Slot + Default>() -> Box<dyn Slot> {
    boxed::<T>()
}

/// The response to a call whose reply has come, with what is read of it.
fn finish(
    mut received: Box<Received>,
    places: Places,
    read: Read,
    mut slot: Box<dyn Slot>,
) -> Result<Response<Erased>> {
    let body = received.incoming.into_buffered();
    read(places, &mut received.context, &body, &mut *slot)?;
    let value: Erased = slot;
    Ok(Response::new(value, received.context).with_body(body))
}

/// The result as what it is.
pub(crate) fn typed<T: 'static>(value: Erased) -> Result<T> {
    match value.downcast() {
        Ok(value) => Ok(*value),
        Err(_) => Err(other_type()),
    }
}

/// The same for what has a default, which is less to compile for each type.
pub(crate) fn taken<T: Default + 'static>(mut value: Erased) -> Result<T> {
    match value.downcast_mut::<T>() {
        Some(value) => Ok(std::mem::take(value)),
        None => Err(other_type()),
    }
}

#[cold]
fn other_type() -> Error {
    Error::new(ErrorKind::Decode, "the reply was read as another type")
}
