//! `spec update` on the bundled document, without touching it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn update(document: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["spec", "update", "--dry-run"]).arg(document);
    command.output().expect("xtask starts")
}

fn bundled() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/coze-openapi.yaml");
    fs::read_to_string(path).expect("the bundled document")
}

/// What `spec update` says about a text, and whether it would take it.
fn said(text: &str) -> (String, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.yaml");
    fs::write(&path, text).expect("the document is written");
    let output = update(&path);
    let said =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    (said.concat(), output.status.success())
}

#[test]
fn a_document_is_told_from_the_bundled_one() {
    let (text, taken) = said(&bundled());
    assert!(taken && text.contains("--dry-run"), "{text}");
    let old = "      - 3\n      - 9\n      format: int";
    let new = bundled().replacen(
        old,
        "      - 3\n      - 9\n      - 10\n      format: int",
        1,
    );
    let new = new.replacen(
        "      - DatasetFailed\n",
        "      - DatasetFailed\n      - DatasetArchived\n",
        1,
    );
    let (text, taken) = said(&new);
    assert!(
        text.contains("enum values are new: `10`") && taken,
        "{text}"
    );
    assert!(
        text.contains("+ integer enum DatasetStatus { Archived = 10 }"),
        "{text}"
    );
}

#[test]
fn a_document_that_does_not_fit_is_refused_with_the_reason() {
    let gone = bundled().replacen("  /v1/files/upload:", "  /v1/files/uploads:", 1);
    let (text, taken) = said(&gone);
    assert!(!taken, "{text}");
    assert!(text.contains("breaking: POST /v1/files/upload"), "{text}");
    assert!(text.contains("spec/overlays/corrections.yaml:"), "{text}");
    assert!(
        text.contains("spec/coze-openapi.yaml is what it was"),
        "{text}"
    );
}
