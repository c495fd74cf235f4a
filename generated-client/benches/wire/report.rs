//! `BENCHMARKS.md`, from the runs.

use std::fmt::Write as _;
use std::process::Command;
use std::time::Duration;

use crate::pairs::Row;

/// What stands before the numbers.
const HEAD: &str = "\
# What the client costs on the wire

Written by `cargo bench -p coze-client --bench wire -- --write`; edited by nobody. Without `--write` it prints the same.

Each line is done by this crate and by the shortest program that does the same with bare reqwest (for streams, memchr finds the lines and
serde's derive reads the data; for lists, serde's derive reads the reply into plain structs), against one server in a process of its own.
Both sides take turns in one process; a ratio is the median of the ratios of the pairs, in CPU time of the client, user and system. Below 1
the client needs less than bare reqwest. The ratios are what holds on other machines; the times are of this one, and of its load that day.
";

/// What stands behind them.
const FOOT: &str = "\
## Streams in `main`

Where a server sends many events at once, as the one above does, it makes no difference where a stream is read: the line *in `main`* is
that of the root future of a runtime with several threads. The client hands on everything that has arrived before it waits again.
A program that reads many streams does so in tasks (`tokio::spawn`); one that makes some calls needs no more than
`#[tokio::main(flavor = \"current_thread\")]`.
";

pub(crate) fn markdown(rows: &[Row], rounds: usize) -> String {
    let mut text = HEAD.to_owned();
    // Writing to a String cannot fail.
    let _ = write!(text, "\n{}\n", machine(rounds));
    text.push_str(
        "\n| | this crate | bare reqwest | ratio | what it means |\n|---|---|---|---|---|\n",
    );
    for row in rows {
        let (ours, peer) = (shown(row.ours), shown(row.peer));
        let _ = writeln!(
            text,
            "| {} | {ours} | {peer} | **{:.2}** | {} |",
            row.what, row.ratio, row.meaning
        );
    }
    format!("{text}\n{FOOT}")
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// Where and when, and with which versions.
fn machine(rounds: usize) -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown", |model| {
        model.trim_start_matches([' ', '\t', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!(
        "{}, {cores} cores of {model}, {}. coze-client {}, {}, reqwest {}, serde_json {}. {rounds} pairs a line.",
        output("date", &["+%Y-%m-%d"]),
        std::env::consts::OS,
        env!("CARGO_PKG_VERSION"),
        output("rustc", &["--version"]),
        version("reqwest"),
        version("serde_json"),
    )
}

fn output(program: &str, arguments: &[&str]) -> String {
    let run = Command::new(program).args(arguments).output();
    let text = run.map(|run| String::from_utf8_lossy(&run.stdout).trim().to_owned());
    text.unwrap_or_else(|_| format!("unknown {program}"))
}

/// The version of a crate, by the lock file.
fn version(name: &str) -> String {
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    let lock = std::fs::read_to_string(lock).unwrap_or_default();
    let entry = lock.split("[[package]]").find_map(|package| {
        let fields = package.trim_start().strip_prefix("name = \"")?;
        fields.strip_prefix(name)?.strip_prefix("\"\nversion = \"")
    });
    let version = entry.and_then(|entry| entry.split('"').next());
    version.unwrap_or("unknown").to_owned()
}
