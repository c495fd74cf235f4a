//! Words of the command line -> a command.

use std::path::PathBuf;

use codegen::diff::Format;
use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;

const GENERATE: &str = "\
cargo xtask gen                    generate generated-client/src/generated from spec/
cargo xtask gen --check            write nothing; fail when the committed code is not what spec/ gives
cargo xtask gen --out DIR          write a crate of its own to DIR, which is new, empty, or was written by this
    --spec FILE                    another document, without the overlays and names of the bundled one
    --overlay FILE                 this overlay instead of the bundled ones; may be repeated
    --no-overlay                   none of the bundled overlays
    --names FILE                   these names instead of the bundled ones
    --all                          every problem, not just the first screenful
";

const UPDATE: &str = "\
cargo xtask spec update FILE       put a new document in the place of the bundled one, with the code that becomes of it; says
                                   what changed, which corrections are stale and which names are new; all or nothing
    --texts                        list the texts that changed, too
    --dry-run                      only say it
    --all                          every problem, not just the first screenful
";

const DIFF: &str = "\
cargo xtask spec diff OLD [NEW]    what changed for users of the crate and on the wire; files, git revisions or REVISION:PATH,
                                   NEW is the bundled document unless given; ends with 0 when nothing changed,
                                   1 when it is compatible, 2 when it is breaking, 3 when it failed
    --format markdown|json         for a pull request, for a tool
    --texts                        list the texts that changed, too
    --no-overlay                   compare the documents as they are, without corrections
";

const LINT: &str = "\
cargo xtask spec lint [FILE]       what is doubtful in the bundled document or another one, and what no correction covers
    --all                          everything, with what is covered
    --format json                  everything, for a tool
    --no-overlay                   as if there were no corrections
";

const EXPORT: &str = "\
cargo xtask spec export [FILE]     write the corrected document to FILE, or print it, for any OpenAPI tool
    --extensions                   with the extensions that spec/README.md defines
";

const ADDRESSES: &str = "
A document can be an address, https://…, wherever it can be a file.
";

/// All commands.
pub(crate) fn usage() -> String {
    [GENERATE, UPDATE, DIFF, LINT, EXPORT, ADDRESSES].concat()
}

/// The commands that begin with `spec`.
fn spec_usage() -> String {
    [UPDATE, DIFF, LINT, EXPORT, ADDRESSES].concat()
}

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    /// To print this text.
    Help(String),
    Generate(GenerateOptions),
    Export(ExportOptions),
    Diff(DiffOptions),
    Update(UpdateOptions),
    Lint(LintOptions),
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
    /// Whether the extensions that are ours stay.
    pub(crate) extensions: bool,
}

/// Options of `spec update`.
#[derive(Debug)]
pub(crate) struct UpdateOptions {
    pub(crate) file: String,
    pub(crate) texts: bool,
    pub(crate) dry_run: bool,
    pub(crate) all: bool,
}

/// Options of `spec lint`.
#[derive(Debug)]
pub(crate) struct LintOptions {
    pub(crate) file: Option<String>,
    pub(crate) format: codegen::lint::Format,
    pub(crate) overlays: bool,
}

/// Options of `spec diff`.
#[derive(Debug)]
pub(crate) struct DiffOptions {
    pub(crate) old: String,
    pub(crate) new: Option<String>,
    /// For whoever looks, unless given.
    pub(crate) format: Option<Format>,
    pub(crate) texts: bool,
    pub(crate) overlays: bool,
}

/// Which texts to read: the bundled ones unless said otherwise. Overlays and names of the bundled document are not those of
/// another one.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) document: Option<PathBuf>,
    pub(crate) overlays: Option<Vec<PathBuf>>,
    pub(crate) names: NamesFrom,
    /// Whether reports show every problem.
    pub(crate) all: bool,
}

/// Where names come from.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum NamesFrom {
    /// `spec/names.yaml`
    #[default]
    Bundled,
    /// All are made by rule.
    Nowhere,
    File(PathBuf),
}

/// Reads the command line.
pub(crate) fn read(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    match words.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help(usage())),
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
            Long("all") => options.sources.all = true,
            Long("names") => options.sources.names = NamesFrom::File(words.value()?.into()),
            Short('h') | Long("help") => return Ok(help(GENERATE)),
            other => return Err(other.unexpected()),
        }
    }
    let sources = &options.sources;
    let others = [
        ("--spec", sources.document.is_some()),
        ("--overlay", sources.overlays.is_some()),
        ("--names", sources.names != NamesFrom::Bundled),
    ];
    let other = others.iter().find(|(_, is_given)| *is_given);
    if let (Some((option, _)), None) = (other, &options.out) {
        let why = "the client in this repository belongs to what spec/ has";
        return Err(format!("{option} needs --out: {why}").into());
    }
    if options
        .out
        .as_ref()
        .is_some_and(|out| out.as_os_str().is_empty())
    {
        return Err("--out needs the name of a folder".into());
    }
    if options.check && options.out.is_some() {
        return Err("--check compares the client in this repository; it takes no --out".into());
    }
    if options.sources.document.is_some() {
        options.sources.overlays.get_or_insert_default();
        if options.sources.names == NamesFrom::Bundled {
            options.sources.names = NamesFrom::Nowhere;
        }
    }
    Ok(Command::Generate(options))
}

