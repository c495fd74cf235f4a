//! Words of the command line -> a command.

use std::path::PathBuf;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;

pub(crate) const USAGE: &str = "\
cargo xtask gen                    generate generated-client/src/generated from spec/
cargo xtask gen --check            write nothing; fail when the committed code is not what spec/ gives
cargo xtask gen --out DIR          write a crate of its own to DIR
    --spec FILE                    another document, with --out
    --overlay FILE                 another overlay instead of the bundled ones; may be repeated
    --no-overlay                   no overlay
    --names FILE                   other names instead of spec/names.yaml
cargo xtask spec export [FILE]     write the corrected document to FILE, or print it";

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Generate(GenerateOptions),
    Export(ExportOptions),
}

/// Options of `gen`.
#[derive(Debug, Default)]
pub(crate) struct GenerateOptions {
    pub(crate) check: bool,
    pub(crate) out: Option<PathBuf>,
    pub(crate) sources: Sources,
}

/// Options of `spec export`.
#[derive(Debug, Default)]
pub(crate) struct ExportOptions {
    pub(crate) file: Option<PathBuf>,
}

/// Which texts to read; the bundled ones unless said otherwise.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) document: Option<PathBuf>,
    pub(crate) overlays: Option<Vec<PathBuf>>,
    pub(crate) names: Option<PathBuf>,
}

/// Reads the command line.
pub(crate) fn read(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    match words.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(Value(word)) if word == "gen" => generate(words),
        Some(Value(word)) if word == "spec" => spec(words),
        Some(other) => Err(other.unexpected()),
    }
}

fn generate(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = GenerateOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Long("check") => options.check = true,
            Long("out") => options.out = Some(words.value()?.into()),
            Long("spec") => options.sources.document = Some(words.value()?.into()),
            Long("overlay") => options
                .sources
                .overlays
                .get_or_insert_default()
                .push(words.value()?.into()),
            Long("no-overlay") => options.sources.overlays = Some(Vec::new()),
            Long("names") => options.sources.names = Some(words.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    if options.sources.document.is_some() && options.out.is_none() {
        return Err(
            "--spec needs --out: the client in this repository belongs to the bundled document"
                .into(),
        );
    }
    if options.check && options.out.is_some() {
        return Err("--check compares the client in this repository; it takes no --out".into());
    }
    Ok(Command::Generate(options))
}

fn spec(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    match words.next()? {
        Some(Value(word)) if word == "export" => {}
        Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(other) => return Err(other.unexpected()),
        None => return Err("`spec` needs a command: export".into()),
    }
    let mut options = ExportOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Value(file) if options.file.is_none() => options.file = Some(file.parse()?),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Export(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Command, String> {
        read(lexopt::Parser::from_args(words)).map_err(|problem| problem.to_string())
    }

    #[test]
    fn another_document_needs_another_place() {
        let refused = parse(&["gen", "--spec", "other.yaml"])
            .expect_err("the bundled client is not overwritten");
        assert!(refused.contains("--spec needs --out"), "{refused}");
    }

    #[test]
    fn unknown_words_are_refused() {
        assert!(parse(&["gen", "--chek"]).is_err());
        assert!(parse(&["spec"]).is_err());
    }

    #[test]
    fn nothing_asks_for_help() {
        assert!(matches!(parse(&[]), Ok(Command::Help)));
    }
}
