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
