//! An `AsyncAPI` document comes in, and what it says goes into the `OpenAPI` document beside it: each channel as the operation that
//! opens its connection, a `GET` that switches protocols, and its schemas among the components. From there on, all goes the way of
//! every operation.
//!
//! Such an operation has `x-channel: true`. Its body holds the events that clients send, its reply with status 101 those that the
//! service sends, both as `x-events`.

mod channel;
mod message;
mod node;
mod schemas;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use self::node::{Node, error};
use crate::document;
use crate::pointer;
use crate::report::{Origins, Place, Report, Source};

/// The status of the reply that opens a connection.
pub(crate) const SWITCHING_PROTOCOLS: &str = "101";

/// The media type under which the events of a channel stand.
pub(crate) const MEDIA: &str = "application/json";

/// Brings the channels and schemas of `realtime` into the document beside it.
pub(crate) fn merge(
    document: &mut Value,
    realtime: &Value,
    origins: &mut Origins,
    report: &mut Report,
) {
    let root = Node::root(realtime);
    let Some(frame) = identified(&root, report) else {
        return;
    };
    let mut parts = Parts::default();
    schemas::read(&root, &mut parts);
    for (id, channel) in root.below("channels", report) {
        channel::read(&root, id, &channel, &frame, &mut parts, report);
    }
    for (at, place) in parts.places {
        origins.set(at, place);
    }
    let mut fragment = json!({"components": {"schemas": parts.schemas}, "paths": parts.paths});
    schemas::refer_to_one_document(&mut fragment, origins, report);
    schemas::keep_bytes(&mut fragment);
    document::rewrite_schemas(&mut fragment, origins, report);
    add(document, &fragment, origins, report);
}

/// What a document of channels becomes.
#[derive(Default)]
struct Parts {
    schemas: Map<String, Value>,
    paths: Map<String, Value>,
    /// Pointers into the `OpenAPI` document, and where that stands in the `AsyncAPI` document.
    places: Vec<(String, Place)>,
}

/// The names of the fields of the frame around each event.
struct Frame {
    event: String,
    data: String,
}

/// The frame of the events, if it is a document that can be read.
fn identified(root: &Node<'_>, report: &mut Report) -> Option<Frame> {
    let version = root.text("asyncapi").unwrap_or_default();
    if !version.starts_with("3.") {
        let at = root.member("asyncapi").unwrap_or_else(|| root.clone());
        error(report, &at, "the document is none of AsyncAPI 3").expected("asyncapi: 3.0.0");
        return None;
    }
    let frame = root.member("x-frame");
    let key = |key: &str| Some(frame.as_ref()?.text(key)?.to_owned());
    let frame_keys = key("event").zip(key("data"));
    let Some((event, data)) = frame_keys else {
        let at = frame.unwrap_or_else(|| root.clone());
        error(
            report,
            &at,
            "nothing says which fields of the frame hold the name of an event and its data",
        )
        .fix("Write `x-frame: {event: name of the field, data: name of the field}`.");
        return None;
    };
    Some(Frame { event, data })
}

/// Adds paths and schemas that are not there yet.
fn add(document: &mut Value, fragment: &Value, origins: &Origins, report: &mut Report) {
    for (section, at) in [("schemas", "/components/schemas"), ("paths", "/paths")] {
        let new = fragment.pointer(at).and_then(Value::as_object);
        let Some(known) = section_of(document, section) else {
            let found = format!("`{section}` of the document beside it is no object");
            report.error(Place::new(Source::Document, at), found);
            continue;
        };
        for (key, value) in new.into_iter().flatten() {
            let at = pointer::join(at, key);
            let taken = match (known.get_mut(key), value) {
                (None, value) => {
                    known.insert(key.clone(), value.clone());
                    false
                }
                (Some(Value::Object(item)), Value::Object(new)) if section == "paths" => {
                    let taken = new.keys().any(|method| item.contains_key(method));
                    item.extend(new.clone());
                    taken
                }
                (Some(_), _) => true,
            };
            if taken {
                let below = if section == "paths" { "/get" } else { "" };
                let place = origins.place(&format!("{at}{below}"));
                let found = format!("the document beside it has `{key}` already");
                report.error(place, found).fix("Give it another name.");
            }
        }
    }
}

/// The schemas or the paths of a document, which are made if there are none.
fn section_of<'d>(document: &'d mut Value, section: &str) -> Option<&'d mut Map<String, Value>> {
    let members = document.as_object_mut()?;
    let owner = if section == "schemas" {
        let components = members.entry("components").or_insert_with(|| json!({}));
        components.as_object_mut()?
    } else {
        members
    };
    owner
        .entry(section)
        .or_insert_with(|| json!({}))
        .as_object_mut()
}
