//! What the vendor's examples mean: most are texts, whatever the type.

use serde_json::Value;

/// Where the vendor writes examples, beside the standard place.
pub(crate) const VENDORS: &str = "x-coze-example";

/// What the vendor writes where there is no example.
pub(crate) const NOTHING: [&str; 5] = ["", "-", "/", "\\", "\"\""];

/// The example itself, or what it means as JSON, if that is of the kind.
pub(crate) fn meant(example: &Value, is_of_kind: fn(&Value) -> bool) -> Option<Value> {
    let parsed = example
        .as_str()
        .and_then(|text| serde_json::from_str(text.trim()).ok());
    let mut candidates = [Some(example.clone()), parsed].into_iter().flatten();
    candidates.find(is_of_kind)
}

/// A text, or a number or truth that stands for one.
pub(crate) fn text(example: &Value) -> Option<String> {
    match example {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(example.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number without a fraction: YAML reads `1.7e9` as one with a fraction of nothing.
pub(crate) fn whole(number: &Value) -> Option<Value> {
    if number.is_i64() || number.is_u64() {
        return Some(number.clone());
    }
    let decimal = number.as_f64().filter(|decimal| decimal.fract() == 0.0)?;
    let whole: i64 = format!("{decimal:.0}").parse().ok()?;
    Some(Value::from(whole))
}
