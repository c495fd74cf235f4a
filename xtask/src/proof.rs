//! Code that was written for the crate as it was -> what of it no longer compiles with the new one, as cargo and rustc say.
//!
//! Both stand below `target/`, where nothing is lost with them: the new crate as `gen --out` writes it, and a crate of nothing but
//! uses, a line for each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, bail};
use codegen::Output;
use codegen::notes;
use codegen::proof::{Refused, judge, render};
use codegen::surface::SurfaceDifference;
use codegen::uses::{PRELUDE, Use};
use serde_json::Value;

use crate::disk;
use crate::output::{print, tell};
use crate::standalone;
use crate::workspace::Workspace;

/// Where all of this stands.
const FOLDER: &str = "target/xtask/proof";

const MANIFEST: &str = "\
[package]
name = \"uses-of-the-old-crate\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
coze-client = { path = \"../client\", features = [] }

# Nothing uses it: so that macros have it with the features that they have in the workspace, where they are built already.
[build-dependencies]
syn = { version = \"*\", features = [\"full\"] }

[profile.dev.package.\"*\"]
codegen-units = 1

[workspace]
";

/// Names are looked up before types are checked, so that the compiler has to be asked more than once.
const ROUNDS: usize = 8;

/// Says which uses of the old crate no longer compile with the new one, and holds that against what the comparison says.
pub(crate) fn prove(
    workspace: &Workspace,
    difference: &SurfaceDifference,
    old: &[Use],
    new: &Output,
) -> Result<()> {
    let refused = compile(workspace, new, old)?;
    let judged = judge(difference, old, &refused);
    let notes = notes::notes(difference, old, &new.uses());
    print(&format!("{}\n", render(&judged, &notes)))?;
    if !judged.disagreements.is_empty() {
        bail!(
            "the comparison and the compiler do not agree, which is a mistake of this program; please report it with both documents. \
             Nothing was written; --no-proof goes on without the compiler"
        );
    }
    Ok(())
}

/// Compiles the uses with the new crate: which of them do not compile, and why.
fn compile(workspace: &Workspace, new: &Output, uses: &[Use]) -> Result<Refused> {
    let folder = workspace.path(FOLDER);
    let identity = standalone::Options {
        is_other_document: false,
        name: None,
    };
    standalone::write(workspace, &folder.join("client"), new, &identity)?;
    let crate_of_uses = folder.join("uses");
    disk::write_whole(&crate_of_uses.join("Cargo.toml"), &manifest(new))?;
    copy_lock_file(workspace, &crate_of_uses)?;
    tell!(
        "compiling {} uses of the crate as it was with the new one; --no-proof leaves this out",
        uses.len()
    );
    let mut refused = Refused::new();
    for _ in 0..ROUNDS {
        let source = source(uses, &refused);
        disk::write_whole(&crate_of_uses.join("src/lib.rs"), &source)?;
        let found = check(workspace, &crate_of_uses)?;
        if found.is_empty() {
            return Ok(refused);
        }
        let first = PRELUDE.lines().count() + 1;
        for (line, reason) in found {
            let index = line.checked_sub(first).filter(|index| *index < uses.len());
            let index = index.with_context(|| format!("what no use has to do with: {reason}"))?;
            refused.insert(index, reason);
        }
    }
    bail!("the compiler has said something new {ROUNDS} times; --no-proof leaves it out")
}

/// With the feature without which some items are not there.
fn manifest(new: &Output) -> String {
    if new.files.contains_key("realtime.rs") {
        MANIFEST.replace("features = []", "features = [\"realtime\"]")
    } else {
        MANIFEST.to_owned()
    }
}

/// What this workspace has fetched need not be fetched again.
fn copy_lock_file(workspace: &Workspace, to: &Path) -> Result<()> {
    let to = to.join("Cargo.lock");
    match fs::read_to_string(workspace.path("Cargo.lock")) {
        Ok(lock) if !to.exists() => disk::write_whole(&to, &lock),
        _ => Ok(()),
    }
}

/// A line for each use; an empty one for what has been refused.
fn source(uses: &[Use], refused: &Refused) -> String {
    let lines = uses.iter().enumerate().map(|(index, one)| {
        if refused.contains_key(&index) {
            return "\n".to_owned();
        }
        format!("mod use{index} {{ use super::*; {} }}\n", one.code)
    });
    std::iter::once(PRELUDE.to_owned()).chain(lines).collect()
}

/// The lines of the crate that do not compile, and why.
fn check(workspace: &Workspace, folder: &Path) -> Result<BTreeMap<usize, String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["check", "--lib", "--message-format=json"])
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        // With these, dependencies are those of the workspace, as far as their features are the same.
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        command.env("CARGO_TARGET_DIR", workspace.path("target"));
    }
    let mut running = command.spawn().context("cannot run cargo")?;
    let said = running.stderr.take();
    let listener = thread::spawn(move || said.map(pass_on).unwrap_or_default());
    let mut text = String::new();
    if let Some(mut output) = running.stdout.take() {
        output
            .read_to_string(&mut text)
            .context("cannot read what cargo says")?;
    }
    let has_succeeded = running.wait().context("cargo has gone")?.success();
    let complaints = listener.join().unwrap_or_default();
    let mut errors: Vec<Value> = text.lines().filter_map(error).collect();
    // Of several errors in a line, that about the number of arguments says the most.
    errors.sort_by_key(|error| error["code"]["code"] != "E0061");
    let lines: BTreeMap<usize, String> = errors.iter().rev().filter_map(place).collect();
    if has_succeeded || !lines.is_empty() {
        return Ok(lines);
    }
    let errors: BTreeSet<&str> = errors
        .iter()
        .filter_map(|error| error["rendered"].as_str())
        .collect();
    let errors: Vec<&str> = errors.into_iter().take(3).collect();
    bail!(
        "the new crate does not compile; --no-proof leaves this out\n{}{complaints}",
        errors.concat()
    )
}

