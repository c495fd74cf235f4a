//! `spec export`: the corrected document, for every other OpenAPI tool.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::overlay::BUNDLED;
use codegen::report::Report;
use serde_json::Value;

use crate::arguments::{ExportFormat, ExportOptions};
use crate::disk;
use crate::inputs::{DOCUMENT, Loaded, NAMES};
use crate::lock::Lock;
use crate::output::{patiently, print_data, tell};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &ExportOptions) -> Result<()> {
    if let Some(out) = &options.out {
        refuse_to_lose_it(workspace, options, out)?;
    }
    let loaded = Loaded::about(workspace, options.file.as_deref(), &options.overlays)?;
    let document = codegen::export::export(&corrected(&loaded)?, options.extensions);
    let text = written(&document, format(options))?;
    let Some(out) = &options.out else {
        return print_data(&text);
    };
    // Two exports to one file would write the same file beside it.
    let _lock = Lock::of(workspace.root())?;
    disk::write_whole(out, &text)?;
    tell!("{} is written", out.display());
    Ok(())
}

fn corrected(loaded: &Loaded) -> Result<Value> {
    loaded.with(|inputs| {
        let mut report = Report::new();
        let corrected = patiently("correcting", || {
            codegen::correct(&inputs.texts, &mut report)
        });
        match corrected {
            Ok(corrected) if !report.has_errors() => Ok(corrected.document),
            Ok(_) => Err(report),
            Err(report) => Err(report),
        }
        .or_else(|report| {
            tell!("{}", report.render(&inputs.texts));
            bail!("nothing was exported")
        })
    })
}

/// What is asked for, else what the name of the file says.
fn format(options: &ExportOptions) -> ExportFormat {
    let ending = options.out.as_deref().and_then(Path::extension);
    let is_json = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    options.format.unwrap_or(if is_json {
        ExportFormat::Json
    } else {
        ExportFormat::Yaml
    })
}

fn written(document: &Value, format: ExportFormat) -> Result<String> {
    match format {
        ExportFormat::Yaml => serde_yaml::to_string(document)
            .context("the corrected document cannot be written as YAML"),
        ExportFormat::Json => Ok(format!("{document:#}\n")),
    }
}

/// The export is made of these files; none of them is where it goes.
fn refuse_to_lose_it(workspace: &Workspace, options: &ExportOptions, out: &Path) -> Result<()> {
    let bundled = BUNDLED.into_iter().chain([DOCUMENT, NAMES]);
    let given = options
        .file
        .iter()
        .map(|file| Path::new(file).to_path_buf());
    let overlays = options.overlays.iter().flatten().cloned();
    let mut sources = bundled
        .map(|file| workspace.path(file))
        .chain(given)
        .chain(overlays);
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let target = real(out);
    if target.is_some() && sources.any(|source| real(&source) == target) {
        bail!(
            "{} is what the export is made of; name another file",
            out.display()
        )
    }
    Ok(())
}
