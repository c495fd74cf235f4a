//! The vendor's document, corrected and named: what becomes of it, and that the committed client is just that.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use support::{NamedText, Sources};

/// Where the generated half of the client and that of its tests are kept.
const GENERATED: &str = "generated-client/src/generated";
const CONTRACT: &str = "generated-client/tests/contract/generated";

#[test]
fn nothing_is_doubtful_and_nothing_is_named_by_rule() {
    let (sources, output) = (Sources::bundled(), Sources::bundled_output());
    assert!(
        output.warnings.is_empty(),
        "{}",
        sources.render(&output.warnings)
    );
    let made = &output.default_names;
    let rows = made.operations.iter().chain(&made.types);
    let rows = rows.chain(&made.arguments);
    let rows: Vec<String> = rows.map(|(key, name)| format!("  {key}: {name}")).collect();
    assert!(
        rows.is_empty(),
        "these names were made by rule; review them, and put them into spec/names.yaml:\n{}",
        rows.join("\n")
    );
}

/// What a file needs of `types`, by its code and not by its documentation.
fn types_of(text: &str) -> BTreeSet<String> {
    let lines = text.lines();
    let code: String = lines
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let mut needed = BTreeSet::new();
    for part in code.split("types::").skip(1) {
        let end = if part.starts_with('{') { '}' } else { ';' };
        let (list, _) = part.split_once(end).unwrap_or((part, ""));
        let words = list.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty()).map(str::to_owned);
        needed.extend(words.take(if end == '}' { usize::MAX } else { 1 }));
    }
    needed
}

