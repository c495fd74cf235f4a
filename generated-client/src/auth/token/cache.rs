//! The cache in front of every [`TokenSource`]: it hands out a token that stays valid, and runs at most one renewal at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::time::Instant;
use tokio::sync::watch;

use super::access_token::AccessToken;
use super::header::Token;
use super::keeper::{self, AbortHandle};
use super::source::TokenSource;
use super::stamp::{Freshness, Stamp};
use crate::error::Error;
use crate::{ErrorKind, Result};

/// How long to wait after a source failed before it is asked again; doubles with each further failure.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// What the doubling ends at, and the longest wait that a source's own error may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The minimum time between two replacements of refused tokens. Without it, a service that refuses every token would make every call
/// use up a refresh token.
const REFUSAL_PAUSE: Duration = Duration::from_secs(60);

/// A handle; clones share the token.
#[derive(Clone)]
pub(crate) struct TokenCache(Arc<Shared>);

struct Shared {
    source: Box<dyn TokenSource>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// How many tokens there have been.
    count: u64,
    renewal: Option<Renewal>,
    /// How the last renewal failed, and those before it.
    failure: Option<Failure>,
    /// When a refused token was last replaced.
    replaced: Option<Instant>,
}

/// A token that was issued, and which one it is.
#[derive(Clone)]
pub(crate) struct Issued {
    pub(crate) token: Token,
    serial: u64,
}

struct Held {
    issued: Issued,
    since: Stamp,
    lifetime: Option<Duration>,
}

/// A renewal that is under way.
struct Renewal {
    since: Instant,
    outcome: Outcome,
    task: Option<AbortHandle>,
}

/// The outcome of a renewal. Its sender is dropped without a value if the source panics or is cancelled.
type Outcome = watch::Receiver<Option<Result<Issued>>>;

struct Failure {
    error: Error,
    until: Instant,
    /// How many there have been in a row.
    count: u32,
}

enum Next {
    Use(Issued),
    WaitFor(Outcome),
    Fail(Error),
}

impl TokenCache {
    pub(crate) fn new(source: Box<dyn TokenSource>) -> Self {
        Self(Arc::new(Shared {
            source,
            state: Mutex::default(),
        }))
    }

    /// A token that is good now. It is renewed in the background if it will not be for long.
    pub(crate) async fn token(&self) -> Result<Issued> {
        let mut outcome = match self.next() {
            Next::Use(issued) => return Ok(issued),
            Next::Fail(error) => return Err(error),
            Next::WaitFor(outcome) => outcome,
        };
        let ended = match outcome.wait_for(Option::is_some).await {
            Ok(ended) => ended.clone(),
            Err(_) => None,
        };
        ended.unwrap_or_else(|| {
            Err(Error::new(
                ErrorKind::OAuth,
                "the token source ended without a token",
            ))
        })
    }

    /// Another token than this one, which the service refused; `None` if there is no other, or was one a moment ago.
    pub(crate) async fn instead_of(&self, refused: &Issued) -> Result<Option<Issued>> {
        if !self.0.lock().refuse(refused, Instant::now()) {
            return Ok(None);
        }
        let issued = self.token().await?;
        Ok((issued.token.secret() != refused.token.secret()).then_some(issued))
    }

    fn next(&self) -> Next {
        let (now, limit) = (Stamp::now(), self.0.source.time_limit());
        let mut state = self.0.lock();
        let pause = state.pause(now.monotonic);
        match (state.look(now), pause) {
            (Some((issued, Freshness::Fresh)), _) | (Some((issued, Freshness::Stale)), Some(_)) => {
                Next::Use(issued)
            }
            (Some((issued, Freshness::Stale)), None) => {
                self.renewal(&mut state, now, limit);
                Next::Use(issued)
            }
            (Some((_, Freshness::Expired)) | None, Some(error)) => Next::Fail(error),
            (Some((_, Freshness::Expired)) | None, None) => {
                Next::WaitFor(self.renewal(&mut state, now, limit))
            }
        }
    }

