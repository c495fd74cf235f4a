//! What needs a process of its own: the start of a program, and memory. This program starts itself for it.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use crate::bare::{Bare, Outcome};
use crate::many;
use crate::ours::Ours;
use crate::pairs::{Cost, cpu_time};
use crate::side::Side;

/// What this program is told to be such a process.
pub(crate) const ALONE: &str = "--alone";

/// What is measured there.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// From the beginning of the program until it has a client.
    Client,
    /// From the beginning of the program to the end of its first call.
    Start,
    /// The same, and then another client with a call of its own.
    Second,
    /// So many streams at once.
    Streams(usize),
    /// So many calls over some connections.
    Calls(usize),
}

/// What was measured.
pub(crate) struct Measured {
    pub(crate) cpu: Cost,
    pub(crate) wall: Cost,
    /// In KiB: of each open stream, or after a tenth of the calls and at their end.
    pub(crate) memory: Vec<usize>,
}

/// Measures a side in a process of its own, which trusts these certificates and no others if some are given.
pub(crate) fn measure(
    what: What,
    is_ours: bool,
    url: &str,
    trusted: Option<&std::path::Path>,
) -> Outcome<Measured> {
    let (word, count) = match what {
        What::Client => ("client", 1),
        What::Start => ("start", 1),
        What::Second => ("second", 1),
        What::Streams(count) => ("streams", count),
        What::Calls(count) => ("calls", count),
    };
    let side = if is_ours { "ours" } else { "bare" };
    let mut program = Command::new(std::env::current_exe()?);
    program.args([ALONE, word, side, url, &count.to_string()]);
    if let Some(path) = trusted {
        program.env("SSL_CERT_FILE", path);
    }
    let run = program.stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(run.stdout)?;
    let numbers = text.split_whitespace().map(str::parse);
    let numbers: Vec<u64> = numbers.collect::<Result<_, _>>()?;
    let [cpu, wall, memory @ ..] = &numbers[..] else {
        return Err(format!("{word} of {side} have failed").into());
    };
    let memory = memory.iter().map(|kib| usize::try_from(*kib));
    Ok(Measured {
        cpu: Cost::from_nanos(*cpu),
        wall: Cost::from_nanos(*wall),
        memory: memory.collect::<Result<_, _>>()?,
    })
}

/// Is that process: prints what it measures.
pub(crate) fn run(arguments: &[String]) -> Outcome<()> {
    let [what, side, url, count] = arguments else {
        return Err("it takes what to measure, of which side, where, and how often".into());
    };
    let count = count.parse()?;
    let what = match what.as_str() {
        "client" => What::Client,
        "start" => What::Start,
        "second" => What::Second,
        "streams" => What::Streams(count),
        _ => What::Calls(count),
    };
    match side.as_str() {
        "ours" => print::<Ours>(what, url),
        _ => print::<Bare>(what, url),
    }
}

fn print<S: Side>(what: What, url: &str) -> Outcome<()> {
    let began = Instant::now();
    let runtime = match what {
        What::Client | What::Start | What::Second => tokio::runtime::Builder::new_current_thread(),
        What::Streams(_) | What::Calls(_) => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = { runtime }.enable_all().build()?;
    let side = Arc::new(S::new(url)?);
    let memory = runtime.block_on(async {
        match what {
            What::Client => Ok(Vec::new()),
            What::Start => {
                side.list("list-1").await?;
                Ok(Vec::new())
            }
            What::Second => {
                side.list("list-1").await?;
                S::new(url)?.list("list-1").await?;
                Ok(Vec::new())
            }
            What::Streams(count) => many::streams(&side, count).await,
            What::Calls(count) => many::calls(&side, count).await,
        }
    })?;
    println!("{} {}", cpu_time().as_nanos(), began.elapsed().as_nanos());
    for kib in memory {
        println!("{kib}");
    }
    Ok(())
}
