//! A call on its way ([`ResponseFuture`]) and what comes of it ([`Response`]).

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context as Waker, Poll};

use super::incoming::Received;
use super::reply_headers::Headers;
use crate::Result;
use crate::reply::context::Context;
use crate::reply::frame::Places;

/// A call's result together with what else the service said.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    status: u16,
    log_id: Option<String>,
    headers: Headers,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, context: Context) -> Self {
        Self {
            value,
            status: context.status,
            log_id: context.log_id,
            headers: context.headers,
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

    /// The result, and the rest of the response.
    pub fn into_parts(self) -> (T, Response<()>) {
        let rest = Response {
            value: (),
            status: self.status,
            log_id: self.log_id,
            headers: self.headers,
        };
        (self.value, rest)
    }

    /// The response with something made of its result.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let (value, rest) = self.into_parts();
        Response {
            value: change(value),
            status: rest.status,
            log_id: rest.log_id,
            headers: rest.headers,
        }
    }

    /// The id under which the service logged the call. Quote it to the service's support.
    pub fn log_id(&self) -> Option<&str> {
        self.log_id.as_deref()
    }

    /// The HTTP status of the reply.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers of the reply.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }
}

pub(crate) type Exchange = Pin<Box<dyn Future<Output = Result<Received>> + Send>>;

/// A call that is sent when it is awaited. Dropping it cancels the call.
///
/// `.await` gives the result; [`with_response`](Self::with_response) gives the log id as well.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T> {
    /// Nobody locks it: it makes a future that can only be moved one that can be shared as well.
    exchange: Mutex<Exchange>,
    /// Where the result stands in the reply.
    places: Places,
    /// The part that depends on the type: short, not asynchronous.
    finish: fn(Received, Places) -> Result<Response<T>>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new(
        exchange: Exchange,
        places: Places,
        finish: fn(Received, Places) -> Result<Response<T>>,
    ) -> Self {
        Self {
            exchange: Mutex::new(exchange),
            places,
            finish,
        }
    }

    fn poll_response(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Response<T>>> {
        let (places, finish) = (self.places, self.finish);
        let exchange = self.exchange.get_mut();
        exchange
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
            .poll(cx)
            .map(|received| finish(received?, places))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sse::events::EventStream;
    use crate::{Client, ClientBuilder, Download};

    #[test]
    fn what_is_under_way_can_be_sent_and_shared() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<Client>();
        travels::<ClientBuilder>();
        travels::<Download>();
        travels::<EventStream<String>>();
        travels::<ResponseFuture<String>>();
        travels::<Response<String>>();
    }
}
