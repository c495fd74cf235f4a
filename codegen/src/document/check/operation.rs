//! Paths with their operations come in, their problems go into the report.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Checker;
use super::reference::Resolved;
use crate::document::tree::METHODS;
use crate::pointer;

const OTHER_METHODS: [&str; 3] = ["options", "head", "trace"];
const MOST_STEPS: usize = 64;
const ITEM_KEYS: [&str; 4] = ["summary", "description", "servers", "parameters"];

impl<'a> Checker<'a> {
    pub(super) fn path(&mut self, path: &'a str, item: &'a Value, at: &str) {
        let Some(members) = self.object(item, at) else {
            return;
        };
        if members.contains_key("$ref") {
            self.error(at, "the path refers to nothing in this document")
                .fix("write the operations out");
            return;
        }
        self.servers(members, at);
        let template = self.template(path, at);
        let shared = self.parameters(item, at);
        for (key, operation) in members {
            let at = pointer::join(at, key);
            match key.as_str() {
                key if METHODS.contains(&key) => {
                    self.operation(operation, template.as_ref(), &shared, &at);
                }
                key if OTHER_METHODS.contains(&key) => {
                    let found =
                        format!("the method `{key}` is not supported; no call is made of it");
                    self.warning(&at, found);
                }
                key if ITEM_KEYS.contains(&key) || key.starts_with("x-") => {}
                key => {
                    let found =
                        format!("`{key}` is no method and no other key of a path; it is ignored");
                    self.warning(&at, found)
                        .expected(format!("one of {}", METHODS.join(", ")));
                }
            }
        }
    }

    /// A client has one base URL for all of its calls.
    fn servers(&mut self, owner: &'a Map<String, Value>, at: &str) {
        if owner.contains_key("servers") {
            let found = "`servers` of its own; calls go to the base URL of the client all the same";
            self.warning(&pointer::join(at, "servers"), found);
        }
    }

