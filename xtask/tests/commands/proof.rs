//! `spec update` compiles code for the old crate with the new one, and says what no longer compiles.

use crate::miniature::{Miniature, SPEC};

/// A repository with the client's runtime, in which everything is generated.
fn with_client() -> Miniature {
    let miniature = Miniature::new();
    miniature.add_client();
    let generated = miniature.run(&["gen"]);
    assert!(generated.succeeded, "{}", generated.text);
    miniature.write("new.yaml", &miniature.read(SPEC));
    miniature
}

const STATES: &str =
    "enum: [0, 1, 9]\n      x-coze-enum-names: [DatasetProcessing, DatasetReady, DatasetFailed]";
const MORE_STATES: &str = "enum: [0, 1, 9, 10]\n      x-coze-enum-names: [DatasetProcessing, DatasetReady, DatasetFailed, DatasetArchived]";
const ARGUMENT: &str = "      - {name: keyword, in: query, schema: {type: string}}\n";
const CAPTION: &str = "properties: {caption: {type: string}";
const NUMBER: &str = "properties: {caption: {type: array, items: {type: string}}";

#[test]
fn what_no_longer_compiles_is_listed_with_its_reason_and_its_note() {
    let miniature = with_client();
    for (old, new) in [(ARGUMENT, ""), (CAPTION, NUMBER), (STATES, MORE_STATES)] {
        miniature.edit("new.yaml", old, new);
    }
    let told = miniature.run(&["spec", "update", "new.yaml"]);
    assert!(told.succeeded, "{}", told.text);
    for part in [
        "  * client.datasets().images().list(\"dataset_id\").keyword(\"keyword\")\n    no method named `keyword` found for struct",
        "    note: the argument `keyword` of `client.datasets().images().list` is gone\n",
        "  * image.caption\n    mismatched types: expected `&String`, found `&Vec<String>`\n    \
         note: `Image.caption` is `Vec<String>` instead of `String`\n",
        "uses of the crate as it was, 3 no longer compile:\n",
        "  and 1 more that needs something of these\n",
    ] {
        assert!(told.text.contains(part), "{part}: {}", told.text);
    }
    assert_eq!(miniature.read(SPEC), miniature.read("new.yaml"));
}

#[test]
fn where_everything_compiles_it_is_said() {
    let miniature = with_client();
    miniature.edit("new.yaml", STATES, MORE_STATES);
    let told = miniature.run(&["spec", "update", "new.yaml", "--dry-run"]);
    assert!(told.succeeded, "{}", told.text);
    let proved = "uses of the crate as it was compile with the new one\n";
    assert!(told.text.contains(proved), "{}", told.text);
}

const REQUIRED: &str =
    "      - {name: space_id, in: query, required: true, schema: {type: string}}\n";

/// Required parameters of these schemas.
fn parameters(schemas: &[(&str, &str)]) -> String {
    let rows = schemas.iter().map(|(name, schema)| {
        format!("      - {{name: {name}, in: query, required: true, schema: {schema}}}\n")
    });
    rows.collect()
}

#[test]
fn what_calls_are_given_goes_on_where_it_is_converted() {
    let miniature = Miniature::new();
    miniature.add_client();
    let before = parameters(&[
        ("sort", "{type: string}"),
        ("kinds", "{type: array, items: {type: string}}"),
        ("level", "{type: integer}"),
        ("since", "{type: integer}"),
    ]);
    let after = parameters(&[
        ("sort", "{type: string, enum: [up, down]}"),
        (
            "kinds",
            "{type: array, items: {type: string, enum: [a, b]}}",
        ),
        ("level", "{type: integer, enum: [1, 2]}"),
        ("since", "{oneOf: [{type: string}, {type: integer}]}"),
    ]);
    miniature.edit(SPEC, REQUIRED, &before);
    let generated = miniature.run(&["gen"]);
    assert!(generated.succeeded, "{}", generated.text);
    miniature.write("new.yaml", &miniature.read(SPEC).replace(&before, &after));
    let told = miniature.run(&["spec", "update", "new.yaml", "--dry-run"]);
    assert!(told.succeeded, "{}", told.text);
    for part in [
        "uses of the crate as it was compile with the new one\n",
        "  + client.datasets().list(sort: ListDatasetSort, kinds: Vec<ListDatasetKind>, level: ListDatasetLevel, since: ListDatasetSince)",
    ] {
        assert!(told.text.contains(part), "{part}: {}", told.text);
    }
    assert!(!told.text.contains("means something else"), "{}", told.text);
}

#[test]
fn what_a_type_is_made_of_is_told_when_it_changes_places() {
    let miniature = Miniature::new();
    miniature.add_client();
    let owner = |first: &str, second: &str| {
        format!(
            "conversation_id: {{type: string}}\n                owner:\n                  type: object\n                  \
             required: [{first}, {second}]\n                  properties: {{{first}: {{type: string}}, {second}: {{type: string}}}}\n"
        )
    };
    let (before, after) = (owner("given", "family"), owner("family", "given"));
    miniature.edit(SPEC, "conversation_id: {type: string}\n", &before);
    let generated = miniature.run(&["gen"]);
    assert!(generated.succeeded, "{}", generated.text);
    miniature.write("new.yaml", &miniature.read(SPEC).replace(&before, &after));
    let told = miniature.run(&["spec", "update", "new.yaml", "--dry-run"]);
    assert!(told.succeeded, "{}", told.text);
    let silent = "  compiles, and means something else:\n    \
                  - struct CancelChatOwner, new(given: String, family: String)\n    \
                  + struct CancelChatOwner, new(family: String, given: String)\n";
    assert!(told.text.contains(silent), "{}", told.text);
}

#[test]
fn a_crate_that_does_not_compile_is_not_taken() {
    let miniature = with_client();
    miniature.write("generated-client/src/text.rs", "fault!();\n");
    miniature.edit("new.yaml", STATES, MORE_STATES);
    let before = miniature.read(SPEC);
    let refused = miniature.run(&["spec", "update", "new.yaml"]);
    assert!(
        !refused.succeeded && refused.text.contains("the new crate does not compile"),
        "{}",
        refused.text
    );
    assert!(
        refused.text.contains("cannot find macro `fault`"),
        "{}",
        refused.text
    );
    assert_eq!(miniature.read(SPEC), before);
    let taken = miniature.run(&["spec", "update", "new.yaml", "--no-proof"]);
    assert!(taken.succeeded, "{}", taken.text);
}
