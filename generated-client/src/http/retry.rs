//! Whether a call that failed is sent again, and after how long: an outcome in, a decision out. Pure.
//!
//! A call that may have been carried out is repeated only if it is idempotent. It was certainly not carried out if no
//! connection was made, if a part of it was not sent, or if the service refused it because of a rate limit.

pub(crate) mod advice;
pub(crate) mod budget;
pub(crate) mod own;

use std::time::Duration;

use self::advice::{Advice, Delivery};
use super::incoming::Received;
use crate::error::{Error, codes};
use crate::operation::Method;
use crate::reply::context::is_success;
use crate::{ErrorKind, Result};

/// How often a call is sent again, unless the user says otherwise.
pub(crate) const MAX_RETRIES: u32 = 2;

/// How many closed connections are tolerated. By the second one, all that the server had closed by then are known.
const MAX_UNUSED: u32 = 3;

/// Up to how long to wait before the first repetition; it doubles with every further one.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// What the doubling ends at.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// The longest `Retry-After` that is waited for; beyond it the error is returned, and the caller decides.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// What a call allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) max_retries: u32,
    /// The call is idempotent.
    pub(crate) idempotent: bool,
}

/// What is known about a call that failed in a way that may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The connection was gone before it was used: as if the call had not been sent.
    NotBegun,
    NotCarriedOut,
    PerhapsCarriedOut,
}

/// The methods that HTTP calls idempotent (RFC 9110, section 9.2.2).
pub(crate) fn is_idempotent(method: Method) -> bool {
    match method {
        Method::Get | Method::Put | Method::Delete => true,
        Method::Post | Method::Patch => false,
    }
}

impl Policy {
    /// Whether a call may be sent again that was sent so often, some of it over connections that were gone before they were used.
    pub(crate) fn may_repeat(self, sent: u32, unused: u32) -> bool {
        let used = sent.saturating_sub(unused);
        self.max_retries > 0 && used <= self.max_retries && unused <= MAX_UNUSED
    }

    /// How long to wait before the call is sent again; `None` if the failure stands.
    ///
    /// `attempts` is how often the call has been sent; `random` is any number, for the jitter.
    pub(crate) fn wait(
        self,
        failure: Failure,
        advice: Advice,
        attempts: u32,
        random: u64,
    ) -> Option<Duration> {
        match failure {
            Failure::NotBegun => return Some(Duration::ZERO),
            Failure::PerhapsCarriedOut if !self.idempotent => return None,
            Failure::PerhapsCarriedOut | Failure::NotCarriedOut => {}
        }
        let jitter = backoff(attempts, random);
        match advice.retry_after {
            None => Some(jitter),
            Some(asked) if asked > LONGEST_RETRY_AFTER => None,
            // Jitter on top, so that callers that were refused together do not come back together.
            Some(asked) => Some(asked + jitter),
        }
    }
}

/// Exponential, with full jitter: anything between nothing and the longest wait of this attempt
/// (<https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).
fn backoff(attempts: u32, random: u64) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(1 << attempts.saturating_sub(1).min(16));
    let longest = doubled.min(LONGEST_WAIT);
    // 16 bits of chance are plenty.
    let share = u32::try_from(random >> 48).unwrap_or(0);
    longest * share / 0xffff
}

/// What failed, if that may pass.
pub(crate) fn failure(outcome: &Result<Box<Received>>) -> Option<Failure> {
    match outcome {
        Ok(received) => failure_of_reply(received),
        Err(error) => failure_of_error(error),
    }
}

pub(crate) fn failure_of_reply(received: &Received) -> Option<Failure> {
    let context = &received.context;
    failure_of_answer(context.status, received.code_of_refusal(), || {
        context.advice()
    })
}

fn failure_of_error(error: &Error) -> Option<Failure> {
    match error.kind() {
        ErrorKind::Connect => Some(Failure::NotCarriedOut),
        ErrorKind::Transport => Some(match error.advice().delivery {
            Delivery::NotBegun => Failure::NotBegun,
            Delivery::Incomplete => Failure::NotCarriedOut,
            Delivery::Unknown => Failure::PerhapsCarriedOut,
        }),
        ErrorKind::Auth | ErrorKind::RateLimit | ErrorKind::NotFound | ErrorKind::Api => {
            let api = error.as_api()?;
            failure_of_answer(api.status(), api.code(), || error.advice())
        }
        // A part of the reply has arrived, or the time is over, or it would end the same way again.
        ErrorKind::Truncated
        | ErrorKind::Timeout
        | ErrorKind::Decode
        | ErrorKind::OAuth
        | ErrorKind::Config
        | ErrorKind::Argument
        | ErrorKind::File => None,
    }
}

fn failure_of_answer(status: u16, code: i64, advice: impl FnOnce() -> Advice) -> Option<Failure> {
    if is_success(status) && code == 0 {
        return None;
    }
    let advice = advice();
    if let Some(should_retry) = advice.should_retry {
        return should_retry.then_some(Failure::NotCarriedOut);
    }
    match (status, code) {
        // Some services say it with HTTP status 200.
        (_, code) if codes::kind(code) == Some(ErrorKind::RateLimit) => {
            Some(Failure::NotCarriedOut)
        }
        (429, _) => Some(Failure::NotCarriedOut),
        // A server that says when to come back has not begun.
        (503, _) if advice.retry_after.is_some() => Some(Failure::NotCarriedOut),
        // Neither the method nor the version will be another one next time.
        (501 | 505, _) => None,
        (408 | 425 | 500.., _) => Some(Failure::PerhapsCarriedOut),
        _ => None,
    }
}

/// What was said about sending the call again.
pub(crate) fn advice(outcome: &Result<Box<Received>>) -> Advice {
    match outcome {
        Ok(received) => received.context.advice(),
        Err(error) => error.advice(),
    }
}

/// Whether the service says that there is no such thing.
pub(crate) fn is_not_found(outcome: &Result<Box<Received>>) -> bool {
    match outcome {
        Ok(received) => {
            let kind = codes::kind(received.code_of_refusal());
            received.context.status == 404 || kind == Some(ErrorKind::NotFound)
        }
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests;
