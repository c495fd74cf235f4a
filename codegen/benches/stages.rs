//! Where the time of a run goes: `cargo bench -p codegen --bench stages`, or with `-- FILE` for another document than the bundled one.
//!
//! Beside the stages stands what libraries take for the same texts: `serde_yaml` to read the document into values, and `syn` and
//! `prettyplease` to parse and format the files that come out. A stage that has grown tells where to look.

use std::fs;
use std::time::{Duration, Instant};

use codegen::overlay::BUNDLED;
use codegen::report::{Text, Texts};
use codegen::stages::{Stage, walk};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../");

const STAGES: [Stage; 7] = [
    Stage::Read,
    Stage::Correct,
    Stage::Check,
    Stage::Type,
    Stage::Lower,
    Stage::Emit,
    Stage::Render,
];

/// Each is done so often, and the middle time counts; once with `--smoke`, which shows that it still runs.
const ROUNDS: usize = 15;

/// What is read.
struct Sources {
    document: String,
    overlays: Vec<String>,
    names: String,
    realtime: Option<String>,
}

impl Sources {
    fn bundled() -> Self {
        Self {
            document: read(&format!("{ROOT}spec/coze-openapi.yaml")),
            overlays: BUNDLED
                .iter()
                .map(|name| read(&format!("{ROOT}{name}")))
                .collect(),
            names: read(&format!("{ROOT}spec/names.yaml")),
            realtime: Some(read(&format!("{ROOT}spec/realtime.yaml"))),
        }
    }

    fn of(file: &str) -> Self {
        Self {
            document: read(file),
            overlays: Vec::new(),
            names: String::new(),
            realtime: None,
        }
    }
}

fn read(file: &str) -> String {
    fs::read_to_string(file).unwrap_or_else(|problem| panic!("{file}: {problem}"))
}

fn text(content: &str) -> Text<'_> {
    Text { name: "", content }
}

/// Walks once: how long each stage took, and what came out.
fn round(sources: &Sources) -> ([Duration; STAGES.len()], Vec<String>) {
    let overlays: Vec<Text<'_>> = sources.overlays.iter().map(|one| text(one)).collect();
    let texts = Texts {
        document: text(&sources.document),
        overlays: &overlays,
        names: text(&sources.names),
        coverage: None,
        realtime: sources.realtime.as_deref().map(text),
    };
    let mut times = [Duration::ZERO; STAGES.len()];
    let mut begin = Instant::now();
    let files = walk(&texts, |stage| {
        let now = Instant::now();
        times[stage as usize] = now - begin;
        begin = now;
    });
    match files {
        Ok(files) => (times, files),
        Err(report) => panic!("{}", report.render(&texts)),
    }
}

fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// How long something takes, in the middle.
fn time(rounds: usize, mut work: impl FnMut()) -> f64 {
    let times = (0..rounds).map(|_| {
        let begin = Instant::now();
        work();
        begin.elapsed()
    });
    middle(times.collect())
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.find(|one| !one.starts_with('-'));
    let is_smoke = std::env::args().any(|one| one == "--smoke");
    let rounds = if is_smoke { 1 } else { ROUNDS };
    let sources = file.map_or_else(Sources::bundled, |file| Sources::of(&file));
    print_stages(&sources, rounds);
    print_floors(&sources, rounds);
}

fn print_stages(sources: &Sources, rounds: usize) {
    let rounds: Vec<_> = (0..rounds).map(|_| round(sources).0).collect();
    let times = STAGES.map(|stage| middle(rounds.iter().map(|one| one[stage as usize]).collect()));
    let whole: f64 = times.iter().sum();
    for (stage, time) in STAGES.iter().zip(times) {
        let name = format!("{stage:?}").to_lowercase();
        println!("{name:30} {time:8.1} ms {:5.1} %", time / whole * 100.0);
    }
    println!("{:30} {whole:8.1} ms", "all, on one thread");
}

fn print_floors(sources: &Sources, rounds: usize) {
    let files = round(sources).1;
    let parsed = time(rounds, || {
        let value: Result<serde_yaml::Value, _> = serde_yaml::from_str(&sources.document);
        assert!(value.is_ok(), "the document is YAML");
    });
    println!("{:30} {parsed:8.1} ms", "serde_yaml reads the document");
    let formatted = time(rounds, || {
        for file in &files {
            let tree = syn::parse_file(file).expect("a file is Rust");
            assert!(!prettyplease::unparse(&tree).is_empty());
        }
    });
    println!("{:30} {formatted:8.1} ms", "syn and prettyplease, files");
}
