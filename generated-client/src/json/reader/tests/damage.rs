//! Damaged texts: what is still read, and what is an error.

use super::*;

#[test]
fn what_would_have_to_be_guessed_is_an_error_with_its_path() {
    for (text, path, found) in [
        (
            r#"{"child":{"children":[{},{"count":"many"}]}}"#,
            "`child.children[1].count`",
            "\"many\"",
        ),
        (
            r#"{"count":9223372036854775808}"#,
            "`count`",
            "9223372036854775808",
        ),
        (r#"{"count":true}"#, "`count`", "true"),
        (r#"{"flag":2}"#, "`flag`", "2"),
        (r#"{"child":[1]}"#, "`child`", "[1]"),
        (r#"{"list":{"a":1}}"#, "`list`", "{\"a\":1}"),
        (r#"{"child":"{}"}"#, "`child`", "\"{}\""),
        (r#"{"map":{"k":[]}}"#, "`map.k`", "[]"),
        (r#"{"a":1,"list":["x",}"#, "`list[1]`", "expected"),
    ] {
        let problem = problem(text);
        assert!(
            problem.contains(path) && problem.contains(found),
            "{text}: {problem}"
        );
    }
    for text in ["", "[1]", "1", "{", "{}{}", "<html>", "\u{feff}\u{feff}{}"] {
        problem(text);
    }
    assert!(
        problem(&format!(r#"{{"count":"{}"}}"#, "x".repeat(500))).len() < 200,
        "a long value is clipped"
    );
}

#[test]
fn what_nobody_reads_may_be_anything() {
    let depth = 100_000;
    let deep = "[".repeat(depth) + &"]".repeat(depth);
    for unknown in [
        deep.as_str(),
        "1e999",
        "NaN",
        r#""\ud800 \x""#,
        r#"{"a":[01,+2,{"b":}]}"#,
        "\"\t\n\"",
    ] {
        let thing = read(&format!(
            r#"{{"new":{unknown},"id":"a","newer":[{unknown}]}}"#
        ));
        assert_eq!(thing.id, "a");
    }
    assert!(problem(r#"{"new":[{"id":"a"}"#).contains("`new"));
    assert!(problem(r#"{"new":}"#).contains("`new`"));
}

#[test]
fn half_a_pair_or_bytes_that_are_no_text_do_not_cost_the_rest() {
    let thing = read(r#"{"id":"a\ud83d","list":["\ude00","b"],"any":{"c":"\ud83d"},"count":7}"#);
    assert_eq!((thing.id.as_str(), thing.count), ("a\u{fffd}", 7));
    assert_eq!(thing.list, ["\u{fffd}", "b"]);
    assert_eq!(thing.any, json!({"c": "\u{fffd}"}));
    let thing: Thing = from_json(b"{\"id\":\"a\xff\",\"count\":7}").expect("tolerant");
    assert_eq!((thing.id.as_str(), thing.count), ("a\u{fffd}", 7));
    assert_eq!(read("\u{feff}{\"id\":\"a\"}").id, "a", "a byte order mark");
}

#[test]
fn no_text_makes_the_reader_panic() {
    let text = r#"{"id":"é😀\u00e9","count":-1.5e3,"list":["a",null],"map":{"k":1},"child":{"any":[{}]},"x":tru}"#;
    let bytes = text.as_bytes();
    for end in 0..=bytes.len() {
        let _ = from_json::<Thing>(&bytes[..end]);
        for replaced in [b'"', b'{', b']', b'\\', 0xFF, 0] {
            let mut changed = bytes.to_vec();
            if let Some(byte) = changed.get_mut(end) {
                *byte = replaced;
            }
            let _ = from_json::<Thing>(&changed);
        }
    }
    let mut untouched = 5_i64;
    assert!(untouched.decode(&mut Reader::new("null")).is_ok());
    assert_eq!(untouched, 5);
}

#[test]
fn an_error_shows_no_secret() {
    for text in [
        // Cut off in the middle of it.
        r#"{"access_token":"czs_secret"#,
        r#"{"a":{"access_token":"czs_secret\"#,
        // Not what is expected.
        "{\"expires_token\":\"czs_\u{1}secret\"}",
        r#"{"verify_token":"czs_\x secret"}"#,
    ] {
        let error = from_json::<std::collections::BTreeMap<String, String>>(text.as_bytes());
        let error = error.expect_err(text);
        let texts = format!("{error} {error:?}");
        assert!(
            !texts.contains("secret") && !texts.contains("czs"),
            "{texts}"
        );
    }
}
