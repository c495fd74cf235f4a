//! A call on its way ([`ResponseFuture`]) and what comes of it ([`Response`]).

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as Waker, Poll, ready};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::apart::{Apart, Finish, LONG, Reading};
use super::call::ReplyForm;
use super::incoming::Received;
use super::options::CallOptions;
use super::reply_headers::Headers;
use super::request::Request;
use super::transport::Transport;
use crate::error::Error;
use crate::reply::context::{Context, is_success};
use crate::reply::frame::Places;
use crate::{ErrorKind, Result};

/// The result of a call, with its log id, status, headers and body.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: u16,
    log_id: Option<String>,
    headers: Headers,
    body: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, context: Context) -> Self {
        Self {
            value,
            status: context.status,
            log_id: context.log_id,
            headers: context.headers,
            body: Bytes::new(),
        }
    }

    /// Adds what the result was read from.
    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// The result.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The result, by itself.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Takes the response apart: the result, and the rest of the response.
    pub fn into_parts(self) -> (T, Response<()>) {
        let rest = Response {
            value: (),
            status: self.status,
            log_id: self.log_id,
            headers: self.headers,
            body: self.body,
        };
        (self.value, rest)
    }

    /// Converts the result, and keeps the rest of the response.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let (value, rest) = self.into_parts();
        Response {
            value: change(value),
            status: rest.status,
            log_id: rest.log_id,
            headers: rest.headers,
            body: rest.body,
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

    /// The body of the reply, including fields that this crate does not know; empty if the result is a stream of events or a download.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the body of the reply, envelope included, as a type of your own or as [`Value`](serde_json::Value).
    ///
    /// ```no_run
    /// # use serde_json::Value;
    /// # async fn example<T>(call: coze_client::ResponseFuture<T>) -> coze_client::Result<()> {
    /// let reply: Value = call.with_response().await?.json()?;
    /// println!("{}", reply["data"]["a_field_that_is_new"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if the reply does not fit the type.
    pub fn json<D: DeserializeOwned>(&self) -> Result<D> {
        serde_json::from_slice(&self.body).map_err(unfit)
    }
}

#[cold]
fn unfit(cause: serde_json::Error) -> Error {
    let what = format!("the reply does not fit the type that it is read as: {cause}");
    Error::new(ErrorKind::Decode, what).with_source(cause)
}

/// Without the reply as it came, which may hold secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("log_id", &self.log_id)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

type Running = Pin<Box<dyn Future<Output = Result<Received>> + Send>>;

/// A call, which begins when it is polled.
pub(crate) struct Exchange {
    plan: Option<Box<Plan>>,
    running: Option<Running>,
}

/// Everything that it takes to send a call.
pub(crate) struct Plan {
    pub(crate) transport: Arc<Transport>,
    pub(crate) request: Request,
    pub(crate) options: CallOptions,
    pub(crate) expected: ReplyForm,
}

impl Plan {
    async fn run(self: Box<Self>, is_raw: bool) -> Result<Received> {
        let transport = &self.transport;
        let call = transport.call(&self.request, &self.options, self.expected, is_raw);
        let received = call.await?;
        let is_json = matches!(
            self.expected,
            ReplyForm::Json | ReplyForm::JsonWithoutEnvelope
        );
        let context = &received.context;
        if is_json && !is_raw && is_success(context.status) {
            let body = received.incoming.buffered();
            context.observing.reply(&context.operation, body);
        }
        Ok(received)
    }
}

impl Exchange {
    pub(crate) fn new(plan: Plan) -> Self {
        Self {
            plan: Some(Box::new(plan)),
            running: None,
        }
    }

    fn poll(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Received>> {
        if let Some(plan) = self.plan.take() {
            self.running = Some(Box::pin(plan.run(false)));
        }
        match &mut self.running {
            Some(running) => running.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }
}

/// A call that is sent when it is awaited. Dropping it cancels the call.
///
/// `.await` gives the result; [`with_response`](Self::with_response) gives log id, status, headers and body as well.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T> {
    /// Nobody locks it: it makes a future that can only be moved one that can be shared as well.
    exchange: Mutex<Exchange>,
    /// Where the result stands in the reply.
    places: Places,
    /// The part that depends on the type: not asynchronous, and short, unless the reply is long.
    finish: Finish<Response<T>>,
    apart: Apart<Response<T>>,
    /// A long reply that is being read.
    reading: Option<Reading>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new(exchange: Exchange, places: Places, finish: Finish<Response<T>>) -> Self
    where
        T: Send + 'static,
    {
        Self {
            exchange: Mutex::new(exchange),
            places,
            finish,
            apart: Apart::new(),
            reading: None,
        }
    }

    fn poll_response(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Response<T>>> {
        if let Some(reading) = &mut self.reading {
            return reading.poll(cx).map(self.apart.result);
        }
        let exchange = self.exchange.get_mut();
        let exchange = exchange.unwrap_or_else(PoisonError::into_inner);
        let received = ready!(exchange.poll(cx))?;
        if received.incoming.buffered().len() < LONG {
            return Poll::Ready((self.finish)(received, self.places));
        }
        let work = (self.apart.work)(self.finish, received, self.places);
        let mut reading = Reading::new(work)?;
        let ended = reading.poll(cx).map(self.apart.result);
        self.reading = Some(reading);
        ended
    }

    /// Sends the call and returns its result with log id, status, headers and body.
    ///
    /// # Errors
    ///
    /// The same as `.await`.
    pub async fn with_response(mut self) -> Result<Response<T>> {
        poll_fn(|cx| self.poll_response(cx)).await
    }

    /// Sends the call and returns its reply unread, whatever its status and content: a refusal is not an error here.
    ///
    /// Retries apply as usual. For an event stream the body is the text of all events, for a download all its bytes; a body larger than
    /// [`max_reply_size`](crate::ClientBuilder::max_reply_size) is an error. To get the result *and* the reply, use
    /// [`with_response`](Self::with_response).
    ///
    /// ```no_run
    /// # async fn example<T>(call: coze_client::ResponseFuture<T>) -> coze_client::Result<()> {
    /// let reply = call.raw().await?;
    /// println!("{} {:?}", reply.status(), reply.headers().get("content-type"));
    /// println!("{}", String::from_utf8_lossy(reply.body()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of a call without a complete reply; [`ErrorKind::Argument`] if the call was polled before.
    pub async fn raw(self) -> Result<Response<()>> {
        let exchange = self.exchange.into_inner();
        let exchange = exchange.unwrap_or_else(PoisonError::into_inner);
        let Some(plan) = exchange.plan else {
            let what =
                "the call is under way: ask for the reply as it comes before the call is awaited";
            return Err(Error::new(ErrorKind::Argument, what));
        };
        let received = plan.run(true).await?;
        let body = received.incoming.into_buffered();
        Ok(Response::new((), received.context).with_body(body))
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
