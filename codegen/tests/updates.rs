//! A new document arrives: what a maintainer reads about it, for ten kinds of news and more.
//!
//! Each file of `updates/` is an overlay that makes another document of the one in `vendor/`; both go through the corrections.

mod support;

use std::fmt::Write as _;

use codegen::diff::{self, Difference, Format, Impact};
use codegen::report::Report;
use codegen::surface::Surface;
use serde_json::Value;
use support::{NamedText, Sources};

/// The texts of the vendor with the document that an update makes of its own.
fn updated(name: &str) -> Sources {
    let vendor = Sources::vendor();
    let path = format!("codegen/tests/updates/{name}.yaml");
    let update = Sources {
        overlays: vec![NamedText::read(&path)],
        ..vendor.clone()
    };
    let (document, report) = corrected(&update);
    assert!(report.is_empty(), "{}", update.render(&report));
    Sources {
        document: NamedText::new("new.yaml", document.to_string()),
        ..vendor
    }
}

/// The document after its overlays, and those that did not fit.
fn corrected(sources: &Sources) -> (Value, Report) {
    let mut report = Report::new();
    match sources.with(|texts| codegen::correct(&texts, &mut report)) {
        Ok(corrected) => (corrected.document, report),
        Err(report) => panic!("{}", sources.render(&report)),
    }
}

fn difference(old: &Sources, new: &Sources) -> (Difference, Report) {
    let ((before, _), (after, report)) = (corrected(old), corrected(new));
    let surfaces = [(&before, old), (&after, new)]
        .map(|(document, sources)| Surface::of(document, &sources.names.content));
    let difference = diff::compare(&before, &after, (&surfaces[0], &surfaces[1]));
    (difference, report)
}

/// What `cargo xtask spec diff` prints, with the corrections that do not fit in front.
fn told(name: &str, format: Format) -> String {
    let new = updated(name);
    let (difference, stale) = difference(&Sources::vendor(), &new);
    let mut text = String::new();
    for problem in stale.problems() {
        let _ = writeln!(text, "stale: {}", problem.found);
    }
    text + &diff::render(&difference, format, false)
}

/// The comment at the top of an update.
fn about(name: &str) -> String {
    let update = NamedText::read(&format!("codegen/tests/updates/{name}.yaml"));
    let lines = update.content.lines();
    let lines = lines.map_while(|line| line.strip_prefix("# "));
    lines.collect::<Vec<_>>().join(" ")
}

fn check(name: &str, format: Format, end: &str) {
    insta::with_settings!({
        description => about(name),
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "snapshots/updates",
    }, {
        insta::assert_snapshot!(format!("{name}{end}"), told(name, format));
    });
}

macro_rules! updates {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name), Format::Terminal { colour: false }, "");
            }
        )*
    };
}

updates! {
    a_component_has_another_name
    a_defect_is_repaired
    a_method_vanishes
    a_received_type_is_sent
    a_reply_changes
    a_request_changes
    a_stream_is_declared
    an_operation_moves
    enum_values_change
    parameters_change
    references_are_wrapped
    texts_are_reworded
    the_server_moves
}

#[test]
fn one_update_in_every_format() {
    check("parameters_change", Format::Markdown, ".markdown");
    check("parameters_change", Format::Json, ".json");
}

#[test]
fn a_document_does_not_differ_from_itself() {
    for sources in [Sources::vendor(), Sources::bundled()] {
        let (difference, stale) = difference(&sources, &sources);
        assert!(stale.is_empty());
        assert_eq!(difference.verdict(), None);
    }
}

#[test]
fn forward_and_back_are_both_breaking_where_something_goes() {
    let (vendor, moved) = (Sources::vendor(), updated("an_operation_moves"));
    for (old, new) in [(&vendor, &moved), (&moved, &vendor)] {
        assert_eq!(difference(old, new).0.verdict(), Some(Impact::Breaking));
    }
}
