//! Named ways in which the service misbehaves.

use serde_json::{Value, json};

use super::shape::Shape;

/// A way in which the real service misbehaves. Each was seen in recorded replies, or reported by users.
///
/// A client tolerates [`NullLists`](Self::NullLists), [`NumbersAsText`](Self::NumbersAsText),
/// [`UnknownFields`](Self::UnknownFields) and [`UnknownValues`](Self::UnknownValues). All others must lead to an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// `null` in place of a list.
    NullLists,
    /// Numbers as text: `"42"`.
    NumbersAsText,
    /// An extra field in every object, which no version of the crate knows; not where other keys have values of a type of their own.
    UnknownFields,
    /// A value of every enum that no version of the crate knows.
    UnknownValues,
    /// Too many calls: the service's code at HTTP status 200, or status 429 if the service has no such code.
    RateLimited,
    /// The token has expired: status 401.
    ExpiredToken,
    /// Status 200 with an empty body.
    EmptyReply,
    /// Status 504 with an HTML page, from a gateway in front of the service.
    GatewayTimeout,
    /// The connection breaks in the middle of the reply; for a stream, after half of its events.
    CutOff,
    /// The connection breaks as soon as the call has arrived.
    Hangup,
}

impl Fault {
    /// Changes a value of this type as the fault has it.
    pub(super) fn change(self, shape: &Shape, value: &mut Value) {
        shape.visit(value, &mut |shape, value| match (self, shape) {
            (Self::NullLists, Shape::List(_)) => *value = Value::Null,
            (Self::NumbersAsText, Shape::Int(_) | Shape::Number(_)) if value.is_number() => {
                *value = json!(value.to_string());
            }
            (Self::UnknownFields, Shape::Object(_)) => {
                if let Some(object) = value.as_object_mut() {
                    object.insert("field_of_tomorrow".to_owned(), json!({"is_new": true}));
                }
            }
            (Self::UnknownValues, Shape::Word(_)) => *value = json!("value_of_tomorrow"),
            (Self::UnknownValues, Shape::Number(_)) => *value = json!(9999),
            _ => {}
        });
    }
}
