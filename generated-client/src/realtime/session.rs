// part coze

//! A session, and its two halves: events go out, and messages of the service come in.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::channel::{Channel, ClientEvent, ServerEvent};
use super::end::CloseFrame;
use super::frame::Frame;
use super::link::Link;
use super::message::ServerMessage;
use crate::error::Error;
use crate::http::timeouts::{after, until};
use crate::sse::event::RawEvent;
use crate::{ErrorKind, Result};

/// How long the service may take nothing of what is sent, and how long it may take to say goodbye.
const SENDING: Duration = Duration::from_secs(60);
const CLOSING: Duration = Duration::from_secs(5);

type Shared = Arc<Mutex<Link>>;

/// A session over a WebSocket: events go in both directions until one side closes it. See the [module](crate::realtime).
///
/// Dropping it closes the connection.
#[must_use = "a session does nothing by itself"]
pub struct Session<C: Channel> {
    sink: EventSink<C>,
    events: ServerEvents<C>,
}

/// The half of a session that sends; see [`Session::split`].
pub struct EventSink<C: Channel> {
    link: Shared,
    channel: PhantomData<fn(C)>,
}

/// The half of a session that receives; see [`Session::split`].
#[must_use = "a stream does nothing until it is polled"]
pub struct ServerEvents<C: Channel> {
    link: Shared,
    channel: PhantomData<fn(C)>,
}

impl<C: Channel> Session<C> {
    pub(super) fn new(link: Link) -> Self {
        let link = Arc::new(Mutex::new(link));
        Self {
            sink: EventSink {
                link: Arc::clone(&link),
                channel: PhantomData,
            },
            events: ServerEvents {
                link,
                channel: PhantomData,
            },
        }
    }

    /// Sends an event; see [`EventSink::send`].
    ///
    /// # Errors
    ///
    /// Those of [`EventSink::send`].
    pub async fn send(&mut self, event: impl Into<C::ClientEvent>) -> Result<()> {
        self.sink.send(event).await
    }

    /// The next message of the service; `None` when the session has ended as it should. See [`ServerEvents::next`].
    ///
    /// # Errors
    ///
    /// Those of [`ServerEvents::next`].
    pub async fn next(&mut self) -> Option<Result<ServerMessage<C::ServerEvent>>> {
        self.events.next().await
    }

    /// The next message, for `while let Some(message) = session.try_next().await?`.
    ///
    /// # Errors
    ///
    /// Those of [`ServerEvents::next`].
    pub async fn try_next(&mut self) -> Result<Option<ServerMessage<C::ServerEvent>>> {
        self.events.try_next().await
    }

    /// The two halves, for two tasks: one sends while the other receives.
    pub fn split(self) -> (EventSink<C>, ServerEvents<C>) {
        (self.sink, self.events)
    }

    /// Sets how long the service may say nothing while it is listened to, in place of
    /// [`ClientBuilder::stream_event_timeout`](crate::ClientBuilder::stream_event_timeout); `None` for no limit. Pings do not count.
    pub fn with_idle_timeout(self, timeout: Option<Duration>) -> Self {
        lock(&self.sink.link).timer.set(timeout);
        self
    }

    pub(super) fn link(&self) -> &Mutex<Link> {
        &self.sink.link
    }

    /// The error for a session that has ended before something was done.
    pub(super) fn ended_early(&self, done: &str) -> Error {
        let what = format!("the service closed the session before {done}");
        self.fault(Error::new(ErrorKind::Truncated, what))
    }

    /// The error, with the call that opened the session.
    pub(super) fn fault(&self, error: Error) -> Error {
        lock(&self.sink.link).context.of(error)
    }

    /// Whether messages can still be sent and received, as far as that is known.
    #[must_use]
    pub fn is_open(&self) -> bool {
        lock(&self.sink.link).end().is_none()
    }

    /// The id under which the service logged the beginning of the session. Quote it to the service's support.
    #[must_use]
    pub fn log_id(&self) -> Option<String> {
        lock(&self.sink.link).context.log_id.clone()
    }

    /// What the service said as it closed the session, if it did.
    #[must_use]
    pub fn close_frame(&self) -> Option<CloseFrame> {
        self.events.close_frame()
    }

    /// Ends the session, with the code 1000, and waits up to 5 seconds until the service agrees. What it still says is lost.
    ///
    /// Returns what the service said as it closed the session, if it did.
    ///
    /// # Errors
    ///
    /// Those that the session has ended with before.
    pub async fn close(self) -> Result<Option<CloseFrame>> {
        self.close_with(CloseFrame::new(1000, "")).await
    }

    /// The same, with a code and a reason of your own.
    ///
    /// # Errors
    ///
    /// Those of [`close`](Self::close).
    pub async fn close_with(mut self, frame: CloseFrame) -> Result<Option<CloseFrame>> {
        self.sink.close_with(&frame);
        let link = &self.events.link;
        let rest = async {
            while let Some(message) = poll_fn(|cx| lock(link).poll_message(cx)).await {
                message?;
            }
            Ok(())
        };
        until(after(CLOSING), rest).await.unwrap_or(Ok(()))?;
        Ok(self.close_frame())
    }
}

