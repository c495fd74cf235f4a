//! One small document for each normalisation, and the Rust that it becomes.
//!
//! A snapshot holds every emitted file except the indices of modules and calls, and the warnings, if there are any.

mod support;

use std::fmt::Write as _;

use serde_json::{Value, json};
use support::{FIXTURES, NamedText, Sources};

/// Files that only list the others.
const INDICES: [&str; 4] = ["coverage.rs", "mod.rs", "resources.rs", "types.rs"];

fn check(name: &str) {
    assert!(FIXTURES.contains(&name), "{name} is missing in FIXTURES");
    let sources = Sources::fixture(name);
    let output = sources.output();
    let mut text = String::new();
    for (path, content) in &output.files {
        // What is stated nowhere is the same everywhere.
        let is_command_line = path == "command_line.rs";
        if is_command_line != (name == "command_line") {
            continue;
        }
        let is_stated = match path.split('/').next() {
            Some("conventions.rs") => name == "conventions",
            Some("credentials.rs") => name.starts_with("security"),
            Some("outline.rs") => name == "aliases",
            Some("testing.rs" | "testing") => name == "examples",
            _ => true,
        };
        let is_index = INDICES.contains(&path.as_str());
        let is_told = path == "coverage.rs" && name == "availability";
        if is_stated && (!is_index || is_told) {
            let _ = writeln!(text, "════ {path}\n{content}");
        }
    }
    if !output.warnings.is_empty() {
        let _ = write!(text, "════ warnings\n{}", sources.render(&output.warnings));
    }
    insta::with_settings!({
        description => about(&sources.document.content),
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "snapshots/normalisations",
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// The comment at the top of a fixture.
fn about(document: &str) -> String {
    let lines = document.lines().map_while(|line| line.strip_prefix("# "));
    lines.collect::<Vec<_>>().join(" ")
}

macro_rules! normalisations {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*

        #[test]
        fn every_fixture_has_a_test() {
            assert_eq!([$(stringify!($name)),*].as_slice(), FIXTURES);
            let folder = support::root().join("codegen/tests/fixtures");
            let mut files: Vec<String> = std::fs::read_dir(folder)
                .expect("the folder of fixtures")
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned()))
                .filter(|name| !name.contains('.'))
                .collect();
            files.sort();
            assert_eq!(files, FIXTURES);
        }
    };
}

normalisations! {
    additional_properties
    aliases
    all_of
    availability
    binary
    command_line
    components
    constant_header
    conventions
    cookies
    declared_elsewhere
    defaults
    deprecated
    dual_mode
    enum_names
    envelope
    events
    events_without_end
    examples
    field_order
    file_bodies
    foreign
    foreign_names
    form_styles
    form_urlencoded
    forms
    integers
    lines
    maps_and_free_form
    media_types
    multipart
    names
    nested_resources
    nullable
    one_of_alike
    one_of_children
    one_of_shapes
    one_of_tagged
    openapi_31
    openapi_31_types
    paging_cursor
    paging_has_more
    paging_in_body
    paging_number_total
    paging_required_number
    paging_token
    parameters
    path_parameters
    payload
    pseudo_operations
    query
    recursion
    reply_fields
    request_fields
    roots
    secrets
    security
    security_tokens
    security_unsaid
    small_mistakes
    texts
    titles
}

/// rustc refuses code in which something turns the direction of writing: it would not be what it looks like.
#[test]
fn nothing_in_texts_and_values_turns_the_direction_of_code() {
    let turning = |text: &str| text.contains(['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}']);
    let mut generated = 0;
    for name in FIXTURES {
        let mut sources = Sources::fixture(name);
        let mut document = support::tree(&sources.document.content);
        turn(&mut document);
        sources.document = NamedText::new("turned.json", document.to_string());
        assert!(turning(&sources.document.content));
        // A value of a discriminator may no longer be one.
        let Ok(output) = sources.generate() else {
            continue;
        };
        generated += 1;
        let files = output.files.iter().chain(&output.contract);
        let turned: Vec<&String> = files
            .filter(|(_, text)| turning(text))
            .map(|it| it.0)
            .collect();
        assert!(turned.is_empty(), "{name}: {turned:?}");
    }
    assert!(generated > FIXTURES.len() / 2, "{generated} were generated");
}

/// Puts characters that turn the direction of writing into texts, values of enums and defaults.
fn turn(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let is_text = [
                    "title",
                    "description",
                    "summary",
                    "default",
                    "example",
                    "url",
                ];
                match member {
                    Value::String(text) if is_text.contains(&key.as_str()) => {
                        *text = format!("a\u{202e}{text}\u{2066}\u{202a}b");
                    }
                    Value::Array(values) if key == "enum" => {
                        for text in values.iter_mut().filter(|value| value.is_string()) {
                            *text = json!(format!(
                                "{}\u{2069}\u{202e}",
                                text.as_str().unwrap_or_default()
                            ));
                        }
                    }
                    member => turn(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(turn),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The rows of the tables in `spec/README.md` that say what becomes of a document: what each is about, and its fixtures.
fn rows(text: &str) -> Vec<(String, Vec<String>)> {
    let mut rows = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        if line.ends_with("| fixture |") {
            is_inside = true;
        } else if !line.starts_with('|') {
            is_inside = false;
        } else if is_inside && !line.starts_with("|-") {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
            let names = cells.get(2).map_or("", |cell| cell).split(',');
            let names = names.map(|name| name.trim().trim_matches('`').to_owned());
            rows.push((cells[0].trim().to_owned(), names.collect()));
        }
    }
    rows
}

#[test]
fn every_row_about_documents_has_fixtures_that_run() {
    let readme = NamedText::read("spec/README.md");
    let rows = rows(&readme.content);
    assert!(rows.len() > 30, "{} rows", rows.len());
    for (about, fixtures) in rows {
        for name in &fixtures {
            let is_one = FIXTURES.contains(&name.as_str());
            assert!(
                is_one,
                "spec/README.md: {about}: there is no fixture `{name}`"
            );
        }
    }
}
