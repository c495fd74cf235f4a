//! `gen`: from `spec/` to the generated half of the client.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use codegen::{MadeNames, Output};

use crate::arguments::GenerateOptions;
use crate::inputs::{Loaded, root};
use crate::{standalone, tree};

const GENERATED: &str = "generated-client/src/generated";

pub(crate) fn run(options: &GenerateOptions) -> Result<()> {
    let started = Instant::now();
    let loaded = Loaded::read(&options.sources)?;
    let output = generate(&loaded)?;
    print_made_names(&output.made_names);
    let counts = output.counts;
    eprintln!(
        "{} operations, {} types, {} corrections",
        counts.operations, counts.types, counts.corrections
    );
    if options.check {
        return check(&root().join(GENERATED), &output);
    }
    let (place, changed) = match &options.out {
        Some(folder) => (
            folder.display().to_string(),
            standalone::write(folder, &output)?,
        ),
        None => (
            GENERATED.to_owned(),
            tree::write(&root().join(GENERATED), &output.files)?,
        ),
    };
    let time = started.elapsed().as_millis();
    eprintln!(
        "{place}: {} files written, {} removed, in {time} ms",
        changed.stale.len(),
        changed.strays.len()
    );
    Ok(())
}

/// Generates, and prints what was doubtful.
pub(crate) fn generate(loaded: &Loaded) -> Result<Output> {
    loaded.with(|inputs| match codegen::generate(inputs) {
        Ok(output) => {
            eprint!("{}", output.warnings.render(&inputs.texts));
            Ok(output)
        }
        Err(report) => {
            eprintln!("{}", report.render(&inputs.texts));
            bail!("nothing was generated")
        }
    })
}

/// Rows that the maintainer can paste into `spec/names.yaml`, and change.
fn print_made_names(made: &MadeNames) {
    if made.operations.is_empty() && made.types.is_empty() {
        return;
    }
    eprintln!("Named by rule; to keep or change these names, put the rows into spec/names.yaml:\n");
    for (table, rows) in [("operations", &made.operations), ("types", &made.types)] {
        if !rows.is_empty() {
            eprintln!("{table}:");
        }
        for (key, name) in rows {
            eprintln!("  {}: {name}", yaml_key(key));
        }
    }
    eprintln!();
}

/// Keys such as `a[]` need quotes.
fn yaml_key(key: &str) -> String {
    let plain = key
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "._".contains(character));
    if plain {
        key.to_owned()
    } else {
        format!("'{key}'")
    }
}

fn check(folder: &Path, output: &Output) -> Result<()> {
    let difference = tree::compare(folder, &output.files)?;
    if difference.is_empty() {
        eprintln!("{GENERATED} is up to date");
        return Ok(());
    }
    for name in &difference.stale {
        eprintln!(
            "  differs: {GENERATED}/{name}{}",
            first_difference(&folder.join(name), &output.files[name])
        );
    }
    for name in &difference.strays {
        eprintln!("  not generated: {GENERATED}/{name}");
    }
    bail!("the committed code is not what spec/ gives; run `cargo xtask gen`")
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
