//! `spec diff`: compares two documents, each a file or a revision of this repository.

use std::io::{IsTerminal as _, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use codegen::DefaultNames;
use codegen::diff::{self, Difference, Format, Impact};
use codegen::overlay::BUNDLED;
use codegen::report::Report;
use codegen::surface::Surface;
use serde_json::Value;

use crate::address::is_address;
use crate::arguments::{DiffOptions, Overlays};
use crate::git;
use crate::inputs::{DOCUMENT, Loaded, NAMES, NamedText, REALTIME};
use crate::output::{patiently, print, tell};
use crate::workspace::Workspace;

/// The exit code if the comparison itself failed.
pub(crate) const FAILED: u8 = 3;

pub(crate) fn run(workspace: &Workspace, options: &DiffOptions) -> Result<ExitCode> {
    let old = side(workspace, &options.old, &options.overlays)?;
    let new = match &options.new {
        Some(word) => side(workspace, word, &options.overlays)?,
        None => Loaded::about(workspace, None, &options.overlays)?,
    };
    let (difference, _) = patiently("comparing", || {
        between(&old, &new.as_known_to(&old, &old.renames(&new)?)?, true)
    })?;
    print(&diff::render(&difference, format(options), options.texts))?;
    Ok(ExitCode::from(match difference.verdict() {
        None => 0,
        Some(Impact::Documentation | Impact::Compatible) => 1,
        Some(Impact::Breaking) => 2,
    }))
}

/// Compares two sets of texts, and says which names the new document needs. Corrections that do not fit are left out, and
/// named if asked for.
pub(crate) fn between(
    old: &Loaded,
    new: &Loaded,
    tell: bool,
) -> Result<(Difference, DefaultNames)> {
    let (before, after) = (corrected(old, tell)?, corrected(new, tell)?);
    let described = |document: &Value, loaded: &Loaded| {
        loaded.with(|inputs| Surface::with_default_names(document, inputs.texts.names.content))
    };
    let old_surface = described(&before, old).map(|(surface, _)| surface);
    let (new_surface, default_names) = match described(&after, new) {
        Ok((surface, default_names)) => (Ok(surface), default_names),
        Err(why) => (Err(why), DefaultNames::default()),
    };
    let difference = diff::compare(&before, &after, (&old_surface, &new_surface));
    Ok((difference, default_names))
}

fn corrected(loaded: &Loaded, tell: bool) -> Result<Value> {
    let mut report = Report::new();
    loaded.with(|inputs| {
        let name = inputs.texts.document.name;
        match codegen::correct(&inputs.texts, &mut report) {
            Ok(corrected) => {
                if tell && !report.is_empty() {
                    tell!("{}", report.render(&inputs.texts));
                    tell!("{name} is compared without the corrections above\n");
                }
                Ok(corrected.document)
            }
            Err(report) => {
                tell!("{}", report.render(&inputs.texts));
                bail!("{name} cannot be compared")
            }
        }
    })
}

/// How to write: in colours only to a terminal.
pub(crate) fn format(options: &DiffOptions) -> Format {
    match options.format {
        Some(format) => format,
        None => terminal(),
    }
}

/// The default format for the place where the output goes.
pub(crate) fn terminal() -> Format {
    Format::Terminal {
        colour: stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}

/// The document as it was committed in a revision, with the corrections and names of that time.
pub(crate) fn revision(workspace: &Workspace, revision: &str) -> Result<Loaded> {
    side(workspace, revision, &None)
}

/// A file, with the corrections and names of today; or a revision, with its own; or `REVISION:PATH`, with those of today.
fn side(workspace: &Workspace, word: &str, overlays: &Overlays) -> Result<Loaded> {
    if Path::new(word).is_file() || is_address(word) {
        return Loaded::about(workspace, Some(word), overlays);
    }
    if word.contains(':') {
        let document = shown(workspace, word)?;
        let bundled = Loaded::about(workspace, None, overlays)?;
        return bundled.for_document(document, overlays.is_some());
    }
    let at = |path: &str| shown(workspace, &format!("{word}:{path}"));
    let document = at(DOCUMENT)
        .with_context(|| format!("`{word}` is no file, and no revision with {DOCUMENT}"))?;
    // A revision may be older than some of the overlays.
    let overlays = match overlays {
        None => BUNDLED.iter().filter_map(|path| at(path).ok()).collect(),
        Some(_) => Vec::new(),
    };
    let names = at(NAMES).unwrap_or_else(|_| NamedText::empty(NAMES));
    let realtime = at(REALTIME).ok();
    Ok(Loaded::of(document, overlays, names).with_realtime(realtime))
}

/// `git show REVISION:PATH`
fn shown(workspace: &Workspace, object: &str) -> Result<NamedText> {
    if object.starts_with('-') {
        bail!("`{object}` is no revision");
    }
    let content = git::said(workspace, &["show", object])?;
    Ok(NamedText::new(object, content))
}
