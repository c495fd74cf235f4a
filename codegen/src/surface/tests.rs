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

/// What becomes of a call when its one argument has another type: the verdict, and whether code that calls it compiles.
fn retyped(was: &Value, is: &Value) -> (Impact, bool) {
    let call = |ty: &Value| call(&json!({"it": ty}));
    let difference = compare(&call(was), &call(is));
    let path = ["client.things()", "create"];
    let mut changes = difference.items.iter();
    let change = changes.find(|change| change.was.as_ref().is_some_and(|was| was.path == path));
    let change = change.expect("the call has changed");
    (change.impact, change.compiles)
}

#[test]
fn an_argument_goes_on_where_what_it_was_is_converted_into_what_it_is() {
    let text = json!({"type": "string"});
    let word = json!({"type": "string", "enum": ["a", "b"]});
    let number = json!({"type": "integer"});
    let level = json!({"type": "integer", "enum": [1, 2]});
    let either = json!({"oneOf": [text, number]});
    let list = |item: &Value| json!({"type": "array", "items": item});
    let map = |value: &Value| json!({"type": "object", "additionalProperties": value});
    for (was, is) in [
        (&text, &word),
        (&number, &level),
        (&text, &either),
        (&number, &either),
        (&list(&text), &list(&word)),
        (&map(&number), &map(&level)),
        (&text, &json!({})),
    ] {
        assert_eq!(retyped(was, is), (Impact::Compatible, true), "{was} {is}");
    }
    for (was, is) in [
        (&word, &text),
        (&text, &level),
        (&json!({"type": "boolean"}), &either),
        (&list(&text), &word),
        (&list(&text), &json!({})),
        (&map(&text), &map(&json!({}))),
    ] {
        assert_eq!(retyped(was, is), (Impact::Breaking, false), "{was} {is}");
    }
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

fn argument(name: &str, ty: &str) -> Argument {
    Argument {
        name: name.to_owned(),
        ty: ty.to_owned(),
    }
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
    let required = [("a", "String"), ("b", ty)].into_iter();
    let required = required.filter(|(_, ty)| !ty.is_empty() && !ty.starts_with("Option<"));
    let required = required.map(|(name, ty)| argument(name, ty)).collect();
    let mut items = vec![
        item(
            &["Thing"],
            Declaration::Type(Form::Struct),
            Remark::Type {
                flow,
                module,
                is_key: true,
                maker: flow.sent.then_some(required),
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

/// A type that is made of these, in this order.
fn made_of(arguments: &[(&str, &str)]) -> Surface {
    let mut surface = field("String", SENT);
    let Remark::Type { maker, .. } = &mut surface.items[0].remark else {
        panic!("a type: {surface}");
    };
    let arguments = arguments.iter();
    *maker = Some(arguments.map(|(name, ty)| argument(name, ty)).collect());
    surface
}

#[test]
fn what_a_type_is_made_of_in_another_order_is_a_break() {
    let change = |was: &[(&str, &str)], is: &[(&str, &str)]| {
        let difference = compare(&made_of(was), &made_of(is));
        let lines = difference.items.iter().map(ItemChange::lines);
        let compiles = difference.items.iter().map(|item| item.compiles);
        (lines.collect::<Vec<_>>(), compiles.collect::<Vec<_>>())
    };
    let both = [("a", "String"), ("b", "String")];
    assert_eq!(change(&both, &both), (vec![], vec![]));
    let line = |text: &str| Some(text.to_owned());
    let (lines, compiles) = change(&both, &[("b", "String"), ("a", "String")]);
    let told = (
        line("struct Thing, new(a: String, b: String)"),
        line("struct Thing, new(b: String, a: String)"),
    );
    assert_eq!((lines, compiles), (vec![told], vec![true]));
    let (_, compiles) = change(
        &[("a", "String"), ("b", "i64")],
        &[("b", "i64"), ("a", "String")],
    );
    assert_eq!(compiles, [false]);
}

#[test]
fn a_field_in_the_place_of_another_one_is_given_what_that_one_was() {
    let mut renamed = field("String", SENT);
    "c".clone_into(&mut renamed.items[2].path[1]);
    let Remark::Type { maker, .. } = &mut renamed.items[0].remark else {
        panic!("a type: {renamed}");
    };
    *maker = Some(vec![argument("a", "String"), argument("c", "String")]);
    let difference = compare(&field("String", SENT), &renamed);
    let impacts: Vec<Impact> = difference.items.iter().map(|item| item.impact).collect();
    assert_eq!(impacts, [Impact::Breaking, Impact::Compatible]);
}
