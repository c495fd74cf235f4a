//! A call on its way ([`ResponseFuture`]) and what comes of it ([`Response`]).

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context as Waker, Poll};

use super::incoming::Received;
use crate::Result;
use crate::reply::context::Context;
use crate::reply::envelope::Keys;

/// A call's result together with what else the service said.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    status: u16,
    log_id: Option<String>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, context: Context) -> Self {
        Self {
            value,
            status: context.status,
            log_id: context.log_id,
        }
    }

    /// The result.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The result, by itself.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The id under which the service logged the call. Quote it to the service's support.
    pub fn log_id(&self) -> Option<&str> {
        self.log_id.as_deref()
    }

    /// The HTTP status of the reply.
    pub fn status(&self) -> u16 {
        self.status
    }
}

pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Received>> + Send>>;

/// A call that is sent when it is awaited. Dropping it cancels the call.
///
/// `.await` gives the result; [`with_response`](Self::with_response) gives the log id as well.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T> {
    exchange: Exchange,
    /// Where the result stands in the reply.
    keys: Keys,
    /// The part that depends on the type: short, not asynchronous.
    finish: fn(Received, Keys) -> Result<Response<T>>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new(
        exchange: Exchange,
        keys: Keys,
        finish: fn(Received, Keys) -> Result<Response<T>>,
    ) -> Self {
        Self {
            exchange,
            keys,
            finish,
        }
    }

    fn poll_response(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Response<T>>> {
        let (keys, finish) = (self.keys, self.finish);
        self.exchange
            .as_mut()
            .poll(cx)
            .map(|received| finish(received?, keys))
    }

    /// Sends the call; gives its result together with log id and status.
    ///
    /// # Errors
    ///
    /// The same as `.await`.
    pub async fn with_response(mut self) -> Result<Response<T>> {
        poll_fn(|cx| self.poll_response(cx)).await
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Waker<'_>) -> Poll<Result<T>> {
        self.poll_response(cx)
            .map(|response| response.map(Response::into_value))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
