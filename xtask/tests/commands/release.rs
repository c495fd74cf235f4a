//! `release`: the next version and its section of the change log, prepared from what has changed since the last tag.

use std::fs;
use std::process::{Command, Stdio};

use crate::miniature::{Miniature, SPEC, said};

const LOG: &str = "generated-client/CHANGELOG.md";
const DATE: &str = "2026-12-24T12:00:00Z";
const STATES: &str =
    "enum: [0, 1, 9]\n      x-coze-enum-names: [DatasetProcessing, DatasetReady, DatasetFailed]";
const MORE_STATES: &str = "enum: [0, 1, 9, 10]\n      x-coze-enum-names: [DatasetProcessing, DatasetReady, DatasetFailed, DatasetArchived]";
const OPTIONAL: &str = "{name: keyword, in: query, schema: {type: string}}";
const REQUIRED: &str = "{name: keyword, in: query, required: true, schema: {type: string}}";

fn git(miniature: &Miniature, words: &[&str]) {
    let status = Command::new("git")
        .current_dir(miniature.path(""))
        .args([
            "-c",
            "user.name=Tester",
            "-c",
            "user.email=tester@example.com",
        ])
        .args(words)
        .env("GIT_COMMITTER_DATE", DATE)
        .stdout(Stdio::null())
        .status();
    assert!(status.expect("git starts").success(), "{words:?}");
}

fn commit(miniature: &Miniature) {
    assert!(miniature.run(&["gen"]).succeeded);
    git(miniature, &["add", "--all"]);
    git(miniature, &["commit", "--quiet", "--message", "A change"]);
}

/// A repository of which 0.1.0 was released.
fn released() -> Miniature {
    let miniature = Miniature::new();
    for (name, content) in [
        (".gitignore", "/target\n/.xtask.lock\n"),
        (
            "Cargo.toml",
            "# Ours\n[workspace.package]\nversion = \"0.1.0\"\n",
        ),
        (
            "Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"coze-client\"\nversion = \"0.1.0\"\n\n\
             [[package]]\nname = \"other\"\nversion = \"0.1.0\"\nsource = \"registry\"\n",
        ),
        (LOG, "# Changes\n\n## 0.1.0\n\nThe first.\n"),
    ] {
        miniature.write(name, content);
    }
    git(&miniature, &["init", "--quiet"]);
    commit(&miniature);
    git(&miniature, &["tag", "v0.1.0"]);
    miniature
}

fn release(miniature: &Miniature, options: &[&str]) -> crate::miniature::Said {
    miniature.run(&[&["release", "--no-proof"], options].concat())
}

