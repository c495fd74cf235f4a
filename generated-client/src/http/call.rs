//! One call, from its first attempt to what comes of it: a [`Request`] in, a reply that was recognised or an error out.

use std::future::Future;

use tokio::time::Instant;

use super::incoming::Received;
use super::options::CallOptions;
use super::random;
use super::request::{Content, Request};
use super::retry::{self, Policy};
use super::trace::Span;
use super::transport::{Patience, Transport, late};
use crate::auth::Bearer;
use crate::auth::token::bearer::bearer;
use crate::error::Error;
use crate::operation::Operation;
use crate::reply::download;
use crate::sse::events;
use crate::{ErrorKind, Result};

/// What a call is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// JSON, wanted at once.
    Whole,
    /// The same, of which a `code` is a field like others.
    Bare,
    Events,
    Bytes,
}

impl Transport {
    /// Sends a call as often as is sensible, and gives its reply: the whole of it, or the beginning of what was expected.
    pub(crate) async fn call(
        &self,
        request: &Request,
        options: &CallOptions,
        expect: Expect,
    ) -> Result<Received> {
        let span = Span::new(request.operation());
        let outcome = span.cover(self.repeat(request, options, expect)).await;
        span.close(&outcome);
        outcome
    }

    async fn repeat(
        &self,
        request: &Request,
        options: &CallOptions,
        expect: Expect,
    ) -> Result<Received> {
        let policy = self.policy(request, options);
        let patience = self.patience(options, expect);
        let deadline = deadline(request, expect, patience);
        let mut attempts = 1;
        loop {
            let attempt = self.attempt(request, options, expect, patience);
            let outcome = in_time(deadline, request, patience, attempt).await?;
            let wait = policy
                .wait(&outcome, attempts, random::number())
                // The reason why it failed says more than that the time is over.
                .filter(|wait| deadline.is_none_or(|deadline| Instant::now() + *wait < deadline));
            let Some(wait) = wait else {
                return counted(outcome, attempts);
            };
            Span::repeats(&outcome, attempts, wait);
            // It may hold a connection.
            drop(outcome);
            tokio::time::sleep(wait).await;
            attempts += 1;
        }
    }

    /// Sends a call once, or once more with another token. An error of its own is that there is no token: the source has tried as often
    /// as is sensible, and more attempts at the call would only ask it again.
    async fn attempt(
        &self,
        request: &Request,
        options: &CallOptions,
        expect: Expect,
        patience: Patience,
    ) -> Result<Result<Received>> {
        let signed = |bearer, patience| self.signed(request, options, bearer, expect, patience);
        let operation = request.operation();
        let began = Instant::now();
        let bearer = for_token(
            operation,
            patience,
            bearer(&options.signature, self.credentials.as_ref()),
        )
        .await?;
        let outcome = signed(&bearer, patience.since(began)).await;
        match for_token(operation, patience, bearer.instead(&outcome)).await? {
            None => Ok(outcome),
            Some(bearer) => {
                // It may hold a connection.
                drop(outcome);
                Ok(signed(&bearer, patience).await)
            }
        }
    }

    async fn signed(
        &self,
        request: &Request,
        options: &CallOptions,
        bearer: &Bearer,
        expect: Expect,
        patience: Patience,
    ) -> Result<Received> {
        let received = self.send(request, options, bearer, patience).await?;
        match expect {
            Expect::Whole | Expect::Bare => {
                let mut received = whole(received, patience).await?;
                received.is_bare = expect == Expect::Bare;
                Ok(received)
            }
            Expect::Events => events::recognise(received).await,
            Expect::Bytes => download::recognise(received).await,
        }
    }

    fn policy(&self, request: &Request, options: &CallOptions) -> Policy {
        let method = request.operation().method;
        Policy {
            max_retries: options.max_retries.unwrap_or(self.max_retries),
            idempotent: options
                .idempotent
                .unwrap_or_else(|| retry::is_idempotent(method)),
        }
    }

    fn patience(&self, options: &CallOptions, expect: Expect) -> Patience {
        let (reply, idle) = match expect {
            Expect::Whole | Expect::Bare => (self.timeouts.call, None),
            Expect::Events => (self.timeouts.stream, Some(self.timeouts.stream)),
            Expect::Bytes => (self.timeouts.call, Some(self.timeouts.transfer)),
        };
        Patience {
            reply: options.timeout.unwrap_or(reply),
            upload: options.timeout.unwrap_or(self.timeouts.transfer),
            idle: idle.map(|idle| options.timeout.unwrap_or(idle)),
        }
    }
}

/// When a call is over, all attempts and waits between them included. Only plain calls have such a limit: a stream, an upload or a
/// download takes as long as it gets on.
fn deadline(request: &Request, expect: Expect, patience: Patience) -> Option<Instant> {
    let is_upload = matches!(request.content, Content::Form(_) | Content::File(..));
    let is_plain = matches!(expect, Expect::Whole | Expect::Bare);
    (is_plain && !is_upload).then(|| Instant::now() + patience.reply)
}

/// Waits for a token as long as for a reply.
async fn for_token<T>(
    operation: Operation,
    patience: Patience,
    token: impl Future<Output = Result<T>>,
) -> Result<T> {
    let token = match tokio::time::timeout(patience.reply, token).await {
        Ok(token) => token,
        Err(_) => Err(Error::new(
            ErrorKind::Timeout,
            format!(
                "there was no access token within {} s",
                patience.reply.as_secs_f64()
            ),
        )),
    };
    token.map_err(|e| e.or_operation(operation))
}

async fn in_time(
    deadline: Option<Instant>,
    request: &Request,
    patience: Patience,
    attempt: impl Future<Output = Result<Result<Received>>>,
) -> Result<Result<Received>> {
    let Some(deadline) = deadline else {
        return attempt.await;
    };
    match tokio::time::timeout_at(deadline, attempt).await {
        Ok(outcome) => outcome,
        Err(_) => Ok(Err(late(patience.reply).with_operation(request.operation()))),
    }
}

/// Waits for the whole of a reply.
async fn whole(mut received: Received, patience: Patience) -> Result<Received> {
    let collected = match tokio::time::timeout(patience.reply, received.collect()).await {
        Ok(collected) => collected,
        Err(_) => Err(late(patience.reply)),
    };
    collected.map_err(|e: Error| received.context.of(e))?;
    Ok(received)
}

fn counted(outcome: Result<Received>, attempts: u32) -> Result<Received> {
    match outcome {
        Ok(mut received) => {
            received.context.attempts = attempts;
            Ok(received)
        }
        Err(error) => Err(error.with_attempts(attempts)),
    }
}
