//! A checked document with its problems comes in; out goes what can be generated of it, and which operations cannot.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use crate::document::security;
use crate::document::tree::METHODS;
use crate::pointer;
use crate::report::Report;

/// An operation that is not generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// `GET /v1/things`
    pub operation: String,
    /// What is wrong with it, or with what it is made of.
    pub reasons: Vec<String>,
}

/// A method of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Operation {
    path: String,
    method: String,
}

/// A kind of components, and the name of one.
type Component = (String, String);

/// What has been left out of a document so far.
pub(crate) struct Unsupported {
    operations: BTreeMap<Operation, Vec<String>>,
    /// How many problems of the report are dealt with.
    seen: usize,
}

impl Unsupported {
    /// Nothing is left out yet; the first problems of the report are about other things.
    pub(crate) fn behind(problems: usize) -> Self {
        Self {
            operations: BTreeMap::new(),
            seen: problems,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Takes the operations that the new errors of a report are about out of a document, with the components that only they need.
    /// `None` when an error is about something else, or nothing is left to take out.
    pub(crate) fn leave_out(
        &mut self,
        document: &mut Cow<'_, Value>,
        report: &Report,
    ) -> Option<()> {
        let errors: Vec<_> = report.errors_from(self.seen).collect();
        self.seen = report.problems().len();
        if errors.is_empty() {
            return Some(());
        }
        let users = Users::of(document);
        let mut components = BTreeSet::new();
        for (found, subject) in errors {
            for operation in users.concerned(subject?, &mut components)? {
                let reasons = self.operations.entry(operation).or_default();
                if !reasons.iter().any(|reason| reason == found) {
                    reasons.push(found.to_owned());
                }
            }
        }
        let document = document.to_mut();
        self.remove_from(document);
        for (kind, name) in components {
            let kind = document
                .get_mut("components")
                .and_then(|all| all.get_mut(kind));
            if let Some(Value::Object(members)) = kind {
                members.shift_remove(&name);
            }
        }
        Some(())
    }

    /// Takes the operations out of a document.
    pub(crate) fn remove_from(&self, document: &mut Value) {
        let Some(Value::Object(paths)) = document.get_mut("paths") else {
            return;
        };
        for Operation { path, method } in self.operations.keys() {
            let Some(Value::Object(item)) = paths.get_mut(path) else {
                continue;
            };
            item.shift_remove(method);
            if METHODS.iter().all(|method| !item.contains_key(*method)) {
                paths.shift_remove(path);
            }
        }
    }

    /// Names and reasons, in the order of the paths.
    pub(crate) fn into_list(self) -> Vec<LeftOut> {
        let operations = self.operations.into_iter();
        operations
            .map(|(operation, reasons)| LeftOut {
                operation: format!("{} {}", operation.method.to_uppercase(), operation.path),
                reasons,
            })
            .collect()
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// Who refers to a component.
enum User {
    Operation(Operation),
    Component(Component),
}

/// Operations by their paths, and the users of components.
#[derive(Default)]
struct Users {
    paths: HashMap<String, Vec<Operation>>,
    components: HashMap<Component, Vec<User>>,
}

impl Users {
    fn of(document: &Value) -> Self {
        let mut users = Self::default();
        for (path, item) in members(document.get("paths")) {
            let operations = METHODS.iter().filter(|method| item.get(**method).is_some());
            let operations: Vec<Operation> = operations
                .map(|method| Operation {
                    path: path.clone(),
                    method: (*method).to_owned(),
                })
                .collect();
            for operation in &operations {
                let shared = item.get("parameters");
                for part in shared.into_iter().chain(item.get(&operation.method)) {
                    users.refers(part, &|| User::Operation(operation.clone()));
                }
                let own = item[&operation.method].get("security");
                let security = own.or_else(|| document.get("security"));
                for name in security.into_iter().flat_map(security::names) {
                    let scheme = ("securitySchemes".to_owned(), name.to_owned());
                    let using = users.components.entry(scheme).or_default();
                    using.push(User::Operation(operation.clone()));
                }
            }
            users.paths.insert(path.clone(), operations);
        }
        for (kind, all) in members(document.get("components")) {
            for (name, component) in all.as_object().into_iter().flatten() {
                let user = || User::Component((kind.clone(), name.clone()));
                users.refers(component, &user);
            }
        }
        users
    }

    /// Notes the components that a value refers to.
    fn refers(&mut self, value: &Value, user: &dyn Fn() -> User) {
        match value {
            Value::Object(members) => members
                .values()
                .for_each(|member| self.refers(member, user)),
            Value::Array(items) => items.iter().for_each(|item| self.refers(item, user)),
            Value::String(text) => {
                if let Some(component) = text.strip_prefix("#/components/").and_then(component) {
                    self.components.entry(component).or_default().push(user());
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The operations that cannot be right when what stands at a pointer is wrong. Components that go with them are noted; the users
    /// of one that went before went with it.
    fn concerned(
        &self,
        subject: &str,
        gone: &mut BTreeSet<Component>,
    ) -> Option<BTreeSet<Operation>> {
        let mut concerned = BTreeSet::new();
        if let Some(below) = subject.strip_prefix("/paths/") {
            let (path, rest) = below.split_once('/').unwrap_or((below, ""));
            let operations = self.paths.get(&pointer::unescape(path))?;
            let method = rest.split('/').next().unwrap_or_default();
            let own = operations
                .iter()
                .find(|operation| operation.method == method);
            match own {
                Some(own) => concerned.extend([own.clone()]),
                None => concerned.extend(operations.iter().cloned()),
            }
            return (!concerned.is_empty()).then_some(concerned);
        }
        let mut waiting = vec![component(subject.strip_prefix("/components/")?)?];
        while let Some(component) = waiting.pop() {
            if gone.contains(&component) {
                continue;
            }
            for user in self.components.get(&component).into_iter().flatten() {
                match user {
                    User::Operation(operation) => {
                        concerned.insert(operation.clone());
                    }
                    User::Component(user) => waiting.push(user.clone()),
                }
            }
            gone.insert(component);
        }
        Some(concerned)
    }
}

/// `schemas/Thing/properties/id` -> the kind `schemas` and the name `Thing`.
fn component(below: &str) -> Option<Component> {
    let (kind, rest) = below.split_once('/')?;
    let name = rest.split('/').next().unwrap_or_default();
    Some((kind.to_owned(), pointer::unescape(name)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::Place;

    fn document() -> Value {
        let reply = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        json!({
            "paths": {
                "/a": {"get": reply("A"), "post": reply("B")},
                "/c": {"get": {}, "parameters": [{"name": "p"}]},
            },
            "components": {"schemas": {"A": reply("B"), "B": {"type": "strng"}, "C": {}}},
        })
    }

    /// The operations that are left when there is an error at a pointer.
    fn left(pointer: &str) -> Option<Vec<String>> {
        let document = document();
        let mut report = Report::new();
        report
            .concerning(pointer)
            .error(Place::document(pointer), "wrong");
        let document = &mut Cow::Borrowed(&document);
        Unsupported::behind(0).leave_out(document, &report)?;
        let paths = document["paths"].as_object()?;
        let operations = paths.iter().flat_map(|(path, item)| {
            let methods = METHODS.iter().filter(|method| item.get(**method).is_some());
            methods.map(move |method| format!("{method} {path}"))
        });
        Some(operations.collect())
    }

    #[test]
    fn just_what_is_concerned_goes() {
        let left = |pointer: &str| left(pointer).map(|left| left.join(", "));
        assert_eq!(left("/paths/~1a/get/x").as_deref(), Some("post /a, get /c"));
        assert_eq!(
            left("/paths/~1c/parameters/0").as_deref(),
            Some("get /a, post /a")
        );
        assert_eq!(
            left("/components/schemas/A/type").as_deref(),
            Some("post /a, get /c")
        );
        assert_eq!(left("/components/schemas/B").as_deref(), Some("get /c"));
        assert_eq!(
            left("/components/schemas/C").as_deref(),
            Some("get /a, post /a, get /c")
        );
        assert_eq!(left("/info"), None);
    }
}
