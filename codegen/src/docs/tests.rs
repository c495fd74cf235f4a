use serde_json::{Value, json};

use super::*;

/// The Markdown of a text whose root zone has these ops, with further zones.
fn quill(ops: &Value, zones: &Value) -> String {
    let mut text = json!({"0": {"ops": ops, "zoneId": "0", "zoneType": "Z"}});
    for (name, ops) in zones.as_object().into_iter().flatten() {
        text[name] = json!({"ops": ops});
    }
    markdown(&text.to_string())
}

fn line(kind: &Value) -> Value {
    json!({"insert": "*", "attributes": kind})
}

fn safe_text(text: &str) -> String {
    let lines = safe(text, None);
    let again = safe(&lines.join("\n"), None);
    assert_eq!(again, lines, "applied twice, it changed");
    lines.join("\n")
}

#[test]
fn quill_lines_have_their_kind_at_their_start() {
    let ops = json!([
        {"insert": "First.\nSecond.\n"},
        line(&json!({"lmkr": "1", "heading": "h2", "anchor": "x"})),
        {"insert": "Head\n"},
        line(&json!({"lmkr": "1", "heading": "h3"})),
        {"insert": "Lower\n"},
        line(&json!({"lmkr": "1", "list": "bullet1"})),
        {"insert": "one\n"},
        line(&json!({"lmkr": "1", "list": "bullet2"})),
        {"insert": "two\n"},
        line(&json!({"lmkr": "1", "list": "indent1"})),
        {"insert": "of two\n"},
        line(&json!({"lmkr": "1"})),
        {"insert": "Plain\n"},
        {"insert": "\n"},
    ]);
    let expected =
        "First.\n\nSecond.\n\n# Head\n\n## Lower\n\n- one\n  - two\n\n    of two\n\nPlain";
    assert_eq!(quill(&ops, &json!({})), expected);
}

#[test]
fn quill_text_has_styles() {
    let ops = json!([
        {"insert": "see "},
        {"insert": "the page", "attributes": {"hyperlink": "{\"href\":\"https://a.b/c\",\"newTab\":true}"}},
        {"insert": " or "},
        {"insert": "bold：", "attributes": {"bold": "true"}},
        {"insert": "x", "attributes": {"inlineCode": "true"}},
        {"insert": " a_b *c* [d]\n"},
        {"insert": " ", "attributes": {"image": "true", "src": "https://a.b/i"}},
        {"insert": "\n"},
    ]);
    let expected =
        "see [the page](https://a.b/c) or **bold**：`x` a_b \\*c\\* \\[d\\]\n\n![](https://a.b/i)";
    assert_eq!(quill(&ops, &json!({})), expected);
}

#[test]
fn quill_tables_are_made_from_zones() {
    let ops = json!([{"insert": "*", "attributes": {"aceTable": "R C"}}, {"insert": "\nafter\n"}]);
    let id = |id: &str| json!({"insert": {"id": id}});
    let zones = json!({
        "R": [id("r1"), id("r2")],
        "C": [id("c1"), id("c2")],
        "xr1xc1": [{"insert": "Name", "attributes": {"bold": "true"}}, {"insert": "\n"}],
        "xr1xc2": [{"insert": "What\n"}],
        "xr2xc1": [{"insert": "a|b\n"}],
        "xr2xc2": [line(&json!({"lmkr": "1", "list": "bullet1"})), {"insert": "x\n"}, {"insert": "y\n"}],
    });
    assert_eq!(
        quill(&ops, &zones),
        "| Name | What |\n| --- | --- |\n| a\\|b | • x<br>y |\n\nafter"
    );
}

#[test]
fn quill_callouts_are_quotes() {
    let attributes = json!({"highlight-block-v2": "true", "zoneId": "Z", "title": "注意"});
    let ops = json!([{"insert": " ", "attributes": attributes}, {"insert": "\n"}]);
    let zones = json!({"Z": [line(&json!({"lmkr": "1", "list": "bullet1"})), {"insert": "one\n"}]});
    assert_eq!(quill(&ops, &zones), "> **注意**\n>\n> - one");
}

#[test]
fn quill_zones_may_not_go_in_circles() {
    let attributes = json!({"highlight-block-v2": "true", "zoneId": "0"});
    let text = quill(
        &json!([{"insert": "x"}, {"insert": " ", "attributes": attributes}]),
        &json!({}),
    );
    assert!(text.starts_with("x\n\n> **说明**\n>\n> x"), "{text}");
}

