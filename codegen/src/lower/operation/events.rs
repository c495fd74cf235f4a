//! `x-events` of a stream -> the type of what it delivers.

use openapiv3::{MediaType, ReferenceOr, Schema};
use serde::Deserialize;

use crate::ir::{Ending, Event, EventAction, Type, TypeId, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema};
use crate::words::camel;

/// One entry of `x-events`, as `spec/README.md` defines it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    event: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    marks: Vec<String>,
    name: Option<String>,
    description: Option<String>,
    schema: Option<ReferenceOr<Schema>>,
    #[serde(default)]
    wraps: Vec<String>,
    #[serde(default)]
    end: bool,
    #[serde(default)]
    may_end: bool,
    error: Option<ErrorFields>,
    #[serde(default)]
    ignore: bool,
}

/// Where an error event keeps its code and its message.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorFields {
    code: Spellings,
    message: Spellings,
}

/// A name, or several of which any may stand there.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spellings {
    One(String),
    Several(Vec<String>),
}

impl Spellings {
    fn into_names(self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name],
            Self::Several(names) => names,
        }
    }
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
            aliases: entry.aliases.clone(),
            marks: entry.marks.clone(),
            action: action(context, &location, entry),
        });
    }
    refuse_repeated(context, &at, &events);
    let ends = events.iter().any(|event| {
        matches!(
            event.action,
            EventAction::End
                | EventAction::Deliver {
                    ending: Ending::Last,
                    ..
                }
        )
    });
    if is_read && !ends {
        context.warn(
            &location.pointer,
            "no event of this stream ends it, so a connection that breaks cannot be told from a finished stream",
            "Name the event that ends the stream with `end: true` in `x-events`.",
        );
    }
    context.add(location, Vec::new(), TypeKind::Events(events))
}

/// Each event has one meaning, and each variant one event.
fn refuse_repeated(context: &mut Context<'_>, pointer: &str, events: &[Event]) {
    for (index, event) in events.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        let before = &events[..index];
        let is_taken = |name: &&String| {
            before
                .iter()
                .any(|other| names(other).any(|it| it == *name))
        };
        if let Some(name) = names(event).find(is_taken) {
            let found = format!("the event `{name}` stands in this list before");
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

/// The names on the wire, and the data that stands for one.
fn names(event: &Event) -> impl Iterator<Item = &String> {
    let names = std::iter::once(&event.wire).chain(&event.aliases);
    names.chain(&event.marks)
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
            codes: error.code.into_names(),
            messages: error.message.into_names(),
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
        wraps: entry.wraps,
        ending: match (entry.end, entry.may_end) {
            (true, _) => Ending::Last,
            (false, true) => Ending::Possible,
            (false, false) => Ending::Open,
        },
        docs: docs::lines(context.web(), [entry.description.as_deref()]),
    }
}
