//! How a single argument is written: into a JSON body ([`Field`]) or as text into a query, header or form ([`QueryValue`]).

use serde::{Serialize, Serializer};
use serde_json::Value;

pub(crate) use crate::json::write::Unwritable;
use crate::json::write::write;

/// A value of a JSON body.
///
/// Everything that is `Serialize` is one. A value that is `null` in JSON is left out of the body: an unset optional argument.
pub(crate) trait Field {
    /// Appends the value as JSON.
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Unwritable>;
}

impl<T: Serialize> Field for T {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Unwritable> {
        write(out, self)
    }
}

/// A value of a query, a header, a path or a form: text, or nothing at all.
pub(crate) trait QueryValue {
    /// The value as text; `None` leaves it out.
    fn text(&self) -> Result<Option<String>, Unwritable>;
}

impl QueryValue for str {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        Ok(Some(self.to_owned()))
    }
}

impl QueryValue for String {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        Ok(Some(self.clone()))
    }
}

impl QueryValue for i64 {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        Ok(Some(self.to_string()))
    }
}

impl QueryValue for u64 {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        Ok(Some(self.to_string()))
    }
}

impl QueryValue for f64 {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        if !self.is_finite() {
            return Err(Unwritable::new(format!(
                "{self} is no number that the service knows"
            )));
        }
        Ok(Some(self.to_string()))
    }
}

impl QueryValue for bool {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        Ok(Some(self.to_string()))
    }
}

/// Values with no plain text form are written as JSON.
impl QueryValue for Value {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        Ok(value_text(self))
    }
}

/// The text of any JSON; null has none.
pub(crate) fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

impl<T: QueryValue + ?Sized> QueryValue for &T {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        T::text(self)
    }
}

impl<T: QueryValue> QueryValue for Option<T> {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        self.as_ref().map_or(Ok(None), QueryValue::text)
    }
}

/// A list is one value, its items joined with commas, as the service expects of `keywords` or `task_ids`; an empty one is left out.
impl<T: QueryValue> QueryValue for Vec<T> {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        let items = self.iter().filter_map(|item| item.text().transpose());
        let items = items.collect::<Result<Vec<String>, Unwritable>>()?;
        Ok((!items.is_empty()).then(|| items.join(",")))
    }
}

/// An integer that the service wants written as text, such as `"42"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IntText(pub(crate) i64);

impl Serialize for IntText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl QueryValue for IntText {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        self.0.text()
    }
}

/// `#[serde(serialize_with)]` for an integer that is written as text.
#[allow(dead_code)] // a document decides whether it occurs
// serde passes fields by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
pub(crate) fn int_text<S: Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    IntText(*value).serialize(serializer)
}

/// `#[serde(serialize_with)]` for an optional integer that is written as text.
#[allow(dead_code)] // a document decides whether it occurs
// serde passes fields by reference.
#[allow(clippy::ref_option)]
pub(crate) fn optional_int_text<S: Serializer>(
    value: &Option<i64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.map(IntText).serialize(serializer)
}

/// `#[serde(serialize_with)]` for an integer that is written as text, or as null.
#[allow(dead_code)] // a document decides whether it occurs
// serde passes fields by reference.
#[allow(clippy::option_option, clippy::ref_option)]
pub(crate) fn nullable_int_text<S: Serializer>(
    value: &Option<Option<i64>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    optional_int_text(&value.flatten(), serializer)
}
