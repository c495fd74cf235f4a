//! What a correction expects to find, and when it is stale.

use super::*;

#[test]
fn expectations_are_subsets_and_texts_are_not_compared() {
    let document = json!({"a": {"type": "string", "title": "new", "more": 1, "enum": [{"x": 1, "y": 2}], "n": 1.0}});
    let expect =
        json!({"type": "string", "title": "old", "absent": null, "enum": [{"x": 1}], "n": 1});
    let actions = json!([
        {"target": "$.a", "x-expect": expect, "update": {"ok": true}},
        {"target": "$.a.title", "x-expect": "old", "update": "newer"},
    ]);
    assert_eq!(corrected(document, actions)["a"]["title"], "newer");
}

#[test]
fn a_stale_correction_is_named_with_both_sides() {
    let action = json!({"target": "$.a", "description": "wire: a number\nmore", "x-expect": {"t": {"type": "string"}}, "remove": true});
    assert_eq!(
        refused(json!({"a": {"t": {"type": "integer"}}}), action),
        "/actions/0/x-expect/t/type: the correction of $.a (wire: a number): the document has \"integer\" at /a/t/type | \
         \"string\" | this correction is stale: remove or change it"
    );
}

#[test]
fn a_key_that_should_be_absent_makes_it_stale() {
    let problem = refused(
        json!({"a": {"x": 1}}),
        json!({"target": "$.a", "x-expect": {"x": null}, "update": {"y": 1}}),
    );
    assert!(
        problem.contains("has 1 at /a/x | nothing there |"),
        "{problem}"
    );
    let problem = refused(
        json!({"a": {}}),
        json!({"target": "$.a", "x-expect": {"x": 1}, "update": {"y": 1}}),
    );
    assert!(problem.contains("has nothing at /a/x | 1 |"), "{problem}");
}

#[test]
fn what_must_be_absent_is_absent_where_its_parent_is() {
    let action =
        json!([{"target": "$", "x-expect": {"a": {"x": null}}, "update": {"a": {"x": 1}}}]);
    assert_eq!(corrected(json!({}), action.clone()), json!({"a": {"x": 1}}));
    assert_eq!(
        corrected(json!({"a": {"y": 2}}), action),
        json!({"a": {"y": 2, "x": 1}})
    );
    let problem = refused(
        json!({}),
        json!({"target": "$", "x-expect": {"a": {"x": null, "y": 2}}, "update": {"b": 1}}),
    );
    assert!(problem.contains("has nothing at /a |"), "{problem}");
}

#[test]
fn an_addition_that_the_document_now_has_is_compared_with_it() {
    let stale = |there: Value| {
        let ours = json!({"summary": "ours", "tags": ["a"], "n": 1, "own": true});
        let action = json!({"target": "$", "x-expect": {"op": null}, "update": {"op": ours}});
        refused(json!({"op": there}), action)
    };
    let problem = stale(json!({"summary": "theirs", "tags": ["b", "c"], "n": 1.0, "new": {}}));
    let help = "the document now has it: compare, then remove this action\nthe two differ:\n  \
                /tags/0: the document has \"b\", the action \"a\"\n  \
                /tags/1: the document has \"c\", the action nothing\n  \
                /new: the document has {}, the action nothing\n  \
                /own: the document has nothing, the action true";
    assert!(problem.ends_with(help), "{problem}");
    let problem = stale(json!({"tags": ["a"], "n": 1, "own": true}));
    assert!(problem.ends_with("\nthe two are the same"), "{problem}");
    let many: Vec<u32> = (0..20).collect();
    let problem = stale(json!({"tags": many, "n": 1, "own": true}));
    assert!(problem.ends_with("nothing\nand 8 more"), "{problem}");
}

#[test]
fn lists_are_expected_item_by_item() {
    let problem = refused(
        json!({"l": [0, 1, 2]}),
        json!({"target": "$.l", "x-expect": [0, 1], "update": 3}),
    );
    assert!(
        problem.contains("[0,1,2] (a list of 3) at /l | [0,1] |"),
        "{problem}"
    );
    let problem = refused(
        json!({"l": [0, 1]}),
        json!({"target": "$.l", "x-expect": [0, 2], "update": 3}),
    );
    assert!(problem.starts_with("/actions/0/x-expect/1:"), "{problem}");
}

#[test]
fn lists_that_may_grow_are_expected_in_part() {
    let action = json!({
        "target": "$.a",
        "x-expect": {"enum": [1, 2], "names": ["One", "Two"]},
        "x-expect-lists": "subset",
        "update": {"enum": [9], "names": ["Nine"]},
    });
    let grown = json!({"a": {"enum": [1, 3, 2], "names": ["One", "Three", "Two"]}});
    assert_eq!(
        corrected(grown, json!([action])),
        json!({"a": {"enum": [1, 3, 2, 9], "names": ["One", "Three", "Two", "Nine"]}})
    );

    let shrunk = json!({"a": {"enum": [1], "names": ["One", "Two"]}});
    let problem = refused(shrunk, action.clone());
    assert!(
        problem.starts_with("/actions/0/x-expect/enum:")
            && problem.contains("the document has [1] at /a/enum | [1,2] |"),
        "{problem}"
    );

    let repaired = json!({"a": {"enum": [1, 2, 9], "names": ["One", "Two", "Nine"]}});
    let problem = refused(repaired, action);
    assert_eq!(
        problem,
        "/actions/0/update/enum/0: the correction of $.a: the document now has 9 at /a/enum |  \
         | this correction is stale: remove or change it"
    );
}

#[test]
fn every_match_is_checked_before_any_is_changed() {
    let document = json!({"a": {"t": 1}, "b": {"t": 2}});
    let problem = refused(
        document,
        json!({"target": "$.*", "x-matches": 2, "x-expect": {"t": 1}, "update": {"t": 3}}),
    );
    assert!(problem.contains("has 2 at /b/t"), "{problem}");
}
