//! A document comes in, the same document without the formats that mean nothing goes out.
//!
//! The vendor's document is made from Thrift, whose kinds of types appear as `format`: `bool`, `list`, `map`, `int`. There are tools
//! that take a boolean, array or object with a `format` for a schema that they do not know.

use serde_json::{Map, Value};

use super::walk;

/// Formats that only repeat the type.
const FOREIGN: [&str; 4] = ["bool", "list", "map", "int"];

/// Types that no format says anything about.
const WITHOUT_FORMAT: [&str; 3] = ["boolean", "array", "object"];

/// Removes formats that mean nothing wherever a schema stands.
pub(super) fn remove(document: &mut Value) {
    walk::schemas(document, &mut without_foreign_format);
}

fn without_foreign_format(schema: &mut Map<String, Value>) {
    if has_foreign_format(schema) {
        schema.shift_remove("format");
    }
}

fn has_foreign_format(schema: &Map<String, Value>) -> bool {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    let Some(format) = text("format") else {
        return false;
    };
    FOREIGN.contains(&format) || text("type").is_some_and(|kind| WITHOUT_FORMAT.contains(&kind))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn without_format(mut schema: Value) -> Value {
        if let Value::Object(members) = &mut schema {
            without_foreign_format(members);
        }
        schema
    }

    #[test]
    fn thrift_formats_go_and_real_ones_stay() {
        for format in FOREIGN {
            assert_eq!(
                without_format(json!({"type": "string", "format": format})),
                json!({"type": "string"})
            );
        }
        for format in ["i64", "i32", "double", "binary", "json"] {
            let schema = json!({"type": "string", "format": format});
            assert_eq!(without_format(schema.clone()), schema);
        }
        assert_eq!(
            without_format(json!({"type": "boolean", "format": "i32"})),
            json!({"type": "boolean"})
        );
    }
}
