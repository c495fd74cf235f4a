//! Segments (2.5), normalized paths as pointers (2.7).

use serde_json::json;

use super::selects;

#[test]
fn children_stand_behind_a_dot_or_in_brackets() {
    let document = json!({"a": {"b": [1, {"c": 2}]}, "_x9": 3, "按页": 4, "x-y": 5});
    selects(
        &document,
        &[
            ("$", ""),
            ("$.a.b", "/a/b"),
            ("$['a'][\"b\"]", "/a/b"),
            ("$.a.b[1].c", "/a/b/1/c"),
            ("$._x9", "/_x9"),
            ("$.按页", "/按页"),
            ("$['x-y']", "/x-y"),
            ("$.nothing.a", ""),
            ("$.a.b.c", ""),
            ("$.*", "/a /_x9 /按页 /x-y"),
            ("$.a.b.*", "/a/b/0 /a/b/1"),
        ],
    );
}

#[test]
fn descendants_come_after_their_parents_and_in_the_order_of_the_document() {
    let document = json!({"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]});
    selects(
        &document,
        &[
            ("$..j", "/o/j /a/2/0/j"),
            ("$..[0]", "/a/0 /a/2/0"),
            (
                "$..*",
                "/o /a /o/j /o/k /a/0 /a/1 /a/2 /a/2/0 /a/2/1 /a/2/0/j /a/2/1/k",
            ),
            ("$.a..['k', 'j']", "/a/2/0/j /a/2/1/k"),
            ("$..*..k", "/o/k /a/2/1/k"),
            ("$.o..[?@ > 1]", "/o/k"),
        ],
    );
}

#[test]
fn a_node_is_found_once() {
    let document = json!({"a": [[1], 2]});
    selects(
        &document,
        &[
            ("$['a', 'a']", "/a"),
            ("$.a[0, -2, ::1]", "/a/0 /a/1"),
            ("$..*..*", "/a/0 /a/1 /a/0/0"),
        ],
    );
}

#[test]
fn blanks_stand_between_tokens_but_not_behind_dots() {
    let document = json!({"a": [{"b": 1}]});
    selects(
        &document,
        &[
            ("$ .a", "/a"),
            ("$\n[ 'a' , 'x' ]\t[\r0 ]", "/a/0"),
            ("$.a[ 0 : 1 : 1 ]", "/a/0"),
            ("$.a[? ( @ .b == 1 ) && ! @\n['c'] ]", "/a/0"),
            ("$.a[?count( @.* )==1]", "/a/0"),
        ],
    );
}

#[test]
fn keys_are_escaped_in_pointers() {
    let document = json!({"paths": {"/v1/{id}": {"~": 1}}, "": {"0": 2}});
    selects(
        &document,
        &[
            ("$.paths['/v1/{id}']['~']", "/paths/~1v1~1{id}/~0"),
            ("$['']['0']", "//0"),
        ],
    );
}
