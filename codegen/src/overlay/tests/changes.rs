//! What updates and removals do.

use super::*;

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
