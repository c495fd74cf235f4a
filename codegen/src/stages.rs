//! The stages of a run one after the other, for those who measure them.

use crate::report::{Report, Texts};
use crate::{document, emit, lower, outline, render};

/// A part of the way from the texts to the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Texts of YAML and JSON -> values.
    Read,
    /// The document and its overlays -> the corrected document.
    Correct,
    /// What is wrong in it.
    Check,
    /// The checked document -> the API as plain data.
    Lower,
    /// The API -> tokens.
    Emit,
    /// Tokens -> texts.
    Render,
}

/// Goes the way of [`generate`](crate::generate), on this thread alone, and says when a stage is done. Returns the texts.
///
/// # Errors
///
/// A report with at least one error.
pub fn walk(texts: &Texts<'_>, mut done: impl FnMut(Stage)) -> Result<Vec<String>, Report> {
    let mut report = Report::new();
    let read = crate::read(texts, &mut report)?;
    let names = crate::read_names(crate::parsed_names(texts), &mut report)?;
    done(Stage::Read);
    let crate::Corrected {
        document, origins, ..
    } = crate::corrected(read, &mut report);
    done(Stage::Correct);
    let conventions = lower::conventions(&document, &origins, &mut report);
    let prepared = document::prepared(&document);
    document::check(&prepared, &origins, &mut report);
    let outline = outline::text(&prepared);
    done(Stage::Check);
    let (api, _) = crate::stop_on_errors(&mut report, |report| {
        let lowered = lower::lower(&prepared, &names, None, &conventions, &origins, report);
        Some(lowered)
    })?;
    done(Stage::Lower);
    let jobs = emit::emit(&api).into_iter().chain(emit::contract(&api));
    let files: Vec<_> = jobs.map(|job| job()).collect();
    done(Stage::Emit);
    let files = files.into_iter().filter_map(|file| render::file(file).ok());
    let outline = outline::file(&outline).1.ok();
    let texts = files.chain(outline).collect();
    done(Stage::Render);
    Ok(texts)
}
