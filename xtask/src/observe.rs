//! `spec observe`: the reports of clients, and the corrections that they ask for.

use anyhow::{Context as _, Result, bail};
use codegen::observe::{self, Documents, Line};
use codegen::report::{Report, Texts};
use codegen::{Corrected, Inputs};

use crate::arguments::ObserveOptions;
use crate::inputs::Loaded;
use crate::output::{patiently, print, tell};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &ObserveOptions) -> Result<()> {
    let lines = lines(options)?;
    let loaded = Loaded::about(workspace, None, &None)?;
    let text = loaded.with(|inputs| {
        let texts = &inputs.texts;
        let vendor = patiently("reading", || {
            corrected(
                &Texts {
                    overlays: &[],
                    ..*texts
                },
                inputs,
            )
        })?;
        let corrected = patiently("correcting", || corrected(texts, inputs))?;
        let base = if options.without_corrections {
            &vendor
        } else {
            &corrected
        };
        let documents = Documents {
            base: &base.document,
            vendor: &vendor.document,
            corrected: &corrected.document,
            origins: &corrected.origins,
        };
        anyhow::Ok(observe::render(&observe::propose(lines, documents), texts))
    })?;
    print(&text)
}

/// The reports in all files, or every line that is none.
fn lines(options: &ObserveOptions) -> Result<Vec<Line>> {
    let (mut lines, mut is_misread) = (Vec::new(), false);
    for file in &options.files {
        let name = file.display().to_string();
        let content = std::fs::read(file).with_context(|| format!("cannot read {name}"))?;
        match observe::read(&name, &content) {
            Ok(read) => lines.extend(read),
            Err(misread) => {
                is_misread = true;
                for one in misread {
                    tell!("{one}");
                }
            }
        }
    }
    if is_misread {
        bail!("nothing was looked at")
    }
    Ok(lines)
}

fn corrected(texts: &Texts<'_>, inputs: &Inputs<'_>) -> Result<Corrected> {
    let mut report = Report::new();
    let corrected = codegen::correct(texts, &mut report);
    match corrected {
        Ok(corrected) if !report.has_errors() => Ok(corrected),
        Ok(_) => Err(report),
        Err(report) => Err(report),
    }
    .or_else(|report| {
        tell!("{}", report.render(&inputs.texts));
        bail!("nothing was looked at")
    })
}
