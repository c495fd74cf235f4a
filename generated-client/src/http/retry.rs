//! Whether a call that failed is sent again, and after how long: an outcome in, a decision out. Pure.
//!
//! A call that may have been carried out is repeated only if repeating it does no harm. It has certainly not been carried out if no
//! connection was made, and if the service refused it for coming too often.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use super::incoming::Received;
use crate::error::Error;
use crate::operation::Method;
use crate::{ErrorKind, Result};

/// How often a call is sent again, unless the user says otherwise.
pub(crate) const MAX_RETRIES: u32 = 2;

/// Up to how long to wait before the first repetition; it doubles with every further one.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// What the doubling ends at.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// A service that asks for more than this is not waited for: the caller knows better what to do in the meantime.
const LONGEST_RETRY_AFTER: Duration = Duration::from_mins(1);

/// Coze's code for too many calls, which it sends with HTTP status 200.
const RATE_LIMIT: i64 = 4013;

/// What a call allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) max_retries: u32,
    /// Carrying out the call twice is as good as once.
    pub(crate) idempotent: bool,
}

/// What is known about a call that failed in a way that may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
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
    /// How long to wait before the call is sent again; `None` if the outcome stands.
    ///
    /// `attempts` is how often the call has been sent; `random` is any number, for the jitter.
    pub(crate) fn wait(
        self,
        outcome: &Result<Received>,
        attempts: u32,
        random: u64,
    ) -> Option<Duration> {
        if attempts > self.max_retries {
            return None;
        }
        let (failure, retry_after) = match outcome {
            Ok(received) => {
                let status = received.context.status;
                let code = received.code_of_refusal();
                (of_answer(status, code)?, received.context.retry_after)
            }
            Err(error) => (of_error(error)?, error.retry_after()),
        };
        if failure == Failure::PerhapsCarriedOut && !self.idempotent {
            return None;
        }
        let jitter = backoff(attempts, random);
        match retry_after {
            None => Some(jitter),
            Some(asked) if asked > LONGEST_RETRY_AFTER => None,
            // With jitter too: all callers that were refused together should not come back together.
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

fn of_error(error: &Error) -> Option<Failure> {
    match error.kind() {
        ErrorKind::Connect => Some(Failure::NotCarriedOut),
        ErrorKind::Transport => Some(Failure::PerhapsCarriedOut),
        ErrorKind::Auth | ErrorKind::RateLimit | ErrorKind::NotFound | ErrorKind::Api => {
            let api = error.as_api()?;
            of_answer(api.status(), api.code())
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

fn of_answer(status: u16, code: i64) -> Option<Failure> {
    match (status, code) {
        (_, RATE_LIMIT) | (429, _) => Some(Failure::NotCarriedOut),
        (408 | 425 | 502 | 503 | 504, _) => Some(Failure::PerhapsCarriedOut),
        _ => None,
    }
}

/// How long the service asks to wait, in seconds or until a date. Its documents do not mention it; gateways send it.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    // By the service's own clock if possible: this machine's may be wrong.
    let now = served(headers).unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

/// The time by the service's clock, if it says so.
pub(crate) fn served(headers: &HeaderMap) -> Option<SystemTime> {
    let date = headers.get(DATE)?.to_str().ok()?;
    httpdate::parse_http_date(date.trim()).ok()
}

#[cfg(test)]
mod tests;
