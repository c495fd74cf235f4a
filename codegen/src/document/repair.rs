//! A document comes in with small mistakes that everyone reads in one way; out goes what is meant, with a warning for each that
//! could have meant something else.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::check::template_names;
use super::tree::{METHODS, Node, Tree};
use super::walk;
use crate::pointer;
use crate::report::{Origins, Report};

/// Keys of texts that people read.
const TEXTS: [&str; 3] = ["title", "summary", "description"];

/// Repairs what is written another way than OpenAPI wants it.
pub(super) fn repair(document: &mut Value, origins: &Origins, report: &mut Report) {
    references(document);
    let mut repair = Repair { origins, report };
    if let Some(info) = document.get_mut("info") {
        repair.texts(
            info,
            &["title", "version", "summary", "description"],
            "/info",
        );
    }
    walk::located(document, &mut |schema, at| repair.schema(schema, at));
    repair.components(document);
    repair.paths(document);
    repair.variables(document);
}

/// A reference is an address, in which many tools encode what is no letter; pointers are looked up as they are.
fn references(document: &mut Value) {
    let mut found = BTreeMap::new();
    encoded(document, document, &mut found);
    if !found.is_empty() {
        replace(document, &found);
    }
}

/// Notes the references that lead somewhere only once they are decoded.
fn encoded(value: &Value, document: &Value, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref")
                && let Some(decoded) = decoded(reference, document)
            {
                found.insert(reference.clone(), decoded);
            }
            let members = members.values();
            members.for_each(|member| encoded(member, document, found));
        }
        Value::Array(items) => items.iter().for_each(|item| encoded(item, document, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn replace(value: &mut Value, found: &BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && let Some(decoded) = found.get(reference)
            {
                reference.clone_from(decoded);
            }
            members
                .values_mut()
                .for_each(|member| replace(member, found));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A reference that leads somewhere only once it is decoded.
fn decoded(reference: &str, document: &Value) -> Option<String> {
    let pointer = reference.strip_prefix('#').filter(|it| it.contains('%'))?;
    let decoded = percent_decode_str(pointer).decode_utf8().ok()?;
    let is_meant = document.pointer(pointer).is_none() && document.pointer(&decoded).is_some();
    is_meant.then(|| format!("#{decoded}"))
}

struct Repair<'r> {
    origins: &'r Origins,
    report: &'r mut Report,
}

impl Repair<'_> {
    fn warn(&mut self, pointer: &str, found: String) {
        self.report.warning(self.origins.place(pointer), found);
    }

    /// Texts that YAML takes for numbers or for nothing.
    fn texts(&mut self, owner: &mut Value, keys: &[&str], at: &str) {
        let Value::Object(members) = owner else {
            return;
        };
        for key in keys {
            match members.get_mut(*key) {
                Some(Value::Null) => {
                    members.shift_remove(*key);
                }
                Some(value @ (Value::Bool(_) | Value::Number(_))) => {
                    let text = value.to_string();
                    let found =
                        format!("`{key}` is {text}, without quotes; it is taken as that text");
                    self.warn(&pointer::join(at, key), found);
                    *value = text.into();
                }
                _ => {}
            }
        }
    }

    fn schema(&mut self, schema: &mut Value, at: &str) {
        self.texts(schema, &TEXTS, at);
        let Value::Object(members) = schema else {
            return;
        };
        if matches!(members.get("required"), Some(Value::Bool(_) | Value::Null)) {
            members.shift_remove("required");
            let found =
                "`required` stands at the property; only a list at its object makes it required";
            self.warn(&pointer::join(at, "required"), found.to_owned());
        }
    }

    fn components(&mut self, document: &mut Value) {
        let Some(components) = document.get_mut("components") else {
            return;
        };
        for (kind, repair) in [
            (
                "parameters",
                Self::described as fn(&mut Self, &mut Value, &str),
            ),
            ("requestBodies", Self::described),
            ("responses", Self::reply),
        ] {
            self.each(components, kind, "/components", repair);
        }
    }

    fn paths(&mut self, document: &mut Value) {
        let paths = document.get_mut("paths").and_then(Value::as_object_mut);
        for (path, item) in paths.into_iter().flatten() {
            let at = pointer::join("/paths", path);
            self.texts(item, &TEXTS, &at);
            self.each(item, "parameters", &at, Self::described);
            for method in METHODS {
                if let Some(operation) = item.get_mut(method) {
                    self.operation(operation, &pointer::join(&at, method));
                }
            }
        }
    }

    fn operation(&mut self, operation: &mut Value, at: &str) {
        self.texts(operation, &TEXTS, at);
        self.each(operation, "parameters", at, Self::described);
        if let Some(body) = operation.get_mut("requestBody") {
            self.described(body, &pointer::join(at, "requestBody"));
        }
        self.each(operation, "responses", at, Self::reply);
    }

    fn described(&mut self, owner: &mut Value, at: &str) {
        self.texts(owner, &["description"], at);
    }

    /// A reply must be described, which says nothing about its shape.
    fn reply(&mut self, reply: &mut Value, at: &str) {
        self.described(reply, at);
        if let Value::Object(members) = reply
            && !members.contains_key("$ref")
        {
            members.entry("description").or_insert_with(|| "".into());
        }
    }

    fn each(
        &mut self,
        owner: &mut Value,
        key: &str,
        at: &str,
        repair: fn(&mut Self, &mut Value, &str),
    ) {
        let at = pointer::join(at, key);
        match owner.get_mut(key) {
            Some(Value::Object(members)) => {
                let members = members.iter_mut().filter(|(key, _)| !key.starts_with("x-"));
                for (key, member) in members {
                    repair(self, member, &pointer::join(&at, key));
                }
            }
            Some(Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    repair(self, item, &pointer::join(&at, &index.to_string()));
                }
            }
            _ => {}
        }
    }

    /// What stands in the braces of a path is a text unless something else is said.
    fn variables(&mut self, document: &mut Value) {
        for (at, name) in undeclared(document) {
            let operation = document.pointer_mut(&at).and_then(Value::as_object_mut);
            let parameters = operation.map(|operation| {
                let parameters = operation.entry("parameters");
                parameters.or_insert_with(|| json!([]))
            });
            if let Some(Value::Array(parameters)) = parameters {
                let found = format!(
                    "the path has `{{{name}}}`, but no parameter of that name; it is a text"
                );
                self.warn(&at, found);
                parameters.push(json!({
                    "name": name,
                    "in": "path",
                    "required": true,
                    "schema": {"type": "string"},
                }));
            }
        }
    }
}

