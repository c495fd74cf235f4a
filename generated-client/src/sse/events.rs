//! Event streams: the body of a reply in, typed events out, until the terminator.
//!
//! The order in which an event is found: piece of the body → [`Decoder`] → [`RawEvent`] → the emitted `Event::read`.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context as Waker, Poll, ready};

use futures_core::Stream;

use super::decoder::{Decoder, RawEvent};
use crate::error::Error;
use crate::http::incoming::{Incoming, Received};
use crate::reply::context::{Context, is_success};
use crate::reply::envelope;
use crate::{ErrorKind, Result};

/// A type of events. Emitted code implements it.
pub(crate) trait Event: Sized {
    /// Reads one event.
    fn read(raw: RawEvent) -> Result<Step<Self>>;
}

/// What an event means for its stream.
// A document decides which of these occur.
#[allow(dead_code)]
pub(crate) enum Step<E> {
    /// Hand it on.
    Event(E),
    /// Hand it on; the stream is over.
    Last(E),
    /// The stream is over.
    End,
    /// The service failed; the stream is over.
    Fail(Error),
    /// Nothing to tell the user, such as a sign of life.
    Skip,
}

/// The events of a streamed reply, as they happen.
///
/// The stream ends with the service's terminator. If the reply ends without it, the last item is an error of kind
/// [`ErrorKind::Truncated`]; nothing follows an error. Dropping the stream closes the connection and so tells the service to stop.
///
/// It is a [`futures_core::Stream`], and has [`next`](Self::next) and [`try_next`](Self::try_next) for use without further crates.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<E> {
    source: Source,
    read: fn(RawEvent) -> Result<Step<E>>,
}

/// The part of a stream that does not depend on the type of its events.
struct Source {
    context: Context,
    incoming: Incoming,
    decoder: Decoder,
    /// A JSON body that arrives instead of events.
    json: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing has arrived: it may yet turn out to be an error in JSON.
    Start,
    Events,
    /// A JSON body is arriving instead of events.
    Json,
    /// The body is over; the decoder may still hold events.
    Drained,
    Over,
}

/// Waits until a reply is known to be a stream; a refusal in its place is an error.
pub(crate) async fn recognise(mut received: Received) -> Result<Received> {
    if received.is_page() {
        return Err(received.into_page_error().await);
    }
    let Received {
        context,
        incoming,
        content_type,
        ..
    } = &mut received;
    if is_success(context.status) {
        let declared = content_type
            .as_deref()
            .is_some_and(|value| value.starts_with("text/event-stream"));
        // An error before the first event is JSON, often with status 200, and not always declared.
        if declared
            || !envelope::looks_like_object(incoming.peek().await.map_err(|e| context.of(e))?)
        {
            return Ok(received);
        }
    }
    let collected = received.collect().await;
    collected.map_err(|e| received.context.of(e))?;
    let body = received.incoming.into_buffered();
    Err(refusal(&mut received.context, &body))
}

/// The error for a JSON body in place of a stream.
fn refusal(context: &mut Context, body: &[u8]) -> Error {
    match envelope::read_nothing(context, body) {
        Err(error) => error,
        Ok(()) => context.of(Error::new(
            ErrorKind::Decode,
            "the reply is a JSON object instead of a stream of events",
        )),
    }
}

impl<E> EventStream<E> {
    pub(crate) fn new(received: Received) -> Self
    where
        E: Event,
    {
        let Received {
            context,
            incoming,
            max_event,
            ..
        } = received;
        let decoder = Decoder::new(max_event);
        Self {
            source: Source {
                context,
                incoming,
                decoder,
                json: Vec::new(),
                state: State::Start,
            },
            read: E::read,
        }
    }

