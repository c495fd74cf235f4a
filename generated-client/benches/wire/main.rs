//! What calls, lists, streams and files cost, against bare reqwest, memchr and serde's derive.
//!
//! `cargo bench -p coze-client --bench wire` prints a table. `-- --write` writes it to `BENCHMARKS.md`; `-- --smoke` does everything once,
//! with little, to see that it works; `-- text`, `sound`, `list`, `calls`, `start` and `file` measure the
//! lines of that kind alone. The address of a server that was begun with `-- --serve` is taken instead of one begun for it.

mod alone;
mod bare;
mod cores;
mod many;
mod ours;
mod pairs;
mod rates;
mod report;
mod rows;
mod server;
mod side;
mod tls;

#[path = "../listed/mod.rs"]
mod listed;
#[path = "../plain/mod.rs"]
mod plain;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use self::bare::{Bare, Outcome};
use self::cores::Core;
use self::ours::Ours;
use self::pairs::Row;
use self::rows::{Rows, Scale};

/// Where the table is kept.
const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/BENCHMARKS.md");

fn main() -> Outcome<()> {
    // Cargo adds `--bench`.
    let arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let arguments: Vec<String> = arguments.collect();
    if arguments.iter().any(|argument| argument == "--serve") {
        println!("{}", server::start());
        loop {
            std::thread::park();
        }
    }
    if let [first, what @ ..] = &arguments[..]
        && first == alone::ALONE
    {
        return alone::run(what);
    }
    if let [first, side, url] = &arguments[..]
        && first == rates::RATES
    {
        return rates::print(side, url);
    }
    if let Some(url) = arguments
        .iter()
        .find(|argument| argument.starts_with("http"))
    {
        return run(url, &arguments);
    }
    let server = Server::start()?;
    if !server.has_core() || !cores::keep(std::process::id(), Core::Last) {
        eprintln!("server and client cannot be kept to a core each: small calls will vary by half");
    }
    run(&server.url, &arguments)
}

fn run(url: &str, arguments: &[String]) -> Outcome<()> {
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let scale = if has("--smoke") {
        Scale {
            rounds: 1,
            divisor: 500,
        }
    } else {
        Scale {
            rounds: 7,
            divisor: 1,
        }
    };
    let kinds = ["text", "sound", "list", "calls", "start", "file"];
    let only = kinds.into_iter().find(|kind| has(kind));
    let rows = measured(url, scale, only)?;
    let mut text = report::markdown(&rows, scale.rounds);
    if only.is_none() {
        text += &report::at_once(&many::measured(url, scale.divisor)?);
    }
    if only.is_none() && !has("--smoke") {
        text += &report::allocations()?;
    }
    text += report::FOOT;
    if has("--write") {
        report::write(REPORT, &text)?;
    } else {
        println!("{text}");
    }
    Ok(())
}

/// All lines: in a runtime of one thread, and two of them in the root of a runtime of several.
fn measured(url: &str, scale: Scale, only: Option<&str>) -> Outcome<Vec<Row>> {
    let (ours, bare) = (Ours::new(url)?, Bare::new(url)?);
    let one = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rows = Rows {
        ours: &ours,
        bare: &bare,
        url,
        scale,
        only,
    };
    let mut all = one.block_on(rows.all())?;
    if only.is_some_and(|only| only != "text") {
        return Ok(all);
    }

    let (ours, bare) = (Ours::new(url)?, Bare::new(url)?);
    let several = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let rows = Rows {
        ours: &ours,
        bare: &bare,
        url,
        scale,
        only,
    };
    let texts = several.block_on(rows.texts(20_000))?;
    let drips = several.block_on(rows.drips(2_000))?;
    all.extend([texts, drips].map(|row| Row {
        what: row.what + ", in `main`",
        ..row
    }));
    Ok(all)
}

/// The server, which ends with this.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--serve")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut url = String::new();
        let stdout = child.stdout.take().ok_or("a pipe was asked for")?;
        BufReader::new(stdout).read_line(&mut url)?;
        Ok(Self {
            child,
            url: url.trim().to_owned(),
        })
    }

    /// Gives it a core of its own.
    fn has_core(&self) -> bool {
        cores::keep(self.child.id(), Core::First)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
