use serde_json::json;

use super::*;
use crate::report::{Severity, Source};

/// A document that nothing is wrong with.
fn good() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a/{id}": {"post": {
            "operationId": "A",
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "Agw-Js-Conv", "in": "header", "schema": {}},
            ],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}},
            "responses": {"200": {"description": "", "content": {
                "application/json": {"schema": {"type": "object"}},
                "text/event-stream": {"x-events": [{"event": "done"}]},
            }}, "404": {"description": "", "content": {"text/html": {}}}},
        }}},
        "components": {"schemas": {"S": {"type": "object", "properties": {
            "type": {"type": "string", "enum": ["a", "b"]},
            "self": {"$ref": "#/components/schemas/S"},
            "list": {"type": "array", "items": {"type": "integer", "format": "i64", "minimum": 0}},
            "map": {"type": "object", "additionalProperties": {"type": "number"}},
        }}}},
    })
}

fn found(document: &Value) -> Vec<String> {
    let mut report = Report::new();
    check(document, &Origins::default(), &mut report);
    let severity = |problem: &Problem| {
        if problem.severity == Severity::Error {
            'E'
        } else {
            'W'
        }
    };
    report
        .problems()
        .iter()
        .map(|problem| {
            format!(
                "{} {}: {}",
                severity(problem),
                problem.place.pointer,
                problem.found
            )
        })
        .collect()
}

/// The problems after one value of the good document was replaced, or added.
fn with(pointer: &str, value: Value) -> Vec<String> {
    let mut document = good();
    let (parent, key) = pointer::split_last(pointer).expect("a place below the root");
    match document
        .pointer_mut(parent)
        .expect("a place of the good document")
    {
        Value::Object(members) => drop(members.insert(key, value)),
        Value::Array(items) => items.push(value),
        other => panic!("{other}"),
    }
    found(&document)
}

fn schema(schema: Value) -> Vec<String> {
    let found = with("/components/schemas/S", schema);
    found
        .iter()
        .map(|line| line.replacen("/components/schemas/S", "", 1))
        .collect()
}

const POST: &str = "/paths/~1a~1{id}/post";

fn operation(key: &str, value: Value) -> Vec<String> {
    with(&format!("{POST}/{key}"), value)
        .iter()
        .map(|line| line.replacen(POST, "", 1))
        .collect()
}

#[test]
fn nothing_is_wrong_with_a_good_document() {
    assert_eq!(found(&good()), Vec::<String>::new());
}

#[test]
fn the_head_is_checked() {
    assert_eq!(
        with("/info", json!({"title": "t"})),
        ["E /info: `info` has no `version`"]
    );
    assert_eq!(
        with("/paths", json!([])),
        ["E /paths: `paths` is not an object"]
    );
    assert_eq!(found(&json!({})).len(), 2);
}

#[test]
fn types_are_known() {
    assert_eq!(
        schema(json!({"type": "strng"})),
        ["E /type: the type \"strng\" is not known"]
    );
    assert_eq!(
        schema(json!({"type": ["string", "null"]})),
        ["E /type: the type [\"string\",\"null\"] is not known"]
    );
    assert_eq!(schema(json!(1)), ["E : `S` is not an object"]);
    assert_eq!(schema(json!({"title": "any value"})), Vec::<String>::new());
    assert_eq!(
        schema(json!({"properties": {}})),
        ["W : a schema with `properties` and without `type`; it is taken as `object`"]
    );
}

#[test]
fn arrays_have_items() {
    assert_eq!(
        schema(json!({"type": "array"})),
        ["W : an array without `items`; they are taken as any value"]
    );
    assert_eq!(
        schema(json!({"type": "array", "items": []})),
        ["E /items: `items` is not an object"]
    );
    assert_eq!(
        schema(json!({"type": "array", "items": {"type": "x"}})),
        ["E /items/type: the type \"x\" is not known"]
    );
}

#[test]
fn references_lead_to_components_of_their_kind() {
    let reference = |text: &str| schema(json!({"type": "array", "items": {"$ref": text}}));
    assert_eq!(
        reference("#/components/schemas/No"),
        ["E /items/$ref: `#/components/schemas/No` does not exist"]
    );
    assert_eq!(
        reference("other.yaml#/S"),
        ["E /items/$ref: `other.yaml#/S` is not in this document"]
    );
    for wrong in [
        "#/components/responses/R",
        "#/components/schemas/",
        "#/components/schemas/S/items",
        "#S",
    ] {
        assert_eq!(
            reference(wrong),
            [format!(
                "E /items/$ref: `{wrong}` is not a reference to one of the schemas"
            )]
        );
    }
    assert_eq!(
        schema(json!({"type": "array", "items": {"$ref": 1}})),
        ["E /items/$ref: `$ref` is not a text"]
    );
}

