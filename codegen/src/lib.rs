//! From the vendor's OpenAPI document to the source of the client crate: texts in, texts out.
//!
//! No I/O, no network, no clock: the same texts give the same bytes everywhere.

mod asyncapi;
mod coverage;
pub mod diff;
pub mod docs;
pub mod document;
mod emit;
pub mod export;
mod extension;
mod file;
mod impact;
pub mod ir;
mod json_path;
pub mod lint;
mod lower;
pub mod names;
mod nearest;
pub mod notes;
pub mod observe;
mod openapi;
mod outline;
mod output;
pub mod overlay;
mod parallel;
mod pointer;
pub mod proof;
mod render;
pub mod report;
mod reserved;
pub mod stages;
pub mod surface;
mod tokens;
mod unsupported;
pub mod uses;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::report::{Origins, Place, Report, Severity, Source, Text, Texts};

use crate::unsupported::Unsupported;

pub use crate::emit::Credentials;
pub use crate::lower::{DefaultNames, MissingLine};
pub use crate::output::{Counts, Output};
pub use crate::unsupported::LeftOut;

/// What generation reads.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The document, the overlays and the names.
    pub texts: Texts<'a>,
    /// How bad a row of the names is that names nothing: an error for the document that the names were written for.
    pub unused_names: Severity,
    /// Whether operations that cannot be right are left out; else they are errors.
    pub skip_unsupported: bool,
}

/// The document after its overlays.
#[derive(Debug)]
pub struct Corrected {
    /// The document.
    pub document: Value,
    /// Where values that overlays brought come from.
    pub origins: report::Origins,
    /// How many actions the overlays hold.
    pub actions: usize,
}

/// Schemas are gone through as deep as they refer to one another: what a thread usually has is too little for ten thousand in a row.
/// Only what is used of it is taken.
const STACK: usize = 512 << 20;

/// Generates the client, or says everything that is wrong with the inputs.
///
/// # Errors
///
/// A report with at least one error; nothing can be generated.
pub fn generate(inputs: &Inputs<'_>) -> Result<Output, Report> {
    parallel::apart(STACK, || generate_here(inputs))
}

fn generate_here(inputs: &Inputs<'_>) -> Result<Output, Report> {
    let mut report = Report::new();
    let (corrected, (names, coverage)) = parallel::both(
        || correct(&inputs.texts, &mut report),
        || (parsed_names(&inputs.texts), parsed_coverage(&inputs.texts)),
    );
    // The table of contents is checked independently, so that its problems and those of the other inputs are all reported in one run.
    let mut beside = Report::new();
    let coverage = read_coverage(coverage, &mut beside);
    let output = corrected.and_then(|corrected| {
        coverage::check(&coverage, &corrected, &mut beside);
        generate_from(inputs, corrected, names, coverage, report)
    });
    match output {
        Ok(output) if beside.is_empty() => Ok(output),
        Ok(Output { warnings, .. }) => Err(warnings.with(beside)),
        Err(report) => Err(report.with(beside)),
    }
}

fn generate_from(
    inputs: &Inputs<'_>,
    corrected: Corrected,
    names: Option<Parsed>,
    coverage: Vec<ir::Section>,
    mut report: Report,
) -> Result<Output, Report> {
    let Corrected {
        mut document,
        origins,
        actions,
    } = corrected;
    let names = read_names(names, &mut report)?;
    let Lowered {
        mut api,
        outline,
        default_names,
        unsupported,
        spent,
    } = lowered(&document, &names, inputs, &origins, &mut report)
        .ok_or_else(|| std::mem::take(&mut report))?;
    api.coverage = coverage;
    let outline = if unsupported.is_empty() {
        outline
    } else {
        unsupported.remove_from(&mut document);
        outline::text(&document::prepared(&document))
    };
    let (files, contract) = stop_on_errors(&mut report, |report| {
        Some(render_files(&api, &outline, report))
    })?;
    let counts = Counts {
        operations: api.operation_ids().len(),
        types: api.types.len(),
        corrections: actions,
    };
    Ok(Output {
        files,
        contract,
        document,
        default_names,
        left_out: unsupported.into_list(),
        warnings: report,
        counts,
        api,
        _spent: spent,
    })
}

/// What a document becomes.
struct Lowered {
    api: ir::Api,
    /// What the document says of replies.
    outline: String,
    default_names: DefaultNames,
    unsupported: Unsupported,
    spent: Option<Value>,
}

/// Times that a document is lowered until nothing is left that cannot be right. What is left out once is all that is wrong, unless
/// what remains goes wrong without it.
const ROUNDS: usize = 8;

/// Checks and lowers a document. What cannot be right is taken out on the way, so that all that is wrong is known in the end.
fn lowered(
    document: &Value,
    names: &names::Names,
    inputs: &Inputs<'_>,
    origins: &report::Origins,
    report: &mut Report,
) -> Option<Lowered> {
    let is_sound = !report.has_errors();
    let conventions = lower::conventions(document, origins, report);
    let mut document = document::prepared(document);
    let first = report.problems().len();
    let ((), outline) = parallel::both(
        || document::check(&document, origins, report),
        || outline::text(&document),
    );
    if !is_sound {
        // What is wrong with corrections or names would be said of the document once more.
        return None;
    }
    let mut unsupported = Unsupported::behind(first);
    for _ in 0..ROUNDS {
        unsupported.leave_out(&mut document, report)?;
        let mut found = Report::new();
        // Rows may name what is left out.
        let unused_names = Some(inputs.unused_names).filter(|_| unsupported.is_empty());
        let (api, default_names) = lower::lower(
            &document,
            names,
            unused_names,
            &conventions,
            origins,
            &mut found,
        );
        let ends = !inputs.skip_unsupported || !found.has_errors();
        report.append(found);
        if ends {
            if inputs.skip_unsupported {
                report.forgive(first);
            }
            return Some(Lowered {
                api,
                outline,
                default_names,
                unsupported,
                spent: match document {
                    Cow::Owned(document) => Some(document),
                    Cow::Borrowed(_) => None,
                },
            });
        }
    }
    None
}

