//! How far a request body has got, and who wants to know.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// Somebody who wants to know how far a part has got: bytes so far, and of how many.
pub(crate) type Report = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// How far a body has got, for whoever waits for the reply.
pub(crate) struct Progress {
    started: Instant,
    /// When the last piece was asked for, in milliseconds after the start.
    last: AtomicU64,
    sent: AtomicBool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            started: Instant::now(),
            last: AtomicU64::new(0),
            sent: AtomicBool::new(false),
        }
    }

    pub(super) fn step(&self, sent: bool) {
        let passed = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(passed, Ordering::Relaxed);
        self.sent.store(sent, Ordering::Relaxed);
    }

    pub(crate) fn is_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }

    /// Until when to wait: `idle` after the last progress, and once everything is sent, `reply` after that.
    pub(crate) fn deadline(&self, idle: Duration, reply: Duration) -> Instant {
        let last = self.started + Duration::from_millis(self.last.load(Ordering::Relaxed));
        last + if self.is_sent() { reply } else { idle }
    }
}
