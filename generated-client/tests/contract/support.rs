//! What the emitted cases import: the shape of a case, and how what a call gives becomes JSON.

// The document decides which of these its cases need, and only the tests of tolerance need the types.
#![allow(dead_code, unused_imports)]

use std::pin::Pin;

use coze_client::{EventStream, RawEvent};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use coze_client::{Client, ClientBuilder, FilePart, Result};

pub(crate) use crate::credentials::{secret, user};
pub(crate) use serde_json::{Value, json};
pub(crate) use std::collections::BTreeMap;

/// A call that is under way; it gives its reply as JSON.
pub(crate) type Running<'c> = Pin<Box<dyn Future<Output = Result<Value>> + Send + 'c>>;

/// Makes a call.
pub(crate) type Call = for<'c> fn(&'c Client) -> Running<'c>;

/// One operation as the client calls it.
pub(crate) struct Case {
    /// The operation's id in the document.
    pub(crate) operation: &'static str,
    /// How the client calls it.
    pub(crate) call: &'static str,
    pub(crate) method: &'static str,
    /// The path as a template.
    pub(crate) path: &'static str,
    /// Calls it with what is required.
    pub(crate) required: Call,
    /// Calls it with everything.
    pub(crate) everything: Call,
}

/// One type of replies.
pub(crate) struct Type {
    pub(crate) name: &'static str,
    /// JSON pointer of its schema in the document.
    pub(crate) schema: &'static str,
    /// Reads a value of the type by serde, and writes it again.
    pub(crate) round_trip: fn(Value) -> serde_json::Result<Value>,
}

/// What was received, as JSON.
pub(crate) fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("every type of the client is JSON")
}

/// An event, as JSON.
pub(crate) fn event(name: &str, data: &impl Serialize) -> Value {
    json!({"event": name, "data": json(data)})
}

/// An event that the client hands on as it came.
pub(crate) fn raw(event: &RawEvent) -> Value {
    let data: Value = serde_json::from_str(event.data()).unwrap_or_else(|_| event.data().into());
    json!({"event": event.event(), "data": data})
}

/// All events of a stream.
pub(crate) async fn collect<E>(mut stream: EventStream<E>, read: fn(&E) -> Value) -> Result<Value> {
    let mut events = Vec::new();
    while let Some(event) = stream.try_next().await? {
        events.push(read(&event));
    }
    Ok(Value::Array(events))
}

pub(crate) fn round_trip<T: DeserializeOwned + Serialize>(
    value: Value,
) -> serde_json::Result<Value> {
    let value: T = serde_json::from_value(value)?;
    serde_json::to_value(value)
}
