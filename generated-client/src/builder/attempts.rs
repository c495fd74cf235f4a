//! What a program can do for every attempt to send a call: add headers, observe it, decide whether it is repeated.

use std::sync::Arc;

use super::ClientBuilder;
use crate::http::hooks::{Attempt, AttemptOutcome};
use crate::http::retry::own::{FailedAttempt, Retry};

impl ClientBuilder {
    /// Sets a closure that decides after every failed attempt whether and when the call is sent again, in place of the rules of
    /// [`max_retries`](Self::max_retries).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use coze_client::{Client, Retry};
    ///
    /// let client = Client::builder().token("…").max_retries(5).retry_policy(|failed| {
    ///     match failed.error().as_api() {
    ///         Some(api) if api.code() == 5000 => Retry::after(Duration::from_secs(u64::from(failed.attempts()))),
    ///         _ => failed.default_decision(),
    ///     }
    /// });
    /// ```
    ///
    /// The number of repetitions, the time limit of the call and the budget of repetitions still apply. A call that may have been carried
    /// out and is not idempotent is sent again only for [`Retry::even_if_carried_out`]. The policy is not asked when a kept connection
    /// turns out to be closed (the attempt does not count), when a call cannot be sent at all, or when a stream or download fails after its
    /// beginning. A second policy replaces the first.
    pub fn retry_policy(
        mut self,
        policy: impl Fn(&FailedAttempt) -> Retry + Send + Sync + 'static,
    ) -> Self {
        self.retry_policy = Some(Arc::new(policy));
        self
    }

    /// Calls `hook` before every attempt to send a call. It may add headers, such as those of a trace.
    ///
    /// The hook runs for calls, streams, uploads and downloads of this client, including repeated attempts, and for the token requests
    /// of an OAuth app that was made with this client. Several hooks run in the order in which they were added. A hook runs on the task
    /// that sends the call, so it should be quick.
    ///
    /// ```
    /// use coze_client::Client;
    ///
    /// let client = Client::builder()
    ///     .token("…")
    ///     .before_attempt(|attempt| attempt.set_header("X-Request-Id", attempt.call_id().to_string()))
    ///     .after_attempt(|outcome| {
    ///         let attempt = outcome.attempt();
    ///         let (method, path, number) = (attempt.method(), attempt.path(), attempt.number());
    ///         let (status, log_id) = (outcome.status(), outcome.log_id());
    ///         println!("{method} {path} #{number}: {status:?} {log_id:?} {:?}", outcome.latency());
    ///     });
    /// ```
    pub fn before_attempt(mut self, hook: impl Fn(&mut Attempt) + Send + Sync + 'static) -> Self {
        self.hooks.add_before(hook);
        self
    }

    /// Calls `hook` with the outcome of every attempt: a reply, an error, or neither if the attempt was given up.
    ///
    /// It runs once for every attempt that [`before_attempt`](Self::before_attempt) sees. For a stream or a download, it runs when the
    /// reply begins.
    pub fn after_attempt(
        mut self,
        hook: impl Fn(&AttemptOutcome<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.add_after(hook);
        self
    }
}
