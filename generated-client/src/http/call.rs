//! One call with all its attempts: a [`Request`] in, a recognised reply or an error out.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::task::Poll;
use std::time::Duration;

use crate::time::Instant;

use super::hedge::hedged;
use super::hooks::{self, Attempt, Watched};
use super::incoming::Received;
use super::options::CallOptions;
use super::reply_form::ReplyForm;
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
use crate::reply::file;
use crate::sse::beginning;
use crate::{ErrorKind, Result};

impl Transport {
    /// Sends a call with its retries, and returns its reply: the whole of it, or the beginning of a stream or download. A raw reply is
    /// returned whole and unread.
    pub(crate) async fn call(
        &self,
        request: &Request,
        options: &CallOptions,
        expected: ReplyForm,
        is_raw: bool,
    ) -> Result<Box<Received>> {
        let span = Span::new(request.operation());
        let call = Call::new(self, request, options, expected, is_raw);
        let outcome = call.counted(span.cover(pin!(call.run())).await);
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
    began: Instant,
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
        is_raw: bool,
    ) -> Self {
        let method = request.operation().method;
        let is_upload = matches!(request.content, Content::Multipart(_) | Content::File(..));
        let timeouts = expected.timeouts(transport.timeouts, options.timeout, is_upload);
        let began = Instant::now();
        // A stream, an upload or a download may take as long as it makes progress.
        let is_plain = expected.is_plain() && !is_upload;
        let deadline = began.checked_add(timeouts.reply).filter(|_| is_plain);
        Self {
            transport,
            request,
            options,
            expected,
            is_raw,
            policy: Policy {
                max_retries: options.max_retries.unwrap_or(transport.max_retries),
                idempotent: options
                    .idempotent
                    .unwrap_or_else(|| retry::is_idempotent(method)),
            },
            timeouts: CallTimeouts {
                until: deadline,
                ..timeouts
            },
            began,
            deadline,
            id: hooks::next_call_id(),
            sent: AtomicU32::new(0),
        }
    }

