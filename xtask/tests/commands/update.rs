//! `spec update`: a new document is described, and taken with what is generated from it, or nothing changes.

use crate::miniature::{GENERATED, Miniature, SPEC, Said};

/// A repository in which everything is generated, with a new document beside it.
fn with_new(old: &str, new: &str) -> Miniature {
    let miniature = Miniature::new();
    let generated = miniature.run(&["gen"]);
    assert!(generated.succeeded, "{}", generated.text);
    miniature.write("new.yaml", &miniature.read(SPEC));
    miniature.edit("new.yaml", old, new);
    miniature
}

/// An update of which nothing is compiled.
fn update(miniature: &Miniature, options: &[&str]) -> Said {
    miniature.run(&[&["spec", "update", "new.yaml", "--no-proof"], options].concat())
}

const FIELD: &str = "properties: {caption: {type: string}";
const MORE_FIELDS: &str = "properties: {added: {type: boolean}, caption: {type: string}";

#[test]
fn what_is_new_is_told_and_taken_with_its_code() {
    let miniature = with_new(FIELD, MORE_FIELDS);
    let (document, module) = (
        miniature.read(SPEC),
        format!("{GENERATED}/types/datasets.rs"),
    );
    let told = update(&miniature, &["--dry-run"]);
    assert!(
        told.succeeded && told.text.contains("added: bool"),
        "{}",
        told.text
    );
    assert_eq!(miniature.read(SPEC), document);
    assert!(!miniature.read(&module).contains("pub added"));
    let taken = update(&miniature, &[]);
    assert!(taken.succeeded, "{}", taken.text);
    assert_eq!(miniature.read(SPEC), miniature.read("new.yaml"));
    assert!(miniature.read(&module).contains("pub added"));
    assert!(miniature.run(&["gen", "--check"]).succeeded);
}

#[test]
fn what_does_not_fit_is_refused_with_the_reason() {
    let miniature = with_new("/v1/files/upload", "/v2/files/upload");
    let before = miniature.read(SPEC);
    let refused = update(&miniature, &[]);
    assert!(!refused.succeeded, "{}", refused.text);
    for part in [
        "POST /v2/files/upload: has moved from POST /v1/files/upload",
        "--> spec/overlays/corrections.yaml:",
        "spec/coze-openapi.yaml is what it was",
    ] {
        assert!(refused.text.contains(part), "{part}: {}", refused.text);
    }
    assert_eq!(miniature.read(SPEC), before);
    assert!(miniature.run(&["gen", "--check"]).succeeded);
}

#[test]
fn components_under_other_names_change_nothing_but_rows() {
    let miniature = with_new("PhotoInfo", "PhotoInfoAgain");
    let told = update(&miniature, &[]);
    assert!(
        told.text.starts_with("nothing has changed\n"),
        "{}",
        told.text
    );
    assert!(
        told.text.contains("types:\n  PhotoInfoAgain: Image\n"),
        "{}",
        told.text
    );
    assert!(!told.succeeded);
    miniature.edit("spec/names.yaml", "PhotoInfo:", "PhotoInfoAgain:");
    let taken = update(&miniature, &[]);
    assert!(taken.succeeded, "{}", taken.text);
}

#[test]
fn only_documents_are_taken() {
    let miniature = Miniature::new();
    for text in [
        "openapi: [3.0.3",
        "<html></html>",
        "swagger: '2.0'\npaths: {}",
        "openapi: 3.0.3",
    ] {
        miniature.write("new.yaml", text);
        let refused = update(&miniature, &[]);
        assert!(
            !refused.succeeded && refused.text.contains("no OpenAPI 3.0 document"),
            "{}",
            refused.text
        );
    }
}

#[test]
fn names_made_by_rule_are_kept_when_asked_for() {
    const PATH: &str = "\n  /v1/shelves:\n    get:\n      operationId: ListShelves\n      responses: {'200': {description: ok, content: \
                        {application/json: {schema: {type: object, properties: {code: {type: integer}, data: {type: array, items: \
                        {type: string}}}}}}}}\n";
    let miniature = with_new("\npaths:", &format!("\npaths:{}", PATH.trim_end()));
    miniature.edit(
        "spec/coverage.yaml",
        "\nVoices:",
        "\nShelves:\n  List shelves: ListShelves\nVoices:",
    );
    let names = miniature.read("spec/names.yaml");
    let told = update(&miniature, &["--accept-names", "--dry-run"]);
    assert!(
        told.text.contains("  ListShelves: shelves.list\n"),
        "{}",
        told.text
    );
    assert_eq!(miniature.read("spec/names.yaml"), names);

    let taken = update(&miniature, &["--accept-names"]);
    assert!(taken.succeeded, "{}", taken.text);
    assert!(
        miniature
            .read("spec/names.yaml")
            .contains("  ListShelves: shelves.list\n")
    );
    let again = miniature.run(&["gen", "--check"]);
    assert!(
        again.succeeded && !again.text.contains("Named by rule"),
        "{}",
        again.text
    );
}

#[test]
fn names_that_cannot_be_read_are_an_error_with_their_place() {
    let miniature = with_new(FIELD, MORE_FIELDS);
    miniature.write("spec/names.yaml", "operations: {a: b\n");
    let told = update(&miniature, &[]);
    assert!(
        !told.succeeded && told.text.contains("spec/names.yaml is not readable"),
        "{}",
        told.text
    );
    assert!(told.text.contains("--> spec/names.yaml:"), "{}", told.text);
}
