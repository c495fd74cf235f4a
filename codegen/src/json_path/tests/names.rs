//! Names in quotes (2.3.1).

use serde_json::{Value, json};

use super::{refused, selects};

#[test]
fn all_escapes_of_both_quotes_are_known() {
    let cases = [
        (r"$['a\'b']", "a'b"),
        (r#"$['a"b']"#, "a\"b"),
        (r#"$["a\"b"]"#, "a\"b"),
        (r#"$["a'b"]"#, "a'b"),
        (r"$['\b\f\n\r\t\\']", "\u{8}\u{c}\n\r\t\\"),
        (r"$['\/v1']", "/v1"),
        (r"$['\u6309\u9875']", "按页"),
        (r"$['\u000a\u000A']", "\n\n"),
        (r"$['\uD83D\uDE00\ud83d\ude00']", "😀😀"),
        ("$['😀\u{7f}']", "😀\u{7f}"),
    ];
    for (path, name) in cases {
        let document = json!({ name: Value::Null, "other": Value::Null });
        let pointer = crate::pointer::join("", name);
        selects(&document, &[(path, &pointer)]);
    }
}

#[test]
fn what_is_no_text_in_quotes_is_refused() {
    let cases = [
        ("$['a", "the end in column 5 | the text's end, `'`"),
        ("$[\"a'", "the end in column 6 | the text's end, `\"`"),
        ("$['\t']", "U+0009 in column 4 | `\\u0009` for it"),
        (
            r#"$['\"']"#,
            r#"`\"` in column 4 | a backslash before `b`, `f`, `n`, `r`, `t`, `u`, `/`, `\` or `'`"#,
        ),
        (
            "$['\\",
            "`\\` in column 4 | a backslash before `b`, `f`, `n`, `r`, `t`, `u`, `/`, `\\` or `'`",
        ),
        (r"$['\u12g4']", "`1` in column 6 | four hexadecimal digits"),
        (r"$['\u+123']", "`+` in column 6 | four hexadecimal digits"),
        (r"$['\u12按']", "`1` in column 6 | four hexadecimal digits"),
    ];
    for (path, problem) in cases {
        assert_eq!(refused(path), problem, "{path}");
    }
    for half in [
        r"$['\ud800']",
        r"$['\udc00']",
        r"$['\ud800\ud800']",
        r"$['\ud800\u0041']",
        r"$['\ud800x']",
    ] {
        assert!(refused(half).contains(" in column 4 is half of a character"));
    }
}
