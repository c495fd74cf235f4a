//! Random changes of a JSON tree.

use serde_json::{Value, json};

use super::random::{KEYS, Random};

/// Changes one to three nodes.
pub(crate) fn mutate(document: &mut Value, random: &mut Random) {
    for _ in 0..=random.below(3) {
        let pointers = pointers(document);
        let Some(pointer) = random.pick(&pointers).cloned() else {
            return;
        };
        match random.below(4) {
            0 => remove(document, &pointer),
            1 | 2 => {
                let value = replacement(document, &pointers, random);
                if let Some(node) = document.pointer_mut(&pointer) {
                    *node = value;
                }
            }
            _ => copy(document, &pointer, random),
        }
    }
}

/// Every node of a tree but its root.
fn pointers(root: &Value) -> Vec<String> {
    fn visit(value: &Value, at: &str, found: &mut Vec<String>) {
        let mut child = |key: &str, value: &Value| {
            let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
            found.push(at.clone());
            visit(value, &at, found);
        };
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| child(key, value)),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| child(&index.to_string(), item));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    visit(root, "", &mut found);
    found
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = key.parse::<usize>() {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// Puts a copy of a node beside it, under a key of [`KEYS`] or of another node.
fn copy(document: &mut Value, pointer: &str, random: &mut Random) {
    let Some(value) = document.pointer(pointer).cloned() else {
        return;
    };
    let Some((parent, _)) = pointer.rsplit_once('/') else {
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            let keys: Vec<String> = members.keys().cloned().collect();
            let key = match random.below(3) {
                0 => random.pick(&keys).map(|key| key.to_uppercase()),
                1 => random.pick(&keys).cloned(),
                _ => random.pick(&KEYS).map(|key| (*key).to_owned()),
            };
            members.insert(key.unwrap_or_default(), value);
        }
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}

/// A value of any kind, or a copy of another node.
fn replacement(document: &Value, pointers: &[String], random: &mut Random) -> Value {
    match random.below(10) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => [json!(0), json!(-1), json!(200), json!(u64::MAX)][random.below(4)].clone(),
        3 => json!(1.5),
        4 => json!([]),
        5 => json!({}),
        6 => {
            json!({"type": (["object", "array", "string", "integer", "number", "boolean"][random.below(6)])})
        }
        7 => json!(KEYS[random.below(KEYS.len())]),
        _ => random
            .pick(pointers)
            .and_then(|pointer| document.pointer(pointer))
            .cloned()
            .unwrap_or_default(),
    }
}
