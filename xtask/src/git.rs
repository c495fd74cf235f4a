//! Questions to git.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;

/// What git says to these words.
pub(crate) fn said(workspace: &Workspace, words: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .current_dir(workspace.root())
        .args(words)
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("what `git {}` says is not text in UTF-8", words.join(" ")))
}
