// part coze

//! Sending and receiving at once: events out of a stream go out, and messages of the service come in.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::channel::{Channel, ClientEvent};
use super::link::Leaving;
use super::message::ServerMessage;
use super::session::{Session, lock};
use crate::error::Error;
use crate::{ErrorKind, Result};

type Input<C> = Pin<Box<dyn Stream<Item = Result<<C as Channel>::ClientEvent>> + Send>>;

/// A session with what is sent in it.
pub(super) struct Duet<C: Channel> {
    session: Session<C>,
    /// What is still to be sent.
    input: Option<Input<C>>,
    sending: Option<Leaving>,
}

impl<C: Channel> Duet<C> {
    /// Sends an event for each item of the source, and a last one.
    pub(super) fn new<S, T, E>(
        session: Session<C>,
        source: S,
        event: fn(T) -> C::ClientEvent,
        last: C::ClientEvent,
    ) -> Self
    where
        S: Stream<Item = std::result::Result<T, E>> + Send + 'static,
        T: 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let mut source = Box::pin(source);
        let mut last = Some(last);
        let input = from_fn(move |cx| {
            if last.is_none() {
                return Poll::Ready(None);
            }
            Poll::Ready(match ready!(source.as_mut().poll_next(cx)) {
                Some(Ok(item)) => Some(Ok(event(item))),
                Some(Err(cause)) => Some(Err(unreadable(cause.into()))),
                None => last.take().map(Ok),
            })
        });
        Self {
            session,
            input: Some(Box::pin(input)),
            sending: None,
        }
    }

    pub(super) fn session(&self) -> &Session<C> {
        &self.session
    }

    /// The next message of the service; an error too if the source fails.
    pub(super) fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<ServerMessage<C::ServerEvent>>>> {
        if let Err(error) = self.send(cx) {
            return Poll::Ready(Some(Err(error)));
        }
        Pin::new(&mut self.session).poll_next(cx)
    }

    /// Sends as much as there is and is taken.
    fn send(&mut self, cx: &mut Context<'_>) -> Result<()> {
        loop {
            if let Some(event) = &mut self.sending {
                match lock(self.session.link()).poll_send(cx, event) {
                    Poll::Pending => return Ok(()),
                    Poll::Ready(sent) => sent?,
                }
                self.sending = None;
            }
            let Some(input) = &mut self.input else {
                return Ok(());
            };
            match input.as_mut().poll_next(cx) {
                Poll::Pending => return Ok(()),
                Poll::Ready(None) => self.input = None,
                Poll::Ready(Some(event)) => {
                    let frame = event?.frame()?;
                    self.sending = Some(lock(self.session.link()).leaving(&frame)?);
                }
            }
        }
    }
}

/// The error of a source of the caller's; one of this crate stays what it is.
#[cold]
fn unreadable(cause: Box<dyn std::error::Error + Send + Sync>) -> Error {
    match cause.downcast::<Error>() {
        Ok(own) => *own,
        Err(cause) => {
            Error::new(ErrorKind::File, "what is to be sent could not be read").with_source(cause)
        }
    }
}

/// A stream out of a function that is polled.
struct FromFn<F>(F);

/// The function is never pinned.
impl<F> Unpin for FromFn<F> {}

impl<T, F: FnMut(&mut Context<'_>) -> Poll<Option<T>>> Stream for FromFn<F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        (self.0)(cx)
    }
}

fn from_fn<T, F: FnMut(&mut Context<'_>) -> Poll<Option<T>>>(poll: F) -> FromFn<F> {
    FromFn(poll)
}

/// A stream of these items.
pub(super) fn each<T>(items: impl IntoIterator<Item = T>) -> impl Stream<Item = Result<T>> {
    let mut items = items.into_iter();
    from_fn(move |_| Poll::Ready(items.next().map(Ok)))
}
