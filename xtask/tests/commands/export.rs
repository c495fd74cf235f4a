//! `spec export`: a document for other tools, printed or written where nothing is lost.

use std::fs;

use serde_json::Value;

use crate::miniature::{FOREIGN, Miniature, SPEC, Said};

fn export(miniature: &Miniature, words: &[&str]) -> Said {
    miniature.run(&[&["spec", "export"], words].concat())
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn the_corrected_document_is_printed_and_written_in_both_formats() {
    let miniature = Miniature::new();
    let printed = export(&miniature, &[]);
    let document = yaml(&printed.text);
    let corrected = "/paths/~1v1~1files~1upload/post/responses/200/content/application~1json/schema/properties/data/$ref";
    assert_eq!(
        document.pointer(corrected),
        Some(&"#/components/schemas/File".into())
    );
    assert!(export(&miniature, &["--out", "out.yml"]).succeeded);
    assert_eq!(miniature.read("out.yml"), printed.text);
    assert!(export(&miniature, &["--out", "out.JSON"]).succeeded);
    let json: Value = serde_json::from_str(&miniature.read("out.JSON")).expect("JSON");
    assert_eq!(json, document);
    let json = export(&miniature, &["--format", "json"]).text;
    assert_eq!(serde_json::from_str::<Value>(&json).ok(), Some(document));
    assert!(export(&miniature, &["--out", "out.json", "--format", "yaml"]).succeeded);
    assert_eq!(miniature.read("out.json"), printed.text);
}

#[test]
fn a_file_is_what_is_read() {
    let miniature = Miniature::new();
    miniature.write(
        "new.yaml",
        &miniature.read(SPEC).replace("version: '6'", "version: '7'"),
    );
    let before = miniature.read("new.yaml");
    let exported = yaml(&export(&miniature, &["new.yaml"]).text);
    assert_eq!(exported["info"]["version"], "7");
    assert_eq!(miniature.read("new.yaml"), before);
    miniature.write("things.yaml", FOREIGN);
    let foreign = export(&miniature, &["things.yaml", "--out", "out.json"]);
    assert!(
        foreign.succeeded && !foreign.text.contains("error"),
        "{}",
        foreign.text
    );
    assert!(miniature.read("out.json").contains("\"ListThings\""));
    let absent = export(&miniature, &["absent.yaml"]);
    assert!(
        !absent.succeeded && absent.text.contains("cannot read absent.yaml"),
        "{}",
        absent.text
    );
    assert!(!miniature.path("absent.yaml").exists());
}

#[test]
fn nothing_that_the_export_is_made_of_is_written_over() {
    let miniature = Miniature::new();
    miniature.write("new.yaml", &miniature.read(SPEC));
    fs::create_dir(miniature.path("folder")).expect("a folder");
    for out in [
        SPEC,
        "spec/names.yaml",
        "spec/overlays/corrections.yaml",
        "new.yaml",
        "folder/../new.yaml",
        "folder",
    ] {
        let refused = export(&miniature, &["new.yaml", "--out", out]);
        assert!(!refused.succeeded, "{out}: {}", refused.text);
    }
    assert_eq!(miniature.read("new.yaml"), miniature.read(SPEC));
    assert!(miniature.path("folder").is_dir());
}
