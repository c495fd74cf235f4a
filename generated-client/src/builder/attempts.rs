//! What a program wants of every attempt to send a call: to add to it, to hear of it, to have it repeated.

use std::sync::Arc;

use super::ClientBuilder;
use crate::http::hooks::{Attempt, AttemptOutcome};
use crate::http::retry::own::{FailedAttempt, Retry};

impl ClientBuilder {
    /// Decides after every failed attempt whether, and when, the call is sent again, instead of what
    /// [`max_retries`](Self::max_retries) says of that.
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
    /// It decides within limits that stay: the number of repetitions, the time of the call, and the budget for repetitions. What may
    /// have been carried out, and is not idempotent, is sent again only where [`Retry::even_if_carried_out`] says so. It is not asked
    /// about a connection that turned out to be closed, as if nothing had been tried, nor about a call that cannot be sent at all; nor
    /// about failures of a stream or download that has begun. A second policy takes the place of the first.
    pub fn retry_policy(
        mut self,
        policy: impl Fn(&FailedAttempt) -> Retry + Send + Sync + 'static,
    ) -> Self {
        self.retry_policy = Some(Arc::new(policy));
        self
    }

    /// Calls `hook` before every attempt to send a call. It may add headers, such as those of a trace.
    ///
    /// It hears of calls, streams, uploads and downloads of this client, of repeated attempts too, and of the calls that an OAuth app
    /// makes for tokens if this is the client that the app was given. Several hooks are called in the order in which they were given.
    /// It is called between other things, so it should be quick.
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

    /// Calls `hook` with what came of every attempt to send a call: a reply, an error, or nothing because the attempt was given up.
    ///
    /// It hears of every attempt that [`before_attempt`](Self::before_attempt) hears of, once. Of a stream or download, that is when it
    /// begins.
    pub fn after_attempt(
        mut self,
        hook: impl Fn(&AttemptOutcome<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.add_after(hook);
        self
    }
}
