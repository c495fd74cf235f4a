// part coze

//! The connection of a session: messages of the service are put aside until they are read, events are sent, pings are answered.
//!
//! Nothing runs by itself: the one that reads and the one that sends drive it. What is put aside while sending is limited, so that a
//! service that says more than is read has to wait.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waiter, Poll, Waker, ready};

use bytes::Bytes;
use futures_core::Stream as _;
use futures_sink::Sink as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as SocketError, error::CapacityError};

use super::end::{CloseFrame, broken};
use super::frame::{Arrived, Frame};
use super::pulse::{ANSWER, Beat, Pulse};
use super::wakers::Wakers;
use crate::error::Error;
use crate::http::{random, runtime};
use crate::reply::context::Context;
use crate::sse::timer::EventTimer;
use crate::text::excerpt;
use crate::{ErrorKind, Result};

/// How many bytes are put aside while somebody sends and nobody reads.
const READ_AHEAD: usize = 256 * 1024;

/// How many bytes are read or written at a time.
const BUFFER: usize = 16 * 1024;

/// How many characters of what is no event an error shows.
const EXCERPT: usize = 200;

/// What a session runs over.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

pub(super) struct Link {
    socket: WebSocketStream<Box<dyn Connection>>,
    /// The reply that opened the session.
    pub(super) context: Context,
    /// The largest event that is taken.
    pub(super) max_event: usize,
    wakers: Arc<Wakers>,
    /// All of them, for the socket.
    waker: Waker,
    aside: VecDeque<Bytes>,
    aside_size: usize,
    pulse: Pulse,
    pub(super) timer: EventTimer,
    /// Whether something that was sent may not have left yet.
    is_unflushed: bool,
    /// What the ids of events begin with, and how many there were.
    id: (u64, u64),
    is_closing: bool,
    end: Option<End>,
}

/// An event on its way: its text, until the socket has taken it, and nothing while it is flushed.
pub(super) struct Leaving(Option<String>);

/// The end of a session.
pub(super) struct End {
    pub(super) frame: Option<CloseFrame>,
    error: Option<Error>,
    /// Whether the one that reads knows the error.
    is_told: bool,
}

