//! What is said of the client's items: in English and in Chinese, of each, and what no row is for.

mod support;

use codegen::MissingLine;
use serde_json::Value;
use support::{NamedText, Sources, tree};

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
    assert!(text.contains("`x-lines` cannot be read"), "{text}");
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
