//! What travels around the values: replies, servers, credentials, parameters, parts of forms.

use serde_json::{Value, json};

use super::*;

#[test]
fn failures_are_read_alike_whatever_they_are_declared_as() {
    let with = |status: &str, schema: Value| {
        let mut document = thing(&json!({}));
        let replies = &mut document["paths"]["/v1/things/{id}"]["post"]["responses"];
        let content = json!({"application/json": {"schema": schema}});
        replies[status] = json!({"description": "", "content": content});
        document
    };
    let (object, text) = (json!({"type": "object"}), json!({"type": "string"}));
    let place = "POST /v1/things/{id} › reply";
    for status in ["404", "default"] {
        assert_eq!(
            differences(&with(status, object.clone()), &with(status, text.clone())),
            [format!(
                "{place} {status}: the type was `object` and is `string` (-, compatible)"
            )]
        );
        assert_eq!(
            differences(&with(status, object.clone()), &thing(&json!({}))),
            [format!("{place} {status}: is gone (-, compatible)")]
        );
    }
    assert_eq!(
        differences(&with("201", object), &with("201", text)),
        [format!(
            "{place} 201: the type was `object` and is `string` (-, breaking)"
        )]
    );
}

#[test]
fn other_keys_beside_fields_are_one_more_field() {
    let of = |rest: Value| {
        document(&json!({"Thing": {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "additionalProperties": rest,
        }}))
    };
    let place = "POST /v1/things/{id} › body";
    assert_eq!(
        differences(&of(json!(true)), &of(json!({"type": "integer"}))),
        [format!(
            "{place}: `additionalProperties` has changed (compatible, compatible)"
        )]
    );
}

/// Two calls with servers and credentials.
fn guarded(servers: Value, security: Value) -> Value {
    let mut document = thing(&json!({}));
    document["paths"]["/v1/things"] = document["paths"]["/v1/things/{id}"].clone();
    document["servers"] = servers;
    document["security"] = security;
    document["components"]["securitySchemes"] = json!({
        "token": {"type": "http", "scheme": "bearer"},
        "again": {"type": "oauth2", "flows": {}},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    });
    document
}

#[test]
fn where_calls_go_and_what_lets_them_in_is_part_of_the_wire() {
    let one = || json!([{"url": "https://a.example"}]);
    let token = json!([{"token": []}]);
    let old = guarded(one(), token.clone());
    assert_eq!(
        differences(&old, &guarded(one(), json!([{"again": []}]))),
        Vec::<String>::new()
    );
    let place = "POST /v1/things/{id}";
    let moved = guarded(json!([{"url": "https://b.example"}]), token);
    assert_eq!(
        differences(&old, &moved),
        [
            format!("{place}: the server `https://a.example` is gone (breaking, -)"),
            format!("{place}: the server `https://b.example` is new (compatible, -)"),
        ]
    );
    assert_eq!(compare(&old, &moved).changes[0].operations.len(), 2);
    for (security, change) in [
        (
            json!([{"key": []}]),
            "`http bearer` and are `apiKey header X-Key` (breaking, -)",
        ),
        (json!([]), "`http bearer` and are none (compatible, -)"),
    ] {
        let found = differences(&old, &guarded(one(), security));
        assert_eq!(found, [format!("{place}: the credentials were {change}")]);
    }
}

#[test]
fn what_lets_calls_in_may_change_for_those_who_have_it() {
    let verdict = |old: Value, new: Value| {
        let (old, new) = (guarded(json!([]), old), guarded(json!([]), new));
        let found = differences(&old, &new);
        let verdict = |line: &String| line.rsplit_once('(').map(|(_, verdict)| verdict.to_owned());
        found.iter().filter_map(verdict).collect::<String>()
    };
    let (token, key) = (json!({"token": []}), json!({"key": []}));
    let both = json!({"token": [], "key": []});
    let reading = json!({"token": ["read"]});
    for (old, new, expected) in [
        (json!([token]), json!([key, token]), "compatible, -)"),
        (json!([key, token]), json!([token]), "breaking, -)"),
        (json!([token]), json!([both]), "breaking, -)"),
        (json!([both]), json!([token]), "compatible, -)"),
        (json!([{}, token]), json!([token]), "breaking, -)"),
        (json!([token]), json!([token, {}]), "compatible, -)"),
        (json!([]), json!([{}]), ""),
        (json!([token]), json!([reading]), "breaking, -)"),
        (json!([reading]), json!([token]), "compatible, -)"),
    ] {
        assert_eq!(verdict(old.clone(), new.clone()), expected, "{old} {new}");
    }
}

