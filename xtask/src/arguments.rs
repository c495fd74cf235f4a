//! Words of the command line -> a command.

mod options;
mod usage;

use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

use codegen::{diff, lint};
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Error, Parser, ValueExt as _};

pub(crate) use self::options::*;

/// Why the words are not a command.
#[derive(Debug)]
pub(crate) struct Misuse {
    problem: Error,
    /// The command that they begin with.
    command: &'static str,
}

impl Display for Misuse {
    fn fmt(&self, text: &mut Formatter<'_>) -> fmt::Result {
        let help = format!("cargo xtask help {}", self.command);
        write!(
            text,
            "{}\n`{}` says what there is",
            self.problem,
            help.trim_end()
        )
    }
}

/// Reads the command line.
pub(crate) fn read(mut words: Parser) -> Result<Command, Misuse> {
    let misuse = |command| move |problem| Misuse { problem, command };
    match words.next().map_err(misuse(""))? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help(usage::all())),
        Some(Value(word)) if word == "help" => help(words).map_err(misuse("")),
        Some(Value(word)) if word == "gen" => generate(words).map_err(misuse("gen")),
        Some(Value(word)) if word == "release" => release(words).map_err(misuse("release")),
        Some(Value(word)) if word == "spec" => spec(words),
        Some(other) => Err(misuse("")(other.unexpected())),
    }
}

fn spec(mut words: Parser) -> Result<Command, Misuse> {
    let misuse = |command| move |problem| Misuse { problem, command };
    match words.next().map_err(misuse("spec"))? {
        Some(Value(word)) if word == "export" => export(words).map_err(misuse("spec export")),
        Some(Value(word)) if word == "diff" => diff(words).map_err(misuse("spec diff")),
        Some(Value(word)) if word == "update" => update(words).map_err(misuse("spec update")),
        Some(Value(word)) if word == "observe" => observe(words).map_err(misuse("spec observe")),
        Some(Value(word)) if word == "lint" => lint(words).map_err(misuse("spec lint")),
        None | Some(Short('h') | Long("help")) => Ok(Command::Help(usage::spec())),
        Some(other) => Err(misuse("spec")(other.unexpected())),
    }
}

/// `help`, and the words of a command after it.
fn help(mut words: Parser) -> Result<Command, Error> {
    let mut command = Vec::new();
    while let Some(word) = words.next()? {
        match word {
            Value(word) => command.push(word.string()?),
            other => return Err(other.unexpected()),
        }
    }
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    Ok(Command::Help(match command.as_slice() {
        [] => usage::all(),
        ["spec"] => usage::spec(),
        ["gen"] => usage::GENERATE.to_owned(),
        ["spec", "update"] => usage::UPDATE.to_owned(),
        ["release"] => usage::RELEASE.to_owned(),
        ["spec", "diff"] => usage::DIFF.to_owned(),
        ["spec", "observe"] => usage::OBSERVE.to_owned(),
        ["spec", "lint"] => usage::LINT.to_owned(),
        ["spec", "export"] => usage::EXPORT.to_owned(),
        other => return Err(format!("there is no command `{}`", other.join(" ")).into()),
    }))
}

fn generate(mut words: Parser) -> Result<Command, Error> {
    let mut options = GenerateOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Long("check") => options.check = true,
            Long("out") => options.out = Some(path(words.value()?, "--out")?),
            Long("name") => options.name = Some(package_name(words.value()?.string()?)?),
            Long("spec") => options.sources.document = Some(path(words.value()?, "--spec")?),
            Long("overlay") => add_overlay(&mut options.sources.overlays, words.value()?)?,
            Long("no-overlay") => options.sources.overlays = Some(Vec::new()),
            Long("all") => options.sources.all = true,
            Long("skip-unsupported") => options.sources.skip_unsupported = true,
            Long("names") => {
                options.sources.names = NamesFrom::File(path(words.value()?, "--names")?);
            }
            Short('h') | Long("help") => return Ok(Command::Help(usage::GENERATE.to_owned())),
            other => return Err(other.unexpected()),
        }
    }
    refuse_contradictions(&options)?;
    if options.sources.document.is_some() {
        options.sources.overlays.get_or_insert_default();
        if options.sources.names == NamesFrom::Bundled {
            options.sources.names = NamesFrom::Nowhere;
        }
    }
    Ok(Command::Generate(options))
}

fn refuse_contradictions(options: &GenerateOptions) -> Result<(), Error> {
    let sources = &options.sources;
    let others = [
        ("--skip-unsupported", sources.skip_unsupported),
        ("--spec", sources.document.is_some()),
        ("--overlay", sources.overlays.is_some()),
        ("--names", sources.names != NamesFrom::Bundled),
        ("--name", options.name.is_some()),
    ];
    let other = others.iter().find(|(_, is_given)| *is_given);
    if let (Some((option, _)), None) = (other, &options.out) {
        let why = "the client in this repository belongs to what spec/ has";
        return Err(format!("{option} needs --out: {why}").into());
    }
    if options.check && options.out.is_some() {
        return Err("--check compares the client in this repository; it takes no --out".into());
    }
    Ok(())
}

