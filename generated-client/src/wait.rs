//! Waiting for long-running work of the service: polling, with growing intervals, until it is over.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use crate::time::{Instant, sleep, timeout, timeout_at};

use crate::error::Error;
use crate::{ErrorKind, Result};

/// The first polling interval: the service advises against polling more than once a second.
const FIRST_INTERVAL: Duration = Duration::from_secs(1);

/// The longest polling interval.
const LONGEST_INTERVAL: Duration = Duration::from_secs(5);

/// The shortest polling interval: without any, a service that is gone would be asked as fast as this machine can.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(10);

/// The time limit for cancelling the work after its own time limit was exceeded.
const GRACE: Duration = Duration::from_secs(5);

/// What a step of the work gives.
#[allow(dead_code)] // a document decides whether there is work to wait for
pub(crate) type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// The closure that is called with each state of the work.
type Watch<S> = Box<dyn FnMut(&S) + Send>;

/// Long-running work of the service. `S` is its state on the way, `T` its result.
pub(crate) trait Work<S, T>: Send {
    /// What is waited for, for the text of an error: `the chat 123`.
    fn name(&self) -> String;

    /// Starts the work, unless it was started already, and gets its state.
    fn start(&mut self) -> Step<'_, S> {
        self.check()
    }

    /// Gets the state of the work.
    fn check(&mut self) -> Step<'_, S>;

    /// Whether the work has stopped: it is over, or it waits for the caller.
    fn is_over(&self, state: &S) -> bool;

    /// The result of the work.
    fn finish(&mut self, state: S) -> Step<'_, T>;

    /// Cancels the work, if the service can do that. Errors are ignored: the work may be over by then.
    fn cancel(&mut self) -> Option<Step<'static, ()>> {
        None
    }
}

/// Work that is begun by one call and looked at by another, which is known once it has begun.
pub(crate) enum Begun<L> {
    /// Not yet.
    By(Step<'static, L>),
    /// The call that looks at it.
    Look(L),
    /// Beginning it failed.
    Failed,
}

#[allow(dead_code)] // a document decides whether there is work to wait for
impl<L: Clone> Begun<L> {
    pub(crate) fn by(begin: impl Future<Output = Result<L>> + Send + 'static) -> Self {
        Self::By(Box::pin(begin))
    }

    /// The call that looks at the work, if it has begun.
    pub(crate) fn look(&self) -> Option<&L> {
        match self {
            Self::Look(look) => Some(look),
            Self::By(_) | Self::Failed => None,
        }
    }

    /// Begins the work, unless it has begun already.
    pub(crate) async fn begin(&mut self) -> Result<L> {
        let look = match std::mem::replace(self, Self::Failed) {
            Self::By(begin) => begin.await?,
            Self::Look(look) => look,
            Self::Failed => return Err(Error::new(ErrorKind::Argument, "the work has not begun")),
        };
        *self = Self::Look(look.clone());
        Ok(look)
    }
}

/// A future that waits until the service has finished some work.
///
/// It polls the state of the work after one second, then less and less often, at least every five seconds. If a poll fails in a way
/// that may pass ([`Error::is_retryable`]), the next one decides. Dropping the future stops the waiting, not the work.
///
/// # Errors
///
/// Those of the calls that it makes; the failure of the work, if it fails; and [`ErrorKind::Timeout`] after its time limit.
#[must_use = "nothing is done until this is awaited"]
pub struct Wait<S, T> {
    work: Box<dyn Work<S, T>>,
    timeout: Duration,
    interval: Duration,
    longest_interval: Duration,
    leaves_running: bool,
    watch: Option<Watch<S>>,
    /// Why the last poll failed, if it did.
    failed_look: Option<Error>,
}

impl<S, T> Wait<S, T> {
    #[allow(dead_code)] // a document decides whether there is work to wait for
    pub(crate) fn new(work: impl Work<S, T> + 'static, timeout: Duration) -> Self {
        Self {
            work: Box::new(work),
            timeout,
            interval: FIRST_INTERVAL,
            longest_interval: LONGEST_INTERVAL,
            leaves_running: false,
            watch: None,
            failed_look: None,
        }
    }

