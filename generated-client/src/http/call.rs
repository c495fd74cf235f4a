//! One call with all its attempts: a [`Request`] in, a recognised reply or an error out.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use crate::time::Instant;

use super::hedge::hedged;
use super::hooks::{self, Attempt, Watched};
use super::incoming::Received;
use super::options::CallOptions;
use super::request::{Content, Request};
use super::retry::own::{FailedAttempt, RetryPolicy};
use super::retry::{self, Failure, Policy};
use super::timeouts::{CallTimeouts, after, no_reply, until};
use super::trace::Span;
use super::transport::Transport;
use super::{random, runtime};
use crate::auth::signed::{Signed, Signer};
use crate::error::Error;
use crate::operation::Method;
use crate::reply::file::{self, Declared};
use crate::sse::beginning;
use crate::sse::read::First;
use crate::{ErrorKind, Result};

/// The form in which the reply of a call is expected.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ReplyForm {
    /// JSON, all of it at once.
    Json,
    /// The same without an envelope: a `code` in it is a field like others.
    JsonWithoutEnvelope,
    /// Events, of which the first tells whether the call was refused.
    Events(First),
    /// Bytes of these media types.
    Bytes(Declared),
    // part coze
    /// A connection that has become a WebSocket.
    #[cfg(feature = "realtime")]
    Upgrade,
    // end part
}

impl Transport {
    /// Sends a call with its retries, and returns its reply: the whole of it, or the beginning of a stream or download. A raw reply is
    /// returned whole and unread.
    pub(crate) async fn call(
        &self,
        request: &Request,
        options: &CallOptions,
        expected: ReplyForm,
        is_raw: bool,
    ) -> Result<Received> {
        let span = Span::new(request.operation());
        let call = Call {
            is_raw,
            ..Call::new(self, request, options, expected)
        };
        let outcome = call.counted(span.cover(call.run()).await);
        span.close(&outcome);
        outcome
    }
}

/// A call on its way, all its attempts together.
struct Call<'a> {
    transport: &'a Transport,
    request: &'a Request,
    options: &'a CallOptions,
    expected: ReplyForm,
    is_raw: bool,
    policy: Policy,
    timeouts: CallTimeouts,
    /// The deadline, for all attempts and the waits between them.
    deadline: Option<Instant>,
    /// The id that its attempts share.
    id: u64,
    /// How often it has been sent.
    sent: AtomicU32,
}

impl<'a> Call<'a> {
    fn new(
        transport: &'a Transport,
        request: &'a Request,
        options: &'a CallOptions,
        expected: ReplyForm,
    ) -> Self {
        let method = request.operation().method;
        let is_upload = matches!(request.content, Content::Multipart(_) | Content::File(..));
        let timeouts = timeouts(transport, options, expected, is_upload);
        // A stream, an upload or a download may take as long as it makes progress.
        let is_plain =
            matches!(expected, ReplyForm::Json | ReplyForm::JsonWithoutEnvelope) && !is_upload;
        Self {
            transport,
            request,
            options,
            expected,
            is_raw: false,
            policy: Policy {
                max_retries: options.max_retries.unwrap_or(transport.max_retries),
                idempotent: options
                    .idempotent
                    .unwrap_or_else(|| retry::is_idempotent(method)),
            },
            timeouts,
            deadline: is_plain.then(|| after(timeouts.reply)).flatten(),
            id: hooks::next_call_id(),
            sent: AtomicU32::new(0),
        }
    }

    async fn run(&self) -> Result<Received> {
        runtime::current().map_err(|e| self.unsent(e))?;
        let began = Instant::now();
        let mut signed = self.token(self.signed()).await?;
        // The wait for a token counts as part of the first attempt's time.
        let mut timeouts = self.timeouts.since(began);
        let (mut may_have_arrived, mut is_signed_again) = (false, false);
        let mut unused = 0;
        loop {
            let outcome = self.in_time(self.attempt(&signed, timeouts)).await;
            timeouts = self.timeouts;
            if may_have_arrived && !self.is_raw && self.found_it_gone(&outcome) {
                return outcome.map(Received::into_nothing);
            }
            // With a new token it is another call: it is sent once even if retries are off.
            if !is_signed_again && let Some(other) = self.token(signed.instead(&outcome)).await? {
                is_signed_again = true;
                signed = other;
                continue;
            }
            let failure = retry::failure(&outcome);
            may_have_arrived |= failure == Some(Failure::PerhapsCarriedOut);
            unused += u32::from(failure == Some(Failure::NotBegun));
            let Some(wait) = self.wait(&outcome, failure, unused) else {
                return outcome;
            };
            Span::repeats(&outcome, self.sent(), wait);
            // It may hold a connection.
            drop(outcome);
            crate::time::sleep(wait).await;
        }
    }

