//! What a call tells the crate `tracing`, if the feature of that name is on: one span, with neither bodies nor tokens.

use std::future::Future;
use std::time::Duration;

use super::incoming::Received;
use crate::Result;
use crate::operation::Operation;

/// The span of one call, all its attempts included; nothing without the feature.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Span;

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self)] // they use it with the feature
impl Span {
    pub(crate) fn new(_: &Operation) -> Self {
        Self
    }

    pub(crate) fn cover<F: Future>(&self, call: F) -> F {
        call
    }

    pub(crate) fn repeats(_: &Result<Box<Received>>, _: u32, _: Duration) {}

    pub(crate) fn close(&self, _: &Result<Box<Received>>) {}
}

#[cfg(feature = "tracing")]
pub(crate) use with_feature::Span;

#[cfg(feature = "tracing")]
mod with_feature {
    use crate::time::Instant;
    use tracing::field::Empty;
    use tracing::instrument::{Instrument, Instrumented};

    use super::{Duration, Future, Operation, Received, Result};

    /// The span of one call, all its attempts included.
    pub(crate) struct Span {
        span: tracing::Span,
        started: Instant,
    }

    impl Span {
        pub(crate) fn new(operation: &Operation) -> Self {
            let (method, path) = (operation.method.as_str(), &*operation.template);
            let span = tracing::info_span!(
                "coze_call",
                operation = %operation,
                method,
                path,
                status = Empty,
                log_id = Empty,
                attempts = Empty,
                latency_ms = Empty,
                error = Empty,
            );
            Self {
                span,
                started: Instant::now(),
            }
        }

        pub(crate) fn cover<F: Future>(&self, call: F) -> Instrumented<F> {
            call.instrument(self.span.clone())
        }

        /// Within the span: the call is sent again after a wait.
        pub(crate) fn repeats(outcome: &Result<Box<Received>>, attempt: u32, wait: Duration) {
            let wait_ms = milliseconds(wait);
            match outcome {
                Ok(received) => {
                    let status = received.context.status;
                    tracing::debug!(attempt, wait_ms, status, "the call is sent again");
                }
                Err(error) => {
                    let error = error.kind();
                    tracing::debug!(attempt, wait_ms, ?error, "the call is sent again");
                }
            }
        }

        /// Says how the call ended. Of a stream or download this is its beginning.
        pub(crate) fn close(&self, outcome: &Result<Box<Received>>) {
            if self.span.is_disabled() {
                return;
            }
            let (status, log_id, attempts) = match outcome {
                Ok(received) => {
                    let context = &received.context;
                    (
                        Some(context.status),
                        context.log_id.as_deref(),
                        context.attempts,
                    )
                }
                Err(error) => {
                    self.span
                        .record("error", tracing::field::debug(error.kind()));
                    let status = error.as_api().map(crate::ApiError::status);
                    (status, error.log_id(), error.attempts())
                }
            };
            self.span.record("status", status);
            self.span.record("log_id", log_id);
            self.span.record("attempts", attempts);
            let latency = milliseconds(self.started.elapsed());
            self.span.record("latency_ms", latency);
        }
    }

    fn milliseconds(time: Duration) -> u64 {
        u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
    }
}
