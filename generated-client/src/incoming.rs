//! The reply as it arrives: its head, and its body piece by piece with a limit on silence.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context as Waker, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use tokio::time::{Instant, Sleep};

use crate::error::{Error, Operation};
use crate::{ErrorKind, Result};

/// The call and its reply, as far as errors and [`Response`](crate::Response) name them.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) operation: Operation,
    pub(crate) status: u16,
    /// From the header `x-tt-logid`, or else from the body.
    pub(crate) log_id: Option<String>,
}

impl Context {
    /// The error, with the call it belongs to.
    pub(crate) fn of(&self, error: Error) -> Error {
        error
            .with_operation(self.operation)
            .or_log_id(self.log_id.as_deref())
    }
}

/// A reply whose head has arrived.
pub(crate) struct Received {
    pub(crate) context: Context,
    pub(crate) content_type: Option<String>,
    pub(crate) incoming: Incoming,
}

/// The body of a reply. Dropping it closes the connection, or its stream in HTTP/2.
pub(crate) struct Incoming {
    /// What has arrived and has not been taken.
    buffered: Bytes,
    live: Option<Live>,
    idle: Duration,
}

struct Live {
    body: reqwest::Body,
    /// How many bytes the head announced.
    announced: Option<u64>,
    /// Runs while somebody waits, not while the caller is busy with what it has.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Incoming {
    pub(crate) fn new(body: reqwest::Body, idle: Duration) -> Self {
        let announced = body.size_hint().exact();
        Self {
            buffered: Bytes::new(),
            live: Some(Live {
                body,
                announced,
                alarm: None,
            }),
            idle,
        }
    }

    /// How many bytes are still to come, if the head says so.
    pub(crate) fn len(&self) -> Option<u64> {
        let buffered = self.buffered.len() as u64;
        match &self.live {
            None => Some(buffered),
            Some(live) => Some(buffered + live.announced?),
        }
    }

    /// Everything that has arrived, for a body that has been [collected](Self::collect).
    pub(crate) fn into_buffered(self) -> Bytes {
        self.buffered
    }

    /// Ends the body here; what is still to come is not wanted.
    pub(crate) fn close(&mut self) {
        self.buffered = Bytes::new();
        self.live = None;
    }

    /// The next piece of the body; `None` at its end.
    pub(crate) fn poll_piece(&mut self, cx: &mut Waker<'_>) -> Poll<Option<Result<Bytes>>> {
        if !self.buffered.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.buffered))));
        }
        let Some(live) = &mut self.live else {
            return Poll::Ready(None);
        };
        let piece = ready!(live.poll_piece(cx, self.idle));
        if !matches!(piece, Some(Ok(_))) {
            self.live = None;
        }
        Poll::Ready(piece)
    }

    pub(crate) async fn piece(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|cx| self.poll_piece(cx)).await
    }

    /// Waits for the first piece and keeps it; gives what has arrived so far.
    pub(crate) async fn peek(&mut self) -> Result<&[u8]> {
        if self.buffered.is_empty() {
            self.buffered = self.piece().await.transpose()?.unwrap_or_default();
        }
        Ok(&self.buffered)
    }

    /// Waits for the whole body and keeps it. A body that arrives in one piece is not copied.
    pub(crate) async fn collect(&mut self) -> Result<&Bytes> {
        let first = self.piece().await.transpose()?.unwrap_or_default();
        let Some(second) = self.piece().await.transpose()? else {
            self.buffered = first;
            return Ok(&self.buffered);
        };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(piece) = self.piece().await {
            all.extend_from_slice(&piece?);
        }
        self.buffered = all.freeze();
        Ok(&self.buffered)
    }
}

impl Live {
    fn poll_piece(&mut self, cx: &mut Waker<'_>, idle: Duration) -> Poll<Option<Result<Bytes>>> {
        loop {
            match Pin::new(&mut self.body).poll_frame(cx) {
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(e))) => return Poll::Ready(Some(Err(broken(e)))),
                Poll::Ready(Some(Ok(frame))) => {
                    self.alarm = None;
                    // What is no data are trailers, of which the API has none.
                    if let Ok(bytes) = frame.into_data()
                        && !bytes.is_empty()
                    {
                        self.announced = self
                            .announced
                            .map(|left| left.saturating_sub(bytes.len() as u64));
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Poll::Pending => {
                    let alarm = self.alarm.get_or_insert_with(|| {
                        Box::pin(tokio::time::sleep_until(Instant::now() + idle))
                    });
                    ready!(alarm.as_mut().poll(cx));
                    return Poll::Ready(Some(Err(silent(idle))));
                }
            }
        }
    }
}

#[cold]
fn broken(cause: reqwest::Error) -> Error {
    Error::new(
        ErrorKind::Truncated,
        "the connection broke before the end of the reply",
    )
    .with_source(cause.without_url())
}

#[cold]
fn silent(idle: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("nothing arrived for {} s", idle.as_secs_f64()),
    )
}
