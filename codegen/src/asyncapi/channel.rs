//! A channel -> the operation that opens its connection.

use serde_json::{Value, json};

use super::node::{Node, error, without_nulls};
use super::{Frame, MEDIA, Parts, SWITCHING_PROTOCOLS, message};
use crate::pointer;
use crate::report::Report;

/// Reads a channel; what cannot be right of it is reported, and the rest is there all the same.
pub(super) fn read(
    root: &Node<'_>,
    id: &str,
    channel: &Node<'_>,
    frame: &Frame,
    parts: &mut Parts,
    report: &mut Report,
) {
    let Some(channel) = channel.resolved(root, report) else {
        return;
    };
    let Some(address) = address(&channel, report) else {
        return;
    };
    let at = pointer::join_all("/paths", &[address, "get"]);
    parts.places.push((at.clone(), channel.place()));
    let parameters = parameters(root, &channel, &at, parts, report);
    let directions = directions(root, &channel, report);
    let mut events = |keys: &[String], at: String| -> Vec<Value> {
        let at = format!("{at}/content/{}/x-events", pointer::escape(MEDIA));
        let keys = keys.iter().enumerate();
        let events = keys.filter_map(|(index, key)| {
            let at = pointer::join(&at, &index.to_string());
            message::read(root, &channel, key, frame, &at, parts, report)
        });
        events.collect()
    };
    let client = events(&directions.client, format!("{at}/requestBody"));
    let server = events(
        &directions.server,
        format!("{at}/responses/{SWITCHING_PROTOCOLS}"),
    );
    let operation = json!({
        "operationId": id,
        "summary": channel.text("summary"),
        "description": channel.text("description"),
        "parameters": parameters,
        "requestBody": {"content": {MEDIA: {"x-events": client}}},
        "responses": {SWITCHING_PROTOCOLS: {
            "description": "Switching Protocols",
            "content": {MEDIA: {"x-events": server}},
        }},
        "x-channel": true,
    });
    let operation = without_nulls(operation);
    if parts.paths.contains_key(address) {
        let found = format!("another channel has the address `{address}`, too");
        error(report, &channel, found);
    }
    let path = parts.paths.entry(address).or_insert_with(|| json!({}));
    if let Value::Object(methods) = path {
        methods.insert("get".to_owned(), operation);
    }
}

fn address<'a>(channel: &Node<'a>, report: &mut Report) -> Option<&'a str> {
    let address = channel.text("address").unwrap_or_default();
    if !address.starts_with('/') {
        let at = channel.member("address");
        let at = at.unwrap_or_else(|| channel.clone());
        error(report, &at, "the channel has no address").expected("a path, such as `/v1/chat`");
        return None;
    }
    if address.contains(['{', '}']) {
        let found = format!("the address `{address}` has parameters, which are not supported");
        error(report, channel, found).fix("Declare them in the query, with `bindings: {ws: ..}`.");
        return None;
    }
    Some(address)
}

/// The parameters of the query, as the bindings for `WebSocket` have them.
fn parameters(
    root: &Node<'_>,
    channel: &Node<'_>,
    at: &str,
    parts: &mut Parts,
    report: &mut Report,
) -> Vec<Value> {
    let bindings = channel.member("bindings");
    let bindings = bindings.and_then(|bindings| bindings.resolved(root, report));
    let ws = bindings.and_then(|bindings| bindings.member("ws")?.resolved(root, report));
    let Some(query) = ws.and_then(|ws| ws.member("query")?.resolved(root, report)) else {
        return Vec::new();
    };
    let required = query.list("required", report);
    let properties = query.below("properties", report).into_iter().enumerate();
    let parameters = properties.map(|(index, (name, schema))| {
        let at = pointer::join_all(at, &["parameters", &index.to_string()]);
        parts.places.push((at.clone(), schema.place()));
        parts.places.push((format!("{at}/schema"), schema.place()));
        let is_required = required.iter().any(|one| one.value == name);
        without_nulls(json!({
            "name": name,
            "in": "query",
            "required": is_required,
            "description": schema.text("description"),
            "schema": schema.value,
        }))
    });
    parameters.collect()
}

/// The keys of the messages that each side sends.
#[derive(Default)]
struct Directions {
    client: Vec<String>,
    server: Vec<String>,
}

/// What the operations say of a channel. They are those of the service: it receives what clients send.
fn directions(root: &Node<'_>, channel: &Node<'_>, report: &mut Report) -> Directions {
    let mut found = Directions::default();
    for (_, operation) in root.below("operations", report) {
        let Some(operation) = operation.resolved(root, report) else {
            continue;
        };
        let its = operation.member("channel");
        let its = its.and_then(|its| its.resolved(root, report));
        let Some(its) = its else {
            error(report, &operation, "the operation has no channel");
            continue;
        };
        if its.pointer != channel.pointer {
            continue;
        }
        let keys = message_keys(&operation, channel, report);
        match operation.text("action") {
            Some("receive") => found.client.extend(keys),
            Some("send") => found.server.extend(keys),
            _ => {
                let at = operation.member("action").unwrap_or(operation);
                error(report, &at, "the operation neither sends nor receives")
                    .expected("action: receive, of what clients send, or action: send");
            }
        }
    }
    refuse_unsent(channel, &found, report);
    found
}

/// The messages of an operation: those that it names, else all of the channel.
fn message_keys(operation: &Node<'_>, channel: &Node<'_>, report: &mut Report) -> Vec<String> {
    let messages = channel.member("messages");
    if operation.member("messages").is_none() {
        let all = messages.map(|messages| messages.members());
        return all
            .into_iter()
            .flatten()
            .map(|(key, _)| key.to_owned())
            .collect();
    }
    let prefix = format!("#{}/messages/", channel.pointer);
    let mut keys = Vec::new();
    for item in operation.list("messages", report) {
        let reference = item.text("$ref").unwrap_or_default();
        let key = reference.strip_prefix(&prefix).map(pointer::unescape);
        let known = |key: &String| messages.as_ref().is_some_and(|it| it.member(key).is_some());
        match key.filter(known) {
            Some(key) => keys.push(key),
            None => {
                error(report, &item, "this is no message of the channel")
                    .expected(format!("$ref: '{prefix}..'"));
            }
        }
    }
    keys
}

/// A message that nobody sends is a leftover, or its operation was forgotten.
fn refuse_unsent(channel: &Node<'_>, sent: &Directions, report: &mut Report) {
    for (key, message) in channel.below("messages", report) {
        let is_sent = |keys: &[String]| keys.iter().any(|sent| sent == key);
        if !is_sent(&sent.client) && !is_sent(&sent.server) {
            let found = format!("no operation sends or receives the message `{key}`");
            error(report, &message, found);
        }
    }
}
