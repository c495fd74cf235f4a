//! Decodes long replies on a blocking thread: decoding is CPU work, which would hold up the other tasks of the caller's runtime.

use std::pin::Pin;
use std::task::{Context as Waker, Poll};

use super::erased::{Erased, Finish};
use super::incoming::Received;
use super::response::Response;
use super::runtime::{self, Blocking};
use crate::error::Error;
use crate::{ErrorKind, Result};

/// From this size in bytes a reply counts as long: decoding it takes some milliseconds. Shorter ones are decoded where they are awaited.
/// Apart, the same reply takes more CPU time in all, because its values are made on one thread and freed on another, so the limit is
/// not lower.
pub(super) const LONG: usize = 2 * 1024 * 1024;

/// A reply that is being decoded on a blocking thread.
pub(super) struct Reading(Blocking<Result<Response<Erased>>>);

impl Reading {
    pub(super) fn new(finish: Finish, received: Box<Received>) -> Result<Self> {
        let work = move || finish.run(received);
        Ok(Self(runtime::blocking(&runtime::current()?, work)))
    }

    pub(super) fn poll(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Response<Erased>>> {
        let ended = Pin::new(&mut self.0).poll(cx);
        ended.map(|ended| ended.unwrap_or_else(|cause| Err(given_up().with_source(cause))))
    }
}

#[cold]
fn given_up() -> Error {
    Error::new(ErrorKind::Decode, "reading the reply was given up")
}
