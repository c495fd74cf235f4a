//! `spec lint`: what is doubtful in the bundled document, or in another one.

use anyhow::{Result, bail};
use codegen::lint;

use crate::arguments::LintOptions;
use crate::inputs::Loaded;
use crate::output::{patiently, print, tell};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &LintOptions) -> Result<()> {
    let loaded = Loaded::about(workspace, options.file.as_deref(), &options.overlays)?;
    loaded.with(
        |inputs| match patiently("looking", || lint::lint(&inputs.texts)) {
            Ok(findings) => print(&lint::render(&findings, &inputs.texts, options.format)),
            Err(report) => {
                tell!("{}", report.render(&inputs.texts));
                bail!("nothing was looked at")
            }
        },
    )
}
