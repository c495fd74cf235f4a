//! Tasks of the page. It has one thread, so that work is done where it is asked for.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use wasm_bindgen_futures::spawn_local;

use crate::Result;

/// The page that a call is made in.
pub(crate) struct Page;

/// There is always one.
#[allow(clippy::unnecessary_wraps)] // as of tokio's
pub(crate) fn current() -> Result<Page> {
    Ok(Page)
}

/// A task in the background.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Runs a task in the background.
pub(crate) fn spawn(_: &Page, task: Task) {
    spawn_local(task);
}

/// Does the work at once: there is no other thread.
pub(crate) fn blocking<T>(_: &Page, work: impl FnOnce() -> T) -> Blocking<T> {
    Blocking(Mutex::new(Some(work())))
}

/// Work that has been done. Nobody locks it: it makes something that can only be moved one that can be shared as well.
pub(crate) struct Blocking<T>(Mutex<Option<T>>);

impl<T: Unpin> Future for Blocking<T> {
    type Output = io::Result<T>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        let done = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        done.take()
            .map_or(Poll::Pending, |done| Poll::Ready(Ok(done)))
    }
}

/// Does the work unless something else ends first; `None` if it does.
pub(super) async fn unless<T>(
    end: impl Future<Output = ()>,
    work: impl Future<Output = T>,
) -> Option<T> {
    let (mut end, mut work) = (pin!(end), pin!(work));
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => end.as_mut().poll(cx).map(|()| None),
    })
    .await
}
