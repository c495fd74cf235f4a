//! A time limit between two events, for servers that send pings even when their work has stalled.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::time::Sleep;

use crate::ErrorKind;
use crate::error::Error;
use crate::http::runtime;

/// Runs while somebody waits for an event, not while the caller is busy with what it has.
pub(crate) struct EventTimer {
    limit: Option<Duration>,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl EventTimer {
    pub(crate) fn new(limit: Option<Duration>) -> Self {
        Self { limit, alarm: None }
    }

    // part coze
    /// With another limit.
    #[cfg(feature = "realtime")]
    pub(crate) fn set(&mut self, limit: Option<Duration>) {
        *self = Self::new(limit);
    }

    // end part
    /// There was an event.
    pub(crate) fn reset(&mut self) {
        self.alarm = None;
    }

    /// Ready with an error when it has been too long.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        if let Err(error) = runtime::current() {
            return Poll::Ready(error);
        }
        let sleep = || Box::pin(crate::time::sleep(limit));
        ready!(self.alarm.get_or_insert_with(sleep).as_mut().poll(cx));
        Poll::Ready(Error::new(
            ErrorKind::Timeout,
            format!("there was no event for {} s", limit.as_secs_f64()),
        ))
    }
}
