//! Long replies are read apart from the caller's tasks, which would stand still meanwhile: reading is work, and nobody waits in it.
//!
//! Of all this, only two short functions exist for every type of a reply.

use std::any::Any;
use std::pin::Pin;
use std::task::{Context as Waker, Poll};

use tokio::task::JoinHandle;

use super::incoming::Received;
use super::runtime;
use crate::error::Error;
use crate::reply::frame::Places;
use crate::{ErrorKind, Result};

/// From how many bytes on a reply is long: it takes a millisecond or more.
pub(super) const LONG: usize = 256 * 1024;

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

/// A reply that is being read on a thread where work may take its time.
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