/// The document with its overlays applied, in the words of `OpenAPI` 3.0.
///
/// # Errors
///
/// A report with at least one error.
pub fn correct(texts: &Texts<'_>, report: &mut Report) -> Result<Corrected, Report> {
    let read = read(texts, report)?;
    Ok(corrected(read, report))
}

/// The texts that the corrected document is made of, as values.
struct Read {
    document: Value,
    overlays: Vec<Value>,
    realtime: Option<Value>,
}

/// Reads the document, and what is ours beside it.
fn read(texts: &Texts<'_>, report: &mut Report) -> Result<Read, Report> {
    let (document, (overlays, realtime, found)) = parallel::both(
        || document::parse(texts.document.content, Source::Document, report),
        || {
            let mut report = Report::new();
            let overlays = texts.overlays.iter().enumerate();
            let overlays = overlays.map(|(index, overlay)| {
                document::parse(overlay.content, Source::Overlay(index), &mut report)
            });
            // All of them are read, so that all that is wrong is said.
            let overlays: Vec<Option<Value>> = overlays.collect();
            let realtime = texts.realtime;
            let realtime = realtime
                .and_then(|text| document::parse(text.content, Source::Realtime, &mut report));
            (overlays, realtime, report)
        },
    );
    report.append(found);
    stop_on_errors(report, |report| {
        let document = document?;
        document::identify(&document, report);
        Some(Read {
            document,
            overlays: overlays.into_iter().collect::<Option<_>>()?,
            realtime,
        })
    })
}

fn corrected(read: Read, report: &mut Report) -> Corrected {
    let Read {
        mut document,
        overlays,
        realtime,
    } = read;
    let mut origins = Origins::default();
    if let Some(realtime) = realtime {
        asyncapi::merge(&mut document, &realtime, &mut origins, report);
    }
    overlay::apply(&mut document, &overlays, &mut origins, report);
    document::normalise(&mut document, &origins, report);
    let actions = overlays
        .iter()
        .filter_map(|overlay| overlay.get("actions")?.as_array())
        .map(Vec::len)
        .sum();
    Corrected {
        document,
        origins,
        actions,
    }
}

/// What a text says, if it says anything, and what is wrong with it.
type Parsed = (Option<Value>, Report);

fn parsed(text: Text<'_>, source: Source) -> Parsed {
    let mut report = Report::new();
    let value = document::parse(text.content, source, &mut report);
    (value, report)
}

fn parsed_names(texts: &Texts<'_>) -> Option<Parsed> {
    let is_empty = texts.names.content.trim().is_empty();
    (!is_empty).then(|| parsed(texts.names, Source::Names))
}

fn read_names(parsed: Option<Parsed>, report: &mut Report) -> Result<names::Names, Report> {
    let Some((value, found)) = parsed else {
        return Ok(names::Names::default());
    };
    let value = stop_on_errors(report, |report| {
        report.append(found);
        value
    })?;
    Ok(names::read(&value, report))
}

fn parsed_coverage(texts: &Texts<'_>) -> Option<Parsed> {
    texts.coverage.map(|text| parsed(text, Source::Coverage))
}

fn read_coverage(parsed: Option<Parsed>, report: &mut Report) -> Vec<ir::Section> {
    let Some((value, found)) = parsed else {
        return Vec::new();
    };
    report.append(found);
    value.map_or_else(Vec::new, |value| coverage::read(&value, report))
}

/// Runs a step; afterwards the report decides whether there is any point in going on.
fn stop_on_errors<T>(
    report: &mut Report,
    step: impl FnOnce(&mut Report) -> Option<T>,
) -> Result<T, Report> {
    match step(report) {
        Some(value) if !report.has_errors() => Ok(value),
        _ => Err(std::mem::take(report)),
    }
}

/// Path -> text, of the client and of its contract tests.
type Files = (BTreeMap<String, String>, BTreeMap<String, String>);

fn render_files(api: &ir::Api, outline: &str, report: &mut Report) -> Files {
    let (client, contract) = (emit::emit(api), emit::contract(api));
    let outline: render::Job<'_> = Box::new(|| outline::file(outline));
    let jobs = std::iter::once(outline);
    let client = jobs.chain(client.into_iter().map(render::job));
    let mut jobs: Vec<render::Job<'_>> = client.collect();
    let of_client = jobs.len();
    jobs.extend(contract.into_iter().map(render::job));
    let mut client = parallel::all(&jobs);
    let contract = client.split_off(of_client);
    (texts(client, report), texts(contract, report))
}

fn texts(files: Vec<render::Rendered>, report: &mut Report) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (path, text) in files {
        match text {
            Ok(text) => {
                texts.insert(path, text);
            }
            Err(problem) => {
                report
                    .error(
                        Place::document(""),
                        format!("the emitted file `{path}` is not Rust: {problem}"),
                    )
                    .fix("This is a mistake of the generator; please report it with the document.");
            }
        }
    }
    texts
}
