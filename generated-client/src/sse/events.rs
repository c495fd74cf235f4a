//! Event streams: the body of a reply in, typed events out, until the terminator.
//!
//! The order in which an event is found: piece of the body → [`Decoder`] → [`RawEvent`] → the emitted `Event::read`.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context as Waker, Poll, ready};

use futures_core::Stream;

use super::beginning::nameless_refusal;
use super::decoder::Decoder;
use super::event::RawEvent;
use super::read::{Event, Step, raw};
use super::timer::EventTimer;
use crate::error::Error;
use crate::http::incoming::{Incoming, Received};
use crate::reply::context::Context;
use crate::reply::envelope;
use crate::reply::sniff::{self, Looks, looks};
use crate::text::excerpt;
use crate::{ErrorKind, Result};

/// How many characters of what stands between the events an error shows.
const EXCERPT: usize = 200;

/// The events of a streamed reply, as they happen.
///
/// The stream ends with the event that the API defines as its end, or with the reply if the API defines none. If the reply ends before
/// that event, the last item is an error of kind [`ErrorKind::Truncated`], unless what was asked for is complete (a chat that has
/// reported its completion). Nothing follows an error. Dropping the stream closes the connection, which tells the service to
/// stop.
///
/// It is a [`futures_core::Stream`], and has [`next`](Self::next) and [`try_next`](Self::try_next) for use without further crates.
// part coze
#[doc(alias = "AsyncStream")]
#[doc(alias = "Stream")]
// end part
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<E> {
    source: Source,
    read: fn(&RawEvent) -> Result<Step<E>>,
    /// The same, but for the event that is handed on.
    read_raw: fn(&RawEvent) -> Result<Step<RawEvent>>,
}

/// The part of a stream that does not depend on the type of its events.
struct Source {
    context: Context,
    incoming: Incoming,
    decoder: Decoder,
    /// Whether some event is the last.
    has_end: bool,
    /// Whether there was an event.
    has_begun: bool,
    state: State,
    completion: Completion,
    timer: EventTimer,
}

/// Whether what was asked for has arrived, though the stream has not ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Completion {
    Pending,
    /// With the last event.
    Now,
    /// Some events ago: sound follows a chat that is complete.
    Before,
}

enum State {
    Open,
    /// Nothing more arrives, for this reason if there is one; the decoder may still hold events.
    Drained(Option<Error>),
    Over,
}

impl<E> EventStream<E> {
    pub(crate) fn new(received: Box<Received>) -> Self
    where
        E: Event,
    {
        let Received {
            context,
            incoming,
            max_event,
            event_timeout,
            ..
        } = *received;
        let decoder = Decoder::new(max_event);
        Self {
            source: Source {
                context,
                incoming,
                decoder,
                has_end: E::HAS_END,
                has_begun: false,
                state: State::Open,
                completion: Completion::Pending,
                timer: EventTimer::new(event_timeout),
            },
            read: E::read,
            read_raw: raw::<E>,
        }
    }

    /// Turns this into a stream of the events as they arrived, including everything that this crate does not know.
    ///
    /// It ends and fails as before. [`RawEvent::data`] is the JSON of an event, which serde can decode as one of the crate's types or
    /// your own.
    pub fn into_raw(self) -> EventStream<RawEvent> {
        EventStream {
            source: self.source,
            read: self.read_raw,
            read_raw: self.read_raw,
        }
    }

    /// The id under which the service logged the call. Quote it to the service's support.
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
            let source = &mut self.source;
            let context = &source.context;
            let observing = &context.observing;
            observing.event(&context.operation, raw.event(), raw.data());
            if let Some(refusal) = nameless_refusal(&source.context, &raw) {
                source.close();
                return Poll::Ready(Some(Err(refusal)));
            }
            let step = (self.read)(&raw);
            source.decoder.reuse(raw);
            let (event, is_last) = match step {
                Ok(Step::Skip) => continue,
                Ok(Step::Event(event)) => {
                    source.completion.pass();
                    (Some(Ok(event)), false)
                }
                Ok(Step::Complete(event)) => {
                    source.completion = Completion::Now;
                    (Some(Ok(event)), false)
                }
                Ok(Step::Last(event)) => (Some(source.refusal().map_or(Ok(event), Err)), true),
                Ok(Step::End) => (source.refusal().map(Err), true),
                Ok(Step::Fail(error)) => (Some(Err(source.context.of(error))), true),
                Err(error) => (source.unreadable(error).map(Err), true),
            };
            source.timer.reset();
            match &event {
                Some(Err(_)) => source.close(),
                Some(Ok(_)) | None if is_last => source.end(),
                Some(Ok(_)) | None => {}
            }
            return Poll::Ready(event);
        }
    }
}

