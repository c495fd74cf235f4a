//! How much each side does in a second of CPU time, beside the official SDKs: `benches/peers/measure.py` reads it.

use crate::bare::{Bare, Outcome};
use crate::ours::Ours;
use crate::pairs::cost;
use crate::side::Side;

/// What this program is told to print it.
pub(crate) const RATES: &str = "--rates";

/// Prints deltas of text, datasets of a list and small calls, each in a second of CPU time, as the programs of the SDKs do.
pub(crate) fn print(side: &str, url: &str) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let [text, list, calls] = match side {
        "ours" => runtime.block_on(rates::<Ours>(url)),
        _ => runtime.block_on(rates::<Bare>(url)),
    }?;
    println!("{text} {list} {calls}");
    Ok(())
}

async fn rates<S: Side>(url: &str) -> Outcome<[f64; 3]> {
    let side = S::new(url)?;
    let text = rate(20_000, async {
        S::read(side.open("text-20000").await?).await
    })
    .await?;
    let list = rate(3_000, side.list("list-3000")).await?;
    let calls = rate(1_000, async {
        for _ in 0..1_000 {
            side.list("list-1").await?;
        }
        Ok(())
    });
    Ok([text, list, calls.await?])
}

async fn rate<T>(count: u32, work: impl Future<Output = Outcome<T>>) -> Outcome<f64> {
    let (_, cpu) = cost(work).await?;
    Ok(f64::from(count) / cpu.as_secs_f64())
}
