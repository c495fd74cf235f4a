//! How long to wait, and for what.

use std::future::Future;
use std::time::Duration;

use crate::time::Instant;

use crate::ErrorKind;
use crate::error::Error;

/// The time limits of a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    /// A plain call as a whole.
    pub(crate) call: Duration,
    /// The next piece of an event stream.
    pub(crate) stream: Duration,
    /// The next event of a stream that is not silent.
    pub(crate) event: Option<Duration>,
    /// The next piece of an upload or download.
    pub(crate) transfer: Duration,
}

/// The time limits of one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallTimeouts {
    /// From the end of the request until the head of the reply, and from there until the end of a reply that is wanted as a whole.
    pub(crate) reply: Duration,
    /// When all of it must be over, whatever else is said here; whoever waits for the whole has a timer for it.
    pub(crate) until: Option<Instant>,
    /// While an upload is sent; `None` if it is none.
    pub(crate) upload: Option<Duration>,
    /// Between two pieces of the reply; `None` if the reply is wanted as a whole.
    pub(crate) idle: Option<Duration>,
    /// Between two events of a stream.
    pub(crate) event: Option<Duration>,
}

impl CallTimeouts {
    /// What is left for the reply of what was allowed at some time.
    pub(crate) fn since(mut self, began: Instant) -> Self {
        if self.until.is_none() {
            self.reply = self.reply.saturating_sub(began.elapsed());
        }
        self
    }
}

/// The instant after this duration; `None` for no limit, which is what `Duration::MAX` means.
pub(crate) fn after(time: Duration) -> Option<Instant> {
    Instant::now().checked_add(time)
}

/// Waits for a future until then; `None` if that was too short.
pub(crate) async fn until<F: Future>(deadline: Option<Instant>, future: F) -> Option<F::Output> {
    match deadline {
        None => Some(future.await),
        Some(deadline) => crate::time::timeout_at(deadline, future).await.ok(),
    }
}

#[cold]
pub(crate) fn no_reply(time: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("no complete reply within {} s", time.as_secs_f64()),
    )
}
