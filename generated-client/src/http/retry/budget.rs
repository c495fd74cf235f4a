//! A budget of repetitions, shared by all calls of a client: each repetition costs, and each success pays back a part.
//!
//! When everything fails, repeating multiplies the load of a service that is down already. These are the numbers of the AWS SDKs
//! (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>).

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The budget at the beginning, and its maximum: 100 repetitions.
const CAPACITY: u32 = 500;

/// What one repetition costs.
const REPETITION: u32 = 5;

/// What a call pays back that succeeded at the first attempt.
const SUCCESS: u32 = 1;

/// What is left for repetitions.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl RetryBudget {
    /// Pays for a repetition; false if too little is left.
    pub(crate) fn pay(&self) -> bool {
        let paid = |left: u32| left.checked_sub(REPETITION);
        self.0.fetch_update(Relaxed, Relaxed, paid).is_ok()
    }

    /// A call succeeded after so many repetitions.
    pub(crate) fn succeeded(&self, repetitions: u32) {
        // A repetition that led to success is free.
        let gained = repetitions.saturating_mul(REPETITION).max(SUCCESS);
        // What is full is not written again: the threads that make calls share it.
        let filled =
            |left: u32| (left < CAPACITY).then(|| left.saturating_add(gained).min(CAPACITY));
        let _ = self.0.fetch_update(Relaxed, Relaxed, filled);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_empty_it_and_success_fills_it_again() {
        let budget = RetryBudget::default();
        assert_eq!((0..1000).filter(|_| budget.pay()).count(), 100);
        for _ in 0..4 {
            budget.succeeded(0);
            assert!(!budget.pay());
        }
        budget.succeeded(0);
        assert!(budget.pay());
        budget.succeeded(1);
        assert!(budget.pay() && !budget.pay());
    }

    #[test]
    fn it_never_holds_more_than_at_the_beginning() {
        let budget = RetryBudget::default();
        budget.succeeded(u32::MAX);
        assert_eq!((0..1000).filter(|_| budget.pay()).count(), 100);
    }
}
