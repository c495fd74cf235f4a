//! Documents of other APIs are taken as they are.

use crate::miniature::{FOREIGN, Miniature, SPEC};

#[test]
fn what_was_written_for_the_bundled_document_is_left_out() {
    let miniature = Miniature::new();
    miniature.write("old.yaml", FOREIGN);
    miniature.write("new.yaml", &FOREIGN.replace("limit", "count"));
    for words in [
        &["spec", "lint", "old.yaml"][..],
        &["spec", "diff", "old.yaml", "new.yaml"],
        &["spec", "diff", "old.yaml"],
    ] {
        let text = miniature.run(words).text;
        assert!(
            !text.contains("error") && !text.contains("warning"),
            "{words:?}: {text}"
        );
        assert!(
            text.contains("old.yaml is a document of another API"),
            "{words:?}: {text}"
        );
    }
    let text = miniature
        .run(&["spec", "diff", "old.yaml", "new.yaml"])
        .text;
    assert!(text.contains("client.things().list.count: i64"), "{text}");
}

#[test]
fn other_versions_of_the_bundled_document_are_corrected() {
    let miniature = Miniature::new();
    let new = miniature.read(SPEC).replace(
        "#/components/schemas/properties_data",
        "#/components/schemas/File",
    );
    miniature.write("new.yaml", &new);
    let text = miniature.run(&["spec", "diff", SPEC, "new.yaml"]).text;
    assert!(
        text.contains("this correction is stale") && !text.contains("another API"),
        "{text}"
    );
}

#[test]
fn their_own_corrections_can_be_given() {
    let miniature = Miniature::new();
    let overlay = "overlay: 1.0.0\ninfo: {title: Ours, version: '1'}\nactions:\n\
                   - {target: $.components.schemas.Thing.properties.id, update: {format: uuid}}\n";
    miniature.write("things.yaml", FOREIGN);
    miniature.write("ours.yaml", overlay);
    let words = ["spec", "export", "things.yaml", "--overlay", "ours.yaml"];
    let text = miniature.run(&words).text;
    assert!(text.contains("format: uuid"), "{text}");
}
