//! Which test holds what the client and its generator promise for bad days, kind by kind. A kind is more than the examples in its tests.

mod attempts;
mod replies;
mod studio;
mod surroundings;

use std::fs;
use std::path::Path;

use attempts::{REPETITION, TIME, TOKENS};
use replies::{LISTS, SIZE, STREAMS, SUCCESS};
use studio::SELF_HOSTED;
use surroundings::{FILES, GENERATOR, PROGRAM, SECRETS};

/// A promise, and the tests that hold it, each in its file.
struct Promise(&'static str, &'static [Tests]);

/// The tests of a file.
struct Tests(&'static str, &'static [&'static str]);

const STUDIO: &str = "generated-client/tests/studio";
const WIRE: &str = "generated-client/tests/wire";
const AUTH: &str = "generated-client/tests/auth";
const CLIENT: &str = "generated-client/src";

/// All kinds, by what they are about.
const KINDS: [(&str, &[Promise]); 12] = [
    ("the program around it", PROGRAM),
    ("success", SUCCESS),
    ("streams", STREAMS),
    ("servers of one's own", SELF_HOSTED),
    ("lists", LISTS),
    ("tokens", TOKENS),
    ("time, repetition, connections", TIME),
    ("memory and size", SIZE),
    ("secrets and terminals", SECRETS),
    ("files", FILES),
    ("the generator's files", GENERATOR),
    ("doing things twice", REPETITION),
];

/// The path of a file from the root of the repository.
fn place(file: &str) -> String {
    match file.split_once('/') {
        Some(("wire", rest)) => format!("{WIRE}/{rest}"),
        Some(("studio", rest)) => format!("{STUDIO}/{rest}"),
        Some(("auth", rest)) => format!("{AUTH}/{rest}"),
        Some(("src", rest)) => format!("{CLIENT}/{rest}"),
        _ => file.to_owned(),
    }
}

#[test]
fn every_promise_is_held_by_tests_that_there_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = Vec::new();
    for (kind, promises) in KINDS {
        println!("\n## {kind}");
        for Promise(promise, tests) in promises {
            println!("\n{promise}");
            for Tests(file, names) in *tests {
                let place = place(file);
                let text = fs::read_to_string(root.join(&place)).unwrap_or_default();
                for name in *names {
                    println!("* `{place}`: `{name}`");
                    if !text.contains(&format!("fn {name}()")) {
                        missing.push(format!("{place}: {name}"));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "there is no test {missing:#?}");
}
