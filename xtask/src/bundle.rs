//! The files of the repository that belong together: the document, and the code and tests that are generated from it.

use anyhow::{Context, Result};

use crate::atomic_replace::AtomicReplace;
use crate::inputs::DOCUMENT;
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

/// The document and what is generated from it.
pub(crate) fn together(workspace: &Workspace) -> AtomicReplace {
    let folders = FOLDERS.map(|folder| workspace.path(folder));
    AtomicReplace::new(folders.to_vec(), workspace.path(DOCUMENT))
}
