//! A call that is sent a second time, beside the first, because that one is slow.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::incoming::Received;
use crate::Result;

/// Two attempts at the same thing: the second begins when the first has had its time, and the first success is taken.
pub(super) async fn hedged<F: Future<Output = Result<Received>> + Unpin>(
    mut first: F,
    patience: Duration,
    second: impl FnOnce() -> Option<F>,
) -> Result<Received> {
    if let Ok(outcome) = tokio::time::timeout(patience, &mut first).await {
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
