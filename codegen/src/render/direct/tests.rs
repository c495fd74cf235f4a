use std::fs;
use std::path::Path;

use super::Items;
use crate::report::{Severity, Text, Texts};
use crate::{Inputs, emit};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// How many items are known here, and how many are left to `prettyplease`.
#[derive(Default)]
struct Counts {
    known: usize,
    unknown: usize,
}

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(file)).expect("the file is there")
}

/// Holds the text of each item that a document becomes against that of `prettyplease`.
fn hold(
    document: &str,
    overlays: &[&str],
    names: &str,
    realtime: Option<&str>,
    counts: &mut Counts,
) {
    let text = |content| Text { name: "", content };
    let overlays: Vec<Text<'_>> = overlays.iter().map(|content| text(content)).collect();
    let inputs = Inputs {
        texts: Texts {
            document: text(document),
            overlays: &overlays,
            names: text(names),
            coverage: None,
            realtime: realtime.map(text),
        },
        unused_names: Severity::Warning,
        skip_unsupported: true,
    };
    let output = crate::generate(&inputs).unwrap_or_else(|report| panic!("{report:?}"));
    let jobs = emit::emit(&output.api).into_iter();
    for job in jobs.chain(emit::contract(&output.api)) {
        let items = Items::of(job().items);
        let mut writer = items.writer();
        for place in items.places() {
            let tree = syn::parse_str(&items.rust(place.clone())).expect("it is Rust");
            let usual = prettyplease::unparse(&tree);
            let mut text = String::new();
            match writer.write(place, &mut text) {
                Some(()) => {
                    assert_eq!(text, usual);
                    counts.known += 1;
                }
                None => counts.unknown += 1,
            }
        }
    }
}

#[test]
fn items_of_the_bundled_document_are_written_as_usual() {
    let overlays = crate::overlay::BUNDLED.map(read);
    let overlays = overlays.each_ref().map(String::as_str);
    let (document, names) = (read("spec/coze-openapi.yaml"), read("spec/names.yaml"));
    let mut counts = Counts::default();
    hold(
        &document,
        &overlays,
        &names,
        Some(&read("spec/realtime.yaml")),
        &mut counts,
    );
    let Counts { known, unknown } = counts;
    assert!(
        known > 40 * unknown,
        "{known} items are known, {unknown} are not"
    );
}

#[test]
fn items_of_the_fixtures_are_written_as_usual() {
    let folder = "codegen/tests/fixtures";
    let mut counts = Counts::default();
    for entry in fs::read_dir(Path::new(ROOT).join(folder)).expect("the folder is there") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a name");
        let Some(stem) = name
            .strip_suffix(".yaml")
            .filter(|stem| !stem.contains('.'))
        else {
            continue;
        };
        let beside = |what: &str| {
            fs::read_to_string(Path::new(ROOT).join(format!("{folder}/{stem}.{what}.yaml")))
        };
        let overlay = beside("overlay").ok();
        let overlays: Vec<&str> = overlay.iter().map(String::as_str).collect();
        let names = beside("names").unwrap_or_default();
        hold(
            &read(&format!("{folder}/{name}")),
            &overlays,
            &names,
            None,
            &mut counts,
        );
    }
    let Counts { known, unknown } = counts;
    assert!(
        known > 40 * unknown,
        "{known} items are known, {unknown} are not"
    );
}