impl<C: Channel> EventSink<C> {
    /// Sends an event, and waits until it has left. One that is newer than this crate is a [`RawEvent`], whose data has to be JSON.
    ///
    /// Meanwhile pings are answered, and up to 256 KiB of what the service says are kept until they are read: whoever sends for long has
    /// to read, too. If the future is dropped, the event may be sent or not.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] if the event cannot be written as JSON; [`ErrorKind::Timeout`] if the service takes nothing for a
    /// minute; [`ErrorKind::Truncated`] if the session has ended; or why it has.
    pub async fn send(&mut self, event: impl Into<C::ClientEvent>) -> Result<()> {
        let frame = event.into().frame();
        send(&self.link, frame).await
    }

    /// Says that the session is to end, with the code 1000. The other half then ends as soon as the service agrees.
    pub fn close(&mut self) {
        self.close_with(&CloseFrame::new(1000, ""));
    }

    /// The same, with a code and a reason of your own.
    pub fn close_with(&mut self, frame: &CloseFrame) {
        lock(&self.link).start_closing(frame);
    }
}

impl<C: Channel> ServerEvents<C> {
    /// The next message of the service; `None` when the session has ended as it should.
    ///
    /// It can be dropped and called again: no message is lost. While it waits, it answers pings, and sends one itself after 20 seconds of
    /// silence.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if a message is no event or does not fit its type; the session goes on then. Every other error is the end of it:
    /// [`ErrorKind::Truncated`] if the service closes it with a code other than 1000, or the connection ends; [`ErrorKind::Api`] if that code
    /// says that the next session will fare no better; [`ErrorKind::Timeout`] if a ping has no answer for 20 seconds;
    /// [`ErrorKind::Decode`] if an event is larger than [`max_event_size`](crate::ClientBuilder::max_event_size).
    pub async fn next(&mut self) -> Option<Result<ServerMessage<C::ServerEvent>>> {
        poll_fn(|cx| poll_next(&self.link, cx)).await
    }

    /// The next message, for `while let Some(message) = events.try_next().await?`.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<ServerMessage<C::ServerEvent>>> {
        self.next().await.transpose()
    }

    /// The next message as it came, with everything that this crate does not know; `None` at the end of the session.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn try_next_raw(&mut self) -> Result<Option<ServerMessage<RawEvent>>> {
        poll_fn(|cx| poll_next(&self.link, cx)).await.transpose()
    }

    /// What the service said as it closed the session, if it did.
    #[must_use]
    pub fn close_frame(&self) -> Option<CloseFrame> {
        lock(&self.link).end()?.frame.clone()
    }
}

impl<C: Channel> Stream for ServerEvents<C> {
    type Item = Result<ServerMessage<C::ServerEvent>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        poll_next(&self.link, cx)
    }
}

impl<C: Channel> Stream for Session<C> {
    type Item = Result<ServerMessage<C::ServerEvent>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        poll_next(&self.events.link, cx)
    }
}

pub(super) fn lock(link: &Mutex<Link>) -> MutexGuard<'_, Link> {
    link.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn send(link: &Mutex<Link>, frame: Result<Frame>) -> Result<()> {
    let mut event = {
        let mut link = lock(link);
        let frame = frame.map_err(|e| link.context.of(e))?;
        link.leaving(&frame)?
    };
    let sent = poll_fn(|cx| lock(link).poll_send(cx, &mut event));
    until(after(SENDING), sent).await.unwrap_or_else(|| {
        let what = format!("the service took nothing for {} s", SENDING.as_secs());
        Err(lock(link).context.of(Error::new(ErrorKind::Timeout, what)))
    })
}

fn poll_next<E: ServerEvent>(
    link: &Mutex<Link>,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<ServerMessage<E>>>> {
    let mut link = lock(link);
    let Some(message) = ready!(link.poll_message(cx)) else {
        return Poll::Ready(None);
    };
    let arrived = message.and_then(|message| link.read(&message));
    Poll::Ready(Some(arrived.and_then(|arrived| {
        ServerMessage::read(arrived, &link.context, link.max_event)
    })))
}

impl<C: Channel> fmt::Debug for Session<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.sink.link, f, "Session")
    }
}

impl<C: Channel> fmt::Debug for EventSink<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.link, f, "EventSink")
    }
}

impl<C: Channel> fmt::Debug for ServerEvents<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.link, f, "ServerEvents")
    }
}

fn debug(link: &Mutex<Link>, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    let link = lock(link);
    f.debug_struct(name)
        .field("call", &link.context)
        .field("is_open", &link.end().is_none())
        .finish_non_exhaustive()
}
