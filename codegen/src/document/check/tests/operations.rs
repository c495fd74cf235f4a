//! Operations with their paths and parameters.

use super::*;

#[test]
fn operations_have_an_id_of_their_own() {
    assert_eq!(
        operation("operationId", json!("")),
        ["E /operationId: `operationId` is not a text, or empty"]
    );
    let second = json!({"operationId": "A", "responses": {"200": {"description": ""}}});
    assert_eq!(
        with("/paths/~1b", json!({"get": second})),
        [
            "W /paths/~1b/get/operationId: the `operationId` `A` is not the only one; this operation is called `GET /b`"
        ]
    );
    let nameless = json!({"responses": {"200": {"description": ""}}});
    assert_eq!(
        with("/paths/~1b", json!({"get": nameless})),
        ["W /paths/~1b/get: the operation has no `operationId`; it is called `GET /b`"]
    );
}

#[test]
fn calls_go_to_one_server() {
    let found = "`servers` of its own; calls go to the base URL of the client all the same";
    assert_eq!(
        operation("servers", json!([{"url": "https://other.example"}])),
        [format!("W /servers: {found}")]
    );
    assert_eq!(
        with("/paths/~1a~1{id}/servers", json!([])),
        [format!("W /paths/~1a~1{{id}}/servers: {found}")]
    );
}

#[test]
fn paths_and_parameters_agree() {
    let lines = operation(
        "parameters",
        json!([{"name": "no", "in": "path", "required": true, "schema": {}}]),
    );
    assert_eq!(
        lines,
        [
            "E : the path has `{id}`, but no parameter of that name",
            "E : the path parameter `no` is not in the path"
        ]
    );
    let get = json!({"get": {"operationId": "B", "responses": {"200": {"description": ""}}}});
    assert_eq!(
        with("/paths/b", get.clone()),
        ["E /paths/b: the path `b` does not start with a slash"]
    );
    assert_eq!(
        with("/paths/~1{b", get.clone()),
        ["E /paths/~1{b: the braces of the path `/{b` do not fit together"]
    );
    let mut shared = get;
    shared["parameters"] = json!([{"name": "b", "in": "path", "required": true, "schema": {}}]);
    assert_eq!(with("/paths/~1{b}", shared), Vec::<String>::new());
}

#[test]
fn path_items_hold_known_methods() {
    assert_eq!(
        with("/paths/~1a~1{id}/gett", json!({}))[0][..26],
        *"W /paths/~1a~1{id}/gett: `"
    );
    assert_eq!(
        with("/paths/~1a~1{id}/head", json!({})),
        ["W /paths/~1a~1{id}/head: the method `head` is not supported; no call is made of it"]
    );
}

#[test]
fn parameters_are_complete() {
    let add = |parameter: Value| operation("parameters/-", parameter);
    assert_eq!(
        add(json!({"in": "query", "schema": {}})),
        ["E /parameters/2: the parameter has no `name`"]
    );
    assert_eq!(
        add(json!({"name": "x", "schema": {}})),
        ["E /parameters/2: the parameter does not say where it stands"]
    );
    assert_eq!(
        add(json!({"name": "x", "in": "query"})),
        ["E /parameters/2: the parameter has no `schema`"]
    );
    assert_eq!(
        add(json!({"name": "x;", "in": "cookie", "schema": {}})),
        ["E /parameters/2/name: `x;` cannot be the name of a cookie"]
    );
    assert_eq!(
        add(json!({"name": "x", "in": "body", "schema": {}})),
        ["E /parameters/2/in: a parameter cannot stand in \"body\""]
    );
    assert_eq!(
        add(json!({"name": "x", "in": "header", "style": "form", "schema": {}})),
        ["E /parameters/2/style: the style \"form\" is not supported"]
    );
    assert_eq!(
        add(json!({"name": "x", "in": "query", "style": "deepObject", "schema": {}})),
        Vec::<String>::new()
    );
    assert_eq!(
        add(json!({"name": "id", "in": "path", "required": true, "schema": {}})),
        ["E /parameters/2: the path parameter `id` is declared twice"]
    );
    assert_eq!(
        add(json!({"name": "x", "in": "query", "content": {"text/csv": {"schema": {}}}})),
        ["E /parameters/2/content/text~1csv: a parameter of `text/csv` is not supported"]
    );
    assert_eq!(
        add(json!({"name": "x", "in": "query", "content": {}})),
        ["E /parameters/2/content: a parameter with 0 media types"]
    );
    assert_eq!(
        add(json!({"$ref": "#/components/parameters/P"})),
        ["E /parameters/2/$ref: `#/components/parameters/P` does not exist"]
    );
}

#[test]
fn headers_belong_to_whom_they_follow_from() {
    let header = |name: &str| {
        operation(
            "parameters/-",
            json!({"name": name, "in": "header", "schema": {}}),
        )
    };
    assert_eq!(header("X-Kind"), Vec::<String>::new());
    assert_eq!(
        header("authorization"),
        ["W /parameters/2/name: the header `authorization` is no parameter; it is left out"]
    );
    assert_eq!(
        header("Host"),
        ["E /parameters/2/name: the header `Host` says how a request travels; no caller sets it"]
    );
    assert_eq!(
        header("X Kind"),
        ["E /parameters/2/name: `X Kind` cannot be the name of a header"]
    );
}

#[test]
fn a_path_ends_where_the_query_begins() {
    let with = |path: &str| {
        let mut document = good();
        document["paths"] =
            json!({path: {"get": {"operationId": "A", "responses": {"200": {"description": ""}}}}});
        found(&document)
    };
    assert_eq!(with("/a"), Vec::<String>::new());
    for (path, at) in [("/a?x=1", "/paths/~1a?x=1"), ("/a#b", "/paths/~1a#b")] {
        let mark = if path.contains('?') { '?' } else { '#' };
        assert_eq!(
            with(path),
            [format!(
                "E {at}: the path `{path}` has a `{mark}`, behind which it is no path"
            )]
        );
    }
}
