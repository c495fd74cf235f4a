//! `gen`: from `spec/` to the generated half of the client and of its tests.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use codegen::{DefaultNames, Output};

use crate::arguments::{GenerateOptions, NamesFrom};
use crate::inputs::{Loaded, NAMES, root};
use crate::output::tell;
use crate::rows;
use crate::standalone;
use crate::tree::{self, Tree};

const GENERATED: &str = "generated-client/src/generated";
const CONTRACT: &str = "generated-client/tests/contract/generated";

pub(crate) fn run(options: &GenerateOptions) -> Result<()> {
    let started = Instant::now();
    let loaded = Loaded::read(&options.sources)?;
    let output = generate(&loaded)?;
    let file = match &options.sources.names {
        NamesFrom::Bundled => NAMES.to_owned(),
        NamesFrom::Nowhere => "a file for --names".to_owned(),
        NamesFrom::File(file) => file.display().to_string(),
    };
    print_default_names(&output.default_names, &file, options.sources.all);
    let counts = output.counts;
    tell!(
        "{} operations, {} types, {} corrections",
        counts.operations,
        counts.types,
        counts.corrections
    );
    if options.check {
        return check(&output);
    }
    let written = match &options.out {
        Some(folder) => vec![(
            folder.display().to_string(),
            standalone::write(folder, &output)?,
        )],
        None => bundled(&output)
            .into_iter()
            .map(|(place, files)| Ok((place.to_owned(), tree::write(&root().join(place), files)?)))
            .collect::<Result<_>>()?,
    };
    if options.out.is_some()
        && let Some(advice) = standalone::advice(&output.document)?
    {
        tell!("{advice}");
    }
    let time = started.elapsed().as_millis();
    for (place, changed) in written {
        tell!(
            "{place}: {} files written, {} removed, in {time} ms",
            changed.stale.len(),
            changed.strays.len()
        );
    }
    Ok(())
}

/// The folders of this repository that belong to the generator.
pub(crate) const FOLDERS: [&str; 2] = [GENERATED, CONTRACT];

/// These folders, and what they hold.
pub(crate) fn bundled(output: &Output) -> [(&'static str, &Tree); 2] {
    [(GENERATED, &output.files), (CONTRACT, &output.contract)]
}

/// Generates, and prints what was doubtful.
pub(crate) fn generate(loaded: &Loaded) -> Result<Output> {
    loaded.with(|inputs| match codegen::generate(inputs) {
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
    })
}

/// Rows that the maintainer can paste into the file with the names, and change.
pub(crate) fn print_default_names(made: &DefaultNames, file: &str, all: bool) {
    let rows = rows::written(made, all);
    if !rows.is_empty() {
        tell!("Named by rule; to keep or change these names, put the rows into {file}:\n\n{rows}");
    }
}

fn check(output: &Output) -> Result<()> {
    let mut up_to_date = true;
    for (place, files) in bundled(output) {
        up_to_date &= is_up_to_date(place, files)?;
    }
    if !up_to_date {
        bail!("the committed code is not what spec/ gives; run `cargo xtask gen`")
    }
    Ok(())
}

/// Whether a folder holds these files and nothing else; says what differs.
fn is_up_to_date(place: &str, files: &Tree) -> Result<bool> {
    let folder = root().join(place);
    let difference = tree::compare(&folder, files)?;
    for name in &difference.stale {
        tell!(
            "  differs: {place}/{name}{}",
            first_difference(&folder.join(name), &files[name])
        );
    }
    for name in &difference.strays {
        tell!("  not generated: {place}/{name}");
    }
    if difference.is_empty() {
        tell!("{place} is up to date");
    }
    Ok(difference.is_empty())
}

/// `:12` for the first line that differs.
fn first_difference(path: &Path, wanted: &str) -> String {
    let Ok(found) = std::fs::read_to_string(path) else {
        return " (missing)".to_owned();
    };
    let same = found
        .lines()
        .zip(wanted.lines())
        .take_while(|(found, wanted)| found == wanted)
        .count();
    format!(":{}", same + 1)
}
