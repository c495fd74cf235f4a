//! How far a request body has got, and who wants to know.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::time::Instant;

use super::retry::advice::Delivery;

/// Somebody who wants to know how far a part has got: bytes so far, and of how many.
pub(crate) type Report = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// How far a body has got, for whoever waits for the reply.
pub(crate) struct Progress {
    started: Instant,
    /// When the last piece was asked for, in milliseconds after the start.
    last: AtomicU64,
    begun: AtomicBool,
    sent: AtomicBool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            last: AtomicU64::new(0),
            begun: AtomicBool::new(false),
            sent: AtomicBool::new(false),
        }
    }

    /// A piece was asked for; `sent` says whether it was the last.
    pub(crate) fn step(&self, sent: bool) {
        let passed = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(passed, Ordering::Relaxed);
        self.begun.store(true, Ordering::Relaxed);
        self.sent.store(sent, Ordering::Relaxed);
    }

    pub(crate) fn is_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }

    /// How far a call got that has this body, and no reply. Without the whole of its body nobody can have carried it out.
    pub(crate) fn delivery(&self) -> Delivery {
        if self.is_sent() {
            Delivery::Unknown
        } else if self.begun.load(Ordering::Relaxed) {
            Delivery::Incomplete
        } else {
            Delivery::NotBegun
        }
    }

    /// Until when to wait: `idle` after the last progress, and once everything is sent, `reply` after that. `None` is for ever.
    pub(crate) fn deadline(&self, idle: Duration, reply: Duration) -> Option<Instant> {
        let last = self.started + Duration::from_millis(self.last.load(Ordering::Relaxed));
        last.checked_add(if self.is_sent() { reply } else { idle })
    }
}
