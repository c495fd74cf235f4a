//! The files of the repository that belong together: the document, its names, the code and tests that are generated from it, and the
//! manifest whose features turn that code on.

use anyhow::{Context, Result};

use crate::atomic_replace::{AtomicReplace, Contents};
use crate::inputs::{DOCUMENT, NAMES};
use crate::tree::Tree;
use crate::workspace::Workspace;

/// Where the code of the client goes.
pub(crate) const GENERATED: &str = "generated-client/src/generated";

/// Where its contract tests go.
pub(crate) const CONTRACT: &str = "generated-client/tests/contract/generated";

/// The manifest of the client, whose features bring what is generated.
pub(crate) const CLIENT_MANIFEST: &str = "generated-client/Cargo.toml";

/// The files that a release changes.
pub(crate) const MANIFEST: &str = "Cargo.toml";
pub(crate) const LOCK_FILE: &str = "Cargo.lock";
pub(crate) const CHANGE_LOG: &str = "generated-client/CHANGELOG.md";

/// The folders that are generated.
pub(crate) const FOLDERS: [&str; 2] = [GENERATED, CONTRACT];

/// Restores what an interrupted update or release has left behind. The caller holds the lock.
pub(crate) fn recover(workspace: &Workspace) -> Result<()> {
    together(workspace)
        .recover()
        .context("an interrupted `spec update` cannot be undone")?;
    release(workspace)
        .recover()
        .context("an interrupted `release` cannot be undone")
}

/// What a release changes.
fn release(workspace: &Workspace) -> AtomicReplace {
    let paths = [MANIFEST, LOCK_FILE].map(|path| workspace.path(path));
    AtomicReplace::new(paths.into(), workspace.path(CHANGE_LOG))
}

/// Puts what a release changes in its place: all of it, or nothing.
pub(crate) fn replace_release(
    workspace: &Workspace,
    manifest: &str,
    lock_file: &str,
    change_log: &str,
) -> Result<()> {
    let contents = [manifest, lock_file].map(Contents::File);
    release(workspace).run(&contents, change_log)
}

/// The document, its names and what is generated from it.
fn together(workspace: &Workspace) -> AtomicReplace {
    let paths = FOLDERS.iter().chain([&NAMES, &CLIENT_MANIFEST]);
    let paths = paths.map(|path| workspace.path(path)).collect();
    AtomicReplace::new(paths, workspace.path(DOCUMENT))
}

/// Puts a document in the place of the bundled one, with its names and what is generated from it: all of them, or none.
pub(crate) fn replace(
    workspace: &Workspace,
    document: &str,
    names: &str,
    generated: [&Tree; 2],
    manifest: &str,
) -> Result<()> {
    let [code, tests] = generated.map(Contents::Folder);
    let [names, manifest] = [names, manifest].map(Contents::File);
    together(workspace).run(&[code, tests, names, manifest], document)
}
