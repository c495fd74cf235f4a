//! What is said of the client's items: in English and in Chinese, of each, and what no row is for.

mod support;

use std::collections::BTreeSet;

use codegen::MissingLine;
use serde_json::Value;
use support::{NamedText, Sources, tree};

#[test]
fn every_item_of_the_bundled_document_has_a_line_in_every_language() {
    let missing = &Sources::bundled_output().default_names.missing_lines;
    assert!(
        missing.is_empty(),
        "nothing is said of these; put them into spec/overlays, under `x-lines`:\n{}",
        shown(missing).join("\n")
    );
}

#[test]
fn every_resource_is_introduced_in_both_languages() {
    let files = &Sources::bundled_output().files;
    let resources = files
        .iter()
        .filter(|(path, _)| path.starts_with("resources/"));
    for (path, text) in resources {
        let module: String = text
            .lines()
            .filter(|line| line.starts_with("//!"))
            .collect();
        let has_english = module.chars().any(|c| c.is_ascii_lowercase());
        assert!(has_english && has_han(&module), "{path}: {module}");
    }
}

#[test]
fn no_line_only_repeats_the_name_of_its_item() {
    let files = Sources::bundled_output().files.values();
    let lines_of_code = files.flat_map(|text| text.lines());
    let enums: BTreeSet<&str> = lines_of_code
        .filter_map(|line| line.strip_prefix("pub enum ")?.strip_suffix(" {"))
        .collect();
    // The name of a value may be all that there is to say of it, and that of a type or call may be a sentence.
    let is_named_for_itself = |key: &str| match key.split_once('.') {
        Some((owner, _)) => enums.contains(owner),
        None => false,
    };
    let parts = lines().into_iter().filter(|(key, _)| {
        let is_call =
            key.contains('.') && !key.contains('(') && key.starts_with(char::is_lowercase);
        let is_type = !key.contains('.') && key.starts_with(char::is_uppercase);
        !is_call && !is_type && !is_named_for_itself(key)
    });
    let parts: Vec<(String, String)> = parts.collect();
    assert!(
        parts.len() > 500,
        "{} lines of fields and arguments",
        parts.len()
    );
    let empty: Vec<String> = parts
        .into_iter()
        .filter(|(key, line)| words(line).is_subset(&words(key)))
        .map(|(key, line)| format!("{key}: {line}"))
        .collect();
    assert!(empty.is_empty(), "these say nothing:\n{}", empty.join("\n"));
}

/// The rows of the bundled overlays in English.
fn lines() -> Vec<(String, String)> {
    let document = &Sources::bundled_output().document;
    let tables = document["x-lines"]["en"].as_object().cloned();
    let tables = tables.unwrap_or_default();
    let rows = tables.values().filter_map(Value::as_object).flatten();
    rows.map(|(key, line)| (key.clone(), line.as_str().unwrap_or_default().to_owned()))
        .collect()
}

/// The words of a text that mean something by themselves.
fn words(text: &str) -> BTreeSet<String> {
    const SMALL: [&str; 9] = ["a", "an", "the", "of", "in", "this", "that", "is", "for"];
    let mut spaced = String::new();
    for c in text.chars() {
        if c.is_ascii_uppercase() {
            spaced.push(' ');
        }
        spaced.push(if c.is_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        });
    }
    let words = spaced
        .split_whitespace()
        .map(|word| word.trim_end_matches('s').to_owned());
    words
        .filter(|word| !SMALL.contains(&word.as_str()))
        .collect()
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The fixture `lines`, changed.
fn changed(change: impl FnOnce(&mut Value)) -> Sources {
    let mut sources = Sources::fixture("lines");
    let mut document = tree(&sources.document.content);
    change(&mut document);
    sources.document = NamedText::new("changed.json", document.to_string());
    sources
}

fn shown(missing: &[MissingLine]) -> Vec<String> {
    let lines = missing.iter().map(|line| {
        format!(
            "{} {} {}: {}",
            line.language, line.table, line.key, line.says
        )
    });
    lines.collect()
}

