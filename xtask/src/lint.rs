//! `spec lint`: what is doubtful in the bundled document, or in another one.

use std::path::Path;

use anyhow::{Result, bail};
use codegen::lint;

use crate::arguments::{LintOptions, Sources};
use crate::inputs::Loaded;
use crate::output::{print, tell};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &LintOptions) -> Result<()> {
    let sources = Sources {
        document: options
            .file
            .as_deref()
            .map(|file| Path::new(file).to_path_buf()),
        overlays: (!options.overlays).then(Vec::new),
        ..Sources::default()
    };
    let loaded = Loaded::read(workspace, &sources)?;
    loaded.with(|inputs| match lint::lint(&inputs.texts) {
        Ok(findings) => print(&lint::render(&findings, &inputs.texts, options.format)),
        Err(report) => {
            tell!("{}", report.render(&inputs.texts));
            bail!("nothing was looked at")
        }
    })
}
