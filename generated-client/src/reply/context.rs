//! What is known of a reply before its body is read, and goes with whatever comes of it.

use std::time::SystemTime;

use super::observing::Observing;
use crate::error::Error;
use crate::http::reply_headers::Headers;
use crate::http::retry::advice::{self, Advice};
use crate::json::limits::Allowance;
use crate::operation::Operation;
use crate::redaction::Redaction;

/// The call and its reply, as far as errors and [`Response`](crate::Response) name them.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) operation: Operation,
    pub(crate) status: u16,
    /// From a header, or else from the body.
    pub(crate) log_id: Option<String>,
    pub(crate) headers: Headers,
    /// The target of a redirect, in words.
    pub(crate) redirect_target: Option<String>,
    /// How often the call was sent.
    pub(crate) attempts: u32,
    /// What reading its result may cost.
    pub(crate) allowance: Allowance,
    /// The secrets that must not be shown if the reply repeats them.
    pub(crate) redaction: Redaction,
    pub(crate) observing: Observing,
}

impl Context {
    /// What the service says about sending the call again.
    pub(crate) fn advice(&self) -> Advice {
        Advice::of(self.headers.map())
    }

    /// The time by the service's clock, if it says so.
    pub(crate) fn server_date(&self) -> Option<SystemTime> {
        advice::server_date(self.headers.map())
    }

    /// The error, with the call it belongs to.
    pub(crate) fn of(&self, error: Error) -> Error {
        self.of_logged(error, None)
    }

    /// The error, with the call it belongs to, and a log id that counts where the head of the reply has none.
    pub(crate) fn of_logged(&self, error: Error, log_id: Option<&str>) -> Error {
        error
            .with_operation(&self.operation)
            .or_log_id(self.log_id.as_deref())
            .or_log_id(log_id)
            .or_advice(self.advice())
            .with_attempts(self.attempts)
            .redacted(&self.redaction)
    }

    /// The error, with the call and the reply that it is about.
    pub(crate) fn of_reply(&self, error: Error, body: &[u8]) -> Error {
        self.of(error).or_body(body)
    }
}

pub(crate) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}
