//! Replies from the document, and what the client has to make of them.

use serde_json::{Value, json};

use crate::document::{Document, Operation};
use crate::http::Reply;
use crate::make::make;

/// What stands in every JSON reply beside its result.
pub(crate) const ENVELOPE: [&str; 3] = ["code", "msg", "detail"];

/// A good reply.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Json {
        value: Value,
        result: Place,
    },
    Events {
        media_type: String,
        events: Vec<Event>,
    },
    Bytes {
        media_type: String,
    },
}

/// Where the result of a JSON reply stands.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// At the end of these keys.
    At(Vec<String>),
    /// Beside `code`.
    Beside,
    /// Nowhere: success is all that the reply says.
    Nowhere,
}

/// An event; without data, the client does not hand it on.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) data: Option<Value>,
}

impl Answer {
    pub(crate) fn reply(&self) -> Reply {
        match self {
            Self::Json { value, .. } => Reply::json(200, value),
            Self::Events { media_type, events } => {
                let text: String = events.iter().map(Event::text).collect();
                Reply {
                    status: 200,
                    media_type: media_type.clone(),
                    body: format!(": a comment\n\n{text}").into_bytes(),
                }
            }
            Self::Bytes { media_type } => Reply {
                status: 200,
                media_type: media_type.clone(),
                body: (0..=u8::MAX).collect(),
            },
        }
    }

    /// What the client has to make of it.
    pub(crate) fn result(&self) -> Value {
        match self {
            Self::Json { value, result } => result.of(value),
            Self::Events { events, .. } => events
                .iter()
                .filter_map(|event| {
                    Some(json!({"event": event.name, "data": event.data.as_ref()?}))
                })
                .collect(),
            Self::Bytes { .. } => json!((0..=u8::MAX).collect::<Vec<u8>>()),
        }
    }
}

impl Event {
    fn text(&self) -> String {
        let data = self.data.as_ref().map(Value::to_string).unwrap_or_default();
        format!("event: {}\ndata: {data}\n\n", self.name)
    }
}

impl Place {
    /// `x-payload` says it; else it is `data` if there is nothing else, and otherwise everything.
    fn in_reply(operation: &Operation<'_>, reply: &Value) -> Self {
        if let Some(keys) = operation.content["x-payload"].as_array() {
            let keys = keys.iter().filter_map(Value::as_str);
            return Self::At(keys.map(str::to_owned).collect());
        }
        let members = reply
            .as_object()
            .into_iter()
            .flat_map(|members| members.keys());
        let results: Vec<&String> = members
            .filter(|key| !ENVELOPE.contains(&key.as_str()))
            .collect();
        match results.as_slice() {
            [] => Self::Nowhere,
            [data] if *data == "data" => Self::At(vec!["data".to_owned()]),
            _ => Self::Beside,
        }
    }

    /// The result in a reply; null when it is not there.
    pub(crate) fn of(&self, reply: &Value) -> Value {
        match self {
            Self::At(keys) => keys
                .iter()
                .fold(reply, |value, key| &value[key.as_str()])
                .clone(),
            Self::Beside => {
                let mut result = reply.clone();
                if let Some(members) = result.as_object_mut() {
                    members.retain(|key, _| !ENVELOPE.contains(&key.as_str()));
                }
                result
            }
            Self::Nowhere => Value::Null,
        }
    }
}

/// The answer to a request with this body. A stream that can end in several ways ends in the way with the index `ending`.
pub(crate) fn answer(
    document: &Document,
    operation: &Operation<'_>,
    body: &Value,
    ending: usize,
) -> Answer {
    let (media_type, content) = chosen(operation, body);
    if let Some(events) = content["x-events"].as_array() {
        return Answer::Events {
            media_type: media_type.to_owned(),
            events: events_of(document, events, ending),
        };
    }
    if !media_type.contains("json") {
        return Answer::Bytes {
            media_type: media_type.replace('*', "mpeg"),
        };
    }
    let mut value =
        make(document, &content["schema"], "reply").expect("a reply is not within itself");
    value["code"] = json!(0);
    value["msg"] = json!("");
    let result = Place::in_reply(operation, &value);
    Answer::Json { value, result }
}

/// The reply that a request with this body asked for, with its media type; else the one that needs no asking.
fn chosen<'d>(operation: &Operation<'d>, body: &Value) -> (&'d str, &'d Value) {
    let asked = |content: &Value| {
        let conditions = content["x-when"].as_object()?;
        Some(
            conditions
                .iter()
                .all(|(name, value)| body.get(name) == Some(value)),
        )
    };
    let replies = operation.replies();
    let found = replies
        .iter()
        .find(|(_, content)| asked(content) == Some(true));
    let found = found.or_else(|| replies.iter().find(|(_, content)| asked(content).is_none()));
    found
        .map(|(media_type, content)| (media_type.as_str(), content))
        .expect("a reply that needs no asking")
}

/// Every event but errors, in order; of those that end the stream, one.
fn events_of(document: &Document, events: &[Value], ending: usize) -> Vec<Event> {
    let good = events.iter().filter(|event| event.get("error").is_none());
    let (ends, others): (Vec<&Value>, Vec<&Value>) = good.partition(|event| event["end"] == true);
    let last = ends.get(ending % ends.len()).copied();
    let event = |event: &Value| {
        let name = event["event"].as_str().expect("a name");
        let schema = event.get("schema");
        Event {
            name: name.to_owned(),
            data: schema.and_then(|schema| make(document, schema, name)),
        }
    };
    others.into_iter().chain(last).map(event).collect()
}
