//! `x-events` of a stream -> the type of what it delivers.

use openapiv3::{MediaType, ReferenceOr, Schema};
use serde::Deserialize;

use crate::ir::{Event, EventAction, Type, TypeId, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema};
use crate::words::camel;

/// One entry of `x-events`, as `spec/README.md` defines it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    event: String,
    name: Option<String>,
    description: Option<String>,
    schema: Option<ReferenceOr<Schema>>,
    #[serde(default)]
    end: bool,
    error: Option<ErrorFields>,
    #[serde(default)]
    ignore: bool,
}

/// Where an error event keeps its code and its message.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorFields {
    code: String,
    message: String,
}

/// The event enum of a stream.
pub(crate) fn lower(
    context: &mut Context<'_>,
    location: &SchemaLocation,
    media: &MediaType,
) -> TypeId {
    let at = format!("{}/x-events", location.pointer);
    let entries = entries(context, &at, media);
    let is_read = entries.is_some();
    let mut events = Vec::new();
    for (index, entry) in entries.into_iter().flatten().enumerate() {
        let location = SchemaLocation {
            key: format!("{}.{}", location.key, entry.event),
            pointer: format!("{at}/{index}"),
        };
        events.push(Event {
            wire: entry.event.clone(),
            action: action(context, &location, entry),
        });
    }
    refuse_repeated(context, &at, &events);
    let ends = events.iter().any(|event| {
        matches!(
            event.action,
            EventAction::End | EventAction::Deliver { last: true, .. }
        )
    });
    if is_read && !ends {
        context.warn(
            &location.pointer,
            "no event of this stream ends it, so a connection that breaks cannot be told from a finished stream",
            "Name the event that ends the stream with `end: true` in `x-events`.",
        );
    }
    let docs = vec!["What the stream delivers.".to_owned()];
    context.add(location, docs, TypeKind::Events(events))
}

/// Each event has one meaning, and each variant one event.
fn refuse_repeated(context: &mut Context<'_>, pointer: &str, events: &[Event]) {
    for (index, event) in events.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        let before = &events[..index];
        if before.iter().any(|other| other.wire == event.wire) {
            let found = format!("the event `{}` stands in this list before", event.wire);
            context.error(&at, found, "Remove one of the two.");
        } else if let Some(variant) = variant(event)
            && (variant == "Unrecognized"
                || before
                    .iter()
                    .filter_map(self::variant)
                    .any(|other| other == variant))
        {
            let found = format!("`{variant}` is the Rust name of something else in this stream");
            context.error(&at, found, "Choose another `name` for the event.");
        }
    }
}

fn variant(event: &Event) -> Option<&str> {
    match &event.action {
        EventAction::Deliver { variant, .. } => Some(variant),
        EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
    }
}

/// The declared events; `None` if they cannot be read.
fn entries(context: &mut Context<'_>, pointer: &str, media: &MediaType) -> Option<Vec<Entry>> {
    let Some(value) = media.extensions.get("x-events") else {
        return Some(Vec::new());
    };
    match serde_json::from_value(value.clone()) {
        Ok(entries) => Some(entries),
        Err(problem) => {
            context.error(
                pointer,
                format!("`x-events` cannot be read: {problem}"),
                "Write a list of `{event, name, schema, description}`, `{event, end: true}`, `{event, error: {code, message}}` or `{event, ignore: true}`.",
            );
            None
        }
    }
}

fn action(context: &mut Context<'_>, location: &SchemaLocation, entry: Entry) -> EventAction {
    if entry.ignore {
        return EventAction::Ignore;
    }
    if let Some(error) = entry.error {
        return EventAction::Fail {
            code: error.code,
            message: error.message,
        };
    }
    if entry.end && entry.schema.is_none() {
        return EventAction::End;
    }
    let at = SchemaLocation {
        key: location.key.clone(),
        pointer: format!("{}/schema", location.pointer),
    };
    EventAction::Deliver {
        variant: camel(entry.name.as_deref().unwrap_or(&entry.event)),
        payload: entry
            .schema
            .map_or(Type::Json, |schema| schema::lower(context, &at, &schema)),
        last: entry.end,
        docs: docs::lines([entry.description.as_deref()]),
    }
}
