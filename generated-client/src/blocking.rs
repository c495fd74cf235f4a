//! The same client without `async`: calls block the thread, and streams are iterators.
//!
//! There are two methods to know. [`block`](Block::block) takes the place of `.await`, on calls, waits, downloads and every other
//! future of this crate; [`blocking_iter`](BlockEach::blocking_iter) turns a list, a stream of events or a download into an iterator.
//!
//!
// part coze
//! ```no_run
//! use coze_client::blocking::{Block, BlockEach};
//! use coze_client::types::ChatEvent;
//! use coze_client::{Client, FilePart};
//!
//! # fn main() -> coze_client::Result<()> {
//! let client = Client::builder().token("pat_…").build()?;
//!
//! let bot = client.bots().retrieve("bot id").send().block()?;
//! println!("{}", bot.name);
//!
//! for dataset in client.datasets().list("space id").items().blocking_iter() {
//!     println!("{}", dataset?.name);
//! }
//!
//! let events = client.chat().stream("bot id", "user id").additional_messages(["Hello"]).send().block()?;
//! for event in events.blocking_iter() {
//!     if let ChatEvent::MessageDelta(message) = event? {
//!         print!("{}", message.content);
//!     }
//! }
//!
//! let answer = client.chat().create("bot id", "user id").additional_messages(["Hello"]).wait().block()?;
//! println!("{}", answer.text());
//!
//! let file = FilePart::path("report.pdf").block()?;
//! client.files().upload(file).send().block()?;
//! # Ok(())
//! # }
//! ```
//!
// end part
//! The first use starts a tokio runtime with one thread. All later ones share it, and it lives as long as the program. Closures of the
//! program run on the thread that blocks. In async code both methods fail with [`ErrorKind::Config`], since they would block the
//! tasks of that runtime: use `.await` there, or tokio's `Handle::block_on` within `spawn_blocking`.

use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;
use crate::{ErrorKind, Result};

/// Blocks until a future of this crate is ready.
pub trait Block {
    /// What the future gives.
    type Output;

    /// Blocks until the result is there.
    ///
    /// # Errors
    ///
    /// Those of `.await`, and [`ErrorKind::Config`] in async code.
    fn block(self) -> Result<Self::Output>;
}

impl<F: IntoFuture<Output = Result<T>>, T> Block for F {
    type Output = T;

    fn block(self) -> Result<T> {
        runtime()?.block_on(self.into_future())
    }
}

/// Iterates over the items of a stream.
pub trait BlockEach: Sized {
    /// Makes an iterator over the items. `next()` blocks until the next item is there; an error is the last item.
    ///
    /// In async code the only item is an error of kind [`ErrorKind::Config`].
    fn blocking_iter(self) -> BlockingIter<Self>;
}

impl<S: Stream<Item = Result<T>> + Unpin, T> BlockEach for S {
    fn blocking_iter(self) -> BlockingIter<Self> {
        BlockingIter {
            stream: self,
            is_over: false,
        }
    }
}

/// An iterator over the items of a stream; made by [`BlockEach::blocking_iter`].
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingIter<S> {
    stream: S,
    is_over: bool,
}

impl<S> BlockingIter<S> {
    /// The stream, for its log id or its position.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// Gives back the stream, with the items that were not taken.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: Stream<Item = Result<T>> + Unpin, T> Iterator for BlockingIter<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if self.is_over {
            return None;
        }
        let next = poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx));
        let item = match runtime() {
            Ok(runtime) => runtime.block_on(next),
            Err(error) => Some(Err(error)),
        };
        self.is_over = !matches!(item, Some(Ok(_)));
        item
    }
}

impl<S> fmt::Debug for BlockingIter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingIter").finish_non_exhaustive()
    }
}

/// The runtime for everything that blocks. Blocking inside another runtime would stop the tasks of that one.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<Result<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(Error::new(
            ErrorKind::Config,
            "this would block the tokio runtime that it is called in: use `.await`, or `Handle::block_on` in `spawn_blocking`",
        ));
    }
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder
            .worker_threads(1)
            .thread_name(env!("CARGO_PKG_NAME"));
        builder.enable_all().build().map_err(|cause| {
            Error::new(ErrorKind::Config, "no thread could be started to wait in")
                .with_source(cause)
        })
    });
    runtime.as_ref().map_err(Clone::clone)
}