/// Passes on how far cargo is; the rest, which is about errors, is kept.
fn pass_on(said: impl Read) -> String {
    let mut kept = String::new();
    for line in BufReader::new(said).lines().map_while(Result::ok) {
        // The words of progress stand to the right of their column.
        if line.starts_with(' ') && !kept.starts_with("error") {
            tell!("{line}");
        } else {
            kept += &line;
            kept.push('\n');
        }
    }
    kept
}

/// A message of the compiler that is an error.
fn error(line: &str) -> Option<Value> {
    let mut message: Value = serde_json::from_str(line).ok()?;
    let is_error =
        message["reason"] == "compiler-message" && message["message"]["level"] == "error";
    is_error.then(|| message["message"].take())
}

/// The line of the crate of uses that an error is about, and the error in short.
fn place(error: &Value) -> Option<(usize, String)> {
    let spans = error["spans"].as_array()?.iter();
    let mut here = spans.filter(|span| span["file_name"] == "src/lib.rs");
    let span = here.find(|span| span["is_primary"] == true)?;
    let line = usize::try_from(span["line_start"].as_u64()?).ok()?;
    let message = error["message"].as_str()?;
    let message = message
        .strip_suffix(" in the current scope")
        .unwrap_or(message);
    // What does not match is said of the place only.
    let label = span["label"]
        .as_str()
        .filter(|_| message == "mismatched types");
    let label = label.map(|label| format!(": {label}")).unwrap_or_default();
    Some((line, format!("{message}{label}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &str, file: &str, label: &str) -> String {
        serde_json::json!({"reason": "compiler-message", "message": {"level": "error", "message": message, "spans": [
            {"file_name": file, "line_start": 7, "is_primary": true, "label": label},
        ]}})
        .to_string()
    }

    #[test]
    fn errors_are_told_in_short_with_their_line() {
        let short = |message: &str, file: &str| {
            let error = error(&said(message, file, "expected `i64`, found `String`"));
            error.as_ref().and_then(place)
        };
        let method = "no method named `x` found for struct `Y` in the current scope";
        let expected = (7, "no method named `x` found for struct `Y`".to_owned());
        assert_eq!(short(method, "src/lib.rs"), Some(expected));
        let expected = (
            7,
            "mismatched types: expected `i64`, found `String`".to_owned(),
        );
        assert_eq!(short("mismatched types", "src/lib.rs"), Some(expected));
        assert_eq!(short(method, "/elsewhere/client.rs"), None);
        assert_eq!(error("{\"reason\":\"build-finished\"}"), None);
    }
}
