//! The exported document: what OpenAPI 3.0.3 says about it, object by object, and that the same client comes of it.
//!
//! The official JSON Schema says whether it is a document; the grammar below, written after the tables of fixed fields in the
//! specification, what in it tools stumble over all the same. `spec/README.md` names those that were run by hand.

mod support;

use std::collections::BTreeSet;

use codegen::export::export;
use openapi_spec_validator_rs::{ErrorMode, Options, Outcome, SpecVersion, validate};
use serde_json::Value;
use support::{NamedText, Sources};

/// What a field holds.
enum Kind {
    Text,
    Flag,
    Number,
    Any,
    /// A list of texts or of other scalars.
    Scalars,
    Object(&'static str),
    List(&'static str),
    Map(&'static str),
    /// A schema, or true or false.
    SchemaOrFlag,
}

use Kind::{Any, Flag, List, Map, Number, Object, Scalars, SchemaOrFlag, Text};

/// Fields of an object; those with `!` are required.
#[allow(clippy::too_many_lines)] // it is a table
fn fields(object: &str) -> &'static [(&'static str, Kind)] {
    match object {
        "root" => &[
            ("openapi!", Text),
            ("info!", Object("info")),
            ("servers", List("server")),
            ("paths!", Map("path")),
            ("components", Object("components")),
            ("security", List("requirement")),
            ("tags", List("tag")),
        ],
        "tag" => &[("name!", Text), ("description", Text)],
        "info" => &[("title!", Text), ("version!", Text), ("description", Text)],
        "server" => &[("url!", Text), ("description", Text)],
        "components" => &[
            ("schemas", Map("schema")),
            ("securitySchemes", Map("security scheme")),
        ],
        "security scheme" => &[
            ("type!", Text),
            ("description", Text),
            ("scheme", Text),
            ("bearerFormat", Text),
            ("name", Text),
            ("in", Text),
        ],
        "path" => &[
            ("get", Object("operation")),
            ("put", Object("operation")),
            ("post", Object("operation")),
            ("delete", Object("operation")),
            ("patch", Object("operation")),
            ("parameters", List("parameter")),
        ],
        "operation" => &[
            ("operationId", Text),
            ("summary", Text),
            ("description", Text),
            ("deprecated", Flag),
            ("parameters", List("parameter")),
            ("requestBody", Object("body")),
            ("responses!", Map("response")),
            ("security", List("requirement")),
            ("servers", List("server")),
        ],
        "parameter" => &[
            ("name!", Text),
            ("in!", Text),
            ("description", Text),
            ("required", Flag),
            ("deprecated", Flag),
            ("style", Text),
            ("explode", Flag),
            ("schema!", Object("schema")),
            ("example", Any),
        ],
        "body" => &[
            ("description", Text),
            ("content!", Map("media")),
            ("required", Flag),
        ],
        "response" => &[
            ("description!", Text),
            ("content", Map("media")),
            ("headers", Map("header")),
        ],
        "header" => &[("description", Text), ("schema", Object("schema"))],
        "media" => &[("schema", Object("schema")), ("example", Any)],
        "schema" => SCHEMA,
        other => panic!("there is no object `{other}`"),
    }
}

const SCHEMA: &[(&str, Kind)] = &[
    ("type", Text),
    ("title", Text),
    ("description", Text),
    ("format", Text),
    ("enum", Scalars),
    ("default", Any),
    ("example", Any),
    ("nullable", Flag),
    ("deprecated", Flag),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("pattern", Text),
    ("minLength", Number),
    ("maxLength", Number),
    ("minimum", Number),
    ("maximum", Number),
    ("minItems", Number),
    ("maxItems", Number),
    ("required", Scalars),
    ("properties", Map("schema")),
    ("items", Object("schema")),
    ("additionalProperties", SchemaOrFlag),
    ("allOf", List("schema")),
    ("oneOf", List("schema")),
    ("anyOf", List("schema")),
];

/// What is wrong with an object and everything in it.
fn object(name: &str, value: &Value, at: &str, root: &Value, problems: &mut Vec<String>) {
    // Scopes by the name of a scheme.
    if name == "requirement" {
        return;
    }
    let Some(members) = value.as_object() else {
        problems.push(format!("{at}: no object"));
        return;
    };
    if let Some(target) = members.get("$ref") {
        let target = target.as_str().and_then(|target| target.strip_prefix('#'));
        let there = target.is_some_and(|target| root.pointer(target).is_some());
        if !there || members.len() > 1 {
            problems.push(format!("{at}: a reference to nothing, or with siblings"));
        }
        return;
    }
    let fields = fields(name);
    for (field, _) in fields {
        if let Some(needed) = field.strip_suffix('!')
            && !members.contains_key(needed)
        {
            problems.push(format!("{at}: no `{needed}`"));
        }
    }
    for (key, member) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
        let at = format!("{at}/{key}");
        match fields
            .iter()
            .find(|(field, _)| field.trim_end_matches('!') == key)
        {
            Some((_, kind)) => content(kind, member, &at, root, problems),
            None => problems.push(format!("{at}: a {name} has no such field")),
        }
    }
    if name == "schema" {
        schema(value, at, problems);
    }
}

