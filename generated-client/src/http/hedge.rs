//! Hedging: a call that is slow is sent a second time, beside the first.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use super::incoming::Received;
use super::timeouts::until;
use crate::Result;
use crate::time::{Instant, timeout_at};

/// Runs an attempt, and from an instant on a second one beside it. The first success is returned; `None` if there is no outcome until the
/// deadline.
pub(super) async fn hedged<F: Future<Output = Result<Box<Received>>>>(
    mut first: Pin<&mut F>,
    patience: Instant,
    deadline: Instant,
    second: impl FnOnce() -> Option<Pin<Box<F>>>,
) -> Option<Result<Box<Received>>> {
    if let Ok(outcome) = timeout_at(patience, first.as_mut()).await {
        return Some(outcome);
    }
    match second() {
        None => until(Some(deadline), first).await,
        Some(mut second) => until(Some(deadline), either(first, second.as_mut())).await,
    }
}

/// The first success of the two, or else the later failure.
async fn either<F: Future<Output = Result<Box<Received>>>>(
    first: Pin<&mut F>,
    second: Pin<&mut F>,
) -> Result<Box<Received>> {
    let mut running = vec![first, second];
    poll_fn(|cx| {
        let mut at = 0;
        while at < running.len() {
            let Poll::Ready(outcome) = running[at].as_mut().poll(cx) else {
                at += 1;
                continue;
            };
            running.remove(at);
            if outcome.is_ok() || running.is_empty() {
                return Poll::Ready(outcome);
            }
        }
        Poll::Pending
    })
    .await
}
