//! `spec update`: a new document takes the place of the bundled one, with the code that becomes of it, or nothing changes.

use std::path::Path;

use anyhow::{Result, bail};
use codegen::diff::{self, Difference, Renames};
use codegen::report::Report;
use codegen::{DefaultNames, Output};

use crate::arguments::{Sources, UpdateOptions};
use crate::bundle::{FOLDERS, recover, replace};
use crate::diff::{between, revision, terminal};
use crate::generate::{bundled, generate, manifests, print_default_names};
use crate::inputs::{DOCUMENT, Loaded, NAMES, NamedText};
use crate::lock::Lock;
use crate::output::{first_lines, patiently, print, tell};
use crate::proof;
use crate::rows;
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &UpdateOptions) -> Result<()> {
    if options.dry_run {
        return update(workspace, options);
    }
    let _lock = Lock::of(workspace.root())?;
    recover(workspace)?;
    update(workspace, options)
}

fn update(workspace: &Workspace, options: &UpdateOptions) -> Result<()> {
    let document = NamedText::given(Path::new(&options.file))?;
    if let Err(report) = check(&document) {
        tell!("{report}");
        bail!("{} is no OpenAPI 3.0 document", document.name())
    }
    let sources = Sources {
        all: options.all,
        ..Sources::default()
    };
    let today = Loaded::read(workspace, &sources)?;
    // Corrections that were just made for the new document say nothing about the old one.
    let old = revision(workspace, "HEAD").unwrap_or_else(|_| today.clone());
    let new = today.with_document(document.clone());
    let renames = old.renames(&new)?;
    let rows = rows::to_follow(&renames, &old.names()?, &new.names()?);
    let (difference, made) = patiently("comparing", || {
        between(&old, &new.as_known_to(&old, &renames)?, false)
    })?;
    let report = diff::render(&difference, terminal(), options.texts);
    print(&format!("{report}\n"))?;
    print_mentions(&renames, &old, &new, options.all);
    print_rows(&rows, options.all);
    let generated = generate(&new).ok().filter(|_| rows.is_empty());
    let made = generated
        .as_ref()
        .map_or(&made, |output| &output.default_names);
    print_default_names(made, NAMES, options.all);
    let Some(output) = generated else {
        bail!(
            "{DOCUMENT} is what it was: correct spec/overlays and {NAMES} as the report says, and run this again"
        );
    };
    if !options.no_proof {
        prove(workspace, &difference, &old, &output)?;
    }
    if options.dry_run {
        tell!("{DOCUMENT} is what it was (--dry-run)");
        return Ok(());
    }
    if options.accept_names {
        let names = rows::added(new.names_text(), &output.default_names)?;
        let new = new.with_names(names);
        return put(workspace, &new, &generate(&new)?);
    }
    put(workspace, &new, &output)
}

/// Compiles code for the old crate with the new one, says what no longer compiles, and holds it against the difference.
fn prove(workspace: &Workspace, difference: &Difference, old: &Loaded, new: &Output) -> Result<()> {
    let old = old.with(codegen::generate);
    let (Ok(surface), Ok(old)) = (&difference.surface, old) else {
        tell!("not proved: nothing can be generated from the old document any more");
        return Ok(());
    };
    proof::prove(workspace, surface, &old.uses(), new)
}

/// Puts the new texts in place, with what was generated from them.
fn put(workspace: &Workspace, new: &Loaded, output: &Output) -> Result<()> {
    let trees = bundled(output).map(|(_, tree)| tree);
    let [_, manifest] = manifests(workspace, output)?;
    replace(
        workspace,
        new.document_text(),
        new.names_text(),
        trees,
        &manifest,
    )?;
    tell!(
        "{DOCUMENT} is the new document, and {} were generated from it; `cargo test --workspace` comes next",
        FOLDERS.join(" and ")
    );
    Ok(())
}

/// Says what has another name where corrections use the old one.
fn print_mentions(renames: &Renames, old: &Loaded, new: &Loaded, all: bool) {
    const SHOWN: usize = 20;
    let most = if all { usize::MAX } else { SHOWN };
    let mentioned = renames.schemas.iter().filter_map(|(then, now)| {
        let lines = new.mentions(then, old);
        let lines = (!lines.is_empty()).then(|| lines.join(", "))?;
        Some(format!("  `{then}` is `{now}`: {lines}\n"))
    });
    let mentioned: Vec<String> = mentioned.collect();
    if !mentioned.is_empty() {
        tell!(
            "Components have other names in the new document. Corrections that mean them need the new ones:\n\n{}",
            first_lines(&mentioned, most)
        );
    }
}

/// Says which rows of names have to follow what they are for.
fn print_rows(rows: &DefaultNames, all: bool) {
    if !rows.is_empty() {
        tell!(
            "Components or operations have other names in the new document. To keep those of the crate, put these rows into \
             {NAMES} in the place of the old ones:\n\n{}",
            rows::written(rows, all)
        );
    }
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
