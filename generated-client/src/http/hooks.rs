//! Hooks that run before and after every attempt to send a call.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crate::time::Instant;

use super::reply_headers::Headers;
use crate::error::Error;
use crate::operation::{Method, Operation};
use crate::reply::context::Context;

type Before = Arc<dyn Fn(&mut Attempt) + Send + Sync>;
type After = Arc<dyn Fn(&AttemptOutcome<'_>) + Send + Sync>;

/// What is called for every attempt, in the order in which it was given.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    before: Vec<Before>,
    after: Vec<After>,
}

impl Hooks {
    pub(crate) fn add_before(&mut self, hook: impl Fn(&mut Attempt) + Send + Sync + 'static) {
        self.before.push(Arc::new(hook));
    }

    pub(crate) fn add_after(&mut self, hook: impl Fn(&AttemptOutcome<'_>) + Send + Sync + 'static) {
        self.after.push(Arc::new(hook));
    }

    /// Begins an attempt; what is returned tells of its end.
    pub(super) fn begin(&self, mut attempt: Attempt) -> Watched<'_> {
        for hook in &self.before {
            hook(&mut attempt);
        }
        Watched {
            hooks: self,
            attempt,
            began: (!self.after.is_empty()).then(Instant::now),
            head: None,
            is_over: false,
        }
    }
}

/// The next number by which calls are told apart.
pub(super) fn next_call_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Relaxed)
}

/// One attempt to send a call; see [`ClientBuilder::before_attempt`](crate::ClientBuilder::before_attempt).
pub struct Attempt {
    operation: Operation,
    call_id: u64,
    number: u32,
    headers: Vec<(String, String)>,
}

impl Attempt {
    pub(super) fn new(operation: &Operation, call_id: u64, number: u32) -> Self {
        Self {
            operation: operation.clone(),
            call_id,
            number,
            headers: Vec::new(),
        }
    }

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

    /// An id that all attempts of one call share, and no other call of this program has.
    #[must_use]
    pub fn call_id(&self) -> u64 {
        self.call_id
    }

    /// Which attempt of the call it is, counted from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Adds a header to this attempt. It replaces headers of the same name of the client and of the call.
    ///
    /// Headers that [`with_header`](crate::CustomRequest::with_header) refuses make the call fail here, too.
    pub fn set_header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }

    pub(super) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
}

/// Without the headers' values, which may be secrets.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("call", &self.operation)
            .field("call_id", &self.call_id)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// What came of an attempt to send a call; see [`ClientBuilder::after_attempt`](crate::ClientBuilder::after_attempt).
#[derive(Debug)]
pub struct AttemptOutcome<'a> {
    attempt: &'a Attempt,
    latency: Duration,
    head: Option<&'a Head>,
    error: Option<&'a Error>,
    is_abandoned: bool,
}

impl AttemptOutcome<'_> {
    /// Which attempt it was.
    #[must_use]
    pub fn attempt(&self) -> &Attempt {
        self.attempt
    }

    /// How long it took: to the end of a plain reply, or to the beginning of a stream or download.
    #[must_use]
    pub fn latency(&self) -> Duration {
        self.latency
    }

    /// The HTTP status of the reply; `None` if none arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.head.map(|head| head.status)
    }

    /// The headers of the reply; `None` if none arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&Headers> {
        self.head.map(|head| &head.headers)
    }

    /// The id under which the service logged the call; `None` if it sent none.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        let in_head = self.head.and_then(|head| head.log_id.as_deref());
        in_head.or_else(|| self.error?.log_id())
    }

    /// Why it failed; `None` if it did not. The error does not hold the reply. Whether the call is sent again is decided afterwards.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.error
    }

    /// Whether the attempt was given up before it ended: the time limit was exceeded, a second attempt beside it was faster, or the caller
    /// dropped the call.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.is_abandoned
    }
}

/// The head of a reply.
#[derive(Debug)]
struct Head {
    status: u16,
    headers: Headers,
    log_id: Option<String>,
}

/// An attempt under way, of whose end is told in any case.
pub(super) struct Watched<'h> {
    hooks: &'h Hooks,
    attempt: Attempt,
    /// `None` where nobody wants to hear of the end.
    began: Option<Instant>,
    head: Option<Head>,
    is_over: bool,
}

impl Watched<'_> {
    pub(super) fn attempt(&self) -> &Attempt {
        &self.attempt
    }

    /// Whether somebody wants to hear of the end.
    pub(super) fn is_heard(&self) -> bool {
        self.began.is_some()
    }

    /// The head of the reply has arrived.
    pub(super) fn saw(&mut self, context: &Context) {
        if self.is_heard() {
            self.head = Some(Head {
                status: context.status,
                headers: context.headers.clone(),
                log_id: context.log_id.clone(),
            });
        }
    }

    pub(super) fn end(mut self, error: Option<Error>) {
        self.is_over = true;
        // A reply may hold anything, tokens too.
        let error = error.map(|error| error.with_body(String::new()));
        self.tell(error.as_ref(), false);
    }

    fn tell(&self, error: Option<&Error>, is_abandoned: bool) {
        let Some(began) = self.began else {
            return;
        };
        let outcome = AttemptOutcome {
            attempt: &self.attempt,
            latency: began.elapsed(),
            head: self.head.as_ref(),
            error,
            is_abandoned,
        };
        for hook in &self.hooks.after {
            hook(&outcome);
        }
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.tell(None, true);
        }
    }
}