    /// Names in the braces of a path; each of its steps is a resource in a resource.
    fn template(&mut self, path: &'a str, at: &str) -> Option<BTreeSet<&'a str>> {
        if !path.starts_with('/') {
            self.error(at, format!("the path `{path}` does not start with a slash"));
        }
        if path.matches('/').count() > MOST_STEPS {
            self.error(at, format!("the path has more than {MOST_STEPS} steps"));
        }
        if let Some(mark) = path.chars().find(|character| "?#".contains(*character)) {
            let found = format!("the path `{path}` has a `{mark}`, behind which it is no path");
            self.error(at, found)
                .fix("declare what stands in the query as parameters, in an overlay");
        }
        let names = template_names(path);
        if names.is_none() {
            let problem = self.error(
                at,
                format!("the braces of the path `{path}` do not fit together"),
            );
            problem.expected("`{name}`");
        }
        names
    }

    fn operation(
        &mut self,
        operation: &'a Value,
        template: Option<&BTreeSet<&'a str>>,
        shared: &BTreeSet<(&'a str, &'a str)>,
        at: &str,
    ) {
        let Some(members) = self.object(operation, at) else {
            return;
        };
        if members.contains_key("$ref") {
            self.error(
                at,
                "an operation that refers to another one is not supported",
            )
            .fix("write the operation out");
            return;
        }
        self.operation_id(members, at);
        self.servers(members, at);
        self.texts(members, &["summary", "description"], at);
        self.flag(members, "deprecated", at);
        self.security(operation, at);
        let mut parameters = self.parameters(operation, at);
        parameters.extend(shared);
        if let Some(template) = template {
            self.path_parameters(template, &parameters, at);
        }
        if let Some(body) = operation.get("requestBody") {
            self.body(body, &pointer::join(at, "requestBody"));
        }
        self.responses(operation, at);
        self.events(operation, at);
    }

    fn operation_id(&mut self, operation: &'a Map<String, Value>, at: &str) {
        let place = pointer::join(at, "operationId");
        match operation.get("operationId") {
            None => {
                let found = format!(
                    "the operation has no `operationId`; it is called `{}`",
                    operation_id_by_rule(at)
                );
                self.warning(at, found).fix("give it one in an overlay");
            }
            Some(Value::String(id)) if !id.trim().is_empty() => {
                match self.operations.get(id.as_str()) {
                    None => {
                        self.operations.insert(id, at.to_owned());
                    }
                    Some(first) => {
                        let first = self.describe(first);
                        let found = format!(
                            "the `operationId` `{id}` is not the only one; this operation is called `{}`",
                            operation_id_by_rule(at)
                        );
                        let problem = self.warning(&place, found);
                        problem
                            .expected(format!("another one than that of {first}"))
                            .fix("give one of the two another, in an overlay");
                    }
                }
            }
            Some(_) => {
                self.error(&place, "`operationId` is not a text, or empty");
            }
        }
    }

    fn path_parameters(
        &mut self,
        template: &BTreeSet<&str>,
        parameters: &BTreeSet<(&str, &str)>,
        at: &str,
    ) {
        let declared: BTreeSet<_> = parameters
            .iter()
            .filter(|(kind, _)| *kind == "path")
            .map(|(_, name)| *name)
            .collect();
        for name in template.difference(&declared) {
            let problem = self.error(
                at,
                format!("the path has `{{{name}}}`, but no parameter of that name"),
            );
            problem.expected(format!("a parameter `{name}` with `in: path`"));
        }
        for name in declared.difference(template) {
            let problem = self.error(
                at,
                format!("the path parameter `{name}` is not in the path"),
            );
            problem.expected(format!("`{{{name}}}` in the path, or another `in`"));
        }
    }

    fn responses(&mut self, operation: &'a Value, at: &str) {
        let responses = operation.get("responses").and_then(Value::as_object);
        if operation.get("responses").is_none() || responses.is_some_and(Map::is_empty) {
            let found = "nothing is said about replies; only whether the call succeeded is read";
            self.warning(at, found)
                .fix("declare `responses` in an overlay");
        }
        let responses = self.members(operation, "responses", at);
        for (status, response, at) in &responses {
            if !is_status(status) {
                let problem = self.error(at, format!("`{status}` is not a status code"));
                problem.expected("a code such as 200, a range such as 2XX, or default");
            }
            self.response(response, at);
        }
        self.success(&responses);
    }

    /// The reply of a successful call is that with status 200, else another 2xx, those with content first; else the default.
    fn success(&mut self, responses: &[(&'a str, &'a Value, String)]) {
        let has_content = |response: &'a Value| {
            let content = self
                .follow(response)
                .and_then(|target| target.get("content"));
            content.is_some_and(|content| content.as_object().is_some_and(|all| !all.is_empty()))
        };
        let mut good: Vec<_> = responses
            .iter()
            .filter(|(status, ..)| status.starts_with('2'))
            .collect();
        good.sort_by_key(|(status, response, _)| (!has_content(response), *status != "200"));
        let default = responses.iter().find(|(status, ..)| *status == "default");
        let taken = good.first().copied().or(default);
        let Some((taken, response, at)) = taken else {
            return;
        };
        self.success_content(response, at);
        let content = |response: &'a Value| self.follow(response)?.get("content");
        let read = content(response);
        let others = responses.iter().filter(|(status, other, _)| {
            let other = content(other);
            status.starts_with('2') && status != taken && other.is_some() && other != read
        });
        let others: Vec<_> = others.map(|(status, _, at)| (*status, at)).collect();
        for (status, at) in others {
            let found = format!("replies with status {status} are read like those with {taken}");
            self.warning(at, found);
        }
    }

    pub(super) fn response(&mut self, response: &'a Value, at: &str) {
        let Some(Resolved::Here(members)) = self.resolve(response, "responses", at) else {
            return;
        };
        if !members.get("description").is_some_and(Value::is_string) {
            self.error(at, "the reply has no `description`")
                .expected("a text, which may be empty");
        }
        self.reply_content(response, at);
        self.events(response, at);
    }
}

/// Names in the braces of a path; `None` when the braces do not fit together.
pub(in crate::document) fn template_names(path: &str) -> Option<BTreeSet<&str>> {
    let mut names = BTreeSet::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.contains('}') || name.is_empty() || name.contains(['{', '/']) {
            return None;
        }
        names.insert(name);
        rest = after;
    }
    (!rest.contains('}')).then_some(names)
}

/// `/paths/~1a/get` -> `GET /a`
pub(crate) fn operation_id_by_rule(at: &str) -> String {
    let (path, method) = pointer::split_last(at).unwrap_or_default();
    let path = pointer::split_last(path).map(|(_, path)| path);
    format!("{} {}", method.to_uppercase(), path.unwrap_or_default())
}

fn is_status(status: &str) -> bool {
    let bytes = status.as_bytes();
    status == "default"
        || bytes.len() == 3
            && matches!(bytes[0], b'1'..=b'5')
            && (bytes[1..].iter().all(u8::is_ascii_digit) || status[1..].eq_ignore_ascii_case("xx"))
}
