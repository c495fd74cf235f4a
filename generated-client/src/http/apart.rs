//! Decodes long replies on a blocking thread: decoding is CPU work, which would hold up the other tasks of the caller's runtime.
//!
//! Only two short functions of this module are generic over the type of the reply.

use std::any::Any;
use std::pin::Pin;
use std::task::{Context as Waker, Poll};

use super::incoming::Received;
use super::runtime::{self, JoinHandle};
use crate::error::Error;
use crate::reply::frame::Places;
use crate::{ErrorKind, Result};

/// From this size in bytes a reply counts as long: decoding it takes some milliseconds. Shorter ones are decoded where they are awaited.
/// Apart, the same reply takes more CPU time in all, because its values are made on one thread and freed on another, so the limit is
/// not lower.
pub(super) const LONG: usize = 2 * 1024 * 1024;

/// Makes a response of a reply.
pub(super) type Finish<R> = fn(Received, Places) -> Result<R>;

/// A `Result<R>` of some type.
type Erased = Box<dyn Any + Send>;

type Work = Box<dyn FnOnce() -> Erased + Send>;

/// How a reply is read apart.
pub(super) struct Apart<R> {
    pub(super) work: fn(Finish<R>, Received, Places) -> Work,
    pub(super) result: fn(Result<Erased>) -> Result<R>,
}

impl<R: Send + 'static> Apart<R> {
    pub(super) fn new() -> Self {
        Self {
            work: |finish, received, places| {
                Box::new(move || Box::new(finish(received, places)) as Erased)
            },
            result: |ended| match ended?.downcast::<Result<R>>() {
                Ok(result) => *result,
                Err(_) => Err(given_up()),
            },
        }
    }
}

/// A reply that is being decoded on a blocking thread.
pub(super) struct Reading(JoinHandle<Erased>);

impl Reading {
    pub(super) fn new(work: Work) -> Result<Self> {
        Ok(Self(runtime::current()?.spawn_blocking(work)))
    }

    pub(super) fn poll(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Erased>> {
        let ended = Pin::new(&mut self.0).poll(cx);
        ended.map(|ended| ended.map_err(|cause| given_up().with_source(cause)))
    }
}

#[cold]
fn given_up() -> Error {
    Error::new(ErrorKind::Decode, "reading the reply was given up")
}