#[test]
fn a_new_value_is_a_patch_and_a_new_required_argument_a_minor_version() {
    let miniature = released();
    miniature.edit(SPEC, STATES, MORE_STATES);
    commit(&miniature);
    let told = release(&miniature, &["--dry-run"]);
    assert!(told.succeeded, "{}", told.text);
    let section = "## 0.1.1 (2026-12-24)\n\n### Added\n\n- The value `Archived` of `DatasetStatus`, `10` on the wire.\n";
    assert!(told.text.contains(section), "{}", told.text);
    assert!(miniature.read("Cargo.toml").contains("0.1.0"));

    miniature.edit(SPEC, OPTIONAL, REQUIRED);
    miniature.edit(
        LOG,
        "## 0.1.0",
        "## Unreleased\n\n### Fixed\n\n- A fault.\n\n## 0.1.0",
    );
    commit(&miniature);
    let done = release(&miniature, &[]);
    assert!(done.succeeded, "{}", done.text);
    let log = miniature.read(LOG);
    assert!(
        log.starts_with("# Changes\n\n## 0.2.0 (2026-12-24)\n\n### Fixed\n\n- A fault.\n"),
        "{log}"
    );
    for part in [
        "### Changed\n\n- `client.datasets().images().list` takes `(dataset_id: String, keyword: String)` instead of `(dataset_id: String)`.\n",
        "```rust,ignore\n// 0.1.0\nclient.datasets().images().list(\"dataset_id\")\n// 0.2.0\n\
         client.datasets().images().list(\"dataset_id\", \"keyword\")\n```\n",
        "\n## 0.1.0\n\nThe first.\n",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
    assert!(!log.contains("Unreleased"), "{log}");
    let manifest = "# Ours\n[workspace.package]\nversion = \"0.2.0\"\n";
    assert_eq!(miniature.read("Cargo.toml"), manifest);
    let lock = miniature.read("Cargo.lock");
    assert_eq!(
        (lock.matches("0.2.0").count(), lock.matches("0.1.0").count()),
        (1, 1),
        "{lock}"
    );
    assert!(done.text.contains("git tag v0.2.0"), "{}", done.text);

    commit(&miniature);
    let again = release(&miniature, &[]);
    assert!(
        !again.succeeded && again.text.contains("a release is under way"),
        "{}",
        again.text
    );
}

#[test]
fn what_cannot_be_released_is_refused_with_the_reason() {
    let miniature = released();
    let nothing = release(&miniature, &[]);
    assert!(
        !nothing.succeeded && nothing.text.contains("nothing has changed"),
        "{}",
        nothing.text
    );
    let older = release(&miniature, &["--version", "0.0.9"]);
    assert!(
        !older.succeeded && older.text.contains("0.0.9 does not come after 0.1.0"),
        "{}",
        older.text
    );
    miniature.edit(SPEC, STATES, MORE_STATES);
    let dirty = release(&miniature, &[]);
    assert!(
        !dirty.succeeded && dirty.text.contains("not committed"),
        "{}",
        dirty.text
    );
    git(
        &miniature,
        &[
            "commit",
            "--all",
            "--quiet",
            "--message",
            "Without its code",
        ],
    );
    let stale = release(&miniature, &[]);
    assert!(
        !stale.succeeded && stale.text.contains("run `cargo xtask gen`"),
        "{}",
        stale.text
    );
    git(&miniature, &["tag", "--delete", "v0.1.0"]);
    let first = release(&miniature, &[]);
    assert!(
        !first.succeeded && first.text.contains("no tag like v0.1.0"),
        "{}",
        first.text
    );
    assert!(miniature.read("Cargo.toml").contains("0.1.0"));
}

#[test]
fn an_interrupted_release_is_undone() {
    let miniature = released();
    let manifest = miniature.read("Cargo.toml");
    // Killed when the manifest was new, and the log not yet.
    miniature.write("Cargo.toml.before", &manifest);
    miniature.write("Cargo.toml", "new");
    miniature.write(&format!("{LOG}.next"), "new");
    assert!(miniature.run(&["gen"]).succeeded);
    assert_eq!(miniature.read("Cargo.toml"), manifest);
    assert!(!miniature.path(&format!("{LOG}.next")).exists());
}

#[cfg(unix)]
#[test]
fn where_the_checks_of_versions_are_installed_they_are_asked() {
    use std::os::unix::fs::PermissionsExt as _;
    let miniature = released();
    miniature.edit(SPEC, STATES, MORE_STATES);
    let tools = tempfile::tempdir().expect("a folder");
    let tool = tools.path().join("cargo-semver-checks");
    let script =
        "#!/bin/sh\necho \"asked: $*\"\ncase \"$*\" in *--version*) exit 0;; *) exit 1;; esac\n";
    fs::write(&tool, script).expect("the tool is written");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("it can be run");
    commit(&miniature);
    let path = std::env::var("PATH").expect("a path");
    let path = format!("{}:{path}", tools.path().display());
    let asked = |words: &[&str]| said(miniature.command(words).env("PATH", &path));
    let refused = asked(&["release", "--no-proof"]);
    assert!(!refused.succeeded, "{}", refused.text);
    for part in [
        "--baseline-rev v0.1.0 --release-type minor",
        "cargo-semver-checks does not agree with 0.1.1",
    ] {
        assert!(refused.text.contains(part), "{}", refused.text);
    }
    let chosen = asked(&["release", "--no-proof", "--version", "0.2.0"]);
    assert!(chosen.succeeded, "{}", chosen.text);
}