fn content(kind: &Kind, value: &Value, at: &str, root: &Value, problems: &mut Vec<String>) {
    let fits = match kind {
        Text => value.is_string(),
        Flag => value.is_boolean(),
        Number => value.is_number(),
        Any => true,
        Scalars => value.as_array().is_some_and(|items| {
            let unique = items
                .iter()
                .enumerate()
                .all(|(index, item)| !items[..index].contains(item));
            !items.is_empty() && unique
        }),
        Object(name) => {
            object(name, value, at, root, problems);
            true
        }
        List(name) => value.as_array().is_some_and(|items| {
            for (index, item) in items.iter().enumerate() {
                object(name, item, &format!("{at}/{index}"), root, problems);
            }
            true
        }),
        Map(name) => value.as_object().is_some_and(|members| {
            for (key, member) in members {
                object(name, member, &format!("{at}/{key}"), root, problems);
            }
            true
        }),
        SchemaOrFlag if value.is_boolean() => true,
        SchemaOrFlag => {
            object("schema", value, at, root, problems);
            true
        }
    };
    if !fits {
        problems.push(format!("{at}: {value}"));
    }
}

/// Types and formats that the specification knows; `json` and the like would be allowed, but mean nothing to anybody.
fn schema(value: &Value, at: &str, problems: &mut Vec<String>) {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let types = ["string", "number", "integer", "boolean", "array", "object"];
    if text("type").is_some_and(|kind| !types.contains(&kind)) {
        problems.push(format!("{at}: an unknown type"));
    }
    if text("type") == Some("array") && value.get("items").is_none() {
        problems.push(format!("{at}: a list without items"));
    }
    let foreign = ["i16", "i32", "i64", "bool", "list", "map", "int"];
    if text("format").is_some_and(|format| foreign.contains(&format)) {
        problems.push(format!("{at}: a format of Thrift"));
    }
}

fn problems(document: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    object("root", document, "#", document, &mut problems);
    if document.get("openapi") != Some(&Value::from("3.0.3")) {
        problems.push("#/openapi: not 3.0.3".to_owned());
    }
    problems
}

#[test]
fn the_exported_document_is_openapi() {
    let document = &Sources::bundled_output().document;
    for extensions in [false, true] {
        let found = problems(&export(document, extensions));
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// What the JSON Schema that the OpenAPI Initiative publishes for OpenAPI 3.0 has against a document.
fn official(document: &Value) -> Vec<String> {
    let options = Options {
        version: Some(SpecVersion::V3_0),
        errors: ErrorMode::All,
        ..Options::default()
    };
    match validate(document, &options) {
        Outcome::Valid => Vec::new(),
        Outcome::Invalid(problems) => problems.into_iter().map(|it| it.message).collect(),
        Outcome::Error(problem) => vec![problem],
    }
}

#[test]
fn the_official_schema_takes_the_exported_document() {
    let document = &Sources::bundled_output().document;
    for extensions in [false, true] {
        let mut exported = export(document, extensions);
        let found = official(&exported);
        assert!(found.is_empty(), "{}", found.join("\n"));
        exported["paths"]["/v3/chat"]["post"]["responses"] = Value::Null;
        assert!(!official(&exported).is_empty());
    }
}

#[test]
fn the_grammar_finds_what_is_wrong() {
    let document = serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "t"},
        "paths": {"/a": {"get": {"parameters": [{"name": "a", "in": "query", "schema": {"type": "array"}}]}}},
        "components": {"schemas": {"A": {"type": "integer", "format": "i64", "enums": []}}},
    });
    let expected = [
        "#/info: no `version`",
        "#/paths//a/get: no `responses`",
        "#/paths//a/get/parameters/0/schema: a list without items",
        "#/components/schemas/A/enums: a schema has no such field",
        "#/components/schemas/A: a format of Thrift",
    ];
    assert_eq!(problems(&document), expected);
}

#[test]
fn nothing_that_is_ours_is_left_unless_asked_for() {
    let document = &Sources::bundled_output().document;
    let ours = |extensions: bool| {
        let text = export(document, extensions).to_string();
        let keys = text.split('"').filter(|text| text.starts_with("x-"));
        let is_vendors = |key: &&str| key.starts_with("x-coze-") || key.starts_with("x-apihub-");
        let ours = keys.filter(|key| !is_vendors(key));
        ours.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert_eq!(ours(false), BTreeSet::new());
    assert!(ours(true).contains("x-envelope"), "{:?}", ours(true));
}

#[test]
fn the_same_client_comes_of_the_exported_document() {
    let bundled = Sources::bundled();
    let corrected = Sources::bundled_output();
    let document = export(&corrected.document, true).to_string();
    let exported = Sources {
        document: NamedText::new("exported.yaml", document),
        overlays: Vec::new(),
        names: bundled.names,
        coverage: bundled.coverage,
        realtime: None,
    };
    assert_eq!(exported.output().surface(), corrected.surface());
}
