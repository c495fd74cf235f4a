// part coze

//! Whether the other side is still there: silence in; a ping, and later the end, out.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::Sleep;

/// After how much silence the service is asked whether it is there, and how long it has for an answer.
const SILENCE: Duration = Duration::from_secs(20);
pub(super) const ANSWER: Duration = Duration::from_secs(20);

/// Runs while somebody waits for an event.
#[derive(Default)]
pub(super) struct Pulse {
    alarm: Option<Pin<Box<Sleep>>>,
    is_asked: bool,
}

/// What there is to do.
pub(super) enum Beat {
    /// Ask.
    Ping,
    /// Nobody has answered.
    Dead,
}

impl Pulse {
    /// Something has arrived.
    pub(super) fn felt(&mut self) {
        *self = Self::default();
    }

    /// Ready when it has been silent for too long. It needs a runtime.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Beat> {
        let time = if self.is_asked { ANSWER } else { SILENCE };
        let sleep = || Box::pin(tokio::time::sleep(time));
        ready!(self.alarm.get_or_insert_with(sleep).as_mut().poll(cx));
        self.alarm = None;
        if self.is_asked {
            return Poll::Ready(Beat::Dead);
        }
        self.is_asked = true;
        Poll::Ready(Beat::Ping)
    }
}
