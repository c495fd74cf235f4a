//! One small document for each normalisation, and the Rust that it becomes.
//!
//! A snapshot holds every emitted file except the indices of modules, and the warnings, if there are any.

mod support;

use std::fmt::Write as _;

use support::{FIXTURES, Sources};

/// Files that only list the others.
const INDICES: [&str; 4] = ["coverage.rs", "mod.rs", "resources.rs", "types.rs"];

fn check(name: &str) {
    assert!(FIXTURES.contains(&name), "{name} is missing in FIXTURES");
    let sources = Sources::fixture(name);
    let output = sources.output();
    let mut text = String::new();
    for (path, content) in &output.files {
        if !INDICES.contains(&path.as_str()) {
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
    binary
    components
    constant_header
    defaults
    deprecated
    dual_mode
    enum_names
    envelope
    events
    events_without_end
    field_order
    file_bodies
    foreign
    form_urlencoded
    integers
    maps_and_free_form
    multipart
    names
    nested_resources
    nullable
    one_of_shapes
    one_of_tagged
    paging_cursor
    paging_has_more
    paging_in_body
    paging_number_total
    paging_required_number
    paging_token
    path_parameters
    payload
    pseudo_operations
    query
    recursion
    reply_fields
    request_fields
    secrets
    texts
}
