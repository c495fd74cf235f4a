//! What is doubtful in the vendor's document.

mod support;

use codegen::lint::{self, Format};
use support::Sources;

#[test]
fn the_doubts_about_the_bundled_document() {
    // Without overlays: what they cover changes with each of them.
    let sources = Sources {
        overlays: Vec::new(),
        ..Sources::bundled()
    };
    let text = sources.with(|texts| {
        let findings = lint::lint(&texts).expect("the document can be read");
        without_positions(&lint::render(
            &findings,
            &texts,
            Format::Text { all: false },
        ))
    });
    insta::with_settings!({
        description => "Each rule with the first places where it finds something in the document as it came.",
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!("lint", text);
    });
}

/// Every other document has other lines.
fn without_positions(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(".yaml:") {
        Some((before, after)) => {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
            format!("{before}.yaml:{after}\n")
        }
        None => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn every_finding_has_a_place_and_a_program_can_read_it() {
    let sources = Sources::bundled();
    sources.with(|texts| {
        let findings = lint::lint(&texts).expect("the document can be read");
        assert!(findings.iter().all(|finding| finding.position.is_some()));
        let json = lint::render(&findings, &texts, Format::Json);
        let json: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json.len(), findings.len());
    });
}
