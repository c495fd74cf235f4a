//! Wildcards, indices and slices (2.3.2 to 2.3.4).

use serde_json::json;

use super::{found, refused, selects};

#[test]
fn indices_are_for_lists_and_count_from_either_end() {
    let document = json!({"a": [1, 2, 3], "o": {"0": 1}, "t": "text"});
    selects(
        &document,
        &[
            ("$.a[0]", "/a/0"),
            ("$.a[2]", "/a/2"),
            ("$.a[3]", ""),
            ("$.a[-1]", "/a/2"),
            ("$.a[-3]", "/a/0"),
            ("$.a[-4]", ""),
            ("$.a[-9007199254740991]", ""),
            ("$.o[0]", ""),
            ("$.t[0]", ""),
            ("$.o['0']", "/o/0"),
            ("$.a['0']", ""),
            ("$.t[*]", ""),
            ("$.a[1, *]", "/a/1 /a/0 /a/2"),
        ],
    );
}

#[test]
fn slices_take_every_so_many_in_either_direction() {
    let document = json!([0, 1, 2, 3, 4, 5, 6]);
    let cases = [
        ("1:3", "1 2"),
        ("5:", "5 6"),
        (":2", "0 1"),
        ("1:5:2", "1 3"),
        ("5:1:-2", "5 3"),
        ("::-1", "6 5 4 3 2 1 0"),
        ("::3", "0 3 6"),
        (":", "0 1 2 3 4 5 6"),
        ("::", "0 1 2 3 4 5 6"),
        ("-2:", "5 6"),
        (":-5", "0 1"),
        ("-100:2", "0 1"),
        ("4:100", "4 5 6"),
        ("100:4:-1", "6 5"),
        ("2:-100:-1", "2 1 0"),
        ("3:1", ""),
        ("1:3:-1", ""),
        ("1:5:0", ""),
        ("::9007199254740991", "0"),
        ("::-9007199254740991", "6"),
        ("-9007199254740991:9007199254740991", "0 1 2 3 4 5 6"),
    ];
    for (slice, items) in cases {
        let pointers = found(&format!("$[{slice}]"), &document);
        assert_eq!(pointers.replace('/', ""), items, "{slice}");
    }
    assert_eq!(found("$[::-1]", &json!([])), "");
    assert_eq!(found("$[:]", &json!({"a": 1})), "");
}

#[test]
fn numbers_are_written_in_one_way() {
    const RANGE: &str = "a number from -9007199254740991 to 9007199254740991";
    let cases = [
        (
            "$[01]",
            "`01` in column 3 | no 0 in front of a number".to_owned(),
        ),
        (
            "$[-01]",
            "`-01` in column 3 | no 0 in front of a number".to_owned(),
        ),
        ("$[-0]", "`-0` in column 3 | `0`".to_owned()),
        ("$[:-0]", "`-0` in column 4 | `0`".to_owned()),
        ("$[-]", "`]` in column 4 | a digit".to_owned()),
        ("$[- 1]", "` ` in column 4 | a digit".to_owned()),
        ("$[1.0]", "`.` in column 4 | `,` or `]`".to_owned()),
        (
            "$[9007199254740992]",
            format!("`9007199254740992` in column 3 | {RANGE}"),
        ),
        (
            "$[::-99999999999999999999]",
            format!("`-99999999999999999999` in column 5 | {RANGE}"),
        ),
    ];
    for (path, problem) in cases {
        assert_eq!(refused(path), problem, "{path}");
    }
}
