//! `spec update`: a new document takes the place of the bundled one, with the code that becomes of it, or nothing changes.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::diff;
use codegen::report::Report;

use crate::arguments::{Sources, UpdateOptions};
use crate::diff::{between, committed, terminal};
use crate::generate::{FOLDERS, bundled, generate, print_made_names};
use crate::inputs::{DOCUMENT, Loaded, NAMES, NamedText, root};
use crate::output::{print, tell};
use crate::switch::Switch;

pub(crate) fn run(options: &UpdateOptions) -> Result<()> {
    let document = NamedText::given(Path::new(&options.file))?;
    if let Err(report) = check(&document) {
        tell!("{report}");
        bail!("{} is no OpenAPI 3.0 document", document.name())
    }
    let today = Loaded::read(&Sources {
        all: options.all,
        ..Sources::default()
    })?;
    // Corrections that were just made for the new document say nothing about the old one.
    let old = committed().unwrap_or_else(|_| today.clone());
    let new = today.with_document(document.clone());
    let (difference, made) = between(&old, &new, false)?;
    let report = diff::render(&difference, terminal(), options.texts);
    print(&format!("{report}\n"))?;
    let Ok(output) = generate(&new) else {
        print_made_names(&made, options.all);
        bail!(
            "{DOCUMENT} is what it was: correct spec/overlays and {NAMES} as the report says, and run this again"
        );
    };
    print_made_names(&output.made_names, options.all);
    if options.dry_run {
        tell!("{DOCUMENT} is what it was (--dry-run)");
        return Ok(());
    }
    let trees = bundled(&output).map(|(_, tree)| tree);
    switch().run(&trees, document.content())?;
    tell!(
        "{DOCUMENT} is the new document, and {} were generated from it; `cargo test --workspace` comes next",
        FOLDERS.join(" and ")
    );
    Ok(())
}

/// Restores what an interrupted update has left behind.
pub(crate) fn recover() -> Result<()> {
    switch()
        .recover()
        .context("an interrupted `spec update` cannot be undone")
}

fn switch() -> Switch {
    let folders = FOLDERS.map(|folder| root().join(folder));
    Switch::new(folders.to_vec(), root().join(DOCUMENT))
}

/// Whether a text is a document at all, whatever its corrections; else the report.
fn check(text: &NamedText) -> Result<(), String> {
    let loaded = Loaded::of(text.clone(), Vec::new(), NamedText::empty(NAMES));
    loaded.with(|inputs| {
        let read = codegen::correct(&inputs.texts, &mut Report::new());
        read.map(|_| ())
            .map_err(|report| report.render(&inputs.texts))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(text: &str) -> bool {
        check(&NamedText::new("new.yaml", text)).is_ok()
    }

    #[test]
    fn only_documents_are_taken() {
        assert!(!is_taken("openapi: [3.0.3"));
        assert!(!is_taken("<html></html>"));
        assert!(!is_taken("swagger: '2.0'\npaths: {}"));
        assert!(!is_taken("openapi: 3.0.3"));
        assert!(is_taken("openapi: 3.0.3\npaths: {}"));
    }
}
