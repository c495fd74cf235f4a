//! The same client without `async`: calls that are waited for where they stand, and streams that are iterators.
//!
//! There is nothing to learn besides two methods. [`block`](Block::block) stands where async code has `.await`, behind calls, waits,
//! downloads and everything else of this crate; [`blocking_iter`](BlockEach::blocking_iter) makes an iterator of a list, a stream of
//! events or a download.
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
//! The first of them starts a runtime of tokio, with one thread, which all of them share and which lives as long as the program.
//! Closures of the program are called in the thread that waits. In async code both methods are errors of kind
//! [`ErrorKind::Config`]: they would stop what runs beside them. Await there; in `spawn_blocking`, hand the call to tokio's
//! `Handle::block_on`.

use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;
use crate::{ErrorKind, Result};

/// Waits for anything that async code awaits.
pub trait Block {
    /// What is waited for.
    type Output;

    /// Waits for the result.
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

/// Takes the items of a stream one by one.
pub trait BlockEach: Sized {
    /// An iterator of the same items. Each is waited for when it is asked for; nothing follows an error.
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

/// An iterator of the items of a stream; made by [`BlockEach::blocking_iter`].
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingIter<S> {
    stream: S,
    is_over: bool,
}

impl<S> BlockingIter<S> {
    /// The stream, to ask it for its log id or its position.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream, with the items that were not taken.
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

/// The runtime of everything that blocks. In another one, waiting would keep that from going on.
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
