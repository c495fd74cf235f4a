//! Documents of other APIs are taken as they are.

use std::fs;

use crate::miniature::{FOREIGN, Miniature, SPEC, xtask};

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
fn documents_that_cannot_be_read_are_an_error_with_their_place() {
    let miniature = Miniature::new();
    miniature.write("new.yaml", "openapi: 3.0.3\npaths: {a: b\n");
    for words in [
        &["spec", "lint", "new.yaml"][..],
        &["spec", "export", "new.yaml"],
        &["spec", "diff", SPEC, "new.yaml"],
    ] {
        let told = miniature.run(words);
        assert!(
            !told.succeeded && told.text.contains("new.yaml is not readable"),
            "{words:?}: {}",
            told.text
        );
        assert!(
            told.text.contains("--> new.yaml:") && !told.text.contains("another API"),
            "{words:?}: {}",
            told.text
        );
    }
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

#[test]
fn their_crates_do_not_speak_of_coze() {
    let folder = tempfile::tempdir().expect("a folder");
    let (spec, out) = (
        folder.path().join("things.yaml"),
        folder.path().join("crate"),
    );
    fs::write(&spec, FOREIGN).expect("the document is written");
    let mut generate = xtask();
    generate.args(["gen", "--spec"]).arg(&spec);
    let done = generate.arg("--out").arg(&out).output().expect("it starts");
    assert!(done.status.success(), "{done:?}");
    let mut found = Vec::new();
    let mut folders = vec![out];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text");
            // Extensions of documents are read wherever they stand.
            let text = text.to_lowercase().replace("x-coze-", "");
            let lines = text.lines().filter(|line| {
                ["coze", "扣子", "pat_"]
                    .iter()
                    .any(|word| line.contains(word))
            });
            found.extend(lines.map(|line| format!("{}: {line}", path.display())));
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn schemas_may_refer_to_one_another_ten_thousand_times_in_a_row() {
    let miniature = Miniature::new();
    let mut document = String::from(
        "openapi: 3.0.3\ninfo: {title: Chain, version: '1'}\npaths:\n  /v1/things: {get: {operationId: a, responses: \
         {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A0'}}}}}}}\n\
         components:\n  schemas:\n    A10000: {type: object, properties: {end: {type: string}}}\n",
    );
    document.extend((0..10_000).map(|index| {
        let next = format!("{{$ref: '#/components/schemas/A{}'}}", index + 1);
        format!("    A{index}: {{type: object, properties: {{next: {next}}}}}\n")
    }));
    miniature.write("chain.yaml", &document);
    let text = miniature
        .run(&["gen", "--spec", "chain.yaml", "--out", "chain"])
        .text;
    assert!(text.contains("1 operations, 10001 types"), "{text}");
}
