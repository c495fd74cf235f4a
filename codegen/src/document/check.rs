//! A document and the origins of its values come in, everything in it that cannot become code goes into the report.

mod limits;
mod media;
mod operation;
mod parameter;
mod reference;
mod schema;
mod signing;
#[cfg(test)]
mod tests;

pub(crate) use self::operation::operation_id_by_rule;
pub(super) use self::operation::template_names;

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::document::security::{self, Read};
use crate::pointer;
use crate::report::{Origins, Place, Problem, Report};

/// Finds every structural problem of a document.
pub fn check(document: &Value, origins: &Origins, report: &mut Report) {
    let mut checker = Checker {
        document,
        origins,
        report,
        operations: HashMap::new(),
        schemes: security::declared(document)
            .into_iter()
            .map(|declared| (declared.name, declared.read))
            .collect(),
        unending: None,
    };
    let before = checker.report.problems().len();
    checker.limits();
    // What is too much is not looked at more closely.
    if checker.report.problems().len() == before {
        checker.root();
    }
}

/// What the checks need to know, and where they write.
struct Checker<'a> {
    document: &'a Value,
    origins: &'a Origins,
    report: &'a mut Report,
    /// Where each `operationId` was seen first.
    operations: HashMap<&'a str, String>,
    /// What calls can be signed with, by name.
    schemes: HashMap<&'a str, Read>,
    /// Chains of references that are too long to follow.
    unending: Option<reference::Unending>,
}

impl<'a> Checker<'a> {
    fn error(&mut self, pointer: &str, found: impl Into<String>) -> &mut Problem {
        let place = self.origins.place(pointer);
        self.report.concerning(pointer).error(place, found)
    }

    fn warning(&mut self, pointer: &str, found: impl Into<String>) -> &mut Problem {
        self.report.warning(self.origins.place(pointer), found)
    }

    fn root(&mut self) {
        for key in ["title", "version"] {
            if !self
                .document
                .pointer(&format!("/info/{key}"))
                .is_some_and(Value::is_string)
            {
                self.error("/info", format!("`info` has no `{key}`"))
                    .expected("a text");
            }
        }
        for key in ["servers", "tags"] {
            let items = self.items(self.document, key, "");
            for (item, at) in items {
                self.object(item, &at);
            }
        }
        self.security(self.document, "");
        if let Some(components) = self.member(self.document, "components", "") {
            self.components(components);
        }
        for (path, item, at) in self.members(self.document, "paths", "") {
            self.path(path, item, &at);
        }
    }

    fn components(&mut self, components: &'a Value) {
        for (_, schema, at) in self.members(components, "schemas", "/components") {
            self.schema(schema, &at);
        }
        for (_, parameter, at) in self.members(components, "parameters", "/components") {
            self.parameter(parameter, &at);
        }
        for (_, body, at) in self.members(components, "requestBodies", "/components") {
            self.body(body, &at);
        }
        for (_, response, at) in self.members(components, "responses", "/components") {
            self.response(response, &at);
        }
        self.unsupported_schemes();
        self.endless_chains();
    }

    /// An object below an object, if it is there; anything else there is reported.
    fn member(&mut self, parent: &'a Value, key: &str, at: &str) -> Option<&'a Value> {
        let member = parent.get(key)?;
        self.object(member, &pointer::join(at, key)).map(|_| member)
    }

    /// The members of an object below an object, with their pointers; extensions are left out where `OpenAPI` allows them.
    fn members(
        &mut self,
        parent: &'a Value,
        key: &str,
        at: &str,
    ) -> Vec<(&'a str, &'a Value, String)> {
        let at = pointer::join(at, key);
        let members = parent.get(key).and_then(|member| self.object(member, &at));
        let extensible = matches!(key, "paths" | "responses");
        let members = members
            .into_iter()
            .flatten()
            .filter(|(key, _)| !(extensible && key.starts_with("x-")));
        members
            .map(|(key, value)| (key.as_str(), value, pointer::join(&at, key)))
            .collect()
    }

    /// The items of a list below an object, with their pointers.
    fn items(&mut self, parent: &'a Value, key: &str, at: &str) -> Vec<(&'a Value, String)> {
        let at = pointer::join(at, key);
        match parent.get(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (item, pointer::join(&at, &index.to_string())))
                .collect(),
            Some(_) => {
                self.error(&at, format!("`{key}` is not a list"));
                Vec::new()
            }
        }
    }

    fn object(&mut self, value: &'a Value, at: &str) -> Option<&'a Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            let name = pointer::split_last(at)
                .map_or_else(|| "the root".to_owned(), |(_, name)| format!("`{name}`"));
            self.error(at, format!("{name} is not an object"));
        }
        object
    }

    /// Where a value of the document was written, for a message.
    fn describe(&self, pointer: &str) -> String {
        let Place { pointer, .. } = self.origins.place(pointer);
        pointer
    }
}
