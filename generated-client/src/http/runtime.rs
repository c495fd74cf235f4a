//! The tokio runtime that a call is made in, and what runs there beside the call.
//!
//! Tokio compiles a scheduler's share of code for every type of task, so that all tasks of this crate have one type.

use std::future::Future;
use std::io;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::erased::Erased;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// A task in the background.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The runtime that the caller is in. Whatever needs one says so instead of panicking.
pub(crate) fn current() -> Result<Handle> {
    Handle::try_current().map_err(|_| {
        Error::new(
            ErrorKind::Config,
            "there is no tokio runtime here: await calls within `#[tokio::main]` or `Runtime::block_on`",
        )
    })
}

/// Runs a task in the background.
pub(crate) fn spawn(runtime: &Handle, task: Task) -> JoinHandle<()> {
    runtime.spawn(task)
}

/// Does work on a thread that may be blocked; dropping it does not end what has begun.
pub(crate) fn blocking<T: Send + 'static>(
    runtime: &Handle,
    work: impl FnOnce() -> T + Send + 'static,
) -> Blocking<T> {
    Blocking {
        running: run(runtime, Box::new(move || Box::new(work()))),
        result: PhantomData,
    }
}

fn run(runtime: &Handle, work: Box<dyn FnOnce() -> Erased + Send>) -> JoinHandle<Erased> {
    runtime.spawn_blocking(work)
}

/// Work on another thread: what it comes to, or an error if it panics or its runtime ends.
pub(crate) struct Blocking<T> {
    running: JoinHandle<Erased>,
    result: PhantomData<fn() -> T>,
}

impl<T: 'static> Future for Blocking<T> {
    type Output = io::Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let ended = ready!(Pin::new(&mut self.running).poll(cx));
        let result = ended.map_err(io::Error::other)?.downcast();
        let result = result.map_err(|_| io::Error::other("the work came to something else"));
        Poll::Ready(result.map(|result| *result))
    }
}
