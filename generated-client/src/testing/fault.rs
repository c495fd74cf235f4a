//! Named ways in which the service misbehaves.

use serde_json::{Value, json};

use super::shape::Shape;

/// A way in which the real service is not what one wishes. Each was seen in recorded replies or is reported by its users.
///
/// What a client has to put up with: [`NullLists`](Self::NullLists), [`NumbersAsText`](Self::NumbersAsText),
/// [`UnknownFields`](Self::UnknownFields), [`UnknownValues`](Self::UnknownValues). What it must not take for success: all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// `null` where a list is due.
    NullLists,
    /// Numbers are written as texts: `"42"`.
    NumbersAsText,
    /// Objects have a field that no version of the crate knows.
    UnknownFields,
    /// Enums have a value that no version of the crate knows.
    UnknownValues,
    /// Too many calls, as this service says it: in the body, at HTTP status 200. Without such a code, status 429.
    RateLimited,
    /// The token has expired: status 401.
    ExpiredToken,
    /// Status 200, and nothing else.
    EmptyReply,
    /// Something in front of the service gave up: status 504, with a page for people.
    GatewayTimeout,
    /// The connection breaks in the middle of the reply: of a stream, after half of its events.
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
