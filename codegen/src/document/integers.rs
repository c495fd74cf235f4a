//! A document comes in whose limits and values say that an integer is larger than an `i64`; out goes one whose formats say so.

use serde_json::{Map, Value};

use super::walk;
use crate::pointer;
use crate::report::{Origins, Report};

/// What no `i64` holds, and what no `u64` does. Limits are rounded where they are written as decimal numbers, so what exceeds them by
/// less than a thousandth is a limit itself.
const BEYOND_I64: f64 = 9.23e18;
const BEYOND_U64: f64 = 1.85e19;

/// Formats of integers that may be larger than any that a crate holds.
const LARGER: [&str; 6] = ["int128", "uint128", "i128", "u128", "bigint", "biginteger"];

/// Gives unsigned integers of 64 bits their format, and warns of larger ones.
pub(super) fn sized(document: &mut Value, origins: &Origins, report: &mut Report) {
    walk::located(document, &mut |schema, at| {
        let Value::Object(members) = schema else {
            return;
        };
        if members.get("type").and_then(Value::as_str) != Some("integer") {
            return;
        }
        if lists_large_values(members) {
            members.shift_remove("enum");
            members.insert("format".to_owned(), "uint64".into());
            let found =
                "`enum` has values that are larger than an `i64`; every value of a `u64` is taken";
            report.warning(origins.place(&pointer::join(at, "enum")), found);
        }
        match size(members) {
            Size::Usual => {}
            Size::Unsigned => {
                members.insert("format".to_owned(), "uint64".into());
            }
            Size::Larger(key) => {
                let found = "integers may be larger than 64 bits hold here; one that is makes the reply unreadable";
                let place = origins.place(&pointer::join(at, key));
                report.warning(place, found).fix("Declare a text in an overlay, if the service sends one, or take the format away.");
            }
        }
    });
}

/// Whether an enum without negative values has one that only a `u64` holds.
fn lists_large_values(schema: &Map<String, Value>) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    let is_large = |value: &Value| value.is_u64() && !value.is_i64();
    values.is_some_and(|values| {
        values.iter().any(is_large) && values.iter().all(|value| value.is_u64() || value.is_null())
    })
}

/// How large the integers of a schema may be.
enum Size {
    /// As large as their format says.
    Usual,
    /// As large as a `u64`.
    Unsigned,
    /// Larger, as this key says.
    Larger(&'static str),
}

fn size(schema: &Map<String, Value>) -> Size {
    let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
    let format = schema.get("format").and_then(Value::as_str);
    if format.is_some_and(|format| LARGER.contains(&format)) {
        return Size::Larger("format");
    }
    let is_signed = limit("minimum").is_some_and(|least| least < 0.0);
    match limit("maximum") {
        Some(most) if most > BEYOND_U64 => Size::Larger("maximum"),
        Some(most) if most > BEYOND_I64 && is_signed => Size::Larger("maximum"),
        Some(most) if most > BEYOND_I64 => Size::Unsigned,
        _ => Size::Usual,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The schema afterwards, and how many warnings there are.
    fn sized_schema(schema: &Value) -> (Value, usize) {
        let mut document = json!({"components": {"schemas": {"S": schema}}});
        let mut report = Report::new();
        sized(&mut document, &Origins::default(), &mut report);
        let schema = document["components"]["schemas"]["S"].take();
        (schema, report.problems().len())
    }

    #[test]
    fn large_limits_and_values_make_unsigned_integers() {
        for most in [json!(u64::MAX), json!(18_446_744_073_709_552_000_f64)] {
            let schema = json!({"type": "integer", "minimum": 0, "maximum": most});
            let (schema, warnings) = sized_schema(&schema);
            assert_eq!((&schema["format"], warnings), (&json!("uint64"), 0));
        }
        let (schema, warnings) = sized_schema(&json!({"type": "integer", "enum": [0, u64::MAX]}));
        assert_eq!(schema, json!({"type": "integer", "format": "uint64"}));
        assert_eq!(warnings, 1);
    }

    #[test]
    fn what_fits_stays_and_what_never_fits_is_named() {
        for (least, most) in [(0.0, 9_223_372_036_854_776_000.0), (-9.3e18, 9.223e18)] {
            let schema = json!({"type": "integer", "minimum": least, "maximum": most});
            assert_eq!(sized_schema(&schema), (schema, 0));
        }
        for schema in [
            json!({"type": "integer", "format": "uint128"}),
            json!({"type": "integer", "maximum": 1e30}),
            json!({"type": "integer", "minimum": -1, "maximum": u64::MAX}),
        ] {
            assert_eq!(sized_schema(&schema), (schema, 1));
        }
    }
}
