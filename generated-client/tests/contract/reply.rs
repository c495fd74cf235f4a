//! Replies from the document, and what the client has to make of them.

use serde_json::{Map, Value, json};

use crate::document::{Document, Operation};
use crate::elsewhere;
use crate::envelope::{Envelope, Place};
use crate::http::Reply;
use crate::make::make;
use crate::media::{is_json, may_be_json};
use crate::shape;

/// A good reply.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Json {
        status: u16,
        media_type: String,
        value: Value,
        result: Place,
    },
    Events {
        media_type: String,
        events: Vec<Event>,
    },
    Bytes {
        status: u16,
        media_type: String,
    },
    /// Success is all that it says.
    Empty {
        status: u16,
    },
}

/// An event; without data, the client does not hand it on.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) data: Option<Value>,
}

impl Answer {
    pub(crate) fn reply(&self) -> Reply {
        let (status, media_type, body) = match self {
            Self::Json {
                status,
                media_type,
                value,
                ..
            } => (*status, media_type.clone(), value.to_string().into_bytes()),
            Self::Events { media_type, events } => {
                let text: String = events.iter().map(Event::text).collect();
                let body = format!(": a comment\n\n{text}").into_bytes();
                (200, media_type.clone(), body)
            }
            Self::Bytes { status, media_type } => {
                (*status, media_type.clone(), (0..=u8::MAX).collect())
            }
            Self::Empty { status } => (*status, "text/plain".to_owned(), Vec::new()),
        };
        Reply {
            status,
            media_type,
            body,
        }
    }

    /// What the client has to make of it.
    pub(crate) fn result(&self) -> Value {
        match self {
            Self::Json { value, result, .. } => result.of(value),
            Self::Events { events, .. } => events
                .iter()
                .filter_map(|event| {
                    Some(json!({"event": event.name, "data": event.data.as_ref()?}))
                })
                .collect(),
            Self::Bytes { .. } => json!((0..=u8::MAX).collect::<Vec<u8>>()),
            Self::Empty { .. } => Value::Null,
        }
    }
}

impl Event {
    fn text(&self) -> String {
        let data = self.data.as_ref().map(Value::to_string).unwrap_or_default();
        format!("event: {}\ndata: {data}\n\n", self.name)
    }
}

/// The reply of an operation of which no content is declared: the frame alone, where the document states one.
fn success(document: &Document, status: u16) -> Answer {
    match Envelope::stated(document).filter(|_| status != 204) {
        Some(envelope) => Answer::Json {
            status,
            media_type: "application/json".to_owned(),
            value: envelope.of_success(json!({})),
            result: Place::Nowhere,
        },
        None => Answer::Empty { status },
    }
}

/// The answer to a request with this body. What can be answered in several ways is answered in the one with the index `turn`.
pub(crate) fn answer(
    document: &Document,
    operation: &Operation<'_>,
    body: &Value,
    turn: usize,
) -> Answer {
    let (status, contents) = operation.reply();
    let Some((media_type, content)) = chosen(&contents, body) else {
        return success(document, status);
    };
    if content["x-events"].is_array() || media_type.starts_with("text/event-stream") {
        return Answer::Events {
            media_type: media_type.to_owned(),
            events: events_of(document, content, turn),
        };
    }
    let schema = content.get("schema").unwrap_or(&Value::Null);
    if !may_be_json(media_type) || shape::always(document, schema).is_file() {
        return Answer::Bytes {
            status,
            media_type: media_type.replace('*', "mpeg"),
        };
    }
    let value = make(document, schema, "reply", turn).expect("a reply is not within itself");
    let names_result = operation.content["x-payload"].is_array();
    let envelope = if names_result {
        Envelope::stated(document)
    } else {
        Envelope::of(document, schema)
    };
    let usual = Place::in_reply(operation, envelope.as_ref(), &value);
    let value = envelope
        .iter()
        .fold(value, |value, envelope| envelope.of_success(value));
    let (value, result) = elsewhere::place(operation, value, usual, turn);
    let is_exact = is_json(media_type);
    Answer::Json {
        status,
        media_type: if is_exact {
            media_type
        } else {
            "application/json"
        }
        .to_owned(),
        value,
        result,
    }
}

/// The reply that a request with this body asked for, with its media type; else the one that needs no asking: JSON, if it is offered.
fn chosen<'c>(contents: &'c Map<String, Value>, body: &Value) -> Option<(&'c str, &'c Value)> {
    let asked = |content: &Value| {
        let conditions = content["x-when"].as_object()?;
        Some(
            conditions
                .iter()
                .all(|(name, value)| body.get(name) == Some(value)),
        )
    };
    let is_plain = |(_, content): &(&String, &Value)| asked(content).is_none();
    let wanted = contents
        .iter()
        .find(|(_, content)| asked(content) == Some(true));
    let json = contents.iter().filter(is_plain);
    let json = json.clone().find(|(name, _)| may_be_json(name));
    let found = wanted.or(json).or_else(|| contents.iter().find(is_plain));
    found.map(|(media_type, content)| (media_type.as_str(), content))
}

/// Every event but errors, in order; of those that end the stream, one. Where nothing says what the events are, one of some name.
fn events_of(document: &Document, content: &Value, turn: usize) -> Vec<Event> {
    let Some(events) = content["x-events"].as_array() else {
        return vec![Event {
            name: "some".to_owned(),
            data: make(document, &content["schema"], "data", turn),
        }];
    };
    let good = events.iter().filter(|event| event.get("error").is_none());
    let (ends, others): (Vec<&Value>, Vec<&Value>) = good.partition(|event| event["end"] == true);
    let last = turn.checked_rem(ends.len()).map(|index| ends[index]);
    let event = |event: &Value| {
        let name = event["event"].as_str().expect("a name");
        let is_silent = event["ignore"] == true || event["end"] == true;
        let schema = event.get("schema");
        // An event that is handed on without a schema has any JSON.
        let schema = schema.or((!is_silent).then_some(&Value::Null));
        Event {
            name: name.to_owned(),
            data: schema.and_then(|schema| make(document, schema, name, turn)),
        }
    };
    others.into_iter().chain(last).map(event).collect()
}
