//! Measures two ways to the same result, one after the other and again, so that whatever else the machine does meets both.

use std::time::Duration;

use crate::bare::Outcome;

/// What one way costs: CPU time of this process, user and system, of all its threads.
pub(crate) type Cost = Duration;

/// Processor time of this process so far.
#[cfg(unix)]
pub(crate) fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Without a clock for it, the time that has passed since the first look.
#[cfg(not(unix))]
pub(crate) fn cpu_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

pub(crate) async fn cost<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<(T, Cost)> {
    let before = cpu_time();
    let result = work.await?;
    Ok((result, cpu_time().saturating_sub(before)))
}

/// A line of the table.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) ours: Cost,
    pub(crate) peer: Cost,
    /// Of the pairs, the one in the middle.
    pub(crate) ratio: f64,
    pub(crate) meaning: &'static str,
}

/// The pairs of one line.
pub(crate) struct Pairs {
    rounds: Vec<(Cost, Cost)>,
}

impl Pairs {
    pub(crate) fn new() -> Self {
        Self { rounds: Vec::new() }
    }

    pub(crate) fn add(&mut self, ours: Cost, peer: Cost) {
        self.rounds.push((ours, peer));
    }

    pub(crate) fn row(mut self, what: impl Into<String>, meaning: &'static str) -> Row {
        let ratio = |(ours, peer): &(Cost, Cost)| ours.as_secs_f64() / peer.as_secs_f64();
        self.rounds.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
        let middle = self.rounds[self.rounds.len() / 2];
        Row {
            what: what.into(),
            ours: middle.0,
            peer: middle.1,
            ratio: ratio(&middle),
            meaning,
        }
    }
}