#[test]
fn what_is_not_quill_is_markdown() {
    for text in ["{\"a\": 1}", "{\"0\": {}}", "{broken", "{{name}}"] {
        assert_eq!(markdown(text), text);
    }
    assert_eq!(
        markdown("### A\r\ntext\n#### B\n```\n### code\n```"),
        "# A\ntext\n## B\n```\n### code\n```"
    );
}

#[test]
fn fences_are_text_and_closed() {
    assert_eq!(
        safe_text("a\n```JSON\n{\n    \"b\": [1]\n}\n```\nc"),
        "a\n\n```text\n{\n    \"b\": [1]\n}\n```\n\nc"
    );
    assert_eq!(
        safe_text("```rust\nfn main() {}"),
        "```text\nfn main() {}\n```"
    );
    assert_eq!(
        safe_text("* a\n  ```\n  b\n  ```"),
        "* a\n\n  ```text\n  b\n  ```"
    );
    assert_eq!(safe_text("~~~\n```\n~~~"), "~~~text\n```\n~~~");
    assert_eq!(
        safe_text("1. ```rust\n   b\n   ```"),
        "1. ```text\n   b\n   ```"
    );
    assert_eq!(
        safe_text("<span id=\"x\"></span>```rust\nb\n```"),
        "```text\nb\n```"
    );
    assert_eq!(safe_text("```a` b"), "\\`\\`\\`a\\` b");
}

#[test]
fn nothing_is_indented_code() {
    assert_eq!(safe_text("a\n\n    b\n\tc"), "a\n\nb\nc");
    assert_eq!(safe_text("*     a"), "* a");
    assert_eq!(safe_text(">     a"), "> a");
    assert_eq!(safe_text("1. *     a"), "1. * a");
    assert_eq!(safe_text("* >     a"), "* \\>     a");
    assert_eq!(safe_text("* a\n\n        b"), "* a\n\n  b");
}

#[test]
fn what_is_left_out_uncovers_nothing() {
    assert_eq!(safe_text("<br>    a"), "a");
    assert_eq!(
        safe_text("* <br><span id=\"x\"></span>     a<br>"),
        "* a<br>"
    );
    assert_eq!(safe_text("<br>```rust\na"), "```text\na\n```");
    assert_eq!(
        safe_text("a \\https://a.b \\[b]"),
        "a \\\\<https://a.b> \\[b\\]"
    );
}

#[test]
fn lists_keep_their_depth() {
    assert_eq!(
        safe_text("* a\n    * b\n       * c\n* d"),
        "* a\n  * b\n    * c\n* d"
    );
    assert_eq!(safe_text("1. a\n  * b\n2. c"), "1. a\n   * b\n2. c");
    assert_eq!(safe_text("* a\n text"), "* a\n\ntext");
    assert_eq!(safe_text("* a\n  more"), "* a\n  more");
}

#[test]
fn paragraphs_end_with_their_sentence() {
    assert_eq!(safe_text("一。\n二\n三：\n* a"), "一。\n\n二\n三：\n* a");
}

#[test]
fn quotes_are_made_safe_inside() {
    assert_eq!(
        safe_text("> a\n> ```\n> [b]\n> ```\n> [c]"),
        "> a\n>\n> ```text\n> [b]\n> ```\n>\n> \\[c\\]"
    );
}

#[test]
fn white_space_and_what_nobody_sees_goes() {
    assert_eq!(
        safe_text("\n\na\u{200B}b  \r\n\r\n\r\n\r\nc\u{202E}\n\n"),
        "ab\n\nc"
    );
    assert_eq!(
        safe_text("<span id=\"x\"></span>\n## A\ntext"),
        "## A\n\ntext"
    );
    assert_eq!(safe("", None), Vec::<String>::new());
}

#[test]
fn tables_stand_alone() {
    assert_eq!(
        safe_text("text\n| a | b[0] |\n|---|---|\n| c | d |\nmore"),
        "text\n\n| a | b\\[0\\] |\n|---|---|\n| c | d |\n\nmore"
    );
}

#[test]
fn no_invisible_character_is_passed_over() {
    for character in ('\0'..=char::MAX).filter(|character| is_invisible(*character)) {
        let text = character.to_string();
        assert!(may_hold_invisible(text.as_bytes()), "{character:?}");
    }
}
