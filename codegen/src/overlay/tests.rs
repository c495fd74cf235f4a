//! Literal JSON reads best when it is given away.
#![allow(clippy::needless_pass_by_value)]

mod changes;
mod expectations;

use serde_json::json;

use super::*;

/// Applies actions to a document: the result, and the problems as `pointer: found | expected | fix`.
fn applied(mut document: Value, actions: Value) -> (Value, Vec<String>) {
    let overlay =
        json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions});
    let mut report = Report::new();
    apply(
        &mut document,
        &[overlay],
        &mut Origins::default(),
        &mut report,
    );
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
    apply(
        &mut json!({}),
        &overlays,
        &mut Origins::default(),
        &mut report,
    );
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
    let mut origins = Origins::default();
    let overlays = [first, second];
    apply(&mut document, &overlays, &mut origins, &mut Report::new());
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