#[test]
fn what_openapi_says_of_lists_need_not_be_said() {
    let with = |extra: Value| {
        let mut document = thing(&json!({}));
        let mut parameter = json!({"name": "ids", "in": "query", "schema": {"type": "array"}});
        for (key, value) in extra.as_object().expect("an object") {
            parameter[key] = value.clone();
        }
        let parameters = &mut document["paths"]["/v1/things/{id}"]["post"]["parameters"];
        parameters.as_array_mut().expect("a list").push(parameter);
        document
    };
    let silent = with(json!({}));
    let said = with(json!({"style": "form", "explode": true}));
    assert_eq!(differences(&silent, &said), Vec::<String>::new());
    assert_eq!(
        differences(&silent, &with(json!({"explode": false}))),
        ["POST /v1/things/{id} › query parameter `ids`: `explode` has changed (breaking, -)"]
    );
}

#[test]
#[allow(clippy::too_many_lines)] // it is a table
fn how_parts_are_written_is_part_of_the_wire() {
    let with = |media: &str, encoding: Value| {
        let mut document = document(&json!({"Thing": {"type": "object", "properties": {
            "tags": {"type": "array", "items": {"type": "string"}},
            "about": {"type": "object", "properties": {"a": {"type": "string"}}},
        }}}));
        let body = &mut document["paths"]["/v1/things/{id}"]["post"]["requestBody"];
        let schema = json!({"$ref": "#/components/schemas/Thing"});
        body["content"] = json!({media: {"schema": schema, "encoding": encoding}});
        document
    };
    let (form, pairs) = ("multipart/form-data", "application/x-www-form-urlencoded");
    let place = "POST /v1/things/{id} › body";
    let change = |media: &str, then: &Value, now: &Value| {
        differences(&with(media, then.clone()), &with(media, now.clone()))
    };
    let none = json!({});
    // What the standard has where nothing is said may be said.
    let said = json!({"about": {"contentType": "application/json"}, "tags": {"style": "form", "explode": true}});
    assert_eq!(change(form, &none, &said), Vec::<String>::new());
    assert_eq!(
        change(
            form,
            &none,
            &json!({"about": {"contentType": "application/xml"}})
        ),
        [format!(
            "{place} › about: `contentType` of `encoding` was `application/json` and is `application/xml` (breaking, -)"
        )]
    );
    assert_eq!(
        change(
            form,
            &none,
            &json!({"about": {"contentType": "application/xml, application/json"}})
        ),
        [format!(
            "{place} › about: `contentType` of `encoding` was `application/json` and is `application/xml, application/json` (compatible, -)"
        )]
    );
    assert_eq!(
        change(pairs, &none, &json!({"tags": {"explode": false}})),
        [format!(
            "{place} › tags: `explode` of `encoding` was `true` and is `false` (breaking, -)"
        )]
    );
    assert_eq!(
        change(pairs, &none, &json!({"about": {"style": "deepObject"}})),
        [
            format!(
                "{place} › about: `style` of `encoding` was `form` and is `deepObject` (breaking, -)"
            ),
            format!(
                "{place} › about: `explode` of `encoding` was `true` and is `false` (breaking, -)"
            ),
        ]
    );
    // What no part is called says nothing.
    assert_eq!(
        change(form, &none, &json!({"ghost": {"contentType": "a/b"}})),
        Vec::<String>::new()
    );
    assert_eq!(
        change(
            "application/json",
            &none,
            &json!({"about": {"contentType": "a/b"}})
        ),
        Vec::<String>::new()
    );
}
