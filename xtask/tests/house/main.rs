//! The sources, read as a house: which file needs which, and how much stands in one.
//!
//! A circle of files can only be understood whole, so the three crates have none but those that are one recursion.

mod graph;
mod imports;
mod surface;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use graph::circles;
use imports::Modules;

/// A file that is longer holds more than one idea.
const LONGEST_FILE: usize = 400;

/// Circles that are one recursion, cut into files to be readable; each by its files, in the order of their names.
const RECURSIONS: [&[&str]; 2] = [
    &[
        "codegen/src/lower/types/schema.rs",
        "codegen/src/lower/types/unions.rs",
    ],
    &[
        "generated-client/src/json/decode.rs",
        "generated-client/src/json/reader.rs",
        "generated-client/src/json/record.rs",
        "generated-client/src/json/unions.rs",
    ],
];

const CRATES: [&str; 3] = ["codegen", "generated-client", "xtask"];

#[test]
fn no_circle_of_files_but_the_recursions() {
    let mut found = BTreeSet::new();
    for name in CRATES {
        let source = workspace().join(name).join("src");
        let files = sources(&source);
        let modules = Modules::of(&source, &files);
        let arrows: BTreeMap<String, BTreeSet<String>> = modules
            .names()
            .map(|(own, file)| {
                (
                    shown(file),
                    modules.imports(own).into_iter().map(shown).collect(),
                )
            })
            .collect();
        found.extend(circles(&arrows));
    }
    let allowed: BTreeSet<Vec<String>> = RECURSIONS
        .iter()
        .map(|files| files.iter().map(|&file| file.to_owned()).collect())
        .collect();
    assert_eq!(found, allowed);
}

#[test]
fn no_file_is_longer_than_a_reader_keeps_in_mind() {
    let long: Vec<String> = CRATES
        .iter()
        .flat_map(|name| rust_files(&workspace().join(name)))
        .map(|file| (lines(&file), file))
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, file)| format!("{} has {lines} lines", shown(&file)))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

/// The hand-written files below a folder, without unit tests, which no other file needs.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let is_test = |name: &OsStr| name == "tests" || name == "tests.rs";
    let mut files = rust_files(folder);
    files.retain(|file| {
        let below = file.strip_prefix(folder).expect("a file of the folder");
        !below.iter().any(is_test)
    });
    files
}

fn lines(file: &Path) -> usize {
    fs::read_to_string(file)
        .expect("a source is text")
        .lines()
        .count()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands in the workspace")
        .to_owned()
}

/// The path below the workspace, with slashes everywhere.
fn shown(file: &Path) -> String {
    let below = file
        .strip_prefix(workspace())
        .expect("a file of the workspace");
    below.to_string_lossy().replace('\\', "/")
}

/// All hand-written Rust files below a folder, in the order of their paths.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder of sources")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir()
            && !["generated", "target"]
                .iter()
                .any(|name| entry.ends_with(name))
        {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    files
}
