//! Which differences between two values count.

use serde_json::Value;

/// Keys whose values are prose: the vendor rewords them, and that makes no correction stale.
const TEXTS: [&str; 3] = ["title", "description", "summary"];

pub(super) fn is_text(key: &str, expected: &Value) -> bool {
    expected.is_string() && TEXTS.contains(&key)
}

/// `1` and `1.0` are one number.
pub(super) fn same_number(one: &serde_json::Number, other: &serde_json::Number) -> bool {
    let float = |number: &serde_json::Number| number.as_f64().map(f64::to_bits);
    one == other || (one.is_f64() != other.is_f64() && float(one) == float(other))
}
