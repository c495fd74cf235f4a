//! One event as it came, and the ways in which emitted code reads it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

use crate::Result;
use crate::error::Error;
use crate::json::decode::{Decode, Found};
use crate::json::limits::Allowance;
use crate::json::reader::Reader;
use crate::json::record::Record;
use crate::reply::failure::Failure;

/// An event as it arrived, with its data still undecoded.
///
/// Events that this version of the crate does not know are passed on in this form.
#[derive(Clone, Default)]
pub struct RawEvent {
    id: Option<String>,
    /// Shared with the events of the same name.
    event: Arc<str>,
    data: String,
    /// What reading its data may cost.
    allowance: Allowance,
}

// A document decides which of these occur.
#[allow(dead_code)]
impl RawEvent {
    /// The event's id, if it has one: workflows number their events from 0.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The event's name; `message` if it has none, as the standard says.
    #[must_use]
    pub fn event(&self) -> &str {
        if self.event.is_empty() {
            "message"
        } else {
            &self.event
        }
    }

    /// Whether it came without a name of its own.
    pub(super) fn is_nameless(&self) -> bool {
        self.event() == "message"
    }

    /// The event's data, usually JSON; its lines are joined with `\n`.
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// Makes an event, for example in a test.
    #[must_use]
    pub fn new(event: impl Into<String>, data: impl Into<String>) -> Self {
        Self {
            id: None,
            event: event.into().into(),
            data: data.into(),
            allowance: Allowance::unlimited(),
        }
    }

    pub(crate) fn received(
        id: Option<String>,
        event: impl Into<Arc<str>>,
        data: String,
        limit: usize,
    ) -> Self {
        Self {
            id,
            event: event.into(),
            data,
            allowance: Allowance::limited(limit),
        }
    }

    /// The memory of its data.
    pub(super) fn into_data(self) -> String {
        self.data
    }

    /// Reads the data. Nothing, and the mark `[DONE]` with or without quotes, read as the default.
    pub(crate) fn json<T: Decode + Default>(&self) -> Result<T> {
        self.read(self.data.trim())
    }

    /// Reads the data, or what an object has under one of these keys: some servers wrap what an event carries.
    pub(crate) fn json_in<T: Decode + Default>(&self, wraps: &[&str]) -> Result<T> {
        let mut wrap = Wrap {
            keys: wraps,
            content: Content::default(),
        };
        match Reader::read_all(self.data.as_bytes(), &mut wrap) {
            Ok(_) => self.read(wrap.content.0.as_deref().unwrap_or(self.data.trim())),
            Err(_) => self.json(),
        }
    }

    fn read<T: Decode + Default>(&self, data: &str) -> Result<T> {
        let mut value = T::default();
        if !matches!(data, "" | "[DONE]" | "\"[DONE]\"") {
            Reader::read_text(self.allowance, data, &mut value)?;
        }
        Ok(value)
    }

    /// Whether the data is one of these marks, with or without quotes.
    pub(crate) fn is_mark(&self, marks: &[&str]) -> bool {
        let data = self.data.trim();
        let quoted = data
            .strip_prefix('"')
            .and_then(|data| data.strip_suffix('"'));
        marks.contains(&quoted.unwrap_or(data))
    }

    /// Reads the data of an event that reports a failure. `codes` and `messages` are the names of the fields.
    ///
    /// Data that is not an object becomes the message.
    pub(crate) fn failure(
        &self,
        codes: &'static [&'static str],
        messages: &'static [&'static str],
    ) -> Error {
        let failure = Failure::of_event(&self.data, codes, messages);
        let log_id = failure.log_id().map(str::to_owned);
        // The stream as such was answered with status 200.
        let error = failure.into_error(200, "");
        error
            .or_log_id(log_id.as_deref())
            .or_body(self.data.as_bytes())
    }
}

/// Writes an event as `{"event": "<its name>", "data": …}`, so that it can be passed on.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn serialize<S: Serializer>(
    event: &str,
    data: &impl Serialize,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    let mut fields = serializer.serialize_struct("Event", 2)?;
    fields.serialize_field("event", event)?;
    fields.serialize_field("data", data)?;
    fields.end()
}

/// As events that are known: the data as the JSON that it is, or else as text.
impl Serialize for RawEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match serde_json::from_str::<Value>(&self.data) {
            Ok(data) => serialize(self.event(), &data, serializer),
            Err(_) => serialize(self.event(), &self.data, serializer),
        }
    }
}

/// Whether two events say the same, wherever they come from.
impl PartialEq for RawEvent {
    fn eq(&self, other: &Self) -> bool {
        (&self.id, self.event(), &self.data) == (&other.id, other.event(), &other.data)
    }
}

impl Eq for RawEvent {}

impl Hash for RawEvent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.id, self.event(), &self.data).hash(state);
    }
}

/// An object around what an event carries.
struct Wrap<'k> {
    keys: &'k [&'k str],
    content: Content,
}

/// The JSON text of what an event carries.
#[derive(Default)]
struct Content(Option<String>);

impl Record for Wrap<'_> {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        self.keys.contains(&key).then_some(&mut self.content)
    }
}

impl Decode for Content {
    /// A text in this place is a field of what is carried, not the whole of it.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if !reader.is_composite()? {
            reader.skip()?;
            return Ok(Found::Nothing);
        }
        self.0 = Some(reader.raw()?.to_owned());
        Ok(Found::Value)
    }
}

impl Decode for Wrap<'_> {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

impl fmt::Debug for RawEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawEvent")
            .field("id", &self.id)
            .field("event", &self.event)
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}
