// part coze

//! The frame around every event: `{"id":…,"event_type":…,"data":…,"detail":{"logid":…,"respond_at":…}}`. A signal has no `data`.

use std::borrow::Cow;

use serde::Serialize;

use crate::error::Error;
use crate::json::decode::{Decode, Found};
use crate::json::reader::Reader;
use crate::json::record::Record;
use crate::json::write::write;
use crate::sse::event::RawEvent;
use crate::{ErrorKind, Result};

/// An event that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    event_type: Cow<'static, str>,
    /// Its data as JSON; empty for a signal.
    data: Vec<u8>,
}

impl Frame {
    /// An event with data.
    pub(crate) fn of(event_type: &'static str, data: &(impl Serialize + ?Sized)) -> Result<Self> {
        let mut json = Vec::new();
        write(&mut json, data).map_err(|unwritable| {
            let what = format!("the event {event_type} cannot be sent: {unwritable}");
            Error::new(ErrorKind::Argument, what)
        })?;
        Ok(Self {
            event_type: event_type.into(),
            data: json,
        })
    }

    /// An event that is nothing but its name.
    pub(crate) fn signal(event_type: &'static str) -> Self {
        Self {
            event_type: event_type.into(),
            data: Vec::new(),
        }
    }

    /// An event as the caller has written it. Its data, if there is any, has to be JSON.
    pub(crate) fn raw(event: &RawEvent) -> Result<Self> {
        let data = event.data().trim();
        if !data.is_empty() {
            serde_json::from_str::<serde::de::IgnoredAny>(data).map_err(|cause| {
                let what = format!("the data of the event {} is not JSON", event.event());
                Error::new(ErrorKind::Argument, what).with_source(cause)
            })?;
        }
        Ok(Self {
            event_type: event.event().to_owned().into(),
            data: data.as_bytes().to_vec(),
        })
    }

    /// The text that is sent, under this id.
    pub(super) fn text(&self, id: &str) -> Result<String> {
        let mut text = Vec::with_capacity(self.data.len() + 128);
        let mut add = |before: &str, value: &str| {
            text.extend(before.as_bytes());
            write(&mut text, value)
        };
        let written = add("{\"id\":", id).and_then(|()| add(",\"event_type\":", &self.event_type));
        written.map_err(|e| Error::new(ErrorKind::Argument, e.to_string()))?;
        if !self.data.is_empty() {
            text.extend(b",\"data\":");
            text.extend(&self.data);
        }
        text.push(b'}');
        String::from_utf8(text).map_err(|cause| {
            let what = "the event is not text";
            Error::new(ErrorKind::Argument, what).with_source(cause)
        })
    }
}

/// An event that has arrived, with its data unread.
#[derive(Debug, Default)]
pub(super) struct Arrived {
    pub(super) id: String,
    pub(super) event_type: String,
    data: Json,
    pub(super) detail: Detail,
}

/// What the service says of an event.
#[derive(Debug, Default)]
pub(super) struct Detail {
    pub(super) log_id: String,
    /// In milliseconds since 1970.
    pub(super) responded_at: i64,
    pub(super) origin_message: String,
}

impl Arrived {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// It is not JSON, or no event.
    pub(super) fn read(text: &[u8]) -> Result<Self> {
        let mut arrived = Self::default();
        Reader::read_all(text, &mut arrived)?;
        if arrived.event_type.is_empty() {
            let what = "an event without `event_type`";
            return Err(Error::new(ErrorKind::Decode, what));
        }
        Ok(arrived)
    }

    /// The event, whose data may become as large as this.
    pub(super) fn raw(&self, limit: usize) -> RawEvent {
        let id = Some(self.id.clone()).filter(|id| !id.is_empty());
        RawEvent::received(id, self.event_type.as_str(), self.data.0.clone(), limit)
    }
}

impl Record for Arrived {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        match key {
            "id" => Some(&mut self.id),
            "event_type" => Some(&mut self.event_type),
            "data" => Some(&mut self.data),
            "detail" => Some(&mut self.detail),
            _ => None,
        }
    }
}

impl Decode for Arrived {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

impl Record for Detail {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        match key {
            "logid" => Some(&mut self.log_id),
            "respond_at" => Some(&mut self.responded_at),
            "origin_message" => Some(&mut self.origin_message),
            _ => None,
        }
    }
}

impl Decode for Detail {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

/// Some JSON, as its text.
#[derive(Debug, Default)]
struct Json(String);

impl Decode for Json {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if reader.null()? {
            return Ok(Found::Nothing);
        }
        reader.raw()?.clone_into(&mut self.0);
        Ok(Found::Value)
    }
}
