//! Where the time of a run goes: `cargo bench -p codegen --bench stages`, or with `-- FILE` for another document than the bundled one.
//!
//! Beside the stages stands what libraries take for the same texts: to read the document into values (`serde_yaml`) or only into events
//! (`saphyr-parser`), to make the tokens of the files from ready words (`proc_macro2`), to parse and format the files (`syn` and
//! `prettyplease`), and to read them from the disk. A stage that has grown tells where to look; one near its floor, where not to.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use codegen::overlay::BUNDLED;
use codegen::report::{Text, Texts};
use codegen::stages::{Stage, walk};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use saphyr_parser::Parser;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../");

const STAGES: [Stage; 6] = [
    Stage::Read,
    Stage::Correct,
    Stage::Check,
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
        println!("{name:40} {time:8.1} ms {:5.1} %", time / whole * 100.0);
    }
    println!("{:40} {whole:8.1} ms", "all, on one thread");
}

/// What a token is made of.
enum Recipe {
    Group(Delimiter, Vec<Recipe>),
    Word(String),
    RawWord(String),
    Sign(char, Spacing),
    Literal(Literal),
}

fn recipes(tokens: TokenStream) -> Vec<Recipe> {
    let recipe = |tree| match tree {
        TokenTree::Group(group) => Recipe::Group(group.delimiter(), recipes(group.stream())),
        TokenTree::Ident(word) => {
            let word = word.to_string();
            match word.strip_prefix("r#") {
                Some(raw) => Recipe::RawWord(raw.to_owned()),
                None => Recipe::Word(word),
            }
        }
        TokenTree::Punct(sign) => Recipe::Sign(sign.as_char(), sign.spacing()),
        TokenTree::Literal(literal) => Recipe::Literal(literal),
    };
    tokens.into_iter().map(recipe).collect()
}

fn tokens(recipes: &[Recipe]) -> TokenStream {
    let token = |recipe: &Recipe| match recipe {
        Recipe::Group(delimiter, inside) => Group::new(*delimiter, tokens(inside)).into(),
        Recipe::Word(word) => TokenTree::from(Ident::new(word, Span::call_site())),
        Recipe::RawWord(word) => Ident::new_raw(word, Span::call_site()).into(),
        Recipe::Sign(sign, spacing) => Punct::new(*sign, *spacing).into(),
        Recipe::Literal(literal) => literal.clone().into(),
    };
    recipes.iter().map(token).collect()
}

/// The tokens of a file without its comments.
fn recipes_of(file: &str) -> Vec<Recipe> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: Vec<&str> = file.lines().filter(is_code).collect();
    recipes(code.join("\n").parse().expect("a file is Rust"))
}

/// Bytes of all files below a folder.
fn bytes_below(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let bytes = entries.map(|entry| match entry.expect("an entry").path() {
        path if path.is_dir() => bytes_below(&path),
        path => fs::read(path).expect("a file").len(),
    });
    bytes.sum()
}

fn print_floor(name: &str, rounds: usize, work: impl FnMut()) {
    println!("{name:40} {:8.1} ms", time(rounds, work));
}

fn print_floors(sources: &Sources, rounds: usize) {
    let files = round(sources).1;
    print_floor("serde_yaml reads the document", rounds, || {
        let value: Result<serde_yaml::Value, _> = serde_yaml::from_str(&sources.document);
        assert!(value.is_ok(), "the document is YAML");
    });
    print_floor("saphyr-parser goes through all texts", rounds, || {
        let texts = sources.overlays.iter().chain(&sources.realtime);
        let texts = texts.chain([&sources.document, &sources.names]);
        let events = texts.flat_map(|text| Parser::new_from_str(text));
        assert!(events.map_while(Result::ok).count() > 0);
    });
    let made: Vec<_> = files.iter().map(|file| recipes_of(file)).collect();
    print_floor("proc_macro2 makes the tokens, once", rounds, || {
        let streams = made.iter().map(|file| tokens(file));
        assert!(streams.filter(|stream| !stream.is_empty()).count() > 0);
    });
    print_floor("syn and prettyplease, files", rounds, || {
        for file in &files {
            let tree = syn::parse_file(file).expect("a file is Rust");
            assert!(!prettyplease::unparse(&tree).is_empty());
        }
    });
    let client = Path::new(ROOT).join("generated-client");
    print_floor("the disk gives the committed files", rounds, || {
        let folders = ["src/generated", "tests/contract/generated"];
        assert!(
            folders
                .iter()
                .all(|folder| bytes_below(&client.join(folder)) > 0)
        );
    });
}
