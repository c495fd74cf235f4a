//! `spec update`: a new document takes the place of the bundled one, with the code that becomes of it, or nothing changes.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use codegen::diff;
use codegen::report::{Report, Source};
use serde_json::Value;

use crate::arguments::{Sources, UpdateOptions};
use crate::diff::{between, committed, terminal};
use crate::generate::{FOLDERS, bundled, generate, print_made_names};
use crate::inputs::{DOCUMENT, Loaded, NAMES, NamedText, root};
use crate::switch::Switch;

pub(crate) fn run(options: &UpdateOptions) -> Result<()> {
    let document = NamedText::given(Path::new(&options.file))?;
    check(&document)?;
    let today = Loaded::read(&Sources {
        all: options.all,
        ..Sources::default()
    })?;
    // Corrections that were just made for the new document say nothing about the old one.
    let old = committed().unwrap_or_else(|_| today.clone());
    let new = today.with_document(document.clone());
    let (difference, made) = between(&old, &new, false)?;
    println!("{}", diff::render(&difference, terminal(), options.texts));
    let Ok(output) = generate(&new) else {
        print_made_names(&made, options.all);
        bail!(
            "{DOCUMENT} is what it was: correct spec/overlays and {NAMES} as the report says, and run this again"
        );
    };
    print_made_names(&output.made_names, options.all);
    if options.dry_run {
        eprintln!("{DOCUMENT} is what it was (--dry-run)");
        return Ok(());
    }
    let trees = bundled(&output).map(|(_, tree)| tree);
    switch().run(&trees, document.content())?;
    eprintln!(
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

/// Whether a text is a document.
fn check(text: &NamedText) -> Result<()> {
    let name = text.name();
    let mut report = Report::new();
    let document = codegen::document::parse(text.content(), Source::Document, &mut report);
    let Some(document) = document else {
        let loaded = Loaded::of(text.clone(), Vec::new(), NamedText::empty(NAMES));
        eprintln!("{}", loaded.with(|inputs| report.render(&inputs.texts)));
        bail!("{name} is no document");
    };
    let version = document.get("openapi").and_then(Value::as_str);
    if !version.is_some_and(|version| version == "3.0" || version.starts_with("3.0.")) {
        bail!("{name} is no OpenAPI 3.0 document: its first key should be `openapi: 3.0.x`");
    }
    if !document.get("paths").is_some_and(Value::is_object) {
        bail!("{name} has no `paths`");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let checked = check(&NamedText::new("new.yaml", text));
        checked.map_or_else(|problem| problem.to_string(), |()| "taken".to_owned())
    }

    #[test]
    fn only_documents_are_taken() {
        assert!(refused("openapi: [3.0.3").ends_with("is no document"));
        assert!(refused("<html></html>").ends_with("is no document"));
        assert!(refused("swagger: '2.0'\npaths: {}").contains("is no OpenAPI 3.0 document"));
        assert!(refused("openapi: 3.1.0\npaths: {}").contains("is no OpenAPI 3.0 document"));
        assert!(refused("openapi: 3.0.3").ends_with("has no `paths`"));
        assert_eq!(refused("openapi: 3.0.3\npaths: {}"), "taken");
    }
}
