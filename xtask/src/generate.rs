//! `gen`: from `spec/` to the generated half of the client and of its tests.

use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use codegen::{DefaultNames, LeftOut, Output};

use crate::arguments::{GenerateOptions, NamesFrom};
use crate::bundle::{self, CLIENT_MANIFEST, CONTRACT, GENERATED};
use crate::disk;
use crate::features;
use crate::inputs::{Loaded, NAMES};
use crate::lines;
use crate::lock::Lock;
use crate::output::{patiently, tell};
use crate::rows;
use crate::standalone;
use crate::tree::{self, Difference, Tree};
use crate::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace, options: &GenerateOptions) -> Result<()> {
    match &options.out {
        _ if options.check => check(workspace, &*described(workspace, options)?),
        Some(folder) => write_standalone(workspace, options, folder),
        None => write_bundled(workspace, options),
    }
}

fn write_bundled(workspace: &Workspace, options: &GenerateOptions) -> Result<()> {
    let started = Instant::now();
    let _lock = Lock::of(workspace.root())?;
    bundle::recover(workspace)?;
    let output = described(workspace, options)?;
    let places = bundled(&output).map(|(place, files)| (place, workspace.path(place), files));
    for (_, folder, files) in &places {
        tree::refuse(folder, files)?;
    }
    for (place, folder, files) in &places {
        tell_written(place, &tree::write(folder, files)?, started);
    }
    let [found, wanted] = manifests(workspace, &output)?;
    if found != wanted {
        disk::write_whole(&workspace.path(CLIENT_MANIFEST), &wanted)?;
        tell!("{CLIENT_MANIFEST} has the features of the document");
    }
    Ok(())
}

fn write_standalone(workspace: &Workspace, options: &GenerateOptions, folder: &Path) -> Result<()> {
    let started = Instant::now();
    let output = described(workspace, options)?;
    let identity = standalone::Options {
        is_other_document: options.sources.document.is_some(),
        name: options.name.as_deref(),
    };
    let written = standalone::write(workspace, folder, &output, &identity)?;
    tell_written(&folder.display().to_string(), &written, started);
    Ok(())
}

fn tell_written(place: &str, changed: &Difference, started: Instant) {
    tell!(
        "{place}: {} files written, {} removed, in {} ms",
        changed.stale.len(),
        changed.strays.len(),
        started.elapsed().as_millis()
    );
}

/// Generates, and prints the default names and the number of items. What comes out is not freed, because the program ends with it.
fn described(workspace: &Workspace, options: &GenerateOptions) -> Result<ManuallyDrop<Output>> {
    let output = generate(&Loaded::read(workspace, &options.sources)?)?;
    let output = ManuallyDrop::new(output);
    let file = match &options.sources.names {
        NamesFrom::Bundled => NAMES.to_owned(),
        NamesFrom::Nowhere => "a file for --names".to_owned(),
        NamesFrom::File(file) => file.display().to_string(),
    };
    print_default_names(&output.default_names, &file, options.sources.all);
    print_left_out(&output);
    print_credentials(&output);
    let counts = output.counts;
    tell!(
        "{} operations, {} types, {} corrections",
        counts.operations,
        counts.types,
        counts.corrections
    );
    Ok(output)
}

/// These folders, and what they hold.
pub(crate) fn bundled(output: &Output) -> [(&'static str, &Tree); 2] {
    [(GENERATED, &output.files), (CONTRACT, &output.contract)]
}

/// The manifest of the client as it is, and with the features that bring what is generated.
pub(crate) fn manifests(workspace: &Workspace, output: &Output) -> Result<[String; 2]> {
    let found = workspace.read(CLIENT_MANIFEST)?;
    let wanted = features::written(&found, &output.groups())?;
    Ok([found, wanted])
}

/// Generates, and prints the warnings.
pub(crate) fn generate(loaded: &Loaded) -> Result<Output> {
    loaded.with(
        |inputs| match patiently("generating", || codegen::generate(inputs)) {
            Ok(output) => {
                let warnings = loaded.render(&output.warnings);
                if !warnings.is_empty() {
                    tell!("{}", warnings.trim_end_matches('\n'));
                }
                Ok(output)
            }
            Err(report) => {
                tell!("{}", loaded.render(&report));
                bail!("nothing was generated")
            }
        },
    )
}

/// Prints the credentials that calls need.
fn print_credentials(output: &Output) {
    for credentials in output.credentials() {
        let operations = match credentials.operations {
            1 => "1 operation".to_owned(),
            more => format!("{more} operations"),
        };
        let (method, place) = (&credentials.method, &credentials.place);
        tell!("credentials: `{method}`, in {place}, for {operations}");
    }
}

/// Prints what the document has and the crate does not.
fn print_left_out(output: &Output) {
    if output.left_out.is_empty() {
        return;
    }
    tell!("Left out, because they cannot be right:\n");
    for LeftOut { operation, reasons } in &output.left_out {
        tell!("  {operation}: {}", reasons.join("; "));
    }
    match output.left_out.len() {
        1 => tell!("\n1 operation was left out"),
        more => tell!("\n{more} operations were left out"),
    }
}

/// Rows that the maintainer can paste into the file with the names, and change.
pub(crate) fn print_default_names(made: &DefaultNames, file: &str, all: bool) {
    let rows = rows::written(made, all);
    if !rows.is_empty() {
        tell!("Named by rule; to keep or change these names, put the rows into {file}:\n\n{rows}");
    }
    let rows = lines::missing(&made.missing_lines, all);
    if !rows.is_empty() {
        tell!(
            "Nothing is said of these in a language of `x-lines`; fill in the rows, and put them where the others stand:\n\n{rows}"
        );
    }
}

/// Fails if the committed code is not what was generated.
pub(crate) fn check(workspace: &Workspace, output: &Output) -> Result<()> {
    let mut up_to_date = true;
    for (place, files) in bundled(output) {
        up_to_date &= is_up_to_date(workspace, place, files)?;
    }
    let [found, wanted] = manifests(workspace, output)?;
    if found != wanted {
        let line = first_difference(&found, &wanted);
        tell!("  differs: {CLIENT_MANIFEST}:{line}");
        up_to_date = false;
    }
    if !up_to_date {
        bail!("the committed code is not what spec/ gives; run `cargo xtask gen`")
    }
    Ok(())
}

/// Whether a folder holds these files and nothing else; says what differs.
fn is_up_to_date(workspace: &Workspace, place: &str, files: &Tree) -> Result<bool> {
    let folder = workspace.path(place);
    let difference = tree::compare(&folder, files)?;
    for name in &difference.stale {
        match std::fs::read_to_string(folder.join(name)) {
            Ok(found) => {
                let line = first_difference(&found, &files[name]);
                tell!("  differs: {place}/{name}:{line}");
            }
            Err(_) => tell!("  differs: {place}/{name} (missing)"),
        }
    }
    for name in &difference.strays {
        tell!("  not generated: {place}/{name}");
    }
    if difference.is_empty() {
        tell!("{place} is up to date");
    }
    Ok(difference.is_empty())
}

/// The number of the first line that differs.
fn first_difference(found: &str, wanted: &str) -> usize {
    let same = found
        .lines()
        .zip(wanted.lines())
        .take_while(|(found, wanted)| found == wanted)
        .count();
    same + 1
}
