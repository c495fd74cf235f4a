//! Documents that are wrong, and what is said of them.

use serde_json::{Value, json};

use crate::report::{Origins, Place, Report, Source};

/// A document of one channel, which is right.
fn right() -> Value {
    json!({
        "asyncapi": "3.0.0",
        "x-frame": {"event": "type", "data": "data"},
        "channels": {"Talk": {
            "address": "/talk",
            "bindings": {"ws": {"query": {
                "required": ["id"],
                "properties": {"id": {"type": "string"}, "word": {"type": "string"}},
            }}},
            "messages": {
                "Say": {"payload": {"properties": {
                    "type": {"const": "say"},
                    "data": {"$ref": "api.yaml#/components/schemas/Word"},
                }}},
                "Heard": {"name": "heard", "payload": {"allOf": [{"$ref": "#/components/schemas/Frame"}]}},
            },
        }},
        "operations": {
            "hear": {"action": "receive", "channel": {"$ref": "#/channels/Talk"},
                "messages": [{"$ref": "#/channels/Talk/messages/Say"}]},
            "say": {"action": "send", "channel": {"$ref": "#/channels/Talk"},
                "messages": [{"$ref": "#/channels/Talk/messages/Heard"}]},
        },
        "components": {"schemas": {
            "Frame": {"type": "object", "properties": {"type": {"type": "string"}}},
            "Sound": {"type": "object", "properties": {"delta": {"type": "string", "contentEncoding": "base64"}}},
        }},
    })
}

/// Merges into a document with one path: that document, its origins, and the problems as `pointer: found`.
fn merged(realtime: &Value) -> (Value, Origins, Vec<String>) {
    let mut document = json!({"openapi": "3.0.3", "paths": {"/talk": {"post": {}}},
        "components": {"schemas": {"Word": {"type": "string"}}}});
    let (mut origins, mut report) = (Origins::default(), Report::new());
    super::merge(&mut document, realtime, &mut origins, &mut report);
    let problems = report.problems().iter();
    let line = |problem: &crate::report::Problem| {
        assert_eq!(problem.place.source, Source::Realtime, "{problem:?}");
        format!("{}: {}", problem.place.pointer, problem.found)
    };
    let problems = problems.map(line).collect();
    (document, origins, problems)
}

/// The problems of the document after a change of what stands at a pointer.
fn problems(pointer: &str, change: Value) -> Vec<String> {
    let mut realtime = right();
    *realtime.pointer_mut(pointer).unwrap() = change;
    merged(&realtime).2
}

#[test]
fn a_channel_is_an_operation_that_switches_protocols() {
    let (document, origins, problems) = merged(&right());
    assert_eq!(problems, [""; 0]);
    let methods = &document["paths"]["/talk"];
    assert!(methods["post"].is_object());
    let operation = &methods["get"];
    assert_eq!(operation["operationId"], "Talk");
    let sent = "/requestBody/content/application~1json/x-events";
    let say =
        json!({"event": "say", "name": "Say", "schema": {"$ref": "#/components/schemas/Word"}});
    assert_eq!(operation.pointer(sent), Some(&json!([say])));
    let received = "/responses/101/content/application~1json/x-events";
    let heard = json!({"event": "heard", "name": "Heard"});
    assert_eq!(operation.pointer(received), Some(&json!([heard])));
    let required = operation["parameters"].as_array().unwrap().iter();
    let required: Vec<&Value> = required.map(|one| &one["required"]).collect();
    assert_eq!(required, [true, false]);
    let delta = "/components/schemas/Sound/properties/delta";
    assert_eq!(document.pointer(delta).unwrap()["x-bytes"], true);
    let place = |pointer: &str| origins.place(&format!("/paths/~1talk/get{pointer}"));
    let at = |pointer: &str| Place::new(Source::Realtime, pointer);
    assert_eq!(place(""), at("/channels/Talk"));
    assert_eq!(
        place("/parameters/1/schema/type"),
        at("/channels/Talk/bindings/ws/query/properties/word/type")
    );
    assert_eq!(
        place(&format!("{sent}/0/schema/$ref")),
        at("/channels/Talk/messages/Say/payload/properties/data/$ref")
    );
}

