//! `spec export`: the corrected document, for every other OpenAPI tool.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::report::Report;

use crate::arguments::{ExportOptions, Sources};
use crate::inputs::{DOCUMENT, Loaded, NAMES, OVERLAYS, root};
use crate::output::{print, tell};
use crate::tree;

pub(crate) fn run(options: &ExportOptions) -> Result<()> {
    if let Some(file) = &options.file {
        refuse_to_lose_it(file)?;
    }
    let loaded = Loaded::read(&Sources::default())?;
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
        return tree::write_whole(file, &text);
    }
    print(&text)
}

/// The export is made of these files; none of them is where it goes.
fn refuse_to_lose_it(file: &Path) -> Result<()> {
    let mut sources = OVERLAYS.into_iter().chain([DOCUMENT, NAMES]);
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let target = real(file);
    if target.is_some() && sources.any(|source| real(&root().join(source)) == target) {
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
        assert!(refuse_to_lose_it(&root().join("xtask/../spec/coze-openapi.yaml")).is_err());
        assert!(refuse_to_lose_it(&root().join("spec/overlays/corrections.yaml")).is_err());
        assert!(refuse_to_lose_it(Path::new("corrected.yaml")).is_ok());
    }
}
