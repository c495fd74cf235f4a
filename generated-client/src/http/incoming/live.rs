//! A body that is still arriving: its pieces as they come, and how long to wait for them.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use crate::time::{Instant, Sleep};
use bytes::Bytes;
use http_body::Body as _;

use crate::error::Error;
use crate::http::connections::Body;
use crate::http::runtime;
use crate::http::timeouts::{CallTimeouts, after, no_reply};
use crate::{ErrorKind, Result};

/// How many bytes may follow what was expected, and how long that may take, so that a connection is used again.
const REST: usize = 16 * 1024;
const REST_TIMEOUT: Duration = Duration::from_secs(1);

/// How long to wait for a body.
struct Clock {
    /// For its next piece; `None` if somebody else limits the time.
    idle: Option<Duration>,
    /// For the whole, where it is wanted as a whole.
    whole: Duration,
    /// When the call is over, if that is known.
    end: Option<Instant>,
    /// When the time for the whole is over.
    until: Option<Instant>,
}

impl Clock {
    /// From now on the body is wanted as a whole: however steadily it drips in, there is an end to it.
    fn start(&mut self) {
        if self.until.is_none() {
            self.until = self.end.or_else(|| after(self.whole));
        }
    }

    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }

    /// When to give up waiting for the next piece.
    fn alarm(&self) -> Option<Instant> {
        let silence = self.idle.and_then(after);
        [silence, self.until].into_iter().flatten().min()
    }

    #[cold]
    fn error(&self) -> Error {
        match self.idle {
            Some(idle) if !self.is_over() => idle_error(idle),
            _ => no_reply(self.whole),
        }
    }
}

/// The body of a reply, on its connection.
pub(super) struct Live {
    body: Body,
    /// How many bytes are still to come, if the head says so.
    announced: Option<u64>,
    clock: Clock,
    /// When to give up, while somebody waits; time in which the caller is busy with what it has does not count.
    due: Option<Instant>,
    /// Rings then or before. It is kept from one wait to the next: most end long before it rings, and setting it costs more than reading.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Live {
    pub(super) fn new(body: Body, timeouts: &CallTimeouts) -> Self {
        Self {
            announced: body.size_hint().exact(),
            body,
            clock: Clock {
                idle: timeouts.idle,
                whole: timeouts.reply,
                end: timeouts.until,
                until: None,
            },
            due: None,
            alarm: None,
        }
    }

    /// How many bytes are still to come, if the head says so.
    pub(super) fn announced(&self) -> Option<u64> {
        self.announced
    }

    /// From now on the body is wanted as a whole.
    pub(super) fn limit_whole(&mut self) {
        self.clock.start();
        self.due = None;
    }

    /// From now on only its silence is limited.
    pub(super) fn lift_limit(&mut self) {
        self.clock.until = None;
        self.due = None;
    }

    /// The next piece of the body; `None` at its end.
    pub(super) fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        loop {
            match Pin::new(&mut self.body).poll_frame(cx) {
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(e))) => return Poll::Ready(Some(Err(transport_error(e)))),
                Poll::Ready(Some(Ok(_))) if self.clock.is_over() => {
                    return Poll::Ready(Some(Err(self.clock.error())));
                }
                Poll::Ready(Some(Ok(frame))) => {
                    self.due = None;
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
                Poll::Pending => match ready!(self.poll_alarm(cx)) {
                    Ok(()) => return Poll::Ready(Some(Err(self.clock.error()))),
                    Err(e) => return Poll::Ready(Some(Err(e))),
                },
            }
        }
    }

    /// Runs while somebody waits; ready when it has been too long.
    fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        if self.due.is_none() {
            self.due = self.clock.alarm();
        }
        let Some(due) = self.due else {
            return Poll::Pending;
        };
        loop {
            let alarm = if let Some(alarm) = &mut self.alarm {
                alarm
            } else {
                runtime::current()?;
                let alarm = crate::time::sleep_until(due);
                self.alarm.insert(Box::pin(alarm))
            };
            if alarm.deadline() > due {
                alarm.as_mut().reset(due);
            }
            ready!(alarm.as_mut().poll(cx));
            if alarm.deadline() == due {
                return Poll::Ready(Ok(()));
            }
            // It was set for an earlier wait.
            alarm.as_mut().reset(due);
        }
    }

    /// Reads the rest, if it is short, so that the connection can be used again: what is there at once, and the other in the background.
    pub(super) fn finish(mut self) {
        let mut left = REST;
        let nobody = &mut Context::from_waker(Waker::noop());
        if self.poll_rest(nobody, &mut left).is_ready() {
            return;
        }
        if let Ok(runtime) = runtime::current() {
            let rest = async move {
                let rest = poll_fn(|cx| self.poll_rest(cx, &mut left));
                // What takes longer is left.
                let _ = crate::time::timeout(REST_TIMEOUT, rest).await;
            };
            runtime::spawn(&runtime, Box::pin(rest));
        }
    }

    /// Ready at the end of the body, or when more has come than is read of a rest.
    fn poll_rest(&mut self, cx: &mut Context<'_>, left: &mut usize) -> Poll<()> {
        while let Some(Ok(frame)) = ready!(Pin::new(&mut self.body).poll_frame(cx)) {
            match left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
                Some(rest) => *left = rest,
                None => break,
            }
        }
        Poll::Ready(())
    }
}

#[cold]
fn transport_error(cause: reqwest::Error) -> Error {
    Error::new(
        ErrorKind::Truncated,
        "the connection broke before the end of the reply",
    )
    .with_source(cause.without_url())
}

#[cold]
fn idle_error(idle: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("nothing arrived for {} s", idle.as_secs_f64()),
    )
}
