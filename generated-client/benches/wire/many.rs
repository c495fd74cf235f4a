//! Much at once, and much in a row: how fast that goes, and whether memory stays what it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tokio::task::JoinSet;

use crate::alone::{self, Measured, What};
use crate::bare::Outcome;
use crate::server::DELTA;
use crate::side::Side;

/// How many connections are used at once.
const CONNECTIONS: usize = 64;

/// What each side needs for one thing.
pub(crate) struct Both {
    pub(crate) what: String,
    pub(crate) ours: String,
    pub(crate) bare: String,
}

/// 1,000 streams of 100 events at once, and 100,000 calls over 64 connections; fewer where a divisor says so.
pub(crate) fn measured(url: &str, divisor: usize) -> Outcome<Vec<Both>> {
    let streams = (1_000 / divisor).max(1);
    let calls = (100_000 / divisor).max(CONNECTIONS * 10);
    let both = |what| -> Outcome<[Measured; 2]> {
        Ok([
            alone::measure(what, true, url, None)?,
            alone::measure(what, false, url, None)?,
        ])
    };
    let open = both(What::Streams(streams))?;
    let made = both(What::Calls(calls))?;
    Ok([
        in_time(
            &open,
            &format!("{streams} streams of 100 events at once"),
            streams * 100,
            "events",
        ),
        row("memory of each of them while it is open", &open, |it| {
            format!("{} KiB", it.memory[0])
        }),
        in_time(
            &made,
            &format!("{calls} calls over {CONNECTIONS} connections"),
            calls,
            "calls",
        ),
        row("memory of the process after a tenth of them", &made, |it| {
            format!("{} KiB", it.memory[0])
        }),
        row("and at their end", &made, |it| {
            format!("{} KiB", it.memory[1])
        }),
    ]
    .into())
}

fn in_time(both: &[Measured; 2], what: &str, count: usize, things: &str) -> Both {
    row(what, both, |it| {
        let per_second =
            |time: std::time::Duration| count as u128 * 1_000_000_000 / time.as_nanos().max(1);
        format!(
            "{} {things} a second, {} a second of CPU time",
            per_second(it.wall),
            per_second(it.cpu)
        )
    })
}

fn row(what: &str, [ours, bare]: &[Measured; 2], shown: impl Fn(&Measured) -> String) -> Both {
    Both {
        what: what.to_owned(),
        ours: shown(ours),
        bare: shown(bare),
    }
}

/// Opens so many streams, and reads them all at once. What is told is the memory of one that is open.
pub(crate) async fn streams<S: Side>(side: &Arc<S>, count: usize) -> Outcome<Vec<usize>> {
    let before = resident();
    let open = |side: Arc<S>| async move { side.open("text-100").await };
    let open = shared(side, count, open).await?;
    let each = resident().saturating_sub(before) / count;
    let mut tasks: JoinSet<_> = open.into_iter().map(S::read).collect();
    let mut read = 0;
    while let Some(ended) = tasks.join_next().await {
        read += ended??;
    }
    let length = 100 * DELTA.len();
    assert_eq!(read, count * length, "every event of every stream");
    Ok(vec![each])
}

/// Calls that take turns on the connections. What is told is the memory after the first tenth and at the end.
pub(crate) async fn calls<S: Side>(side: &Arc<S>, count: usize) -> Outcome<Vec<usize>> {
    let mut memory = Vec::new();
    for part in 0..10 {
        let call = |side: Arc<S>| async move { side.list("list-1").await };
        shared(side, count / 10, call).await?;
        if matches!(part, 0 | 9) {
            memory.push(resident());
        }
    }
    Ok(memory)
}

/// Does the same so often, by as many tasks as there are connections.
async fn shared<S: Side, T: Send + 'static, F>(
    side: &Arc<S>,
    count: usize,
    work: impl Fn(Arc<S>) -> F + Copy + Send + Sync + 'static,
) -> Outcome<Vec<T>>
where
    F: Future<Output = Outcome<T>> + Send,
{
    let left = Arc::new(AtomicUsize::new(count));
    let task = |_| {
        let (side, left) = (Arc::clone(side), Arc::clone(&left));
        async move {
            let mut done = Vec::new();
            let another = |left: usize| left.checked_sub(1);
            while left.fetch_update(Relaxed, Relaxed, another).is_ok() {
                done.push(work(Arc::clone(&side)).await?);
            }
            Outcome::Ok(done)
        }
    };
    let mut tasks: JoinSet<_> = (0..CONNECTIONS).map(task).collect();
    let mut all = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        all.extend(ended??);
    }
    Ok(all)
}

/// The memory of this process in KiB; 0 where the system does not say.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let size = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
    size.unwrap_or_default()
}
