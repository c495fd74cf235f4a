//! Names of newtype structs by which values tell serializers what serde has no method for.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A struct without fields of this name is no value: null, but not in a list that is sent.
pub(crate) const MISSING: &str = "$coze_client::Missing";

/// What is in a struct of this name is a text that is JSON already.
pub(crate) const JSON: &str = "$coze_client::Json";

/// A number of any size in a struct of `serde_json`, there where a program turns on its feature `arbitrary_precision`.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// The text of a value in a struct of `serde_json`, there where a program turns on its feature `raw_value`.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Whether the only field of a struct of this name is the text of a value.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(name, NUMBER | RAW_VALUE)
}

/// `#[serde(serialize_with)]` for what a union keeps of values that it has no alternative for; null is no value.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn unrecognized<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Value::Null => serializer.serialize_unit_struct(MISSING),
        value => value.serialize(serializer),
    }
}