#[test]
fn references_end_somewhere() {
    let lines = schema(json!({"$ref": "#/components/schemas/S"}));
    assert_eq!(
        lines,
        ["E /$ref: `#/components/schemas/S` leads back to itself through references only"]
    );
}

#[test]
fn keys_beside_a_reference_are_a_doubt() {
    let lines = schema(
        json!({"type": "array", "items": {"$ref": "#/components/schemas/S", "type": "string"}}),
    );
    assert_eq!(
        lines,
        ["W /items: `type` stands beside `$ref`, where OpenAPI 3.0 ignores it; it is ignored"]
    );
}

#[test]
fn enums_fit_their_type() {
    assert_eq!(
        schema(json!({"type": "string", "enum": []})),
        ["W /enum: `enum` is empty; any value is taken"]
    );
    assert_eq!(
        schema(json!({"type": "string", "enum": ["a", 1]})),
        ["W /enum/1: `enum` of `string` has the value 1; it is left out"]
    );
    assert_eq!(
        schema(json!({"type": "integer", "enum": [1, 2, 1]})),
        ["W /enum/2: `enum` has the value 1 twice; once counts"]
    );
    assert_eq!(
        schema(json!({"type": "integer", "enum": [1.5]})),
        ["W /enum/0: `enum` of `integer` has the value 1.5; it is left out"]
    );
    assert_eq!(
        schema(json!({"type": "boolean", "enum": [true, null]})),
        Vec::<String>::new()
    );
    assert_eq!(
        schema(json!({"type": "object", "enum": [true]})),
        ["W /enum: `enum` does not belong to the type `object`; it is ignored"]
    );
    assert_eq!(
        schema(json!({"enum": ["a", 1]})),
        ["W : a schema with `enum` and without `type`; it is taken as any value"]
    );
}

#[test]
fn keywords_belong_to_their_type_and_have_their_form() {
    assert_eq!(
        schema(json!({"type": "string", "minimum": 1})),
        ["W /minimum: `minimum` does not belong to the type `string`; it is ignored"]
    );
    // Limits are not checked, so it does not matter what they are.
    assert_eq!(
        schema(json!({"type": "integer", "minimum": 1.5})),
        Vec::<String>::new()
    );
    assert_eq!(
        schema(json!({"type": "string", "items": {"type": "strng"}})),
        ["W /items: `items` does not belong to the type `string`; it is ignored"]
    );
    assert_eq!(
        schema(json!({"type": "string", "title": 1})),
        ["E /title: `title` is 1"]
    );
    assert_eq!(
        schema(json!({"type": "object", "required": "a"})),
        ["E /required: `required` is \"a\""]
    );
    assert_eq!(
        schema(json!({"type": "object", "required": [1]})),
        ["E /required: `required` is [1]"]
    );
    assert_eq!(
        schema(json!({"type": "object", "additionalProperties": 1})),
        ["E /additionalProperties: `additionalProperties` is 1"]
    );
    let lines = schema(json!({"type": "object", "propertes": {}}));
    assert_eq!(
        lines,
        ["W /propertes: `propertes` is not a keyword of an OpenAPI 3.0 schema; it is ignored"]
    );
}

#[test]
fn compositions_are_lists_of_schemas() {
    for key in ["allOf", "oneOf", "anyOf"] {
        assert_eq!(
            schema(json!({key: []})),
            [format!("E /{key}: `{key}` is empty")]
        );
        assert_eq!(
            schema(json!({key: {}})),
            [format!("E /{key}: `{key}` is not a list")]
        );
        assert_eq!(
            schema(json!({key: [{"type": "string"}, {"type": "x"}]})),
            [format!("E /{key}/1/type: the type \"x\" is not known")]
        );
    }
    assert_eq!(
        schema(json!({"not": {}})),
        ["W /not: `not` is not supported; the values that it excludes are taken as well"]
    );
}

