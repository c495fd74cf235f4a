//! The caller's own retry policy: a failed attempt in, a decision out.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Failure;
use crate::ErrorKind;
use crate::error::Error;
use crate::operation::{Method, Operation};

/// The caller's decision about every failed attempt.
pub(crate) type RetryPolicy = Arc<dyn Fn(&FailedAttempt) -> Retry + Send + Sync>;

/// What a retry policy decides after a failed attempt; see [`ClientBuilder::retry_policy`](crate::ClientBuilder::retry_policy).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    wait: Option<Duration>,
    even_if_carried_out: bool,
}

impl Retry {
    /// Does not send the call again: it fails.
    #[must_use]
    pub const fn never() -> Self {
        Self {
            wait: None,
            even_if_carried_out: false,
        }
    }

    /// Sends the call again after this wait, unless that could carry it out twice.
    ///
    /// A call that may have been carried out ([`FailedAttempt::may_be_carried_out`]) and is not
    /// [idempotent](FailedAttempt::is_idempotent) fails instead.
    #[must_use]
    pub const fn after(wait: Duration) -> Self {
        Self {
            wait: Some(wait),
            even_if_carried_out: false,
        }
    }

    /// Sends the call again also if that may carry it out twice: a message may then exist twice, or a workflow run twice.
    #[must_use]
    pub const fn even_if_carried_out(self) -> Self {
        Self {
            even_if_carried_out: true,
            ..self
        }
    }
}

/// An attempt that failed; see [`ClientBuilder::retry_policy`](crate::ClientBuilder::retry_policy).
pub struct FailedAttempt {
    pub(crate) operation: Operation,
    pub(crate) attempts: u32,
    pub(crate) error: Error,
    pub(crate) is_idempotent: bool,
    pub(crate) failure: Option<Failure>,
    pub(crate) proposal: Option<Duration>,
}

impl FailedAttempt {
    /// The method of the call.
    #[must_use]
    pub fn method(&self) -> Method {
        self.operation.method
    }

    /// The path of the call, with its variable parts in braces: `/v1/bots/{bot_id}`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.operation.template
    }

    /// How often the call was sent so far.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Why it failed. [`Error::retry_after`] says how long the service asks to wait.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Whether the call is idempotent: `GET`, `PUT` and `DELETE` are, and calls for which `with_idempotency` says so.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.is_idempotent
    }

    /// Whether the service may have carried out the call, as far as this crate can know.
    #[must_use]
    pub fn may_be_carried_out(&self) -> bool {
        self.failure != Some(Failure::NotCarriedOut)
    }

    /// What the rules of [`max_retries`](crate::ClientBuilder::max_retries) decide.
    #[must_use]
    pub fn default_decision(&self) -> Retry {
        self.proposal.map_or(Retry::never(), Retry::after)
    }

    /// How long to wait until the call is sent again, as a policy says; `None` if it is not.
    pub(crate) fn decide(&self, policy: &RetryPolicy) -> Option<Duration> {
        match self.error.kind() {
            // Nothing was sent, and nothing will be.
            ErrorKind::Argument | ErrorKind::Config | ErrorKind::File => return None,
            _ => {}
        }
        let decision = policy(self);
        let does_no_harm = self.is_idempotent || !self.may_be_carried_out();
        decision
            .wait
            .filter(|_| does_no_harm || decision.even_if_carried_out)
    }
}

impl fmt::Debug for FailedAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedAttempt")
            .field("call", &self.operation)
            .field("attempts", &self.attempts)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
