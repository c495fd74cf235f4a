use serde_json::{Value, json};

use super::*;
use crate::impact::Impact;

/// A document with a call that takes these required arguments in its body.
fn document(arguments: &Value) -> Value {
    let names: Vec<&String> = arguments.as_object().expect("an object").keys().collect();
    let body = json!({"type": "object", "required": names, "properties": arguments});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/v1/things": {"post": {
            "operationId": "CreateThing",
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": {"200": {"description": "", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Thing"},
            }}}},
        }}},
        "components": {"schemas": {"Thing": {"type": "object", "properties": {"id": {"type": "string"}}}}},
    })
}

const NAMES: &str = "operations: {CreateThing: things.create}\ntypes: {Thing: Thing}\n";

fn call(arguments: &Value) -> Surface {
    Surface::of(&document(arguments), NAMES).expect("it can be generated")
}

fn verdict(was: &Value, is: &Value) -> Option<Impact> {
    compare(&call(was), &call(is)).verdict()
}

#[test]
fn what_clients_are_given_is_public() {
    let text = |schemes: &Value| {
        let mut document = document(&json!({}));
        document["components"]["securitySchemes"] = schemes.clone();
        Surface::of(&document, NAMES).expect("it can be generated")
    };
    let token = json!({"bearerAuth": {"type": "http", "scheme": "bearer"}});
    assert!(!text(&token).to_string().contains("ClientBuilder"));
    let both = json!({
        "login": {"type": "http", "scheme": "basic"},
        "apiKey": {"type": "apiKey", "in": "query", "name": "key"},
    });
    let both = text(&both);
    let page = "ClientBuilder\n    .login: (String, String)\n    .api_key: String\n";
    assert!(both.to_string().starts_with(page), "{both}");
    assert_eq!(
        compare(&both, &text(&token)).verdict(),
        Some(Impact::Breaking)
    );
}

#[test]
fn every_item_is_there_with_its_types() {
    let text = json!({"type": "string"});
    let map = json!({"type": "object", "additionalProperties": text});
    let surface = call(&json!({"space_id": text, "labels": map}));
    let created = surface.items.iter().find(|item| item.path.len() == 2);
    let Some(Declaration::Call(call)) = created.map(|item| &item.declaration) else {
        panic!("no call: {surface}");
    };
    let arguments = call.signature.arguments.iter();
    let arguments: Vec<(&str, &str)> = arguments
        .map(|it| (it.name.as_str(), it.ty.as_str()))
        .collect();
    assert_eq!(
        arguments,
        [
            ("space_id", "String"),
            ("labels", "BTreeMap<String, String>")
        ]
    );
    assert_eq!(
        (call.signature.result.as_str(), call.request.as_str()),
        ("Thing", "CreateThing")
    );
    let paths: Vec<String> = surface
        .items
        .iter()
        .map(|item| item.path.join("/"))
        .collect();
    assert_eq!(
        paths,
        [
            "client.things()",
            "client.things()/create",
            "Thing",
            "Thing/id"
        ]
    );
}

#[test]
fn rust_knows_arguments_by_their_order() {
    let (text, map) = (
        json!({"type": "string"}),
        json!({"type": "object", "additionalProperties": {"type": "string"}}),
    );
    let number = json!({"type": "integer"});
    let both = json!({"a": text, "labels": map, "b": text});
    assert_eq!(verdict(&both, &both), None);
    let renamed = json!({"a": text, "tags": map, "c": text});
    assert_eq!(verdict(&both, &renamed), Some(Impact::Documentation));
    let swapped = json!({"b": text, "labels": map, "a": text});
    assert_eq!(verdict(&both, &swapped), Some(Impact::Breaking));
    let retyped = json!({"a": text, "labels": map, "c": number});
    assert_eq!(verdict(&both, &retyped), Some(Impact::Breaking));
    assert_eq!(
        verdict(&both, &json!({"a": text, "labels": map})),
        Some(Impact::Breaking)
    );
}

#[test]
fn an_argument_beside_a_map_is_renamed_in_one_line() {
    let (text, map) = (
        json!({"type": "string"}),
        json!({"type": "object", "additionalProperties": {}}),
    );
    let old = call(&json!({"labels": map, "a": text}));
    let difference = compare(&old, &call(&json!({"labels": map, "b": text})));
    let lines: Vec<_> = difference.items.iter().map(ItemChange::lines).collect();
    let line = |name: &str| {
        let map = "BTreeMap<String, Value>";
        Some(format!(
            "client.things().create(labels: {map}, {name}: String) -> Thing as CreateThing"
        ))
    };
    assert_eq!(lines, [(line("a"), line("b"))]);
}

fn field(ty: &str, flow: Flow) -> Surface {
    let item = |path: &[&str], declaration, remark| Item {
        path: path.iter().map(|&part| part.to_owned()).collect(),
        declaration,
        remark,
    };
    let member = |ty: &str| {
        Declaration::Member(
            Form::Struct,
            Member::Field {
                ty: ty.to_owned(),
                wire: None,
            },
        )
    };
    let module = "things".to_owned();
    let mut items = vec![
        item(
            &["Thing"],
            Declaration::Type(Form::Struct),
            Remark::Type {
                flow,
                module,
                is_key: true,
            },
        ),
        item(&["Thing", "a"], member("String"), Remark::None),
    ];
    items.extend((!ty.is_empty()).then(|| item(&["Thing", "b"], member(ty), Remark::None)));
    Surface { items }
}

const SENT: Flow = Flow {
    sent: true,
    received: true,
};
const RECEIVED: Flow = Flow {
    sent: false,
    received: true,
};

#[test]
fn a_new_field_breaks_only_where_it_has_to_be_given() {
    let verdict = |ty: &str, flow: Flow| compare(&field("", flow), &field(ty, flow)).verdict();
    assert_eq!(verdict("String", RECEIVED), Some(Impact::Compatible));
    assert_eq!(verdict("Option<String>", SENT), Some(Impact::Compatible));
    assert_eq!(verdict("String", SENT), Some(Impact::Breaking));
}

#[test]
fn a_type_that_is_no_longer_sent_cannot_be_made_any_more() {
    let (sent, received) = (field("", SENT), field("", RECEIVED));
    assert_eq!(compare(&received, &sent).verdict(), None);
    let lost = compare(&sent, &received);
    let lines: Vec<_> = lost.items.iter().map(ItemChange::lines).collect();
    let line = |text: &str| Some(text.to_owned());
    assert_eq!(lost.verdict(), Some(Impact::Breaking));
    assert_eq!(
        lines,
        [(
            line("struct Thing, part of requests"),
            line("struct Thing, only received")
        )]
    );
}

#[test]
fn a_type_that_changes_its_form_is_one_change() {
    let mut other = field("", SENT);
    other.items.truncate(1);
    other.items[0].declaration = Declaration::Type(Form::Union);
    let difference = compare(&field("", SENT), &other);
    let lines: Vec<_> = difference.items.iter().map(ItemChange::lines).collect();
    let line = |text: &str| Some(text.to_owned());
    assert_eq!(
        lines,
        [
            (line("struct Thing"), line("union Thing")),
            (line("struct Thing { a: String }"), None),
        ]
    );
}
