//! A document comes in whose enums list texts for numbers, or numbers for texts; out goes one whose values have the declared type.

use serde_json::Value;

use super::walk;
use crate::pointer;
use crate::report::{Origins, Report};

/// Gives the values of enums the type that their schema declares, where they can be read as such.
pub(super) fn typed(document: &mut Value, origins: &Origins, report: &mut Report) {
    walk::located(document, &mut |schema, at| {
        let kind = schema.get("type").and_then(Value::as_str);
        let kind = kind.unwrap_or_default().to_owned();
        let Some(Value::Array(values)) = schema.get_mut("enum") else {
            return;
        };
        let mut is_changed = false;
        for value in values {
            if let Some(typed) = read_as(&kind, value) {
                *value = typed;
                is_changed = true;
            }
        }
        if is_changed {
            let found = format!(
                "`enum` of `{kind}` has values of another type; they are taken as what they say"
            );
            report.warning(origins.place(&pointer::join(at, "enum")), found);
        }
    });
}

/// A value of another type as one of this type, if it says one. Of a decimal number, the text is not known: `1.10` is 1.1.
fn read_as(kind: &str, value: &Value) -> Option<Value> {
    match (kind, value) {
        ("integer", Value::String(text)) => Some(text.trim().parse::<i64>().ok()?.into()),
        ("number", Value::String(text)) => {
            let number = text.trim().parse::<f64>().ok()?;
            serde_json::Number::from_f64(number).map(Value::Number)
        }
        ("boolean", Value::String(text)) => Some(text.trim().parse::<bool>().ok()?.into()),
        ("string", Value::Bool(flag)) => Some(flag.to_string().into()),
        ("string", Value::Number(number)) if !number.is_f64() => Some(number.to_string().into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_have_the_declared_type_where_they_say_one() {
        let values = |schema: Value| {
            let mut document = json!({"components": {"schemas": {"S": schema}}});
            let mut report = Report::new();
            typed(&mut document, &Origins::default(), &mut report);
            let values = document["components"]["schemas"]["S"]["enum"].take();
            (values, report.problems().len())
        };
        let integers = json!({"type": "integer", "enum": ["1", 2, "x", null]});
        assert_eq!(values(integers), (json!([1, 2, "x", null]), 1));
        let texts = json!({"type": "string", "enum": [1, true, 1.5, "a"]});
        assert_eq!(values(texts), (json!(["1", "true", 1.5, "a"]), 1));
        let flags = json!({"type": "boolean", "enum": ["true", false]});
        assert_eq!(values(flags), (json!([true, false]), 1));
        let same = json!({"type": "integer", "enum": [1, 2]});
        assert_eq!(values(same), (json!([1, 2]), 0));
    }
}
