//! What the crate does to the programs that it is added to: each is built with a choice of our features, and run.
//!
//! Cargo unites features over a whole program, so that what ours turn on in rustls and reqwest is turned on for everybody in it.

#[path = "../common/certificates.rs"]
mod certificates;
mod server;

use std::path::{Path, PathBuf};
use std::process::Command;

use server::Server;

/// A program of `programs/`, our features in it, and what its run comes to.
type Row = (&'static str, &'static str, Outcome);

#[derive(Clone, Copy)]
enum Outcome {
    Works,
    /// It ends with this text, as with every crate that turns on the same: rustls or reqwest cannot choose for themselves any more.
    /// The documentation of our features says which one such a program takes instead.
    Panics(&'static str),
}
use Outcome::{Panics, Works};

const TWO_PROVIDERS: &str = "Could not automatically determine the process-level CryptoProvider";
const NO_PROVIDER: &str = "No rustls crypto provider is configured";

const TABLE: [Row; 12] = [
    ("reqwest-without-tls", "rustls", Works),
    ("reqwest-without-tls", "native-tls", Works),
    ("reqwest-without-tls", "rustls-ring", Panics(NO_PROVIDER)),
    ("rustls-by-default", "rustls", Works),
    ("rustls-by-default", "native-tls", Works),
    ("rustls-by-default", "rustls-ring", Panics(TWO_PROVIDERS)),
    ("rustls-with-ring", "rustls-ring", Works),
    ("rustls-with-ring", "native-tls", Works),
    ("rustls-with-ring", "rustls", Panics(TWO_PROVIDERS)),
    ("reqwest-of-before", "rustls", Works),
    ("reqwest-with-native-tls", "rustls", Works),
    ("nothing-else", "rustls,rustls-ring,native-tls", Works),
];

#[test]
fn a_program_works_on_when_the_crate_is_added_to_it() {
    let server = Server::start();
    // In the folder that this program stands in, where all that rows have in common is built already.
    let own = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let target = own.parent().expect("it stands in the target");
    let failures = TABLE.iter().filter_map(|row| failure(row, target, &server));
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// What is wrong with the outcome of a row.
fn failure((program, features, expected): &Row, target: &Path, server: &Server) -> Option<String> {
    let run = Command::new(env!("CARGO"))
        .args([
            "run",
            "--quiet",
            "--package",
            program,
            "--features",
            features,
        ])
        .current_dir(programs())
        .env("CARGO_TARGET_DIR", target)
        .env("COZE_URL", server.url())
        .env("COZE_AUTHORITY", server.authority())
        .env("NO_PROXY", "*")
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&run.stderr);
    let is_right = match expected {
        Works => run.status.success(),
        Panics(text) => !run.status.success() && said.contains(text),
    };
    (!is_right).then(|| format!("{program} with {features}: {}\n{said}", run.status))
}

fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hosts/programs")
}