    fn sent(&self) -> u32 {
        self.sent.load(Relaxed)
    }

    /// Whether the call may be sent again after so many connections that were gone before they were used.
    fn may_repeat(&self, unused: u32) -> bool {
        self.policy.may_repeat(self.sent(), unused)
    }

    /// How long to wait before the call is sent again; `None` if the outcome stands.
    fn wait(
        &self,
        outcome: &Result<Received>,
        failure: Option<Failure>,
        unused: u32,
    ) -> Option<Duration> {
        if !self.may_repeat(unused) {
            return None;
        }
        let number = self.sent().saturating_sub(unused);
        let advice = retry::advice(outcome);
        let proposal = failure.and_then(|failure| {
            let random = random::number();
            self.policy.wait(failure, advice, number, random)
        });
        let wait = match &self.transport.retry_policy {
            // A closed connection does not count as an attempt.
            Some(policy) if failure != Some(Failure::NotBegun) => {
                self.decide(policy, outcome, failure, proposal)?
            }
            Some(_) | None => proposal?,
        };
        // The reason of the failure says more than the exceeded deadline.
        let left = |deadline: Instant| deadline.saturating_duration_since(Instant::now());
        if self.deadline.is_some_and(|deadline| left(deadline) <= wait) {
            return None;
        }
        let is_paid = failure == Some(Failure::NotBegun) || self.transport.budget.pay();
        is_paid.then_some(wait)
    }

    /// How long the caller's own policy waits before the call is sent again.
    fn decide(
        &self,
        policy: &RetryPolicy,
        outcome: &Result<Received>,
        failure: Option<Failure>,
        proposal: Option<Duration>,
    ) -> Option<Duration> {
        let failed = FailedAttempt {
            operation: self.request.operation().clone(),
            attempts: self.sent(),
            error: self.error_of(outcome)?,
            is_idempotent: self.policy.idempotent,
            failure,
            proposal,
        };
        failed.decide(policy)
    }

    /// Whether its reply is JSON that is wanted at once.
    fn is_plain(&self) -> bool {
        matches!(
            self.expected,
            ReplyForm::Json | ReplyForm::JsonWithoutEnvelope
        )
    }

    /// The error that an attempt comes to, as far as that is known before its result is read.
    fn error_of(&self, outcome: &Result<Received>) -> Option<Error> {
        match outcome {
            Ok(received) if self.is_raw || self.is_plain() => received.fault(),
            Ok(_) => None,
            Err(error) => Some(error.clone()),
        }
    }

    /// If a repeated `DELETE` finds nothing, an earlier attempt has deleted it, and only its reply was lost.
    fn found_it_gone(&self, outcome: &Result<Received>) -> bool {
        self.request.operation().method == Method::Delete && retry::is_not_found(outcome)
    }

    /// Sends the call. One that only reads is sent a second time, beside the first, if half of its time has passed without a reply.
    async fn attempt(&self, signed: &Signed, timeouts: CallTimeouts) -> Result<Received> {
        // Boxed, because there may be two of them.
        let send = || Box::pin(self.send(signed, timeouts));
        let reads = self.request.operation().method == Method::Get && self.policy.idempotent;
        let Some(deadline) = self.deadline.filter(|_| reads) else {
            return send().await;
        };
        let patience = deadline.saturating_duration_since(Instant::now()) / 2;
        let again = || self.may_repeat(0) && self.transport.budget.pay();
        hedged(send(), patience, || again().then(send)).await
    }

    async fn send(&self, signed: &Signed, timeouts: CallTimeouts) -> Result<Received> {
        let number = self.sent.fetch_add(1, Relaxed) + 1;
        let hooks = &self.transport.hooks;
        let mut attempt = Attempt::new(self.request.operation(), self.id, number);
        if self.transport.gzip && self.is_plain() {
            attempt.set_header("Accept-Encoding", "gzip");
        }
        let mut watched = hooks.begin(attempt);
        let outcome = self.send_watched(&mut watched, signed, timeouts).await;
        let error = watched.is_heard().then(|| self.error_of(&outcome));
        watched.end(error.flatten());
        outcome
    }