    /// The renewal that is under way, or else a new one.
    fn renewal(&self, state: &mut State, now: Stamp, limit: Duration) -> Outcome {
        if let Some(outcome) = state.under_way(now.monotonic, limit) {
            return outcome;
        }
        let (sender, outcome) = watch::channel(None);
        let shared = Arc::clone(&self.0);
        let renewal = async move {
            let ended = shared.source.token().await;
            let ended = shared.complete(ended, now);
            sender.send_replace(Some(ended));
        };
        let task = keeper::spawn(Box::pin(renewal));
        state.renewal = Some(Renewal {
            since: now.monotonic,
            outcome: outcome.clone(),
            task,
        });
        outcome
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what a renewal gave that began at a time by the clock of the calls.
    fn complete(&self, ended: Result<AccessToken>, began: Stamp) -> Result<Issued> {
        let mut state = self.lock();
        // Another one that has taken its place goes on.
        let own = |renewal: &mut Renewal| renewal.since == began.monotonic;
        state.renewal.take_if(own);
        match ended.and_then(|token| state.admit(&token, began)) {
            Ok(issued) => {
                state.failure = None;
                Ok(issued)
            }
            Err(error) => {
                let before = state.failure.take();
                state.failure = Some(Failure::new(error.clone(), before, began.monotonic));
                Err(error)
            }
        }
    }
}

impl State {
    fn holds(&self, issued: &Issued) -> bool {
        let held = self.held.as_ref();
        held.is_some_and(|held| held.issued.serial == issued.serial)
    }

    fn look(&self, now: Stamp) -> Option<(Issued, Freshness)> {
        let held = self.held.as_ref()?;
        let freshness = Freshness::of(held.lifetime, now.since(held.since));
        Some((held.issued.clone(), freshness))
    }

    /// The error of a source that is being left alone.
    fn pause(&self, now: Instant) -> Option<Error> {
        let failure = self.failure.as_ref()?;
        (now < failure.until).then(|| failure.error.clone())
    }

    /// Drops a token that the service refused, and returns whether a new one will follow.
    fn refuse(&mut self, refused: &Issued, now: Instant) -> bool {
        // Another call may have seen the refusal first: then its new token is used.
        if !self.holds(refused) {
            return true;
        }
        let pausing = |last: Instant| now.saturating_duration_since(last) < REFUSAL_PAUSE;
        if self.replaced.is_some_and(pausing) {
            return false;
        }
        self.replaced = Some(now);
        self.held = None;
        true
    }

    /// The renewal that is under way, unless it has ended without a word or takes longer than its source may. That one is ended.
    fn under_way(&mut self, now: Instant, limit: Duration) -> Option<Outcome> {
        let renewal = self.renewal.take()?;
        let late = now.saturating_duration_since(renewal.since) > limit;
        if !late && renewal.outcome.has_changed().is_ok() {
            return Some(self.renewal.insert(renewal).outcome.clone());
        }
        if let Some(task) = renewal.task {
            task.abort();
        }
        None
    }

    /// Takes a new token. It counts from when the renewal began, because the calls' clock is not at hand here; that is too early by
    /// the time that the renewal took, which does no harm.
    fn admit(&mut self, token: &AccessToken, began: Stamp) -> Result<Issued> {
        let lifetime = token.lifetime(Stamp::now().wall);
        let token = Token::cleaned(token.text());
        token.header()?;
        self.count += 1;
        let serial = self.count;
        let issued = Issued { token, serial };
        self.held = Some(Held {
            issued: issued.clone(),
            since: began,
            lifetime,
        });
        Ok(issued)
    }
}

impl Failure {
    fn new(error: Error, before: Option<Self>, began: Instant) -> Self {
        let count = before.map_or(0, |failure| failure.count) + 1;
        let doubled = FIRST_PAUSE * (1 << (count - 1).min(6));
        let asked = error.retry_after().unwrap_or_default();
        Self {
            until: began + doubled.max(asked).min(LONGEST_PAUSE),
            error,
            count,
        }
    }
}