#[test]
fn what_nothing_is_said_of_is_told_with_the_row_to_fill_in() {
    let output = Sources::fixture("lines").output();
    assert_eq!(
        shown(&output.default_names.missing_lines),
        [
            "en calls chats.create(settings): ",
            "en calls chats.create(fallbacks): ",
            "en calls chats.create(seed): ",
            "en types Mood.sad: 难过",
            "en types Mood.odd: ",
            "en types Settings.rounds: 轮数。",
            "zh calls chats.create(mood): ",
            "zh calls chats.create(settings): ",
            "zh calls chats.create(fallbacks): ",
            "zh calls chats.create(seed): ",
            "zh calls chats.list(bot_id): ",
            "zh types Chat.settings: ",
            "zh types Mood.odd: ",
        ]
    );
}

#[test]
fn documents_that_want_no_lines_are_asked_for_none() {
    let output = Sources::fixture("query").output();
    assert_eq!(output.default_names.missing_lines, []);
}

#[test]
fn rows_that_name_nothing_are_mistakes() {
    for (pointer, key) in [
        ("/x-lines/en/fields", "bot"),
        ("/x-lines/en/calls", "chats.make"),
        ("/x-lines/zh/types", "Chat.gone"),
        ("/x-pages/calls", "chats.make"),
    ] {
        let sources = changed(|document| {
            let table = document.pointer_mut(pointer).expect("the fixture has it");
            table[key] = "A line.".into();
        });
        let report = sources.generate().expect_err("a row names nothing");
        let text = sources.render(&report);
        assert!(
            text.contains(&format!("nothing of the client is called `{key}`")),
            "{text}"
        );
        assert!(text.contains(&format!("{pointer}/{key}")), "{text}");
    }
}

#[test]
fn an_extension_that_cannot_be_read_is_a_mistake() {
    let sources = changed(|document| document["x-lines"]["fr"] = Value::from("Une ligne."));
    let report = sources.generate().expect_err("there is no such language");
    let text = sources.render(&report);
    assert!(text.contains("unknown key `fr` in `x-lines`"), "{text}");
    assert!(text.contains("at: /x-lines/fr"), "{text}");
}

#[test]
fn a_line_takes_the_place_of_a_text_in_its_language() {
    let sources = changed(|document| {
        document["x-lines"]["en"]["types"]["Chat.note"] = "What the caller noted.".into();
    });
    let files = sources.output().files;
    let types = files
        .values()
        .find(|text| text.contains("struct Chat "))
        .expect("a type");
    assert!(
        types.contains("/// What the caller noted.\n    ///\n    /// 备注。"),
        "{types}"
    );
    assert!(!types.contains("A note."), "{types}");
}

#[test]
fn the_table_of_contents_links_to_items_and_allows_for_their_features() {
    let mut sources = Sources::vendor();
    let table = "
Signing in:
  By a page: {runtime: 'auth::WebApp'}
  By a key: {runtime: 'auth::JwtApp', feature: jwt}
";
    let coverage = sources.coverage.take().expect("the vendor has a table");
    let content = coverage.content + table;
    sources.coverage = Some(NamedText::new(coverage.name, content));
    let files = sources.output().files;
    let page = &files["coverage.rs"];
    assert!(
        page.contains("| By a page | [`auth::WebApp`](crate::auth::WebApp) |"),
        "{page}"
    );
    let by_key = "| By a key | [`auth::JwtApp`](crate::auth::JwtApp), with the feature `jwt` |";
    assert!(page.contains(by_key), "{page}");
    // Without the feature, the link leads nowhere, and that is no mistake.
    let allowed = "#[cfg_attr(not(feature = \"jwt\"), allow(rustdoc::broken_intra_doc_links))]";
    assert!(files["mod.rs"].contains(allowed), "{}", files["mod.rs"]);
}

#[test]
fn a_module_and_its_handle_say_different_things() {
    let files = Sources::fixture("lines").output().files;
    let module = &files["resources/chats.rs"];
    assert!(module.contains("//! Chats with agents.\n"), "{module}");
    let handle = module.find("pub struct Chats").expect("the handle");
    let docs = &module[..handle];
    let docs = &docs[docs.rfind("}\n\n").unwrap_or(0)..];
    assert!(
        docs.contains("/// The calls of `client.chats()`."),
        "{docs}"
    );
    assert!(!docs.contains("Chats with agents."), "{docs}");
}
