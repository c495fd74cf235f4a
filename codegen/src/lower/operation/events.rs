//! `x-events` of a stream -> the type of what it delivers.

use std::collections::HashSet;

use serde_json::Value;

use crate::extension::{Extension, Members, Reader};
use crate::ir::{Ending, Event, EventAction, Type, TypeId, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema};
use crate::openapi::{MediaType, SchemaRef};
use crate::words::camel;

/// One entry of `x-events`, as `spec/README.md` defines it.
struct Entry<'a> {
    event: &'a str,
    aliases: Vec<&'a str>,
    marks: Vec<&'a str>,
    name: Option<&'a str>,
    description: Option<&'a str>,
    schema: Option<SchemaRef<'a>>,
    wraps: Vec<&'a str>,
    end: bool,
    may_end: bool,
    error: Option<ErrorFields<'a>>,
    ignore: bool,
}

impl<'a> Entry<'a> {
    fn read(members: &mut Members<'a, '_>) -> Self {
        Self {
            event: members.text("event"),
            aliases: members.texts("aliases"),
            marks: members.texts("marks"),
            name: members.optional("name", Reader::text),
            description: members.optional("description", Reader::text),
            schema: members.optional("schema", schema),
            wraps: members.texts("wraps"),
            end: members.flag("end"),
            may_end: members.flag("may_end"),
            error: members.optional("error", ErrorFields::read),
            ignore: members.flag("ignore"),
        }
    }
}

/// Where an error event keeps its code and its message.
struct ErrorFields<'a> {
    codes: Vec<&'a str>,
    messages: Vec<&'a str>,
}

impl<'a> ErrorFields<'a> {
    fn read(reader: &mut Reader<'a>, fields: &'a Value) -> Option<Self> {
        reader.object(fields, |members| Self {
            codes: members.required("code", spellings).unwrap_or_default(),
            messages: members.required("message", spellings).unwrap_or_default(),
        })
    }
}

/// A name, or several of which any may stand there.
fn spellings<'a>(reader: &mut Reader<'a>, names: &'a Value) -> Option<Vec<&'a str>> {
    match names {
        Value::String(name) => Some(vec![name]),
        Value::Array(_) => reader.texts(names),
        _ => {
            reader.refuse(names, "a name, or a list of names", None);
            None
        }
    }
}

/// What an event carries.
pub(super) fn schema<'a>(reader: &mut Reader<'a>, schema: &'a Value) -> Option<SchemaRef<'a>> {
    if !schema.is_object() {
        reader.refuse(schema, "a schema", None);
        return None;
    }
    Some(SchemaRef::new(schema))
}

/// The event enum of a stream.
pub(crate) fn lower<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    media: MediaType<'a>,
) -> TypeId {
    let at = format!("{}/x-events", location.pointer);
    let entries = entries(context, location, media);
    let is_read = entries.is_some();
    let mut events = Vec::new();
    for (index, entry) in entries.into_iter().flatten().enumerate() {
        let location = SchemaLocation {
            key: format!("{}.{}", location.key, entry.event),
            pointer: format!("{at}/{index}"),
        };
        if let Some(found) = contradiction(&entry) {
            context.error(
                &location.pointer,
                found,
                "Keep what is meant, and remove the rest.",
            );
        }
        events.push(Event {
            wire: entry.event.to_owned(),
            aliases: owned(&entry.aliases),
            marks: owned(&entry.marks),
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

/// An event is ignored, or it is the error that ends the stream, or it carries something.
fn contradiction(entry: &Entry<'_>) -> Option<&'static str> {
    let is_delivered = entry.schema.is_some() || entry.end || entry.may_end;
    match (entry.ignore, &entry.error) {
        (true, Some(_)) => Some("an event with `ignore` that is an `error`"),
        (true, None) if is_delivered => {
            Some("an event with `ignore` that has `schema`, `end` or `may_end`")
        }
        (false, Some(_)) if is_delivered => Some(
            "an event with `error`, which ends the stream, that has `schema`, `end` or `may_end`",
        ),
        (false, None) if entry.end && entry.may_end => {
            Some("an event with `end`, which always ends the stream, and `may_end`")
        }
        _ => None,
    }
}

/// Each event has one meaning, and each variant one event.
fn refuse_repeated(context: &mut Context<'_>, pointer: &str, events: &[Event]) {
    let mut seen = HashSet::new();
    let mut variants = HashSet::from(["Unrecognized"]);
    for (index, event) in events.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        let repeated: Vec<(String, &str)> = names(event)
            .filter(|(_, name)| !seen.insert(*name))
            .collect();
        for (below, name) in &repeated {
            let found = format!("the event `{name}` stands in this list before");
            context.error(&format!("{at}{below}"), found, "Remove one of the two.");
        }
        if let Some(variant) = variant(event)
            && !variants.insert(variant)
            && repeated.is_empty()
        {
            let found = format!("`{variant}` is the Rust name of something else in this stream");
            context.error(&at, found, "Choose another `name` for the event.");
        }
    }
}

/// The names on the wire, and the data that stands for one, each with where it is written in the entry.
fn names(event: &Event) -> impl Iterator<Item = (String, &str)> {
    let aliases = event.aliases.iter().enumerate();
    let aliases = aliases.map(|(index, name)| (format!("/aliases/{index}"), name.as_str()));
    let marks = event.marks.iter().enumerate();
    let marks = marks.map(|(index, name)| (format!("/marks/{index}"), name.as_str()));
    let event = ("/event".to_owned(), event.wire.as_str());
    std::iter::once(event).chain(aliases).chain(marks)
}

fn variant(event: &Event) -> Option<&str> {
    match &event.action {
        EventAction::Deliver { variant, .. } => Some(variant),
        EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
    }
}

/// The declared events; `None` if they cannot be read.
fn entries<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    media: MediaType<'a>,
) -> Option<Vec<Entry<'a>>> {
    const FIX: &str = "Write a list of `{event, name, schema, description}`, `{event, end: true}`, `{event, error: {code, message}}` or `{event, ignore: true}`.";
    let events = media.extension("x-events");
    let Some(extension) = Extension::of(events, &location.pointer, "x-events") else {
        return Some(Vec::new());
    };
    context.read(&extension, FIX, |reader, events| {
        reader.objects(events, Entry::read)
    })
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn action<'a>(
    context: &mut Context<'a>,
    location: &SchemaLocation,
    entry: Entry<'a>,
) -> EventAction {
    if entry.ignore {
        return EventAction::Ignore;
    }
    if let Some(error) = entry.error {
        return EventAction::Fail {
            codes: owned(&error.codes),
            messages: owned(&error.messages),
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
        variant: camel(entry.name.unwrap_or(entry.event)),
        payload: entry
            .schema
            .map_or(Type::Json, |schema| schema::lower(context, &at, schema)),
        wraps: owned(&entry.wraps),
        ending: match (entry.end, entry.may_end) {
            (true, _) => Ending::Last,
            (false, true) => Ending::Possible,
            (false, false) => Ending::Open,
        },
        docs: docs::lines(context.web(), [entry.description]),
    }
}
