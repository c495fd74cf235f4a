//! A document comes in; out goes the same one with what references into the middle of something point at in their places.
//!
//! Only components have names, so only references to them become names in the code.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// How many values are put in place at most: what references lead to may hold references, and the document would have no end.
const MOST: usize = 500_000;

/// References in references that are followed.
const DEEPEST: usize = 32;

/// Puts what stands elsewhere in a document in the place of references to it, except to components. What refers to itself, to
/// nothing or to another file stays, and is reported by the checks.
pub(crate) fn inlined(original: &Value) -> Cow<'_, Value> {
    let mut inliner = Inliner {
        original,
        around: Vec::new(),
        left: MOST,
        sizes: HashMap::new(),
    };
    if !inliner.has_target(original) {
        return Cow::Borrowed(original);
    }
    let mut document = original.clone();
    inliner.visit(&mut document);
    Cow::Owned(document)
}

struct Inliner<'d> {
    original: &'d Value,
    /// Targets in which we are.
    around: Vec<String>,
    left: usize,
    /// How many values targets are made of.
    sizes: HashMap<String, usize>,
}

impl<'d> Inliner<'d> {
    fn visit(&mut self, value: &mut Value) {
        if let Some((target, found)) = self.target(value)
            && !self.around.contains(&target)
            && self.around.len() < DEEPEST
            && let Some(left) = self.left.checked_sub(self.size(&target, found))
        {
            self.left = left;
            *value = found.clone();
            self.around.push(target);
            self.visit(value);
            self.around.pop();
            return;
        }
        match value {
            Value::Object(members) => members.values_mut().for_each(|member| self.visit(member)),
            Value::Array(items) => items.iter_mut().for_each(|item| self.visit(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Whether anything is to be put in a place.
    fn has_target(&self, value: &Value) -> bool {
        let is_within = match value {
            Value::Object(members) => members.values().any(|member| self.has_target(member)),
            Value::Array(items) => items.iter().any(|item| self.has_target(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        is_within || self.target(value).is_some()
    }

    fn size(&mut self, target: &str, found: &Value) -> usize {
        if let Some(size) = self.sizes.get(target) {
            return *size;
        }
        let size = size(found);
        self.sizes.insert(target.to_owned(), size);
        size
    }

    /// Where a reference leads to, unless that is a component.
    fn target(&self, value: &Value) -> Option<(String, &'d Value)> {
        let pointer = value.get("$ref")?.as_str()?.strip_prefix('#')?;
        let pointer = percent_decode_str(pointer).decode_utf8().ok()?;
        let below = pointer.strip_prefix("/components/");
        if below.is_some_and(|below| below.matches('/').count() == 1) {
            return None;
        }
        let found = self.original.pointer(&pointer)?;
        // The whole document is part of nothing.
        (!pointer.is_empty()).then(|| (pointer.into_owned(), found))
    }
}

/// How many values a value is made of.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn inlined(document: &Value) -> Value {
        super::inlined(document).into_owned()
    }

    #[test]
    fn what_stands_in_the_middle_of_something_is_put_in_place() {
        let schema = |size: Value| {
            json!({"paths": {"/a/{id}": {"get": 1}}, "components": {"schemas": {
                "A": {"properties": {"size": {"$ref": "#/components/schemas/B"}}},
                "B": {"type": "integer"},
                "C": {"properties": {"size": size}},
            }}})
        };
        let inner = json!({"$ref": "#/components/schemas/A/properties/size"});
        let component = json!({"$ref": "#/components/schemas/B"});
        assert_eq!(inlined(&schema(inner)), schema(component.clone()));
        assert_eq!(inlined(&schema(component.clone())), schema(component));
        let path = json!({"$ref": "#/paths/~1a~1%7Bid%7D/get"});
        assert_eq!(inlined(&schema(path)), schema(json!(1)));
    }

    #[test]
    fn a_document_without_them_is_not_copied() {
        let document = json!({"a": {"$ref": "#/components/schemas/B"}, "b": {"$ref": "#/c"}});
        assert!(matches!(super::inlined(&document), Cow::Borrowed(_)));
    }

    #[test]
    fn what_leads_nowhere_stays() {
        for reference in ["#/nothing/here", "other.yaml#/a", "#", "#/a"] {
            let document = json!({"a": {"$ref": reference}});
            assert_eq!(inlined(&document), document);
        }
        // It would never end.
        let circle = json!({"a": {"b": {"$ref": "#/a"}}});
        assert!(inlined(&circle).pointer("/a/b/b/$ref").is_some());
    }

    #[test]
    fn documents_that_double_at_every_step_end() {
        let twice = |next: usize| {
            let next = format!("#/x/{next}");
            json!({"one": {"$ref": next}, "two": {"$ref": next}})
        };
        let steps: Vec<Value> = (1..30).map(twice).collect();
        assert!(inlined(&json!({"x": steps})).is_object());
    }

    #[test]
    fn long_chains_of_references_end() {
        let step = |next: usize| json!({"next": {"$ref": format!("#/x/{next}")}});
        let steps: Vec<Value> = (1..100_000).map(step).collect();
        let found = inlined(&json!({"x": steps}));
        assert!(found.pointer("/x/0/next/next/next").is_some());
    }
}
