//! A message -> an entry of `x-events`.

use serde_json::{Value, json};

use super::node::{Node, error, without_nulls};
use super::{Frame, Parts};
use crate::pointer;
use crate::report::Report;

/// Most schemas that the payload of a message may be made of.
const MOST_PARTS: usize = 64;

/// The entry of the message of a channel that has this key; it will stand at `at`.
pub(super) fn read(
    root: &Node<'_>,
    channel: &Node<'_>,
    key: &str,
    frame: &Frame,
    at: &str,
    parts: &mut Parts,
    report: &mut Report,
) -> Option<Value> {
    let message = channel.member("messages")?.member(key)?;
    let message = message.resolved(root, report)?;
    parts.places.push((at.to_owned(), message.place()));
    let fields = fields(root, &message, report);
    let field = |name: &str| fields.iter().find(|(field, _)| *field == name);
    let event = event(&message, field(&frame.event).map(|(_, node)| node), report)?;
    let data = field(&frame.data).map(|(_, node)| node);
    if let Some(data) = data {
        let place = data.place();
        parts.places.push((pointer::join(at, "schema"), place));
    }
    Some(without_nulls(json!({
        "event": event,
        "name": key,
        "description": message.text("description").or(message.text("summary")),
        "schema": data.map(|data| data.value),
    })))
}

/// The name of the event: the one value of its field in the frame, or the name of the message.
fn event<'a>(message: &Node<'a>, field: Option<&Node<'a>>, report: &mut Report) -> Option<&'a str> {
    let constant = field.and_then(|field| match field.value.get("enum") {
        Some(values) => values.as_array()?.first()?.as_str(),
        None => field.text("const"),
    });
    let name = message.text("name");
    if let (Some(constant), Some(name), Some(field)) = (constant, name, field)
        && constant != name
    {
        let found = format!("the message is called `{name}`, but its event is `{constant}`");
        error(report, field, found);
    }
    let event = constant.or(name);
    if event.is_none() {
        error(
            report,
            message,
            "the message does not say the name of its event",
        )
        .expected("name: the name on the wire");
    }
    event
}

/// The fields of the payload, which may be made of parts; of two with one name, the last one says more.
fn fields<'a>(
    root: &Node<'a>,
    message: &Node<'a>,
    report: &mut Report,
) -> Vec<(&'a str, Node<'a>)> {
    let mut fields = Vec::new();
    let mut waiting: Vec<Node<'a>> = message.member("payload").into_iter().collect();
    let mut read = 0;
    while let Some(schema) = waiting.pop() {
        read += 1;
        if read > MOST_PARTS {
            error(report, message, "the payload is made of too many parts");
            break;
        }
        let Some(schema) = schema.resolved(root, report) else {
            continue;
        };
        fields.extend(schema.below("properties", report));
        // The last one comes first.
        waiting.extend(schema.list("allOf", report));
    }
    fields
}