#[test]
fn documents_of_another_kind_are_refused() {
    assert_eq!(
        problems("/asyncapi", json!("2.6.0")),
        ["/asyncapi: the document is none of AsyncAPI 3"]
    );
    assert_eq!(
        merged(&json!({})).2,
        [": the document is none of AsyncAPI 3"]
    );
    let frame = "nothing says which fields of the frame hold the name of an event and its data";
    assert_eq!(
        problems("/x-frame", json!({"event": 1})),
        [format!("/x-frame: {frame}")]
    );
    assert_eq!(
        problems("/channels", json!([1])),
        ["/channels: [1] is no object"]
    );
}

#[test]
fn channels_need_an_address_without_parameters() {
    assert_eq!(
        problems("/channels/Talk/address", Value::Null),
        ["/channels/Talk/address: the channel has no address"]
    );
    assert_eq!(
        problems("/channels/Talk/address", json!("/talk/{id}")),
        ["/channels/Talk: the address `/talk/{id}` has parameters, which are not supported"]
    );
    assert_eq!(
        problems("/channels/Talk", json!({"$ref": "#/channels/Talk"})),
        [
            "/channels/Talk: the reference leads back to itself",
            "/operations/hear/channel: the reference leads back to itself",
            "/operations/say/channel: the reference leads back to itself",
        ][..1]
    );
}

#[test]
fn every_message_goes_in_a_direction() {
    let unsent = "/channels/Talk/messages/Say: no operation sends or receives the message `Say`";
    assert_eq!(
        problems("/operations/hear/action", json!("listen")),
        [
            "/operations/hear/action: the operation neither sends nor receives",
            unsent
        ]
    );
    assert_eq!(
        problems("/operations/hear/channel/$ref", json!("#/channels/Sing")),
        [
            "/operations/hear/channel: `#/channels/Sing` refers to nothing in this document",
            "/operations/hear: the operation has no channel",
            unsent
        ]
    );
    assert_eq!(
        problems(
            "/operations/hear/messages/0/$ref",
            json!("#/channels/Talk/messages/Sing")
        ),
        [
            "/operations/hear/messages/0: this is no message of the channel",
            unsent
        ]
    );
    assert_eq!(
        problems("/operations/hear/messages", json!("all")),
        ["/operations/hear/messages: \"all\" is no list", unsent]
    );
}

#[test]
fn messages_say_the_name_of_their_event() {
    assert_eq!(
        problems("/channels/Talk/messages/Heard", json!({})),
        ["/channels/Talk/messages/Heard: the message does not say the name of its event"]
    );
    let other = json!({"name": "heard", "payload": {"properties": {"type": {"enum": ["seen"]}}}});
    assert_eq!(
        problems("/channels/Talk/messages/Heard", other),
        [
            "/channels/Talk/messages/Heard/payload/properties/type: the message is called `heard`, but its event is `seen`"
        ]
    );
    let itself = json!({"allOf": [{"$ref": "#/components/schemas/Frame"}]});
    assert_eq!(
        problems("/components/schemas/Frame", itself),
        ["/channels/Talk/messages/Heard: the payload is made of too many parts"]
    );
}

#[test]
fn names_are_those_of_one_document() {
    let mut realtime = right();
    realtime["components"]["schemas"]["Word"] = json!({"type": "string"});
    realtime["channels"]["Talk"]["messages"]["Heard"]["payload"]["properties"] =
        json!({"data": {"$ref": "other.yaml#/components/schemas/Word"}});
    assert_eq!(
        merged(&realtime).2,
        [
            "/channels/Talk/messages/Heard/payload/properties/data: `other.yaml#/components/schemas/Word` refers to another file than `api.yaml`",
            "/components/schemas/Word: the document beside it has `Word` already",
        ]
    );
    let mut twice = right();
    twice["channels"]["Again"] = json!({"address": "/talk"});
    assert_eq!(
        merged(&twice).2,
        ["/channels/Again: another channel has the address `/talk`, too"]
    );
}
