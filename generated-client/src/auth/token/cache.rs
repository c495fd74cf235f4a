//! The one cache in front of every [`TokenSource`]: a token that is good for a while longer out, at most one renewal at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::access_token::AccessToken;
use super::header::Token;
use super::source::TokenSource;
use super::stamp::{Freshness, Stamp};
use crate::error::Error;
use crate::{ErrorKind, Result};

/// How long a source may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long not to ask again after a failure, as long as the token that is there is good.
const PAUSE: Duration = Duration::from_secs(5);

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
    /// The renewal that is under way.
    flight: Option<Flight>,
    failed: Option<Instant>,
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

/// Says how a renewal ended. Its sender is dropped without a word if the source panics or its runtime ends.
type Flight = watch::Receiver<Option<std::result::Result<Issued, Arc<Error>>>>;

enum Next {
    Use(Issued),
    WaitFor(Flight),
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
        let mut flight = match self.next() {
            Next::Use(issued) => return Ok(issued),
            Next::WaitFor(flight) => flight,
        };
        let landed = match flight.wait_for(Option::is_some).await {
            Ok(landed) => landed.clone(),
            Err(_) => None,
        };
        match landed {
            Some(Ok(issued)) => Ok(issued),
            Some(Err(error)) => Err(error.share()),
            None => Err(Error::new(
                ErrorKind::OAuth,
                "the token source ended without a token",
            )),
        }
    }

    /// Another token than this one, which the service refused; `None` if the source has no other.
    pub(crate) async fn instead_of(&self, refused: &Issued) -> Result<Option<Issued>> {
        {
            let mut state = self.0.lock();
            // Another call may have noticed before; then its new token is what we want.
            if state.holds(refused) {
                state.held = None;
            }
        }
        let issued = self.token().await?;
        Ok((issued.token != refused.token).then_some(issued))
    }

    fn next(&self) -> Next {
        let now = Stamp::now();
        let mut state = self.0.lock();
        let Some((issued, freshness)) = state.look(now) else {
            return Next::WaitFor(self.flight(&mut state));
        };
        match freshness {
            Freshness::Fresh => {}
            Freshness::Stale => {
                let pausing = |failed: Instant| now.monotonic.duration_since(failed) < PAUSE;
                if !state.failed.is_some_and(pausing) {
                    self.flight(&mut state);
                }
            }
            Freshness::Expired => return Next::WaitFor(self.flight(&mut state)),
        }
        Next::Use(issued)
    }

    /// The renewal that is under way, or else a new one.
    ///
    /// It has a task of its own, because a call may be given up at any moment, and a renewal that is given up after it was sent loses
    /// the refresh token that comes with the reply.
    fn flight(&self, state: &mut State) -> Flight {
        if let Some(flight) = &state.flight
            && flight.has_changed().is_ok()
        {
            return flight.clone();
        }
        let (sender, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move {
            let outcome = match tokio::time::timeout(PATIENCE, shared.source.token()).await {
                Ok(outcome) => outcome,
                Err(_) => Err(Error::new(
                    ErrorKind::Timeout,
                    format!(
                        "the token source gave no token within {} s",
                        PATIENCE.as_secs()
                    ),
                )),
            };
            let landed = shared.land(outcome);
            sender.send_replace(Some(landed));
        });
        flight
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn land(&self, outcome: Result<AccessToken>) -> std::result::Result<Issued, Arc<Error>> {
        let mut state = self.lock();
        state.flight = None;
        let held = outcome.and_then(|token| state.admit(&token));
        match held {
            Ok(held) => {
                let issued = held.issued.clone();
                state.held = Some(held);
                state.failed = None;
                Ok(issued)
            }
            Err(error) => {
                state.failed = Some(Instant::now());
                Err(Arc::new(error))
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

    fn admit(&mut self, token: &AccessToken) -> Result<Held> {
        let since = Stamp::now();
        let lifetime = token.lifetime(since.wall);
        let token = Token::new(token.text());
        token.header()?;
        self.count += 1;
        Ok(Held {
            issued: Issued {
                token,
                serial: self.count,
            },
            since,
            lifetime,
        })
    }
}
