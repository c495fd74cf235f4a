//! `gen --spec` on documents of every kind: the crate that comes of it compiles, and its own contract suite passes.

mod documents;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use codegen::Inputs;
use codegen::report::{Severity, Text, Texts};
use codegen::uses::PRELUDE;
use serde_json::{Value, json};

use documents::{fixtures, merged, root};

/// Tests of our own, for the crate in which the fixture is.
const TESTS: [(&str, &str); 3] = [
    ("envelope", include_str!("framed.rs.txt")),
    ("foreign", include_str!("bare.rs.txt")),
    ("security", include_str!("credentials.rs.txt")),
];

/// What this workspace turns on in crates that crates of their own depend on, too: with the same features they are built already.
/// That a crate needs none of it is seen where `coze-client` is packaged.
const FEATURES_OF_TESTS: &str = "\
bitflags = { version = \"2\", features = [\"std\"] }
futures-util = { version = \"0.3\", default-features = false, features = [\"sink\", \"std\"] }
hyper = { version = \"1\", default-features = false, features = [\"server\"] }
hyper-util = { version = \"0.1\", default-features = false, features = [\"server\", \"service\"] }
indexmap = \"2\"
serde_core = \"1\"
serde_json = { version = \"1\", features = [\"preserve_order\"] }
tower = { version = \"0.5\", default-features = false, features = [\"make\"] }
";

/// The crates are those of one workspace, so that what one of them waits for does not keep the others. With its profile, dependencies
/// are those of this workspace, as far as their features are the same.
const WORKSPACE: &str = "\
[workspace]
members = [\"*\"]
resolver = \"3\"

[profile.dev]
debug = false
incremental = false

[profile.dev.package.\"*\"]
codegen-units = 1
";

/// The library has no unit tests to be built once more for.
const REST: &str = "
[lib]
test = false
";

/// Runs a program, and fails with what it said.
fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{said}");
    said.into_owned()
}

/// Writes a crate for a document, which refuses warnings.
fn generate(document: &Value, folder: &Path) {
    let name = folder.file_name().expect("that of the crate");
    let spec = folder.with_extension("json");
    fs::write(&spec, document.to_string()).expect("the document is written");
    let mut generate = Command::new(env!("CARGO_BIN_EXE_xtask"));
    generate.args(["gen", "--spec"]).arg(&spec);
    generate.arg("--name").arg(name).arg("--out").arg(folder);
    run(&mut generate);
    let path = folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).expect("the manifest");
    fs::write(path, prepared(&manifest)).expect("the manifest is written");
}

/// The manifest with what saves time, and with the refusal of warnings: flags for the compiler would build dependencies anew.
fn prepared(manifest: &str) -> String {
    const LINTS: &str = "[lints.rust]\n";
    const TESTS: &str = "[dev-dependencies]\n";
    const OF_TOKIO: &str = "\"test-util\"";
    const OWN_WORKSPACE: &str = "\n[workspace]\n";
    for part in [LINTS, TESTS, OF_TOKIO, OWN_WORKSPACE] {
        assert!(manifest.contains(part), "{manifest}");
    }
    let denied = format!("{LINTS}warnings = {{ level = \"deny\", priority = -1 }}\n");
    let tests = format!("{TESTS}{FEATURES_OF_TESTS}");
    let manifest = manifest.replace(LINTS, &denied).replace(TESTS, &tests);
    let manifest = manifest.replace(OF_TOKIO, "\"signal\", \"test-util\"");
    manifest.replace(OWN_WORKSPACE, "") + REST
}

/// Runs all tests of the crates in a folder: what they said.
fn test(folder: &Path) -> String {
    fs::write(folder.join("Cargo.toml"), WORKSPACE).expect("the manifest is written");
    // What this workspace has fetched need not be fetched again.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    let mut test = Command::new(env!("CARGO"));
    test.args(["test", "--offline", "--quiet", "--features", "testing"])
        .args(["--", "--nocapture"])
        .current_dir(folder)
        .env("RUST_BACKTRACE", "0")
        .env("CARGO_TARGET_DIR", target());
    run(&mut test)
}

/// The folder of what is built, which this program stands in.
fn target() -> &'static Path {
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    parent.expect("it stands in the target")
}

/// How many operations and calls of each document passed, by the first part of their paths.
fn counts(said: &str) -> BTreeMap<String, (usize, usize)> {
    let mut counts = BTreeMap::new();
    for line in said.lines() {
        let passed = line.strip_suffix(" calls passed");
        let Some((operation, calls)) = passed.and_then(|line| line.rsplit_once(": ")) else {
            continue;
        };
        let document = operation.split('/').nth(1).unwrap_or_default();
        let (operations, all) = counts.entry(document.to_owned()).or_insert((0, 0));
        *operations += 1;
        *all += calls.parse::<usize>().expect("a number");
    }
    counts
}

/// The names of all fixtures, and how many operations and calls passed of each document.
type Passed = (Vec<String>, BTreeMap<String, (usize, usize)>);

static PASSED: LazyLock<Passed> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    generate(&bare(), &folder.join("bare"));
    let mut fixtures_of_all = Vec::new();
    for (index, (names, document)) in merged(fixtures()).into_iter().enumerate() {
        let group = format!("group{index}");
        let folder = folder.join(&group);
        generate(&document, &folder);
        add_tests(&document, &names, &folder, &group);
        fixtures_of_all.extend(names);
    }
    (fixtures_of_all, counts(&test(folder)))
});

/// Adds code that uses all of the crate, and tests of our own.
fn add_tests(document: &Value, names: &[String], folder: &Path, group: &str) {
    let has = |fixture: &str| names.iter().any(|name| name == fixture);
    let tests = TESTS.iter().filter(|(fixture, _)| has(fixture));
    let tests = tests.map(|(fixture, test)| (*fixture, (*test).to_owned()));
    for (name, test) in tests.chain([("uses", uses(document))]) {
        let test = test.replace("coze_client", group);
        let file = folder.join(format!("tests/{name}.rs"));
        fs::write(file, test).expect("the test is written");
    }
}

#[test]
fn the_calls_of_every_fixture_keep_to_its_document() {
    let (names, counts) = &*PASSED;
    for name in names {
        let (operations, calls) = counts.get(name).copied().unwrap_or_default();
        assert!(
            calls >= 2 * operations && operations > 0,
            "{name}: {operations}, {calls}"
        );
        println!("{name}: {operations} operations, {calls} calls passed");
    }
}

/// Code that uses every public item, as it is compiled with the crates of later documents: with the crate of its own, all of it
/// compiles.
fn uses(document: &Value) -> String {
    let document = document.to_string();
    let text = |name, content| Text { name, content };
    let texts = Texts {
        document: text("document", &document),
        overlays: &[],
        names: text("names", ""),
        coverage: None,
        realtime: None,
    };
    let inputs = Inputs {
        texts,
        unused_names: Severity::Warning,
        skip_unsupported: false,
    };
    let uses = codegen::generate(&inputs)
        .expect("a fixture is generated")
        .uses();
    let modules = uses.iter().enumerate();
    let modules =
        modules.map(|(index, one)| format!("mod use{index} {{ use super::*; {} }}\n", one.code));
    PRELUDE.to_owned() + &modules.collect::<String>()
}

/// A document need not have what others have: types, enums, lists.
fn bare() -> Value {
    let reply =
        json!({"description": "", "content": {"application/json": {"schema": {"type": "string"}}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Bare", "version": "1"},
        "paths": {"/ping": {"get": {"operationId": "Ping", "responses": {"200": reply}}}},
    })
}

#[test]
fn a_crate_of_one_call_without_types_compiles_without_warnings() {
    let (_, counts) = &*PASSED;
    let (_, calls) = counts["ping"];
    assert!(calls >= 2, "{calls}");
}
