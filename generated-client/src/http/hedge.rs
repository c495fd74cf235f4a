//! Hedging: a call that is slow is sent a second time, beside the first.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::incoming::Received;
use crate::Result;

/// Runs two attempts: the second starts after a delay, and the first success is returned.
pub(super) async fn hedged<F: Future<Output = Result<Received>> + Unpin>(
    mut first: F,
    patience: Duration,
    second: impl FnOnce() -> Option<F>,
) -> Result<Received> {
    if let Ok(outcome) = crate::time::timeout(patience, &mut first).await {
        return outcome;
    }
    let Some(second) = second() else {
        return first.await;
    };
    let mut running = vec![first, second];
    std::future::poll_fn(|cx| {
        let mut at = 0;
        while at < running.len() {
            let Poll::Ready(outcome) = Pin::new(&mut running[at]).poll(cx) else {
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
