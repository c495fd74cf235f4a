//! The frame around replies, where the document states one (`x-envelope`), and where in a reply its result stands.

use serde_json::{Value, json};

use crate::document::{Document, Operation};
use crate::shape;

/// The names of the fields that are not the result.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    code: String,
    message: String,
    data: String,
    others: Vec<String>,
}

/// Where the result of a JSON reply stands.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// It is the reply.
    Whole,
    /// It is the reply, which has no frame and is known by this key of it.
    #[allow(dead_code)] // who changes replies has to know the key
    Bare(String),
    /// At the end of these keys.
    At(Vec<String>),
    /// Beside these keys.
    Beside(Vec<String>),
    /// Nowhere: success is all that the reply says.
    Nowhere,
}

impl Envelope {
    /// That of replies with this schema. One that has a code and nothing else of the frame has a code of its own.
    pub(crate) fn of(document: &Document, schema: &Value) -> Option<Self> {
        let envelope = Self::stated(document)?;
        let shape = shape::always(document, schema);
        let has = |key: &String| shape.property(key).is_some();
        let mut companions = envelope
            .keys()
            .into_iter()
            .skip(1)
            .chain([envelope.data.clone()]);
        (has(&envelope.code) && companions.any(|key| has(&key))).then_some(envelope)
    }

    /// The one that the document states.
    pub(crate) fn stated(document: &Document) -> Option<Self> {
        let stated = document.root.get("x-envelope")?;
        let name = |key: &str| stated[key].as_str().unwrap_or_default().to_owned();
        let log_id = stated["log_id"][0].as_str();
        Some(Self {
            code: name("code"),
            message: name("message"),
            data: name("data"),
            others: log_id.map(str::to_owned).into_iter().collect(),
        })
    }

    /// The names that belong to the frame, the code first.
    pub(crate) fn keys(&self) -> Vec<String> {
        let own = [self.code.clone(), self.message.clone()];
        own.into_iter().chain(self.others.iter().cloned()).collect()
    }

    /// The reply, as it says that the call succeeded.
    pub(crate) fn of_success(&self, mut reply: Value) -> Value {
        reply[&self.code] = json!(0);
        reply[&self.message] = json!("");
        reply
    }
}

impl Place {
    /// `x-payload` says it; else it is what the frame carries, if there is nothing else, and otherwise everything.
    pub(crate) fn in_reply(
        operation: &Operation<'_>,
        envelope: Option<&Envelope>,
        reply: &Value,
    ) -> Self {
        if let Some(keys) = operation.content["x-payload"].as_array() {
            let keys = keys.iter().filter_map(Value::as_str);
            return Self::At(keys.map(str::to_owned).collect());
        }
        let Some(envelope) = envelope else {
            return Self::Whole;
        };
        let frame = envelope.keys();
        let members = reply.as_object().into_iter().flatten();
        let results: Vec<&String> = members
            .map(|(key, _)| key)
            .filter(|key| !frame.contains(key))
            .collect();
        match results.as_slice() {
            [] => Self::Nowhere,
            [data] if **data == envelope.data => Self::At(vec![envelope.data.clone()]),
            _ => Self::Beside(frame),
        }
    }

    /// The result in a reply; null when it is not there.
    pub(crate) fn of(&self, reply: &Value) -> Value {
        match self {
            Self::Whole | Self::Bare(_) => reply.clone(),
            Self::At(keys) => keys
                .iter()
                .fold(reply, |value, key| &value[key.as_str()])
                .clone(),
            Self::Beside(frame) => {
                let mut result = reply.clone();
                if let Some(members) = result.as_object_mut() {
                    members.retain(|key, _| !frame.contains(key));
                }
                result
            }
            Self::Nowhere => Value::Null,
        }
    }
}
