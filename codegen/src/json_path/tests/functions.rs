//! Functions (2.4).

use serde_json::json;

use super::{refused, selects};

#[test]
fn length_is_of_characters_items_and_members() {
    let document = json!(["按页😀", [1, 2, 3], {"a": 1, "b": 2, "c": 3}, 3, null, "", [1]]);
    selects(
        &document,
        &[
            ("$[?length(@) == 3]", "/0 /1 /2"),
            ("$[?length(@) < 2]", "/5 /6"),
            ("$[?length('ab') == 2 && @ == 3]", "/3"),
            ("$[?length(@) == length(@.absent)]", "/3 /4"),
            (
                "$[?length(value(@..a)) == @.absent]",
                "/0 /1 /2 /3 /4 /5 /6",
            ),
        ],
    );
}

#[test]
fn count_is_of_nodes_and_value_of_the_only_one() {
    let document = json!([{"a": [1, 2], "b": 1}, {"b": {"a": 1}}, 5]);
    selects(
        &document,
        &[
            ("$[?count(@.*) == 2]", "/0"),
            ("$[?count(@['b', 'b']) == 2]", "/0 /1"),
            ("$[?count(@..*) == count(@.a) && @ == 5]", "/2"),
            ("$[?count($..*) > 8]", "/0 /1 /2"),
            ("$[?count($[?@.b == $[0].b]) == 1 && @ == 5]", "/2"),
            ("$[?value(@..a) == 1]", "/1"),
            ("$[?value(@.*) == 5]", ""),
            ("$[?value(@..b) == 1]", "/0"),
        ],
    );
}

#[test]
fn patterns_choose_texts() {
    let document = json!([
        "page",
        "page_size",
        "按页",
        "Page\nsize",
        1,
        "\r",
        "\u{2028}",
        "a.c",
        "b$"
    ]);
    selects(
        &document,
        &[
            ("$[?match(@, 'page|pag')]", "/0"),
            ("$[?match(@, '.页')]", "/2"),
            ("$[?match(@, '.*size')]", "/1"),
            ("$[?search(@, '[a-z]{2}_|^P')]", "/1 /3"),
            ("$[?search(@, 'ge$|^a')]", "/0 /7"),
            ("$[?match(@, 'ge$|^page')]", "/0"),
            ("$[?match(@, '.')]", "/6"),
            ("$[?match(@, 'a[.]c')]", "/7"),
            (r"$[?match(@, 'b\\$')]", "/8"),
            ("$[?!match(@, '.*') && @ != 1]", "/3 /5"),
            ("$[?match(@, 1)]", ""),
        ],
    );
}

#[test]
fn patterns_may_stand_in_the_document() {
    let document = json!({"pattern": "p.*", "none": "p)|(.*", "all": ["page", "size"]});
    selects(
        &document,
        &[
            ("$.all[?match(@, $.pattern)]", "/all/0"),
            ("$.all[?search(@, value($..pattern))]", "/all/0"),
            ("$.all[?match(@, $.none)]", ""),
            ("$.all[?match(@, $.absent)]", ""),
        ],
    );
}

#[test]
fn patterns_in_paths_are_read_first() {
    for (pattern, why) in [
        ("(", "found open group without closing ')'"),
        ("p)|(.*", "found closing ')' without matching '('"),
        (r"\\p{L}", "Unicode character classes are not supported"),
    ] {
        let problem = refused(&format!("$[?match(@, '{pattern}')]"));
        assert_eq!(
            problem,
            format!("`'{pattern}'` in column 13 | a regular expression of RFC 9485: {why}")
        );
    }
}