fn help(text: &str) -> Command {
    Command::Help(text.to_owned())
}

fn spec(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    match words.next()? {
        Some(Value(word)) if word == "export" => export(words),
        Some(Value(word)) if word == "diff" => diff(words),
        Some(Value(word)) if word == "update" => update(words),
        Some(Value(word)) if word == "lint" => lint(words),
        None | Some(Short('h') | Long("help")) => Ok(Command::Help(spec_usage())),
        Some(other) => Err(other.unexpected()),
    }
}

fn export(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = ExportOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Value(file) if options.file.is_none() => options.file = Some(file.parse()?),
            Long("extensions") => options.extensions = true,
            Short('h') | Long("help") => return Ok(help(EXPORT)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Export(options))
}

fn diff(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut sides = Vec::new();
    let (mut format, mut texts, mut overlays) = (None, false, true);
    while let Some(word) = words.next()? {
        match word {
            Value(side) if sides.len() < 2 => sides.push(side.string()?),
            Long("format") => {
                format = Some(match words.value()?.string()?.as_str() {
                    "markdown" => Format::Markdown,
                    "json" => Format::Json,
                    other => return Err(format!("the format `{other}` is not known").into()),
                });
            }
            Long("texts") => texts = true,
            Long("no-overlay") => overlays = false,
            Short('h') | Long("help") => return Ok(help(DIFF)),
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

fn lint(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut given = None;
    let (mut all, mut json, mut overlays) = (false, false, true);
    while let Some(word) = words.next()? {
        match word {
            Value(file) if given.is_none() => given = Some(file.string()?),
            Long("all") => all = true,
            Long("format") => match words.value()?.string()?.as_str() {
                "json" => json = true,
                other => return Err(format!("the format `{other}` is not known").into()),
            },
            Long("no-overlay") => overlays = false,
            Short('h') | Long("help") => return Ok(help(LINT)),
            other => return Err(other.unexpected()),
        }
    }
    let format = if json {
        codegen::lint::Format::Json
    } else {
        codegen::lint::Format::Text { all }
    };
    Ok(Command::Lint(LintOptions {
        file: given,
        format,
        overlays,
    }))
}

fn update(mut words: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut given = None;
    let (mut texts, mut dry_run, mut all) = (false, false, false);
    while let Some(word) = words.next()? {
        match word {
            Value(file) if given.is_none() => given = Some(file.string()?),
            Long("texts") => texts = true,
            Long("dry-run") => dry_run = true,
            Long("all") => all = true,
            Short('h') | Long("help") => return Ok(help(UPDATE)),
            other => return Err(other.unexpected()),
        }
    }
    let file = given.ok_or("`spec update` needs the file or the address of the new document")?;
    Ok(Command::Update(UpdateOptions {
        file,
        texts,
        dry_run,
        all,
    }))
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
        assert!(parse(&["gen", "--names", "other.yaml"]).is_err());
        assert!(parse(&["gen", "--no-overlay"]).is_err());
        assert!(parse(&["gen", "--out", ""]).is_err());
    }

    #[test]
    fn another_document_has_its_own_corrections_and_names() -> Result<(), String> {
        let sources = |words: &[&str]| match parse(words)? {
            Command::Generate(options) => Ok(options.sources),
            other => Err(format!("{other:?}")),
        };
        let bundled = sources(&["gen", "--out", "o"])?;
        assert_eq!(
            (bundled.overlays, bundled.names),
            (None, NamesFrom::Bundled)
        );
        let words = ["gen", "--spec", "other.yaml", "--out", "o"];
        let other = sources(&words)?;
        assert_eq!(other.overlays, Some(Vec::new()));
        assert_eq!(other.names, NamesFrom::Nowhere);
        let given = sources(&[&words[..], &["--overlay", "a", "--names", "n"]].concat())?;
        assert_eq!(given.overlays, Some(vec!["a".into()]));
        assert_eq!(given.names, NamesFrom::File("n".into()));
        Ok(())
    }

    #[test]
    fn unknown_words_are_refused() {
        assert!(parse(&["gen", "--chek"]).is_err());
        assert!(parse(&["spec", "exprt"]).is_err());
        assert!(parse(&["spec", "diff"]).is_err());
        assert!(parse(&["spec", "update"]).is_err());
        assert!(parse(&["spec", "diff", "a", "b", "c"]).is_err());
        assert!(parse(&["spec", "diff", "a", "--format", "xml"]).is_err());
    }

    #[test]
    fn nothing_asks_for_help() {
        assert!(matches!(parse(&[]), Ok(Command::Help(text)) if text == usage()));
    }

    #[test]
    fn help_is_about_what_stands_before_it() {
        let help = |words: &[&str]| match parse(words) {
            Ok(Command::Help(text)) => text,
            other => format!("{other:?}"),
        };
        assert_eq!(help(&["gen", "--help"]), GENERATE);
        assert_eq!(help(&["spec", "diff", "-h"]), DIFF);
        assert!(help(&["spec"]).contains(LINT) && !help(&["spec"]).contains(GENERATE));
    }
}
