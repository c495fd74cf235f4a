//! Literal JSON reads best when it is given away.
#![allow(clippy::needless_pass_by_value)]

use serde_json::json;

use super::*;

/// Applies actions to a document: the result, and the problems as `pointer: found | expected | fix`.
fn applied(mut document: Value, actions: Value) -> (Value, Vec<String>) {
    let overlay =
        json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions});
    let mut report = Report::new();
    apply(&mut document, &[overlay], &mut report);
    let problems = report.problems().iter().map(|problem| {
        assert_eq!(problem.place.source, Source::Overlay(0));
        let notes = [&problem.expected, &problem.fix].map(|note| note.clone().unwrap_or_default());
        format!(
            "{}: {} | {}",
            problem.place.pointer,
            problem.found,
            notes.join(" | ")
        )
    });
    (document, problems.collect())
}

fn corrected(document: Value, actions: Value) -> Value {
    let (document, problems) = applied(document, actions);
    assert_eq!(problems, Vec::<String>::new());
    document
}

/// The one problem of an action, which must not have changed the document.
fn refused(document: Value, action: Value) -> String {
    let before = document.clone();
    let (after, mut problems) = applied(document, json!([action]));
    assert_eq!(before, after);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

#[test]
fn update_merges_objects_and_replaces_scalars() {
    let document = json!({"a": {"b": {"keep": 1, "c": 2}}});
    let update = json!([{"target": "$.a", "update": {"b": {"c": 3, "d": 4}, "e": {"f": 5}}}]);
    assert_eq!(
        corrected(document, update),
        json!({"a": {"b": {"keep": 1, "c": 3, "d": 4}, "e": {"f": 5}}})
    );
}

#[test]
fn update_appends_to_lists() {
    let document = json!({"a": {"l": [1]}, "l": [1]});
    let actions = json!([
        {"target": "$.a", "update": {"l": [2, 3]}},
        {"target": "$.l", "update": [2]},
        {"target": "$.l", "update": {"x": 3}},
    ]);
    assert_eq!(
        corrected(document, actions),
        json!({"a": {"l": [1, 2, 3]}, "l": [1, 2, {"x": 3}]})
    );
}

#[test]
fn update_replaces_a_targeted_scalar() {
    let update = json!([{"target": "$.a", "update": {"type": "string"}}]);
    assert_eq!(
        corrected(json!({"a": 1}), update),
        json!({"a": {"type": "string"}})
    );
}

#[test]
fn update_never_overwrites_an_object_or_a_list() {
    let problem = refused(
        json!({"a": {"b": [1]}}),
        json!({"target": "$.a", "update": {"b": "x"}}),
    );
    assert_eq!(
        problem,
        "/actions/0/update/b: the correction of $.a: would put a text where the document has a list, at /a/b | a list | \
         to replace an object or a list, remove it with an action of its own first"
    );
}

#[test]
fn remove_takes_list_items_from_the_back() {
    let list: Vec<u32> = (0..12).collect();
    let actions = json!([{"target": "$.l[1,2,10]", "x-matches": 3, "remove": true}]);
    assert_eq!(
        corrected(json!({"l": list}), actions),
        json!({"l": [0, 3, 4, 5, 6, 7, 8, 9, 11]})
    );
}

#[test]
fn remove_takes_keys_and_keeps_the_order_of_the_others() {
    let document = corrected(
        json!({"a": 1, "b": 2, "c": 3, "d": 4}),
        json!([{"target": "$['b']", "remove": true}]),
    );
    assert_eq!(document.to_string(), r#"{"a":1,"c":3,"d":4}"#);
}

#[test]
fn remove_copes_with_a_node_inside_another() {
    let document = json!({"x": {"x": {"y": 1}, "z": 2}});
    assert_eq!(
        corrected(
            document,
            json!([{"target": "$..x", "x-matches": 2, "remove": true}])
        ),
        json!({})
    );
}

#[test]
fn the_whole_document_cannot_be_removed() {
    assert!(
        refused(json!({"a": 1}), json!({"target": "$", "remove": true}))
            .contains("the whole document")
    );
}

#[test]
fn actions_see_what_earlier_ones_left() {
    let actions = json!([
        {"target": "$.a", "x-expect": {"$ref": "#/x"}, "remove": true},
        {"target": "$", "x-expect": {"a": null}, "update": {"a": {"type": "object"}}},
        {"target": "$.a", "x-expect": {"type": "object"}, "update": {"format": "map"}},
    ]);
    let document = corrected(json!({"a": {"$ref": "#/x"}}), actions);
    assert_eq!(document, json!({"a": {"type": "object", "format": "map"}}));
}

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

#[test]
fn an_unmatched_target_shows_how_far_it_goes() {
    let document = json!({"paths": {"/v1.0/[x]": {"get": {}, "put": {}}}});
    let problem = refused(
        document,
        json!({"target": "$.paths['/v1.0/[x]'].post.responses", "remove": true}),
    );
    assert!(
        problem.starts_with(
            "/actions/0/target: the correction of $.paths['/v1.0/[x]'].post.responses: nothing matches | \
             something below $.paths['/v1.0/[x]'], which is there and has get, put | this correction is stale"
        ),
        "{problem}"
    );
}

#[test]
fn the_number_of_matches_is_part_of_the_action() {
    let document = json!({"a": 1, "b": 2});
    let problem = refused(document.clone(), json!({"target": "$.*", "update": 3}));
    assert!(
        problem.contains("matches 2 places: /a, /b | 1 (say `x-matches` for more)"),
        "{problem}"
    );
    assert_eq!(
        corrected(
            document,
            json!([{"target": "$.*", "x-matches": 2, "update": 3}])
        ),
        json!({"a": 3, "b": 3})
    );
}

#[test]
fn a_failed_action_does_not_stop_the_others() {
    let actions = json!([{"target": "$.no", "remove": true}, {"target": "$", "update": {"b": 2}}]);
    let (document, problems) = applied(json!({"a": 1}), actions);
    assert_eq!((document, problems.len()), (json!({"a": 1, "b": 2}), 1));
}

#[test]
fn malformed_actions_are_errors() {
    let cases = [
        (json!(1), "/actions/0: an action is an object"),
        (
            json!({"update": 1}),
            "/actions/0: the action has no `target`",
        ),
        (
            json!({"target": 1, "update": 1}),
            "/actions/0/target: `target` is 1",
        ),
        (
            json!({"target": "$.a b", "update": 1}),
            "/actions/0/target: `$.a b` is not a JSONPath: ",
        ),
        (
            json!({"target": "$.a"}),
            "/actions/0: the action changes nothing",
        ),
        (
            json!({"target": "$.a", "update": 1, "remove": true}),
            "/actions/0: the action has both",
        ),
        (
            json!({"target": "$.a", "remove": "yes"}),
            "/actions/0/remove: `remove` is \"yes\"",
        ),
        (
            json!({"target": "$.a", "update": 1, "x-matches": 0}),
            "/actions/0/x-matches: `x-matches` is 0",
        ),
        (
            json!({"target": "$.a", "update": 1, "x-expect-lists": "some"}),
            "/actions/0/x-expect-lists: `x-expect-lists` is \"some\" | subset",
        ),
        (
            json!({"target": "$.a", "update": 1, "x-expects": 2}),
            "/actions/0/x-expects: unknown key `x-expects`",
        ),
        (
            json!({"target": "$.a", "update": 1, "description": 1}),
            "/actions/0/description: `description` is 1",
        ),
    ];
    for (action, problem) in cases {
        let found = refused(json!({"a": 1}), action);
        assert!(found.starts_with(problem), "{found}");
    }
}

#[test]
fn malformed_overlays_are_errors() {
    let overlays = [
        json!([]),
        json!({"overlay": "2.0.0", "info": {"title": "t"}, "action": []}),
    ];
    let mut report = Report::new();
    apply(&mut json!({}), &overlays, &mut report);
    let found: Vec<_> = report
        .problems()
        .iter()
        .map(|problem| problem.found.as_str())
        .collect();
    assert_eq!(
        found,
        [
            "an overlay is an object",
            "unknown key `action`",
            "overlay version \"2.0.0\" is not supported",
            "the overlay has no `info.version`",
            "the overlay has no `actions`",
        ]
    );
}

#[test]
fn origins_name_the_overlay_that_wrote_a_value() {
    let mut document = json!({"a": {"b": 1, "l": [1]}});
    let head = |actions: Value| json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions});
    let first = head(json!([{"target": "$.a", "update": {"b": 2, "c": {"d": 3}, "l": [2]}}]));
    let second =
        head(json!([{"target": "$.a.c", "update": {"e": 1}}, {"target": "$.a.b", "remove": true}]));
    let origins = apply(&mut document, &[first, second], &mut Report::new());
    let place = |pointer: &str| origins.place(pointer);
    assert_eq!(
        place("/a/c/d"),
        Place::new(Source::Overlay(0), "/actions/0/update/c/d")
    );
    assert_eq!(
        place("/a/c/e"),
        Place::new(Source::Overlay(1), "/actions/0/update/e")
    );
    assert_eq!(
        place("/a/l/1"),
        Place::new(Source::Overlay(0), "/actions/0/update/l/0")
    );
    assert_eq!(place("/a/l/0"), Place::document("/a/l/0"));
    assert_eq!(place("/a/b"), Place::document("/a/b"));
}