#[test]
fn a_group_needs_no_types_of_another() {
    let output = Sources::bundled_output();
    let declared = |file: &str, name: &str| {
        let text = output.files.get(file).map_or("", String::as_str);
        let kinds = ["struct", "enum"].iter();
        let mut kinds = kinds.map(|kind| format!("pub {kind} {name} {{"));
        kinds.any(|line| text.contains(&line))
    };
    let mut seen = 0;
    for (path, text) in &output.files {
        let Some((_, file)) = path.split_once('/').filter(|(room, _)| *room != "testing") else {
            continue;
        };
        for name in types_of(text) {
            let is_near = declared(&format!("types/{file}"), &name);
            assert!(
                is_near || declared("types/common.rs", &name),
                "{path}: {name}"
            );
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn the_manifest_of_the_client_has_a_feature_for_each_group() {
    let manifest = NamedText::read("generated-client/Cargo.toml").content;
    let (_, full) = manifest.split_once("\nfull = [").expect("`full`");
    let (full, features) = full.split_once(']').expect("the end of the list");
    let full = full
        .split([',', '\n', ' ', '"'])
        .filter(|word| !word.is_empty());
    let full: Vec<&str> = full.collect();
    assert_eq!(
        full,
        Sources::bundled_output().groups(),
        "run `cargo xtask gen`"
    );
    for group in full {
        assert!(features.contains(&format!("\n{group} = []\n")), "{group}");
    }
}

/// Calls that create or begin something, by what people call that.
const CREATING: [&str; 7] = [
    "create",
    "clone_voice",
    "copy",
    "duplicate",
    "run",
    "stream",
    "upload",
];

#[test]
fn a_call_that_creates_something_says_what_a_second_one_does() {
    let names = &Sources::bundled().names.content;
    let document = &Sources::bundled_output().document;
    let mut silent = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let Some(post) = item.get("post") else {
            continue;
        };
        let id = post["operationId"].as_str().unwrap_or_default();
        let row = names
            .lines()
            .find_map(|line| line.trim().strip_prefix(&format!("{id}: ")));
        let row = row.unwrap_or_default();
        let creates = CREATING
            .iter()
            .any(|word| row.contains(&format!(".{word}")));
        // Who is added to a list, or subscribed, is there once.
        let adds =
            row.contains(" as Add") || row.contains(" as Subscribe") || row.contains("feedback");
        let says = |language: &str| post["x-repetition"][language].is_string();
        if creates && !adds && !(says("en") && says("zh")) {
            silent.push(path);
        }
    }
    assert!(silent.is_empty(), "x-repetition is missing at {silent:?}");
}

#[test]
fn the_surface_is_the_reviewed_one() {
    insta::with_settings!({
        description => "The public items of the client, one line each: what changes for its users.",
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!("surface", Sources::bundled_output().surface().to_string());
    });
}

#[test]
fn one_more_value_of_an_enum_is_one_more_line() {
    let before = Sources::vendor();
    let mut after = before.clone();
    after.overlays.push(NamedText::new(
        "added.yaml",
        "overlay: 1.0.0
info: {title: One more value, version: '1'}
actions:
  - target: $.components.schemas.ChatV3ChatDetail.properties.status.enum
    update: [paused]
",
    ));
    let page = |sources: &Sources| sources.output().surface().to_string();
    let (before, after) = (page(&before), page(&after));
    assert_eq!(after.lines().count(), before.lines().count() + 1);
    let added: Vec<&str> = lines_not_in(&after, &before);
    assert_eq!(added, ["  Paused = paused"]);
}

/// Lines of a text that another one lacks at their place; meant for texts that hardly differ.
fn lines_not_in<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    let mut others = other.lines().peekable();
    text.lines()
        .filter(|line| others.next_if(|other| other == line).is_none())
        .collect()
}

#[test]
fn the_same_texts_give_the_same_bytes() {
    let (one, two) = (Sources::bundled_output(), Sources::bundled().output());
    assert!(
        one.files == two.files && one.surface() == two.surface() && one.document == two.document
    );
}

#[test]
fn the_corrected_document_needs_no_overlay() {
    let bundled = Sources::bundled();
    let corrected = Sources::bundled_output();
    let document = serde_yaml::to_string(&corrected.document).expect("a document is YAML");
    let exported = Sources {
        document: NamedText::new("exported.yaml", document),
        overlays: Vec::new(),
        names: bundled.names,
        coverage: bundled.coverage,
        realtime: None,
    };
    assert!(exported.output().files == corrected.files);
}

#[test]
fn the_committed_client_is_the_generated_one() {
    let output = Sources::bundled_output();
    let mut differences = Vec::new();
    for (folder, wanted) in [(GENERATED, &output.files), (CONTRACT, &output.contract)] {
        let committed = committed(folder);
        assert!(!committed.is_empty(), "{folder} is empty");
        for (path, text) in wanted {
            match committed.get(path) {
                Some(found) if found == text => {}
                Some(found) => {
                    let line = first_difference(found, text);
                    differences.push(format!("{folder}/{path}:{line} differs"));
                }
                None => differences.push(format!("{folder}/{path} is missing")),
            }
        }
        let strays = committed.keys().filter(|path| !wanted.contains_key(*path));
        differences.extend(strays.map(|path| format!("{folder}/{path} is not generated")));
    }
    assert!(
        differences.is_empty(),
        "the committed code is not what spec/ and codegen/ give; run `cargo xtask gen`\n{}",
        differences.join("\n")
    );
}

/// The committed files: path below the folder -> text.
fn committed(folder: &str) -> BTreeMap<String, String> {
    fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("the folder is committed") {
            let entry = entry.expect("it can be listed");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                read(&entry.path(), &format!("{path}/"), files);
            } else {
                let text = fs::read_to_string(entry.path()).expect("a text");
                files.insert(path, text);
            }
        }
    }
    let mut files = BTreeMap::new();
    read(&support::root().join(folder), "", &mut files);
    files
}

/// The number of the first line that two texts do not share.
fn first_difference(one: &str, other: &str) -> usize {
    let same = one.lines().zip(other.lines());
    1 + same.take_while(|(one, other)| one == other).count()
}