    /// The id under which the service logged the call. Quote it to Coze's support.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.source.context.log_id.as_deref()
    }

    /// The next event; `None` after the last.
    ///
    /// # Errors
    ///
    /// The item is an error if the service reports one, the reply ends too early ([`ErrorKind::Truncated`]), nothing arrives for too
    /// long ([`ErrorKind::Timeout`]), or an event cannot be read ([`ErrorKind::Decode`]).
    pub async fn next(&mut self) -> Option<Result<E>> {
        poll_fn(|cx| self.poll_event(cx)).await
    }

    /// The next event, for `while let Some(event) = events.try_next().await?`.
    ///
    /// # Errors
    ///
    /// See [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<E>> {
        self.next().await.transpose()
    }

    /// All events, in a collection of your choice.
    ///
    /// # Errors
    ///
    /// The first error of [`next`](Self::next); the events before it are lost.
    pub async fn try_collect<C: Default + Extend<E>>(mut self) -> Result<C> {
        let mut all = C::default();
        while let Some(event) = self.try_next().await? {
            all.extend([event]);
        }
        Ok(all)
    }

    /// An error about what the stream brought, with the call it belongs to.
    #[allow(dead_code)] // a document decides whether there are streams of chats
    pub(crate) fn fault(&self, error: Error) -> Error {
        self.source.context.of(error)
    }

    fn poll_event(&mut self, cx: &mut Waker<'_>) -> Poll<Option<Result<E>>> {
        loop {
            let raw = match ready!(self.source.poll_raw(cx)) {
                None => return Poll::Ready(None),
                Some(Err(e)) => return Poll::Ready(Some(Err(e))),
                Some(Ok(raw)) => raw,
            };
            let (event, is_last) = match (self.read)(raw) {
                Ok(Step::Event(event)) => (Some(Ok(event)), false),
                Ok(Step::Skip) => continue,
                Ok(Step::Last(event)) => (Some(Ok(event)), true),
                Ok(Step::End) => (None, true),
                Ok(Step::Fail(error)) => (Some(Err(self.source.context.of(error))), true),
                Err(error) => (Some(Err(self.source.unreadable(error))), true),
            };
            if is_last {
                self.source.close();
            }
            return Poll::Ready(event);
        }
    }
}

impl Source {
    fn poll_raw(&mut self, cx: &mut Waker<'_>) -> Poll<Option<Result<RawEvent>>> {
        loop {
            if self.state == State::Over {
                return Poll::Ready(None);
            }
            if let Some(raw) = self.decoder.next() {
                return Poll::Ready(Some(Ok(raw)));
            }
            let outcome = match self.state {
                State::Drained => Err(self.truncated()),
                _ => match ready!(self.incoming.poll_piece(cx)) {
                    Some(Ok(piece)) => self.take(&piece),
                    Some(Err(error)) => Err(error),
                    None => self.drain(),
                },
            };
            if let Err(error) = outcome {
                self.close();
                return Poll::Ready(Some(Err(self.context.of(error))));
            }
        }
    }

    /// Takes a piece of the body.
    fn take(&mut self, piece: &[u8]) -> Result<()> {
        if self.state == State::Start && !piece.trim_ascii().is_empty() {
            let is_json = envelope::looks_like_object(piece);
            self.state = if is_json { State::Json } else { State::Events };
        }
        if self.state != State::Json {
            return self.decoder.feed(piece);
        }
        if self.json.len() + piece.len() > self.decoder.limit() {
            return Err(Error::new(
                ErrorKind::Decode,
                "a large JSON text arrived instead of a stream of events",
            ));
        }
        self.json.extend_from_slice(piece);
        Ok(())
    }

    /// The body is over.
    fn drain(&mut self) -> Result<()> {
        if self.state == State::Json {
            let json = std::mem::take(&mut self.json);
            return Err(refusal(&mut self.context, &json));
        }
        self.decoder.finish();
        self.state = State::Drained;
        Ok(())
    }

    /// The error for a body that ended without the terminator, or with an error in JSON in its place.
    fn truncated(&mut self) -> Error {
        if let Some(json) = self.decoder.stray()
            && let Err(error) = envelope::read_nothing(&mut self.context, json.as_bytes())
            && error.as_api().is_some()
        {
            return error;
        }
        Error::new(
            ErrorKind::Truncated,
            "the stream was truncated: it ended before its last event",
        )
    }

    /// The error for an event that cannot be read: half an event at the end of the body is no wonder.
    fn unreadable(&mut self, error: Error) -> Error {
        let error = if self.state == State::Drained {
            self.truncated()
        } else {
            error
        };
        self.context.of(error)
    }

    /// Ends the stream and closes the connection.
    fn close(&mut self) {
        self.state = State::Over;
        self.incoming.close();
    }
}

impl<E> Stream for EventStream<E> {
    type Item = Result<E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Waker<'_>) -> Poll<Option<Result<E>>> {
        self.poll_event(cx)
    }
}

impl<E> fmt::Debug for EventStream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("call", &self.source.context)
            .finish_non_exhaustive()
    }
}
