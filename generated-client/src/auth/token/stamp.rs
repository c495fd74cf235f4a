//! A point in time by two clocks, and what that says about the age of a token.
//!
//! The monotonic clock is not moved when somebody sets the time; the wall clock goes on while the machine sleeps. A token is as old as
//! the one that says more: renewing it too early does no harm.

use std::time::{Duration, SystemTime};

use crate::time::Instant;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub(crate) monotonic: Instant,
    pub(crate) wall: SystemTime,
}

impl Stamp {
    pub(crate) fn now() -> Self {
        Self {
            monotonic: Instant::now(),
            wall: crate::time::now(),
        }
    }

    pub(crate) fn since(self, earlier: Self) -> Duration {
        let monotonic = self.monotonic.saturating_duration_since(earlier.monotonic);
        let wall = self.wall.duration_since(earlier.wall).unwrap_or_default();
        monotonic.max(wall)
    }
}

/// What is to be done with a token of some age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    Fresh,
    /// Still good, but it is time for the next one.
    Stale,
    /// Expired, or so nearly that it might arrive too late.
    Expired,
}

impl Freshness {
    pub(crate) fn of(lifetime: Option<Duration>, age: Duration) -> Self {
        let Some(lifetime) = lifetime else {
            return Self::Fresh;
        };
        let left = lifetime.saturating_sub(age);
        if left <= Duration::from_secs(5).min(lifetime / 20) {
            Self::Expired
        } else if left <= Duration::from_secs(60).min(lifetime / 10) {
            Self::Stale
        } else {
            Self::Fresh
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Freshness::{Expired, Fresh, Stale};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_token_is_renewed_a_minute_ahead_or_a_tenth_of_a_short_life() {
        for (lifetime, stale, expired) in [(3600, 3540, 3595), (900, 840, 895), (100, 90, 95)] {
            let at = |age: u32| Freshness::of(Some(SECOND * lifetime), SECOND * age);
            let found = [
                stale - 1,
                stale,
                expired - 1,
                expired,
                lifetime,
                lifetime * 2,
            ]
            .map(at);
            assert_eq!(found, [Fresh, Stale, Stale, Expired, Expired, Expired]);
        }
        assert_eq!(Freshness::of(None, SECOND * 99), Freshness::Fresh);
        assert_eq!(
            Freshness::of(Some(Duration::ZERO), Duration::ZERO),
            Freshness::Expired
        );
    }

    #[test]
    fn the_clock_that_says_more_is_believed() {
        let start = Stamp::now();
        let later = |monotonic: u32, wall: i32| {
            let wall_step = SECOND * wall.unsigned_abs();
            Stamp {
                monotonic: start.monotonic + SECOND * monotonic,
                wall: if wall < 0 {
                    start.wall - wall_step
                } else {
                    start.wall + wall_step
                },
            }
        };
        // As usual; the machine slept; somebody set the clock back.
        for (monotonic, wall, age) in [(10, 10, 10), (10, 7200, 7200), (10, -300, 10)] {
            assert_eq!(later(monotonic, wall).since(start), SECOND * age);
        }
    }
}
