//! The files of the repository that belong together: the document, its names, and the code and tests that are generated from it.

use anyhow::{Context, Result};

use crate::atomic_replace::{AtomicReplace, Contents};
use crate::inputs::{DOCUMENT, NAMES};
use crate::tree::Tree;
use crate::workspace::Workspace;

/// Where the code of the client goes.
pub(crate) const GENERATED: &str = "generated-client/src/generated";

/// Where its contract tests go.
pub(crate) const CONTRACT: &str = "generated-client/tests/contract/generated";

/// The folders that are generated.
pub(crate) const FOLDERS: [&str; 2] = [GENERATED, CONTRACT];

/// Restores what an interrupted update has left behind. The caller holds the lock.
pub(crate) fn recover(workspace: &Workspace) -> Result<()> {
    together(workspace)
        .recover()
        .context("an interrupted `spec update` cannot be undone")
}

/// The document, its names and what is generated from it.
fn together(workspace: &Workspace) -> AtomicReplace {
    let paths = FOLDERS.iter().chain([&NAMES]);
    let paths = paths.map(|path| workspace.path(path)).collect();
    AtomicReplace::new(paths, workspace.path(DOCUMENT))
}

/// Puts a document in the place of the bundled one, with its names and what is generated from it: all of them, or none.
pub(crate) fn replace(
    workspace: &Workspace,
    document: &str,
    names: &str,
    generated: [&Tree; 2],
) -> Result<()> {
    let [code, tests] = generated.map(Contents::Folder);
    together(workspace).run(&[code, tests, Contents::File(names)], document)
}
