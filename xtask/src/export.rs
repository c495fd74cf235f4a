//! `spec export`: the corrected document, for every other OpenAPI tool.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::report::Report;

use crate::arguments::{ExportOptions, Sources};
use crate::disk;
use crate::inputs::{DOCUMENT, Loaded, NAMES, OVERLAYS};
use crate::lock::Lock;
use crate::output::{print_data, tell};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &ExportOptions) -> Result<()> {
    if let Some(file) = &options.file {
        refuse_to_lose_it(workspace, file)?;
    }
    let loaded = Loaded::read(workspace, &Sources::default())?;
    let document = loaded.with(|inputs| {
        let mut report = Report::new();
        let corrected = codegen::correct(&inputs.texts, &mut report);
        match corrected {
            Ok(corrected) if !report.has_errors() => Ok(corrected.document),
            Ok(_) => Err(report),
            Err(report) => Err(report),
        }
        .or_else(|report| {
            tell!("{}", report.render(&inputs.texts));
            bail!("nothing was exported")
        })
    })?;
    let document = codegen::export::export(&document, options.extensions);
    let text = serde_yaml::to_string(&document)
        .context("the corrected document cannot be written as YAML")?;
    if let Some(file) = &options.file {
        // Two exports to one file would write the same file beside it.
        let _lock = Lock::of(workspace.root())?;
        return disk::write_whole(file, &text);
    }
    print_data(&text)
}

/// The export is made of these files; none of them is where it goes.
fn refuse_to_lose_it(workspace: &Workspace, file: &Path) -> Result<()> {
    let mut sources = OVERLAYS.into_iter().chain([DOCUMENT, NAMES]);
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let target = real(file);
    if target.is_some() && sources.any(|source| real(&workspace.path(source)) == target) {
        bail!(
            "{} is what the export is made of; name another file",
            file.display()
        )
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_document_is_not_written_over() {
        let workspace = Workspace::tested();
        let refuses = |path: &Path| refuse_to_lose_it(&workspace, path).is_err();
        assert!(refuses(&workspace.path("xtask/../spec/coze-openapi.yaml")));
        assert!(refuses(&workspace.path("spec/overlays/corrections.yaml")));
        assert!(!refuses(Path::new("corrected.yaml")));
    }
}
