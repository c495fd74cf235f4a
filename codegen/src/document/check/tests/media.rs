//! What is sent and what comes back.

use super::*;

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
