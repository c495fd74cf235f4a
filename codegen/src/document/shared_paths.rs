//! A document comes in whose paths may refer to others; out goes one in which each has its operations.

use serde_json::{Map, Value};

/// No chain of references is longer, unless it goes in circles.
const LONGEST: usize = 16;

/// Writes out what paths refer to within the document; what a path says itself counts.
pub(super) fn write_out(document: &mut Value) {
    let paths = document.get("paths").and_then(Value::as_object);
    let referring = paths.into_iter().flatten();
    let written: Vec<(String, Value)> = referring
        .filter_map(|(path, item)| Some((path.clone(), whole(document, item)?)))
        .collect();
    for (path, item) in written {
        document["paths"][path] = item;
    }
}

/// The item with all that it refers to; `None` where it refers to nothing, or to nothing that is here.
fn whole(document: &Value, item: &Value) -> Option<Value> {
    item.get("$ref")?;
    let mut members = item.as_object()?.clone();
    let mut reference = members.shift_remove("$ref")?;
    for _ in 0..LONGEST {
        let target = document.pointer(reference.as_str()?.strip_prefix('#')?)?;
        let mut further = target.as_object()?.clone();
        let next = further.shift_remove("$ref");
        add(&mut members, further);
        match next {
            Some(next) => reference = next,
            None => return Some(Value::Object(members)),
        }
    }
    None
}

fn add(members: &mut Map<String, Value>, further: Map<String, Value>) {
    for (key, value) in further {
        members.entry(key).or_insert(value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_have_what_they_refer_to() {
        let mut document = json!({
            "paths": {
                "/a": {"$ref": "#/components/pathItems/A", "summary": "own"},
                "/b": {"$ref": "#/paths/~1a"},
                "/c": {"$ref": "#/paths/~1c"},
                "/d": {"$ref": "other.yaml"},
            },
            "components": {"pathItems": {"A": {"get": {"responses": {}}, "summary": "shared"}}},
        });
        write_out(&mut document);
        let expected = json!({
            "/a": {"summary": "own", "get": {"responses": {}}},
            "/b": {"summary": "own", "get": {"responses": {}}},
            "/c": {"$ref": "#/paths/~1c"},
            "/d": {"$ref": "other.yaml"},
        });
        assert_eq!(document["paths"], expected);
    }
}