    /// Sets the time limit. `Duration::MAX` means none.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the polling interval: it starts with `first` (1 s if not set), and grows by half each time, up to `longest` (5 s if not
    /// set). Less than 10 ms counts as 10 ms.
    pub fn interval(mut self, first: Duration, longest: Duration) -> Self {
        self.interval = first;
        self.longest_interval = longest;
        self
    }

    /// Calls `watch` with the state of the work after each poll.
    pub fn on_progress(mut self, watch: impl FnMut(&S) + Send + 'static) -> Self {
        self.watch = Some(Box::new(watch));
        self
    }

    /// Leaves the work running when the time limit is exceeded. If not set, the work is then cancelled, where the service can do that
    /// (chats).
    pub fn leave_running(mut self) -> Self {
        self.leaves_running = true;
        self
    }

    async fn run(mut self) -> Result<T> {
        let deadline = Instant::now().checked_add(self.timeout);
        let Some(begun) = in_time(deadline, self.work.start()).await else {
            return self.give_up().await;
        };
        let mut state = begun?;
        loop {
            if let Some(watch) = &mut self.watch {
                watch(&state);
            }
            if self.work.is_over(&state) {
                return self.work.finish(state).await;
            }
            let Some(looked) = in_time(deadline, self.next()).await else {
                return self.give_up().await;
            };
            state = looked?;
        }
    }

    /// What the work looks like a little later.
    async fn next(&mut self) -> Result<S> {
        loop {
            sleep(self.interval.max(SHORTEST_INTERVAL)).await;
            self.interval = (self.interval + self.interval / 2).min(self.longest_interval);
            match self.work.check().await {
                Err(error) if error.is_retryable() => self.failed_look = Some(error),
                looked => return looked,
            }
        }
    }

    /// The time is over.
    async fn give_up(mut self) -> Result<T> {
        let ending = match timeout(GRACE, self.stop()).await {
            Ok(Stopped::Ended(state)) => return self.work.finish(state).await,
            Ok(Stopped::LeftRunning) => "",
            Ok(Stopped::Cancelled) => "; it was cancelled",
            Ok(Stopped::Failed) | Err(_) => "; it could not be cancelled",
        };
        let text = format!(
            "{} was not over within {:?}{ending}",
            self.work.name(),
            self.timeout
        );
        let error = Error::new(ErrorKind::Timeout, text);
        Err(match self.failed_look {
            Some(failed_look) => error.with_source(failed_look),
            None => error,
        })
    }

    async fn stop(&mut self) -> Stopped<S> {
        if self.leaves_running {
            return Stopped::LeftRunning;
        }
        let Some(cancel) = self.work.cancel() else {
            return Stopped::LeftRunning;
        };
        if cancel.await.is_ok() {
            return Stopped::Cancelled;
        }
        // What cannot be cancelled may have ended in this moment (code 4104).
        match self.work.check().await {
            Ok(state) if self.work.is_over(&state) => Stopped::Ended(state),
            _ => Stopped::Failed,
        }
    }
}

/// What became of work whose time is over.
enum Stopped<S> {
    LeftRunning,
    Cancelled,
    Failed,
    /// By itself, before it could be cancelled.
    Ended(S),
}

/// What comes of a step before the deadline; `None` if that comes first.
async fn in_time<T>(deadline: Option<Instant>, step: impl Future<Output = T>) -> Option<T> {
    match deadline {
        Some(deadline) => timeout_at(deadline, step).await.ok(),
        None => Some(step.await),
    }
}

impl<S: Send + 'static, T: Send + 'static> IntoFuture for Wait<S, T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<S, T> fmt::Debug for Wait<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