impl Completion {
    /// Another event follows.
    fn pass(&mut self) {
        if *self == Self::Now {
            *self = Self::Before;
        }
    }
}

impl Source {
    fn poll_raw(&mut self, cx: &mut Waker<'_>) -> Poll<Option<Result<RawEvent>>> {
        loop {
            if let State::Over = self.state {
                return Poll::Ready(None);
            }
            match self.decoder.next() {
                Ok(None) => {}
                Ok(Some(raw)) => {
                    self.has_begun = true;
                    return Poll::Ready(Some(Ok(raw)));
                }
                Err(error) => self.state = State::Drained(Some(error)),
            }
            if let State::Drained(reason) = &mut self.state {
                let reason = reason.take();
                if reason.is_none() && !self.has_end && !self.is_interrupted() {
                    self.close();
                    return Poll::Ready(None);
                }
                let ending = self.ending(reason);
                self.close();
                return Poll::Ready(ending.map(|error| Err(self.context.of(error))));
            }
            let reason = match self.incoming.poll_piece(cx) {
                Poll::Ready(Some(Ok(piece))) => {
                    self.decoder.feed(piece);
                    continue;
                }
                Poll::Ready(Some(Err(error))) => Some(error),
                Poll::Ready(None) => {
                    self.decoder.finish();
                    None
                }
                Poll::Pending => Some(ready!(self.timer.poll(cx))),
            };
            self.state = State::Drained(reason);
        }
    }

    /// The error for a body that ended without the terminator, for this reason if there is one; `None` if that does not matter.
    fn ending(&self, reason: Option<Error>) -> Option<Error> {
        if let Some(refusal) = self.refusal() {
            return Some(refusal);
        }
        let is_closed = |error: &Error| error.kind() == ErrorKind::Truncated;
        match (reason, self.completion) {
            (None, Completion::Now | Completion::Before) => None,
            (Some(reason), Completion::Now) if is_closed(&reason) => None,
            (Some(reason), _) => Some(reason),
            (None, Completion::Pending) => Some(self.truncated()),
        }
    }

    /// The refusal that stands between the events, if there is one.
    fn refusal(&self) -> Option<Error> {
        envelope::refusal(&self.context, self.decoder.stray())
    }

    /// Whether something stands between the events that is certainly not of their stream.
    fn is_interrupted(&self) -> bool {
        matches!(looks(self.decoder.stray()), Looks::Object | Looks::Page)
    }

    /// The error for a stream that ended too early, with what somebody in between wrote into it.
    fn truncated(&self) -> Error {
        let stray = self.decoder.stray();
        if looks(stray) == Looks::Page {
            let error = Error::new(ErrorKind::Decode, sniff::page(stray));
            return self.context.of_reply(error, stray);
        }
        let what = if self.has_begun {
            "the stream was truncated: it ended before its last event"
        } else {
            "the stream ended without an event: the service gave up before it began"
        };
        // Part of a field may be all that has arrived of it.
        if !sniff::is_undecided(stray) && sniff::is_text(stray) {
            let what = format!("{what}, with the words: {}", excerpt(stray, EXCERPT));
            return self
                .context
                .of_reply(Error::new(ErrorKind::Truncated, what), stray);
        }
        let silence = if self.has_begun {
            ""
        } else {
            ", and does not say why"
        };
        Error::new(ErrorKind::Truncated, format!("{what}{silence}"))
    }

    /// The error for an event that cannot be read: half an event at the end of the body is no wonder.
    fn unreadable(&self, error: Error) -> Option<Error> {
        let error = match self.state {
            State::Drained(None) => self.ending(None)?,
            _ => error,
        };
        Some(self.context.of(error))
    }

    /// Ends the stream at its terminator.
    fn end(&mut self) {
        self.state = State::Over;
        self.incoming.finish();
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