#[test]
fn discriminators_name_a_property() {
    let discriminator = |value: Value| {
        schema(json!({"oneOf": [{"$ref": "#/components/schemas/S"}], "discriminator": value}))
    };
    let mapping = json!({"propertyName": "type", "mapping": {"a": "A"}});
    assert_eq!(discriminator(mapping), Vec::<String>::new());
    assert_eq!(
        discriminator(json!("type")),
        ["E /discriminator: `discriminator` is \"type\""]
    );
    assert_eq!(
        discriminator(json!({"propertyName": "type", "mapping": {"a": 1}})).len(),
        1
    );
}

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
fn texts_and_lists_are_what_they_are() {
    assert_eq!(
        operation("summary", json!(1)),
        ["E /summary: `summary` is 1"]
    );
    assert_eq!(
        with("/servers", json!({})),
        ["E /servers: `servers` is not a list"]
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

#[test]
#[allow(clippy::too_many_lines)] // it is a table
fn media_types_are_supported() {
    let body = |media: &str| operation("requestBody", json!({"content": {media: {"schema": {}}}}));
    assert_eq!(body("multipart/form-data"), Vec::<String>::new());
    assert_eq!(
        body("application/json; charset=utf-8"),
        Vec::<String>::new()
    );
    assert_eq!(
        body("*/*"),
        ["W /requestBody/content/*~1*: `*/*` is taken as JSON"]
    );
    assert_eq!(
        body("text/event-stream"),
        [
            "E /requestBody/content/text~1event-stream: a request of `text/event-stream` is not supported"
        ]
    );
    assert_eq!(body("image/png"), Vec::<String>::new());
    assert_eq!(
        body("text/xml"),
        [
            "W /requestBody/content/text~1xml: a request of `text/xml` is sent as the bytes that are given"
        ]
    );
    let reply = |media: &str| {
        operation(
            "responses",
            json!({"200": {"description": "", "content": {media: {"schema": {}}}}}),
        )
    };
    assert_eq!(reply("application/octet-stream"), Vec::<String>::new());
    assert_eq!(
        reply("text/html"),
        ["W /responses/200/content/text~1html: a reply of `text/html` is handed on as bytes"]
    );
    assert_eq!(
        reply("text/plain"),
        ["W /responses/200/content/text~1plain: a reply of `text/plain` is handed on as bytes"]
    );
    let several = json!({"application/xml": {}, "application/json": {"schema": {}}});
    assert_eq!(
        operation("requestBody", json!({"content": several})),
        [
            "W /requestBody/content/application~1xml: the body can be `application/xml` as well; it is sent as `application/json`"
        ]
    );
    assert_eq!(
        operation(
            "responses",
            json!({"200": {"description": "", "content": several}})
        ),
        [
            "W /responses/200/content/application~1xml: the reply can be `application/xml` as well; it is read as `application/json`"
        ]
    );
    let lines = operation("requestBody", json!({"content": {"application/json": {}}}));
    assert_eq!(
        lines,
        [
            "W /requestBody/content/application~1json: `application/json` has no `schema`; it is taken as any value"
        ]
    );
}

#[test]
fn replies_may_be_anything() {
    let none = "W : nothing is said about replies; only whether the call succeeded is read";
    assert_eq!(operation("responses", json!({})), [none]);
    assert_eq!(
        operation("responses", json!([])),
        ["E /responses: `responses` is not an object"]
    );
}

#[test]
fn replies_have_status_codes() {
    let reply = |status: &str| operation("responses", json!({status: {"description": ""}}));
    for status in ["200", "2XX", "4xx", "default", "404", "x-note"] {
        assert_eq!(reply(status), Vec::<String>::new());
    }
    for status in ["20", "600", "ok", "中"] {
        assert_eq!(
            reply(status),
            [format!(
                "E /responses/{status}: `{status}` is not a status code"
            )]
        );
    }
}

#[test]
fn one_reply_is_that_of_success() {
    let json = |kind: &str| json!({"description": "", "content": {"application/json": {"schema": {"type": kind}}}});
    let replies = |replies: Value| operation("responses", replies);
    assert_eq!(
        replies(json!({"201": json("object"), "200": json("string"), "204": {"description": ""}})),
        ["W /responses/201: replies with status 201 are read like those with 200"]
    );
    assert_eq!(
        replies(json!({"2XX": json("object"), "404": json("string")})),
        Vec::<String>::new()
    );
    // What a failed call replies is not looked at.
    let page = json!({"description": "", "content": {"text/html": {}}});
    assert_eq!(
        replies(json!({"200": json("object"), "default": page})),
        Vec::<String>::new()
    );
}

#[test]
fn events_have_schemas() {
    let content = json!({"text/event-stream": {"x-events": [{"schema": {"type": "x"}}]}});
    let lines = operation(
        "responses",
        json!({"200": {"description": "", "content": content}}),
    );
    assert_eq!(
        lines,
        [
            "E /responses/200/content/text~1event-stream/x-events/0/schema/type: the type \"x\" is not known"
        ]
    );
}

#[test]
fn every_problem_is_found_and_those_of_overlays_point_there() {
    let mut document = good();
    let update = json!({"T": {"type": "strng"}, "U": {"type": "array"}});
    let actions = json!([{"target": "$.components.schemas", "update": update}]);
    let overlay =
        json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions});
    let mut report = Report::new();
    let origins = crate::overlay::apply(&mut document, &[overlay], &mut report);
    check(&document, &origins, &mut report);
    let places: Vec<_> = report
        .problems()
        .iter()
        .map(|problem| problem.place.clone())
        .collect();
    let place = |pointer: &str| Place::new(Source::Overlay(0), pointer);
    assert_eq!(
        places,
        [
            place("/actions/0/update/T/type"),
            place("/actions/0/update/U")
        ]
    );
}
