//! Much at once, and much in a row: how fast that goes, and whether memory stays what it was.

use std::sync::Arc;
use std::time::Instant;

use coze_client::types::ChatEvent;
use tokio::task::JoinSet;

use crate::bare::Outcome;
use crate::ours::Ours;

/// How many connections are used at once.
const CONNECTIONS: usize = 64;

/// 1,000 streams of 100 events at once, and 100,000 calls over 64 connections; fewer where a divisor says so.
pub(crate) fn run(url: &str, divisor: usize) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let ours = Arc::new(Ours::new(url)?);
    runtime.block_on(streams(&ours, (1_000 / divisor).max(1)))?;
    runtime.block_on(calls(&ours, (100_000 / divisor).max(CONNECTIONS)))
}

async fn streams(ours: &Arc<Ours>, count: usize) -> Outcome<()> {
    let (before, start) = (resident(), Instant::now());
    let mut open = Vec::new();
    for _ in 0..count {
        open.push(
            ours.client()
                .chat()
                .stream("bot", "text-100")
                .send()
                .await?,
        );
    }
    let each = resident().saturating_sub(before) / count;
    let mut tasks = JoinSet::new();
    for mut stream in open {
        tasks.spawn(async move {
            let mut events = 0_usize;
            while let Some(event) = stream.try_next().await? {
                events += usize::from(matches!(event, ChatEvent::MessageDelta(_)));
            }
            Ok::<_, coze_client::Error>(events)
        });
    }
    let mut events = 0;
    while let Some(ended) = tasks.join_next().await {
        events += ended??;
    }
    assert_eq!(events, count * 100, "every event of every stream");
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{count} streams at once: {events} events in {seconds:.1} s, {each} KiB of memory for each that is open"
    );
    Ok(())
}

/// The memory after the first tenth is the memory at the end, but for what an allocator does not give back.
async fn calls(ours: &Arc<Ours>, count: usize) -> Outcome<()> {
    let start = Instant::now();
    let mut after_tenth = 0;
    for part in 0..10 {
        let mut tasks = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let ours = ours.clone();
            tasks.spawn(async move {
                for _ in 0..(count / 10 / CONNECTIONS).max(1) {
                    ours.list("list-1").await?;
                }
                Outcome::Ok(())
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        if part == 0 {
            after_tenth = resident();
        }
    }
    let (seconds, now) = (start.elapsed().as_secs_f64(), resident());
    println!(
        "{count} calls over {CONNECTIONS} connections in {seconds:.1} s; memory after the first tenth {after_tenth} KiB, at the end {now} KiB"
    );
    Ok(())
}

/// The memory of this process in KiB; 0 where the system does not say.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let size = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
    size.unwrap_or_default()
}
