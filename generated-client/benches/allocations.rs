//! How often memory is allocated for a call, and for an event of a stream, against the shortest way with bare reqwest.
//!
//! `cargo bench -p coze-client --bench allocations`. The benchmark `wire` puts these lines into `BENCHMARKS.md`. They need a program of
//! their own, because the allocator that counts is slow. An allocation that grows counts again.

// The other benchmark uses the rest of them.
#[allow(dead_code)]
#[path = "wire/bare.rs"]
mod bare;
mod listed;
#[allow(dead_code)]
#[path = "wire/ours.rs"]
mod ours;
mod plain;
#[allow(dead_code)]
#[path = "wire/server.rs"]
mod server;
#[allow(dead_code)]
#[path = "wire/tls.rs"]
mod tls;

use allocation_counter::AllocationInfo;
use tokio::runtime::{Builder, Runtime};

use self::bare::{Bare, Outcome};
use self::ours::Ours;

/// How many calls or events are counted together.
const COUNT: u64 = 1000;

/// Counts the same expression for both sides.
macro_rules! line {
    ($runtime:expr, $sides:expr, $what:expr, |$side:ident| $work:expr) => {{
        let (ours, bare) = &$sides;
        let $side = ours;
        let ours = counted($runtime, || async { $work })?;
        let $side = bare;
        let bare = counted($runtime, || async { $work })?;
        println!("| {} | {} | {} |", $what, shown(ours), shown(bare));
    }};
}

fn main() -> Outcome<()> {
    let runtime = &Builder::new_current_thread().enable_all().build()?;
    let url = server::start();
    let sides = (Ours::new(&url)?, Bare::new(&url)?);
    println!("| | this crate | bare reqwest |\n|---|---|---|");
    line!(runtime, sides, "a call with a small reply", |side| {
        for _ in 0..COUNT {
            side.list("list-1").await?;
        }
        Ok(())
    });
    for (what, kind) in [("text", "text"), ("16 KiB of sound", "audio")] {
        let user = format!("{kind}-{COUNT}");
        let what = format!("an event with {what}");
        line!(runtime, sides, what, |side| {
            side.stream(&user).await.map(drop)
        });
    }
    Ok(())
}

/// What the second run allocates: the first makes the connection.
fn counted<F>(runtime: &Runtime, work: impl Fn() -> F) -> Outcome<AllocationInfo>
where
    F: Future<Output = Outcome<()>>,
{
    runtime.block_on(work())?;
    let mut outcome = Ok(());
    let info = allocation_counter::measure(|| outcome = runtime.block_on(work()));
    outcome.map(|()| info)
}

/// How often, and how much, for each.
fn shown(info: AllocationInfo) -> String {
    let tenths = info.count_total * 10 / COUNT;
    let (times, tenth, bytes) = (tenths / 10, tenths % 10, info.bytes_total / COUNT);
    format!("{times}.{tenth} times, {bytes} bytes")
}
