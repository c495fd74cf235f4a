//! `spec export`: the corrected document, for every other OpenAPI tool.

use anyhow::{Context as _, Result, bail};
use codegen::report::Report;

use crate::arguments::{ExportOptions, Sources};
use crate::inputs::Loaded;
use crate::tree;

pub(crate) fn run(options: &ExportOptions) -> Result<()> {
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
            eprintln!("{}", report.render(&inputs.texts));
            bail!("nothing was exported")
        })
    })?;
    let document = codegen::export::export(&document, options.extensions);
    let text = serde_yaml::to_string(&document)
        .context("the corrected document cannot be written as YAML")?;
    if let Some(file) = &options.file {
        return tree::write_whole(file, &text);
    }
    print!("{text}");
    Ok(())
}