impl Link {
    pub(super) async fn new(
        connection: Box<dyn Connection>,
        context: Context,
        max_event: usize,
        timer: EventTimer,
    ) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER)
            .write_buffer_size(BUFFER)
            .max_message_size(Some(max_event))
            .max_frame_size(Some(max_event));
        let wakers = Arc::<Wakers>::default();
        Self {
            socket: WebSocketStream::from_raw_socket(connection, Role::Client, Some(config)).await,
            context,
            max_event,
            waker: Arc::clone(&wakers).into(),
            wakers,
            aside: VecDeque::new(),
            aside_size: 0,
            pulse: Pulse::default(),
            timer,
            is_unflushed: false,
            id: (random::number(), 0),
            is_closing: false,
            end: None,
        }
    }

    pub(super) fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// The next message; `None` at the end of the session.
    pub(super) fn poll_message(&mut self, cx: &mut Waiter<'_>) -> Poll<Option<Result<Bytes>>> {
        self.wakers.set_reader(cx.waker());
        loop {
            if let Some(message) = self.aside.pop_front() {
                self.aside_size -= size(&message);
                self.timer.reset();
                return Poll::Ready(Some(Ok(message)));
            }
            if let Some(end) = &mut self.end {
                let error = end.error.clone().filter(|_| !end.is_told);
                end.is_told = true;
                return Poll::Ready(error.map(Err));
            }
            if self.poll_arrival().is_pending() {
                self.flush();
                ready!(self.poll_silence(cx));
            }
        }
    }

    /// Reads what has arrived as an event.
    pub(super) fn read(&self, message: &[u8]) -> Result<Arrived> {
        Arrived::read(message).map_err(|cause| {
            // Not as the source, which would not be redacted.
            let what = format!(
                "the service sent what is no event ({} bytes), {cause}: {}",
                message.len(),
                excerpt(message, EXCERPT)
            );
            let error = Error::new(ErrorKind::Decode, what);
            self.context.of_reply(error, message)
        })
    }

    /// Takes one message from the socket, if one has arrived, and puts it aside.
    fn poll_arrival(&mut self) -> Poll<()> {
        let waker = self.waker.clone();
        let polled = Pin::new(&mut self.socket).poll_next(&mut Waiter::from_waker(&waker));
        let arrived = ready!(polled);
        self.pulse.felt();
        match arrived {
            Some(Ok(Message::Text(text))) => self.put_aside(text.into()),
            Some(Ok(Message::Binary(bytes))) => self.put_aside(bytes),
            Some(Ok(Message::Close(frame))) => self.closed(CloseFrame::of_wire(frame)),
            // The library answers pings.
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            Some(Err(error)) => self.broke(error),
            None => self.broke(SocketError::ConnectionClosed),
        }
        Poll::Ready(())
    }

    fn put_aside(&mut self, message: Bytes) {
        self.aside_size += size(&message);
        self.aside.push_back(message);
    }

    /// The service has closed the session, or agrees that it is closed.
    fn closed(&mut self, frame: CloseFrame) {
        let error = frame.failure().filter(|_| !self.is_closing);
        // What the library answers goes out with the next look at the socket.
        let waker = self.waker.clone();
        _ = Pin::new(&mut self.socket).poll_next(&mut Waiter::from_waker(&waker));
        self.finish(Some(frame), error);
    }

    fn broke(&mut self, error: SocketError) {
        let is_too_large = matches!(
            error,
            SocketError::Capacity(CapacityError::MessageTooLong { .. })
        );
        let error = (!self.is_closing).then(|| broken(error));
        if is_too_large {
            self.start_closing(&CloseFrame::new(1009, "the event is too large"));
        }
        self.finish(None, error);
    }

    fn finish(&mut self, frame: Option<CloseFrame>, error: Option<Error>) {
        if self.end.is_none() {
            self.end = Some(End {
                frame,
                error: error.map(|error| self.context.of(error)),
                is_told: false,
            });
        }
    }

    /// Ready when the silence has come to something.
    fn poll_silence(&mut self, cx: &mut Waiter<'_>) -> Poll<()> {
        if let Err(error) = runtime::current() {
            self.finish(None, Some(error));
            return Poll::Ready(());
        }
        match self.pulse.poll(cx) {
            Poll::Ready(Beat::Ping) => self.start(Message::Ping(Bytes::new())),
            Poll::Ready(Beat::Dead) => {
                let what = format!(
                    "the connection is dead: a ping had no answer for {} s",
                    ANSWER.as_secs()
                );
                self.finish(None, Some(Error::new(ErrorKind::Timeout, what)));
            }
            Poll::Pending => {
                let error = ready!(self.timer.poll(cx));
                self.finish(None, Some(error));
            }
        }
        Poll::Ready(())
    }

    /// Sends something of its own, if there is room for it.
    fn start(&mut self, message: Message) {
        let waker = self.waker.clone();
        let ready = Pin::new(&mut self.socket).poll_ready(&mut Waiter::from_waker(&waker));
        if let Poll::Ready(Ok(())) = ready {
            // What goes wrong here shows when the socket is read.
            _ = Pin::new(&mut self.socket).start_send(message);
            self.is_unflushed = true;
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.is_unflushed {
            let waker = self.waker.clone();
            let flushed = Pin::new(&mut self.socket).poll_flush(&mut Waiter::from_waker(&waker));
            self.is_unflushed = flushed.is_pending();
        }
    }

    /// Says that this side wants to end the session.
    pub(super) fn start_closing(&mut self, frame: &CloseFrame) {
        if !self.is_closing && self.end.is_none() {
            self.start(Message::Close(Some(frame.to_wire())));
            self.is_closing = true;
            self.wakers.wake_reader();
        }
    }

    /// An event that is to be sent.
    pub(super) fn leaving(&mut self, frame: &Frame) -> Result<Leaving> {
        let (session, number) = self.id;
        self.id.1 += 1;
        let text = frame.text(&format!("{session:016x}-{number}"));
        let text = text.map_err(|e| self.context.of(e))?;
        Ok(Leaving(Some(text)))
    }

    /// Ready when the event has left.
    pub(super) fn poll_send(
        &mut self,
        cx: &mut Waiter<'_>,
        event: &mut Leaving,
    ) -> Poll<Result<()>> {
        self.wakers.set_sender(cx.waker());
        self.read_ahead();
        if let Some(error) = self.refusal() {
            return Poll::Ready(Err(error));
        }
        match ready!(self.poll_sent(event)) {
            Ok(()) => Poll::Ready(Ok(())),
            Err(error) => {
                self.broke(error);
                self.wakers.wake_reader();
                Poll::Ready(self.refusal().map_or(Ok(()), Err))
            }
        }
    }

    fn poll_sent(&mut self, event: &mut Leaving) -> Poll<std::result::Result<(), SocketError>> {
        let waker = self.waker.clone();
        let mut cx = Waiter::from_waker(&waker);
        let mut socket = Pin::new(&mut self.socket);
        if event.0.is_some() {
            ready!(socket.as_mut().poll_ready(&mut cx))?;
            if let Some(text) = event.0.take() {
                socket.as_mut().start_send(Message::text(text))?;
                self.is_unflushed = true;
            }
        }
        ready!(socket.poll_flush(&mut cx))?;
        self.is_unflushed = false;
        Poll::Ready(Ok(()))
    }

    /// Looks at what arrives while somebody sends: pings are answered, and the end is noticed.
    fn read_ahead(&mut self) {
        let mut has_arrived = false;
        while self.aside_size < READ_AHEAD && self.end.is_none() && self.poll_arrival().is_ready() {
            has_arrived = true;
        }
        if has_arrived {
            self.wakers.wake_reader();
        }
    }

    /// Why nothing more can be sent.
    fn refusal(&self) -> Option<Error> {
        let what = if self.is_closing {
            "the session is closed: nothing more can be sent"
        } else {
            let end = self.end.as_ref()?;
            if let Some(error) = &end.error {
                return Some(error.clone());
            }
            "the service has closed the session: nothing more can be sent"
        };
        Some(self.context.of(Error::new(ErrorKind::Truncated, what)))
    }
}

/// What it costs to keep a message, also an empty one.
fn size(message: &Bytes) -> usize {
    message.len() + size_of::<Bytes>()
}