    async fn run(&self) -> Result<Box<Received>> {
        runtime::current().map_err(|e| self.unsent(e))?;
        let mut signed = self.token(pin!(self.signed())).await?;
        // The wait for a token counts as part of the first attempt's time.
        let first_timeouts = self.timeouts.since(self.began);
        let mut timeouts = &first_timeouts;
        let (mut may_have_arrived, mut is_signed_again) = (false, false);
        let mut unused = 0;
        loop {
            let outcome = self.attempt(&signed, timeouts).await;
            timeouts = &self.timeouts;
            if may_have_arrived && !self.is_raw && self.found_it_gone(&outcome) {
                return outcome.map(Received::into_nothing);
            }
            // With a new token it is another call: it is sent once even if retries are off.
            if !is_signed_again
                && signed.may_be_renewed(&outcome)
                && let Some(other) = self.instead(&signed).await?
            {
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
        outcome: &Result<Box<Received>>,
        failure: Option<Failure>,
        unused: u32,
    ) -> Option<Duration> {
        if !self.may_repeat(unused) {
            return None;
        }
        let number = self.sent().saturating_sub(unused);
        let proposal = failure.and_then(|failure| {
            let (advice, random) = (retry::advice(outcome), random::number());
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
        outcome: &Result<Box<Received>>,
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

    /// The error that an attempt comes to, as far as that is known before its result is read.
    fn error_of(&self, outcome: &Result<Box<Received>>) -> Option<Error> {
        match outcome {
            Ok(received) if self.is_raw || self.expected.is_plain() => received.fault(),
            Ok(_) => None,
            Err(error) => Some(error.clone()),
        }
    }

    /// If a repeated `DELETE` finds nothing, an earlier attempt has deleted it, and only its reply was lost.
    fn found_it_gone(&self, outcome: &Result<Box<Received>>) -> bool {
        self.request.operation().method == Method::Delete && retry::is_not_found(outcome)
    }

    /// Sends the call. One that only reads is sent a second time, beside the first, if half of its time has passed without a reply.
    async fn attempt(&self, signed: &Signed, timeouts: &CallTimeouts) -> Result<Box<Received>> {
        let first = pin!(self.send(signed, timeouts));
        let Some(deadline) = self.deadline else {
            return first.await;
        };
        let reads = self.request.operation().method == Method::Get && self.policy.idempotent;
        let outcome = if reads {
            let patience = deadline.saturating_duration_since(Instant::now()) / 2;
            let again = || self.may_repeat(0) && self.transport.budget.pay();
            let second = || again().then(|| Box::pin(self.send(signed, timeouts)));
            hedged(first, deadline - patience, deadline, second).await
        } else {
            until(Some(deadline), first).await
        };
        outcome.unwrap_or_else(|| Err(self.unsent(no_reply(self.timeouts.reply))))
    }

    async fn send(&self, signed: &Signed, timeouts: &CallTimeouts) -> Result<Box<Received>> {
        let number = self.sent.fetch_add(1, Relaxed) + 1;
        let hooks = &self.transport.hooks;
        let mut attempt = Attempt::new(self.request.operation(), self.id, number);
        if self.transport.gzip && self.expected.is_plain() {
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
        timeouts: &CallTimeouts,
    ) -> Result<Box<Received>> {
        let (request, options) = (self.request, self.options);
        let sent = self
            .transport
            .send(request, options, watched.attempt(), signed, timeouts);
        let received = sent.await;
        let mut received = received.map_err(|e| e.with_operation(request.operation()))?;
        watched.saw(&received.context);
        // Boxed is what needs much room, so that plain calls have less to carry.
        match self.expected {
            _ if self.is_raw => {
                let collected = received.collect_raw().await;
                collected.map_err(|e| received.context.of(e))?;
                Ok(received)
            }
            ReplyForm::Json | ReplyForm::JsonWithoutEnvelope => {
                let collected = received.collect().await;
                collected.map_err(|e| received.context.of(e))?;
                received.has_no_envelope = matches!(self.expected, ReplyForm::JsonWithoutEnvelope);
                // Several ask.
                received.refused = Some(received.code_of_refusal());
                received.context.allowance = received.context.allowance.until(self.deadline);
                Ok(received)
            }
            ReplyForm::Events(first) => Box::pin(beginning::recognise(received, first)).await,
            ReplyForm::Bytes(declared) => Box::pin(file::recognise(received, declared)).await,
            // part coze
            #[cfg(feature = "realtime")]
            ReplyForm::Upgrade => Box::pin(super::upgrade::recognise(received)).await,
            // end part
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

    /// What it is signed with in place of what the service refused.
    async fn instead(&self, signed: &Signed) -> Result<Option<Signed>> {
        self.token(pin!(signed.instead())).await
    }

    /// Waits for a token, no longer than for a reply. Without one the call is over: its source has tried as often as is sensible.
    async fn token<T>(&self, mut token: Pin<&mut impl Future<Output = Result<T>>>) -> Result<T> {
        // Nearly every token is there already, and needs no timer.
        let is_there = poll_fn(|cx| Poll::Ready(token.as_mut().poll(cx)));
        let token = match is_there.await {
            Poll::Ready(token) => token,
            Poll::Pending => {
                let deadline = self.deadline.or_else(|| after(self.timeouts.reply));
                let token = until(deadline, token).await;
                token.unwrap_or_else(|| Err(no_token(self.timeouts.reply)))
            }
        };
        token.map_err(|e| self.unsent(e))
    }

    /// The error, with the call, unless it is of another one that was made for it.
    fn unsent(&self, error: Error) -> Error {
        error.or_operation(self.request.operation())
    }

    fn counted(&self, outcome: Result<Box<Received>>) -> Result<Box<Received>> {
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

#[cold]
fn no_token(time: Duration) -> Error {
    let what = format!("there was no access token within {} s", time.as_secs_f64());
    Error::new(ErrorKind::Timeout, what)
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
