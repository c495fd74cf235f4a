//! Filters (2.3.5).

use serde_json::{Value, json};

use super::{found, selects};

#[test]
fn filters_choose_members_and_items() {
    let document =
        json!({"a": [3, 5, {"b": "j"}, {"b": {"c": null}}], "o": {"p": 1, "q": 2}, "e": "f"});
    selects(
        &document,
        &[
            ("$.a[?@ == 3]", "/a/0"),
            ("$.o[?@ > 1]", "/o/q"),
            ("$.e[?@]", ""),
            ("$.a[?@.b]", "/a/2 /a/3"),
            ("$.a[?@.b.c]", "/a/3"),
            ("$.a[?!@.b]", "/a/0 /a/1"),
            ("$.a[?@.*]", "/a/2 /a/3"),
            ("$[?@[?@.b == 'j']]", "/a"),
            ("$.a[?@ < 4, ?@ > 4]", "/a/0 /a/1"),
            ("$.a[?$.o.p == 1 && @ == 5]", "/a/1"),
            ("$.a[?$.nothing]", ""),
            ("$.a[?!$..p]", ""),
        ],
    );
}

#[test]
fn and_binds_closer_than_or_and_not_closest() {
    let document = json!([{"a": 1}, {"b": 1}, {"c": 1}, {"a": 1, "b": 1}, {"b": 1, "c": 1}]);
    selects(
        &document,
        &[
            ("$[?@.a || @.b && @.c]", "/0 /3 /4"),
            ("$[?(@.a || @.b) && @.c]", "/4"),
            ("$[?!@.a && @.b]", "/1 /4"),
            ("$[?!(@.a && @.b)]", "/0 /1 /2 /4"),
            ("$[?!(!(@.a))]", "/0 /3"),
            ("$[?@.a||@.b||@.c]", "/0 /1 /2 /3 /4"),
        ],
    );
}

/// Whether a comparison is true of the members of a document.
fn is_true(comparison: &str, document: &Value) -> bool {
    let path = format!("$[?{}]", comparison.replace('@', "$[0]"));
    !found(&path, &json!([document])).is_empty()
}

#[test]
fn comparisons_are_those_of_the_standard() {
    let document = json!({
        "o": {"x": 1, "y": [{}, 2.0]}, "same": {"y": [{}, 2], "x": 1.0}, "more": {"x": 1, "y": [], "z": 0},
        "a": [1, 2], "longer": [1, 2, 3], "text": "b", "null": null, "yes": true, "n": 13, "large": 9_007_199_254_740_993_i64,
    });
    let cases = [
        ("@.absent == @.nothing", true),
        ("@.absent <= @.nothing", true),
        ("@.absent == 'g'", false),
        ("@.absent != 'g'", true),
        ("@.absent != @.nothing", false),
        ("@.absent == null", false),
        ("@.null == null", true),
        ("@.null < 1", false),
        ("@.o == @.same", true),
        ("@.o == @.more", false),
        ("@.o != @.more", true),
        ("@.o <= @.same", true),
        ("@.o < @.more", false),
        ("@.a == @.longer", false),
        ("@.a < @.longer", false),
        ("@.o == @.a", false),
        ("@.n == 13.0", true),
        ("@.n == 1.3e1", true),
        ("@.n == 130E-1", true),
        ("@.n > -0", true),
        ("@.n >= 13", true),
        ("@.n < '13'", false),
        ("0 == -0", true),
        ("@.large == 9007199254740993", true),
        ("@.large == 9007199254740992", false),
        ("@.large > 9007199254740992", true),
        ("-1e-2 < 0.5", true),
        ("@.text > 'a'", true),
        ("'A' < 'a'", true),
        ("'a' < 'aa'", true),
        ("'\u{ffff}' < '😀'", true),
        ("@.yes == true", true),
        ("@.yes != false", true),
        ("false < true", false),
        ("true >= true", true),
    ];
    for (comparison, expected) in cases {
        assert_eq!(is_true(comparison, &document), expected, "{comparison}");
    }
}