/// A name that Cargo takes for a package.
fn package_name(name: String) -> Result<String, Error> {
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if begins_well && is_plain {
        return Ok(name);
    }
    Err(format!("`{name}` is no name for a package: letters, digits, `-` and `_` make one").into())
}

fn export(mut words: Parser) -> Result<Command, Error> {
    let mut options = ExportOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Value(file) if options.file.is_none() => options.file = Some(file.string()?),
            Long("out") => options.out = Some(path(words.value()?, "--out")?),
            Long("format") => {
                let formats = [("yaml", ExportFormat::Yaml), ("json", ExportFormat::Json)];
                options.format = Some(one_of(&formats, words.value()?)?);
            }
            Long("extensions") => options.extensions = true,
            Long("overlay") => add_overlay(&mut options.overlays, words.value()?)?,
            Long("no-overlay") => options.overlays = Some(Vec::new()),
            Short('h') | Long("help") => return Ok(Command::Help(usage::EXPORT.to_owned())),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Export(options))
}

fn diff(mut words: Parser) -> Result<Command, Error> {
    let mut sides = Vec::new();
    let (mut format, mut texts, mut overlays) = (None, false, None);
    while let Some(word) = words.next()? {
        match word {
            Value(side) if sides.len() < 2 => sides.push(side.string()?),
            Long("format") => {
                let formats = [
                    ("markdown", diff::Format::Markdown),
                    ("json", diff::Format::Json),
                ];
                format = Some(one_of(&formats, words.value()?)?);
            }
            Long("texts") => texts = true,
            Long("no-overlay") => overlays = Some(Vec::new()),
            Short('h') | Long("help") => return Ok(Command::Help(usage::DIFF.to_owned())),
            other => return Err(other.unexpected()),
        }
    }
    let mut sides = sides.into_iter();
    let Some(old) = sides.next() else {
        return Err("`spec diff` needs something to compare with: a file or a git revision".into());
    };
    Ok(Command::Diff(DiffOptions {
        old,
        new: sides.next(),
        format,
        texts,
        overlays,
    }))
}

fn observe(mut words: Parser) -> Result<Command, Error> {
    let mut options = ObserveOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Value(file) => options.files.push(path(file, "FILE")?),
            Long("no-overlay") => options.without_corrections = true,
            Short('h') | Long("help") => return Ok(Command::Help(usage::OBSERVE.to_owned())),
            other => return Err(other.unexpected()),
        }
    }
    if options.files.is_empty() {
        return Err("`spec observe` needs files with the reports of clients".into());
    }
    Ok(Command::Observe(options))
}

fn lint(mut words: Parser) -> Result<Command, Error> {
    let (mut file, mut overlays, mut all, mut json) = (None, None, false, false);
    while let Some(word) = words.next()? {
        match word {
            Value(given) if file.is_none() => file = Some(given.string()?),
            Long("all") => all = true,
            Long("format") => json = one_of(&[("json", true)], words.value()?)?,
            Long("overlay") => add_overlay(&mut overlays, words.value()?)?,
            Long("no-overlay") => overlays = Some(Vec::new()),
            Short('h') | Long("help") => return Ok(Command::Help(usage::LINT.to_owned())),
            other => return Err(other.unexpected()),
        }
    }
    let format = if json {
        lint::Format::Json
    } else {
        lint::Format::Text { all }
    };
    Ok(Command::Lint(LintOptions {
        file,
        overlays,
        format,
    }))
}

fn update(mut words: Parser) -> Result<Command, Error> {
    let mut options = UpdateOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Value(file) if options.file.is_empty() => options.file = file.string()?,
            Long("texts") => options.texts = true,
            Long("dry-run") => options.dry_run = true,
            Long("accept-names") => options.accept_names = true,
            Long("no-proof") => options.no_proof = true,
            Long("all") => options.all = true,
            Short('h') | Long("help") => return Ok(Command::Help(usage::UPDATE.to_owned())),
            other => return Err(other.unexpected()),
        }
    }
    if options.file.is_empty() {
        return Err("`spec update` needs the file or the address of the new document".into());
    }
    Ok(Command::Update(options))
}

fn release(mut words: Parser) -> Result<Command, Error> {
    let mut options = ReleaseOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Long("version") => options.version = Some(words.value()?.string()?),
            Long("no-proof") => options.no_proof = true,
            Long("dry-run") => options.dry_run = true,
            Short('h') | Long("help") => return Ok(Command::Help(usage::RELEASE.to_owned())),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Release(options))
}

fn add_overlay(overlays: &mut Overlays, file: OsString) -> Result<(), Error> {
    overlays
        .get_or_insert_default()
        .push(path(file, "--overlay")?);
    Ok(())
}

fn path(word: OsString, option: &str) -> Result<PathBuf, Error> {
    if word.is_empty() {
        return Err(format!("{option} needs a name").into());
    }
    Ok(word.into())
}

/// The value that a word stands for.
fn one_of<T: Copy>(values: &[(&str, T)], word: OsString) -> Result<T, Error> {
    let word = word.string()?;
    let value = values.iter().find(|(name, _)| *name == word);
    value.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        format!(
            "the format `{word}` is not known; there is {}",
            names.join(", ")
        )
        .into()
    })
}

#[cfg(test)]
mod tests;
