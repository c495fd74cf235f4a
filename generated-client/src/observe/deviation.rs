//! One way in which replies differ from what the document says of them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A difference between replies and the document, and how often it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Deviation {
    /// The operation's id in the document.
    pub operation: String,
    /// The call of the client, such as `GET /v1/datasets`.
    pub call: String,
    /// The event of a stream that it was seen in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Where it stands in the reply or in the data of the event: a JSON pointer with `*` for indices and for keys of maps.
    pub at: String,
    /// The schema that says otherwise: a JSON pointer into the corrected document.
    pub schema: String,
    /// What is different.
    pub kind: DeviationKind,
    /// The JSON type that was seen: `string`, `integer`, `number`, `boolean`, `object`, `null`, `nothing`, or `array of …`.
    pub seen: String,
    /// An unknown value of an enum, where that was allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How often it was seen.
    pub count: u64,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeviationKind {
    /// A field that the document does not have.
    UnknownField,
    /// A value of an enum that the document does not have.
    UnknownValue,
    /// A number where the document says text.
    NumberForText,
    /// Text where the document says a number.
    TextForNumber,
    /// Any other JSON type than the document says.
    OtherType,
    /// Null for a value that the document requires.
    NullForRequired,
    /// Nothing for a value that the document requires.
    NothingForRequired,
    /// An event that the document does not have.
    UnknownEvent,
    /// A reply without the envelope that the document states.
    NoEnvelope,
}

impl DeviationKind {
    fn words(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown field",
            Self::UnknownValue => "unknown value",
            Self::NumberForText => "a number where text is declared",
            Self::TextForNumber => "text where a number is declared",
            Self::OtherType => "another type than declared",
            Self::NullForRequired => "null where a value is required",
            Self::NothingForRequired => "nothing where a value is required",
            Self::UnknownEvent => "unknown event",
            Self::NoEnvelope => "no envelope",
        }
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.call, self.kind.words())?;
        if let Some(value) = &self.value {
            write!(f, " `{value}`")?;
        }
        if let Some(event) = &self.event {
            write!(f, " in the event `{event}`")?;
        }
        if !self.at.is_empty() {
            write!(f, " at {}", self.at)?;
        }
        write!(f, " ({}, {} times)", self.seen, self.count)
    }
}