    async fn send_watched(
        &self,
        watched: &mut Watched<'_>,
        signed: &Signed,
        timeouts: CallTimeouts,
    ) -> Result<Received> {
        let (request, options) = (self.request, self.options);
        let sent = self
            .transport
            .send(request, options, watched.attempt(), signed, timeouts);
        let received = sent.await?;
        watched.saw(&received.context);
        if self.is_raw {
            return raw(received).await;
        }
        match self.expected {
            ReplyForm::Json | ReplyForm::JsonWithoutEnvelope => {
                let mut received = whole(received).await?;
                received.has_no_envelope = matches!(self.expected, ReplyForm::JsonWithoutEnvelope);
                // Several ask.
                received.refused = Some(received.code_of_refusal());
                received.context.allowance = received.context.allowance.until(self.deadline);
                Ok(received)
            }
            ReplyForm::Events(first) => beginning::recognise(received, first).await,
            ReplyForm::Bytes(declared) => file::recognise(received, declared).await,
            // part coze
            #[cfg(feature = "realtime")]
            ReplyForm::Upgrade => super::upgrade::recognise(received).await,
            // end part
        }
    }

    async fn in_time(&self, attempt: impl Future<Output = Result<Received>>) -> Result<Received> {
        match until(self.deadline, attempt).await {
            Some(outcome) => outcome,
            None => Err(self.unsent(no_reply(self.timeouts.reply))),
        }
    }

    /// What the call is signed with.
    async fn signed(&self) -> Result<Signed> {
        let signer = Signer {
            token: self.transport.credentials.as_ref(),
            keys: &self.transport.keys,
            headers: &self.transport.headers,
        };
        signer.sign(self.request, self.options).await
    }

    /// Waits for a token, no longer than for a reply. Without one the call is over: its source has tried as often as is sensible.
    async fn token<T>(&self, token: impl Future<Output = Result<T>>) -> Result<T> {
        let time = self.timeouts.reply;
        let deadline = self.deadline.or_else(|| after(time));
        let token = until(deadline, token).await.unwrap_or_else(|| {
            let what = format!("there was no access token within {} s", time.as_secs_f64());
            Err(Error::new(ErrorKind::Timeout, what))
        });
        token.map_err(|e| self.unsent(e))
    }

    /// The error, with the call, unless it is of another one that was made for it.
    fn unsent(&self, error: Error) -> Error {
        error.or_operation(self.request.operation())
    }

    fn counted(&self, outcome: Result<Received>) -> Result<Received> {
        let attempts = self.sent().max(1);
        match outcome {
            Ok(mut received) => {
                received.context.attempts = attempts;
                if retry::failure_of_reply(&received).is_none() {
                    self.transport.budget.succeeded(attempts - 1);
                }
                Ok(received)
            }
            Err(error) => Err(error.with_attempts(attempts)),
        }
    }
}

fn timeouts(
    transport: &Transport,
    options: &CallOptions,
    expected: ReplyForm,
    is_upload: bool,
) -> CallTimeouts {
    let client = transport.timeouts;
    let (reply, idle) = match expected {
        ReplyForm::Json | ReplyForm::JsonWithoutEnvelope => (client.call, None),
        ReplyForm::Events(_) => (client.stream, Some(client.stream)),
        ReplyForm::Bytes(_) => (client.call, Some(client.transfer)),
        // part coze
        #[cfg(feature = "realtime")]
        ReplyForm::Upgrade => (super::upgrade::TIMEOUT, None),
        // end part
    };
    let own = options.timeout;
    let reply = own.unwrap_or(reply);
    CallTimeouts {
        reply,
        upload: is_upload.then(|| own.unwrap_or(client.transfer)),
        idle: idle.map(|idle| own.unwrap_or(idle)),
        event: client.event,
    }
}

/// Waits for the whole of a reply, whatever it is.
async fn raw(mut received: Received) -> Result<Received> {
    let collected = received.collect_raw().await;
    collected.map_err(|e: Error| received.context.of(e))?;
    Ok(received)
}

/// Waits for the whole of a reply.
async fn whole(mut received: Received) -> Result<Received> {
    let collected = received.collect().await;
    collected.map_err(|e: Error| received.context.of(e))?;
    Ok(received)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;

    #[tokio::test]
    async fn what_everybody_may_call_needs_no_token() {
        // Nobody answers there.
        let client = Client::builder().base_url("http://127.0.0.1:1");
        let client = client.max_retries(0).build().expect("a client");
        let fault = async |request: Request| {
            let options = CallOptions::default();
            let call = client
                .transport()
                .call(&request, &options, ReplyForm::Json, false);
            call.await.err().map(|error| error.kind())
        };
        let request = Request::new(Method::Get, "/v1/x");
        assert_eq!(fault(request.clone()).await, Some(ErrorKind::Config));
        assert_eq!(fault(request.security(&[])).await, Some(ErrorKind::Connect));
    }
}