/// Operations with a variable of their paths that no parameter has. Where a parameter leads nowhere, any may be meant.
fn undeclared(document: &Value) -> Vec<(String, String)> {
    let tree = Tree::new(document);
    let mut found = Vec::new();
    for operation in tree.operations() {
        let parameters = tree.parameters(&operation);
        let is_known = |node: &Node<'_>| node.value.get("$ref").is_none();
        if !parameters.values().all(is_known) {
            continue;
        }
        let names = template_names(operation.path).unwrap_or_default();
        let is_declared =
            |name: &str| parameters.contains_key(&("path".to_owned(), name.to_owned()));
        let names = names.into_iter().filter(|name| !is_declared(name));
        let at = pointer::join_all(
            "/paths",
            &[operation.path, &operation.method.to_lowercase()],
        );
        found.extend(names.map(|name| (at.clone(), name.to_owned())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(mut document: Value) -> (Value, Vec<String>) {
        let mut report = Report::new();
        repair(&mut document, &Origins::default(), &mut report);
        let problems = report.problems().iter();
        let found = problems.map(|problem| format!("{}: {}", problem.place.pointer, problem.found));
        (document, found.collect())
    }

    #[test]
    fn texts_without_quotes_are_texts() {
        let (document, found) = repaired(json!({
            "info": {"title": 1.5, "version": 2},
            "paths": {"/a": {"get": {"summary": null, "description": true, "responses": {"200": {}}}}},
        }));
        let expected = json!({
            "info": {"title": "1.5", "version": "2"},
            "paths": {"/a": {"get": {"description": "true", "responses": {"200": {"description": ""}}}}},
        });
        assert_eq!(document, expected);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(
            found[0],
            "/info/title: `title` is 1.5, without quotes; it is taken as that text"
        );
    }

    #[test]
    fn references_are_decoded_where_that_leads_somewhere() {
        let document = |reference: &str| {
            json!({"components": {"schemas": {
                "A B": {"items": {"$ref": reference}},
                "C%20D": {},
            }}})
        };
        let of = |reference: &str| repaired(document(reference)).0;
        assert_eq!(
            of("#/components/schemas/A%20B"),
            document("#/components/schemas/A B")
        );
        for same in ["#/components/schemas/C%20D", "#/components/schemas/E%20F"] {
            assert_eq!(of(same), document(same));
        }
    }

    #[test]
    fn path_variables_are_texts_unless_they_are_declared() {
        let parameter = json!({"name": "b", "in": "path", "required": true, "schema": {}});
        let (document, found) = repaired(json!({
            "paths": {
                "/{a}/{b}": {"get": {"parameters": [{"$ref": "#/components/parameters/B"}]}},
                "/x/{b}": {"get": {"parameters": [{"$ref": "#/paths/~1{a}~1{b}/get/parameters/0"}]}},
                "/y/{b}": {"get": {"parameters": [{"$ref": "#/nowhere"}]}},
            },
            "components": {"parameters": {"B": parameter}},
        }));
        let added = document.pointer("/paths/~1{a}~1{b}/get/parameters/1/name");
        assert_eq!(added, Some(&json!("a")));
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn required_at_a_property_says_nothing() {
        let schema = json!({"properties": {"a": {"required": true}}, "required": ["a"]});
        let (document, found) = repaired(json!({"components": {"schemas": {"S": schema}}}));
        let expected = json!({"properties": {"a": {}}, "required": ["a"]});
        assert_eq!(document["components"]["schemas"]["S"], expected);
        assert_eq!(found.len(), 1);
    }
}
