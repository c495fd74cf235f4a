//! A call on its way.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as Waker, Poll, ready};

use super::apart::{LONG, Reading};
use super::erased::{Erased, Finish};
use super::incoming::Received;
use super::options::CallOptions;
use super::reply_form::ReplyForm;
use super::request::Request;
use super::response::Response;
use super::transport::SharedTransport;
use crate::error::Error;
use crate::reply::context::is_success;
use crate::{ErrorKind, Result};

type Running = Pin<Box<dyn Future<Output = Result<Box<Received>>> + Send>>;

/// A call, which begins when it is polled.
pub(crate) struct Exchange {
    plan: Option<Box<Plan>>,
    running: Option<Running>,
}

/// Everything that it takes to send a call.
pub(crate) struct Plan {
    pub(crate) shared: Arc<dyn SharedTransport>,
    pub(crate) request: Request,
    pub(crate) options: CallOptions,
    pub(crate) expected: ReplyForm,
}

impl Plan {
    async fn run(self: Box<Self>, is_raw: bool) -> Result<Box<Received>> {
        let transport = self.shared.transport();
        let call = transport.call(&self.request, &self.options, self.expected, is_raw);
        let received = call.await?;
        let context = &received.context;
        if self.expected.is_plain() && !is_raw && is_success(context.status) {
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

    fn poll(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Box<Received>>> {
        if let Some(plan) = self.plan.take() {
            self.running = Some(Box::pin(plan.run(false)));
        }
        match &mut self.running {
            Some(running) => running.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }
}

/// Makes of a result what it is.
type Typed<T> = fn(Erased) -> Result<T>;

/// A call on its way, whatever type its result has.
struct Pending {
    /// Nobody locks it: it makes a future that can only be moved one that can be shared as well.
    exchange: Mutex<Exchange>,
    /// Reads the result: not asynchronous, and short, unless the reply is long.
    finish: Finish,
    /// A long reply that is being read.
    reading: Option<Reading>,
}

impl Pending {
    fn poll(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Response<Erased>>> {
        if let Some(reading) = &mut self.reading {
            return reading.poll(cx);
        }
        let exchange = self.exchange.get_mut();
        let exchange = exchange.unwrap_or_else(PoisonError::into_inner);
        let received = ready!(exchange.poll(cx))?;
        if received.incoming.buffered().len() < LONG {
            return Poll::Ready(self.finish.run(received));
        }
        let mut reading = Reading::new(self.finish, received)?;
        let ended = reading.poll(cx);
        self.reading = Some(reading);
        ended
    }

    fn poll_value(&mut self, cx: &mut Waker<'_>) -> Poll<Result<Erased>> {
        let response = ready!(self.poll(cx))?;
        Poll::Ready(Ok(response.into_value()))
    }

    async fn raw(self) -> Result<Response<()>> {
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

/// A call that is sent when it is awaited. Dropping it cancels the call.
///
/// `.await` gives the result; [`with_response`](Self::with_response) gives log id, status, headers and body as well.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T> {
    pending: Pending,
    typed: Typed<T>,
}

impl<T> ResponseFuture<T> {
    /// A call whose result `finish` makes, of just the type that `typed` makes of it.
    pub(crate) fn new(exchange: Exchange, finish: Finish, typed: Typed<T>) -> Self {
        Self {
            pending: Pending {
                exchange: Mutex::new(exchange),
                finish,
                reading: None,
            },
            typed,
        }
    }

    /// Sends the call and returns its result with log id, status, headers and body.
    ///
    /// # Errors
    ///
    /// The same as `.await`.
    pub async fn with_response(mut self) -> Result<Response<T>> {
        let response = poll_fn(|cx| self.pending.poll(cx)).await?;
        let (value, rest) = response.into_parts();
        let value = (self.typed)(value)?;
        Ok(rest.map(|()| value))
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
        self.pending.raw().await
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Waker<'_>) -> Poll<Result<T>> {
        let call = &mut *self;
        match call.pending.poll_value(cx) {
            Poll::Ready(Ok(value)) => Poll::Ready((call.typed)(value)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
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
