//! The result of a call without its type, so that everything between the connection and the caller is compiled once, not for each call.

use std::any::Any;

use super::incoming::Received;
use super::response::Response;
use crate::error::Error;
use crate::json::decode::Decode;
use crate::reply::context::Context;
use crate::reply::frame::Places;
use crate::{ErrorKind, Result};

/// A result of some type.
pub(crate) type Erased = Box<dyn Any + Send>;

/// Makes a response of a reply.
pub(crate) type Finish = fn(Box<Received>, Places) -> Result<Response<Erased>>;

/// Reads a result of a body.
pub(crate) type Read = fn(Places, &mut Context, &[u8], &mut dyn Decode) -> Result<()>;

/// A result that is read.
pub(crate) trait Slot: Decode + Any + Send {}

impl<T: Decode + Any + Send> Slot for T {}

/// A result that nothing has been read into yet.
pub(crate) fn empty<T: Slot + Default>() -> Box<dyn Slot> {
    Box::<T>::default()
}

/// The response to a call whose reply has come, with what is read of it.
pub(crate) fn finish(
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
pub(super) fn typed<T: 'static>(value: Erased) -> Result<T> {
    match value.downcast() {
        Ok(value) => Ok(*value),
        Err(_) => Err(other_type()),
    }
}

#[cold]
fn other_type() -> Error {
    Error::new(ErrorKind::Decode, "the reply was read as another type")
}
