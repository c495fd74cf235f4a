use serde_json::json;

use super::*;

fn document(bodies: &[(&str, &str)], schemas: &Value) -> Value {
    let operation = |name: &str| {
        let schema = json!({"$ref": format!("{SCHEMAS}{name}")});
        json!({"operationId": "A", "requestBody": {"content": {"application/json": {"schema": schema}}}})
    };
    let paths = bodies.iter();
    let paths: Map<String, Value> = paths
        .map(|(path, name)| ((*path).to_owned(), json!({"post": operation(name)})))
        .collect();
    json!({"paths": paths, "components": {"schemas": schemas}})
}

fn renames(old: &Value, new: &Value) -> Vec<String> {
    let renames = Renames::between(old, new).schemas.into_iter();
    renames
        .map(|(old, new)| format!("{old} -> {new}"))
        .collect()
}

#[test]
fn names_that_were_swapped_are_seen_through() {
    let inner = |name: &str| json!({"properties": {"inner": {"$ref": format!("{SCHEMAS}{name}")}}});
    let old = document(
        &[("/a", "M1"), ("/b", "M2"), ("/c", "M2")],
        &json!({"M1": inner("In1"), "M2": {}, "In1": {}}),
    );
    let new = document(
        &[("/a", "M2"), ("/b", "M1"), ("/c", "M1")],
        &json!({"M2": inner("In7"), "M1": {}, "In7": {}}),
    );
    assert_eq!(renames(&old, &new), ["In1 -> In7", "M1 -> M2", "M2 -> M1"]);
    assert_eq!(renames(&old, &old), Vec::<String>::new());
}

#[test]
fn another_component_in_one_of_several_places_is_no_other_name() {
    let schemas = json!({"A": {}, "B": {}});
    let old = document(&[("/a", "A"), ("/b", "A"), ("/c", "B")], &schemas);
    let new = document(&[("/a", "B"), ("/b", "A"), ("/c", "B")], &schemas);
    assert_eq!(renames(&old, &new), Vec::<String>::new());
}

#[test]
fn a_component_that_was_there_before_is_no_other_name_of_the_one_that_it_replaces() {
    let schemas = json!({"Wrong": {"type": "string"}, "Right": {"type": "integer"}});
    let (old, new) = (
        document(&[("/a", "Wrong")], &schemas),
        document(&[("/a", "Right")], &schemas),
    );
    assert_eq!(renames(&old, &new), Vec::<String>::new());
}

#[test]
fn parameters_are_known_by_their_names() {
    let with = |names: &[(&str, &str)]| {
        let parameters = names.iter().map(|(name, schema)| {
            json!({"in": "query", "name": name, "schema": {"$ref": format!("{SCHEMAS}{schema}")}})
        });
        let parameters: Vec<Value> = parameters.collect();
        json!({"paths": {"/a": {"get": {"parameters": parameters}}}})
    };
    let old = with(&[("one", "A")]);
    assert_eq!(
        renames(&old, &with(&[("new", "B"), ("one", "A")])),
        Vec::<String>::new()
    );
    assert_eq!(
        renames(&old, &with(&[("new", "B"), ("one", "A2")])),
        ["A -> A2"]
    );
}

#[test]
fn what_stands_nowhere_is_known_by_what_it_says() {
    let lost = json!({"properties": {"lost": {}}});
    let old = document(&[("/a", "M")], &json!({"M": {}, "Lost": lost}));
    let new = document(&[("/a", "Lost")], &json!({"Lost": {}, "M": lost}));
    assert_eq!(renames(&old, &new), ["Lost -> M", "M -> Lost"]);
    let around = |inner: &str| json!({"items": {"$ref": format!("{SCHEMAS}{inner}")}});
    let old = document(&[], &json!({"Out": around("In"), "In": {"title": "in"}}));
    let new = document(&[], &json!({"Out7": around("In7"), "In7": {"title": "in"}}));
    assert_eq!(renames(&old, &new), ["In -> In7", "Out -> Out7"]);
    let old = document(&[("/a", "M")], &json!({"M": {}, "Lost": lost}));
    let twice = document(
        &[("/a", "M")],
        &json!({"M": {}, "Lost1": lost, "Lost2": lost}),
    );
    assert_eq!(renames(&old, &twice), Vec::<String>::new());
}

#[test]
fn the_new_document_under_old_names_is_the_old_one() {
    let inner = |name: &str| json!({"properties": {"inner": {"$ref": format!("{SCHEMAS}{name}")}}});
    let old = document(
        &[("/a", "M1"), ("/b", "M2")],
        &json!({"M1": inner("M2"), "M2": {"title": "two"}}),
    );
    for [one, two] in [["M2", "M1"], ["M7", "M8"], ["M2", "M3"]] {
        let new = document(
            &[("/a", one), ("/b", two)],
            &json!({one: inner(two), two: {"title": "two"}}),
        );
        assert_eq!(
            Renames::between(&old, &new).undone(&new),
            old,
            "{one} {two}"
        );
    }
    // The old name is that of something else now.
    let new = document(
        &[("/a", "M3"), ("/b", "M2"), ("/new", "M1")],
        &json!({"M3": inner("M2"), "M2": {"title": "two"}, "M1": {}}),
    );
    let expected = document(
        &[("/a", "M1"), ("/b", "M2"), ("/new", "M3")],
        &json!({"M1": inner("M2"), "M2": {"title": "two"}, "M3": {}}),
    );
    assert_eq!(Renames::between(&old, &new).undone(&new), expected);
}

#[test]
fn circles_end() {
    let old = json!({"paths": {"/a": {"get": {"x": {"$ref": "#/p"}}}}, "p": {"x": {"x": {"$ref": "#/p"}}}});
    let new = json!({"paths": {"/a": {"get": {"x": {"x": {"$ref": "#/p"}}}}}, "p": {"x": {"x": {"$ref": "#/p"}}}});
    assert!(Renames::between(&old, &new).is_empty());
}

#[test]
fn rows_follow_what_they_are_for() {
    let renames = Renames {
        schemas: BTreeMap::from([
            ("M1".to_owned(), "M2".to_owned()),
            ("M2".to_owned(), "M1".to_owned()),
        ]),
        operations: BTreeMap::from([("Op".to_owned(), "OpV2".to_owned())]),
    };
    let names = json!({
        "operations": {"Op": "a.b", "Other": "c.d"},
        "types": {"M1": "One", "M2.role": "Role", "M1[]": "Item", "M10": "Ten", "Op.body.mode": "Mode"},
    });
    let followed = json!({
        "operations": {"OpV2": "a.b", "Other": "c.d"},
        "types": {"M2": "One", "M1.role": "Role", "M2[]": "Item", "M10": "Ten", "OpV2.body.mode": "Mode"},
    });
    assert_eq!(renames.follow(&names), followed);
}
