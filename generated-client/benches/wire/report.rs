//! `BENCHMARKS.md`, from the runs.

use std::fmt::Write as _;
use std::process::Command;
use std::time::Duration;

use crate::bare::Outcome;
use crate::cores;
use crate::many::Both;
use crate::pairs::Row;

/// What stands before the numbers.
const HEAD: &str = "\
# What the client costs on the wire

Written by `cargo bench -p coze-client --bench wire -- --write`; edited by nobody. Without `--write` it prints the same.

Each line is done by this crate and by the shortest program that does the same with bare reqwest (for streams, memchr finds the lines and
serde's derive reads the data; for lists, serde's derive reads the reply into plain structs), against one server in a process of its own.
That and the client have a core each, if there is `taskset` to see to it.
Both sides take turns in one process; a ratio is the median of the ratios of the pairs, in CPU time of the client, user and system. Below 1
the client needs less than bare reqwest. The ratios are what holds on other machines; the times are of this one, and of its load that day.
";

/// What stands before what was done at once.
const MANY: &str = "
## Much at once

In a runtime for several threads, on the core of the client, each side in a process of its own, once.

| | this crate | bare reqwest |
|---|---|---|
";

/// What stands before the allocations.
const ALLOCATIONS: &str = "
## Memory that is allocated

Counted by an allocator that does so, in a program of its own. An allocation that grows counts again.

";

/// What stands behind all.
pub(crate) const FOOT: &str = "
## Streams in `main`

Where a server sends many events at once, it makes no difference where a stream is read: a line *in `main`* is that of the root future of a
runtime with several threads, and the client hands on everything that has arrived before it waits again. Where each event is sent by
itself, a thread is woken for each, and in such a root future that costs more, with bare reqwest as well: its lines above say how much.
A program that reads many streams does so in tasks (`tokio::spawn`); one that makes some calls needs no more than
`#[tokio::main(flavor = \"current_thread\")]`.
";

/// What another command has written behind this: `benches/build`.
const OTHERS: &str = "\n# What the client costs to build\n";

/// Puts the tables in the place of those that are there.
pub(crate) fn write(path: &str, text: &str) -> std::io::Result<()> {
    let old = std::fs::read_to_string(path).unwrap_or_default();
    let others = old.find(OTHERS).map_or("", |start| &old[start..]);
    std::fs::write(path, format!("{text}{others}"))
}

/// The beginning, and the lines that have a ratio.
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
    text
}

/// What was done at once.
pub(crate) fn at_once(many: &[Both]) -> String {
    let mut text = MANY.to_owned();
    for Both { what, ours, bare } in many {
        let _ = writeln!(text, "| {what} | {ours} | {bare} |");
    }
    text
}

/// What the benchmark `allocations` prints.
pub(crate) fn allocations() -> Outcome<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["bench", "--quiet", "-p", env!("CARGO_PKG_NAME"), "--bench"];
    let run = Command::new(cargo)
        .args(arguments)
        .arg("allocations")
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !run.status.success() {
        return Err("the benchmark `allocations` has failed".into());
    }
    Ok(format!("{ALLOCATIONS}{}", String::from_utf8(run.stdout)?))
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
    let cores = cores::count();
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
