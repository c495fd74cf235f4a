//! Waiting for work that the service goes on with by itself: looking again and again, less and less often, until it is over.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::error::Error;
use crate::{ErrorKind, Result};

/// How long until the work is looked at again for the first time: the service advises against asking more than once a second.
const FIRST_INTERVAL: Duration = Duration::from_secs(1);

/// How long until the work is looked at again at most.
const LONGEST_INTERVAL: Duration = Duration::from_secs(5);

/// How long it may take to stop the work when its time is over.
const GRACE: Duration = Duration::from_secs(5);

/// What a step of the work gives.
#[allow(dead_code)] // a document decides whether there is work to wait for
pub(crate) type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// What is called with what the work looks like.
type Watch<S> = Box<dyn FnMut(&S) + Send>;

/// Work that the service goes on with by itself. `S` is what it looks like on the way, `T` what comes of it.
pub(crate) trait Work<S, T>: Send {
    /// What is waited for, for the text of an error: `the chat 123`.
    fn name(&self) -> String;

    /// Begins the work, unless it has begun already, and looks at it.
    fn start(&mut self) -> Step<'_, S> {
        self.check()
    }

    /// Looks at the work.
    fn check(&mut self) -> Step<'_, S>;

    /// Whether the work will not go on by itself.
    fn is_over(&self, state: &S) -> bool;

    /// What came of the work.
    fn finish(&mut self, state: S) -> Step<'_, T>;

    /// Stops the work, if that can be done. An error does not matter: the work may be over by then.
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

/// Waits, when it is awaited, until the service has finished some work.
///
/// It looks at the work after a second, and then less and less often, every five seconds at most. A look that fails for a reason that
/// may pass ([`Error::is_retryable`]) is taken again with the next one. Dropping the future stops the waiting, not the work.
///
/// # Errors
///
/// Those of the calls that it makes; the failure of the work, if it fails; and [`ErrorKind::Timeout`] when the time is over.
#[must_use = "nothing is done until this is awaited"]
pub struct Wait<S, T> {
    work: Box<dyn Work<S, T>>,
    timeout: Duration,
    interval: Duration,
    longest_interval: Duration,
    leaves_running: bool,
    watch: Option<Watch<S>>,
    /// Why the last look failed, if it did.
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

    /// How long to wait in all. `Duration::MAX` is for ever.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long to wait between two looks: `first` at the beginning (default: 1 s), half as long again each time, `longest` at most
    /// (default: 5 s).
    pub fn interval(mut self, first: Duration, longest: Duration) -> Self {
        self.interval = first;
        self.longest_interval = longest;
        self
    }

    /// Calls `watch` with what the work looks like, each time it was looked at.
    pub fn on_progress(mut self, watch: impl FnMut(&S) + Send + 'static) -> Self {
        self.watch = Some(Box::new(watch));
        self
    }

    /// When the time is over, leaves the work running. Otherwise it is cancelled, where the service can do that (chats).
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
            sleep(self.interval).await;
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
