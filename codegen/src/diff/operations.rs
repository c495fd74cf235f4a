//! Two documents come in, their operations are paired and compared.

use std::collections::BTreeMap;

use serde_json::Value;

use super::compare::{Comparison, Means, Role, breaking, compatible, sent};
use super::{Change, Direction};
use crate::document::tree::{Node, Operation, flag, route, text};

const GONE: &str = "calls of it have nowhere to go";
const MOVED: &str = "today's crate calls the old address";
const NEW: &str = "nothing calls it yet";
const RENAMED: &str =
    "ids never travel; rows of spec/names.yaml that use the old one need the new one";
const MARK: &str = "it works as before";

const PARAMETER_NEEDED: Means = sent(breaking("calls that do not give it are refused"));
const PARAMETER_NEW: Means = sent(compatible("calls go on without it"));
const PARAMETER_GONE: Means = sent(breaking("what calls say with it is no longer listened to"));
const PARAMETER_FREE: Means = sent(compatible("calls that give it go on"));
const STYLE: Means = sent(breaking(
    "the service reads it in another way than it is written",
));

/// All changes, in the order of the new document with what is gone at the end, and all texts that differ.
pub(super) fn compare(old: &Value, new: &Value) -> (Vec<Change>, BTreeMap<String, Vec<String>>) {
    let mut comparison = Comparison::new(old, new);
    let (old, new) = (comparison.old.operations(), comparison.new.operations());
    let mut left = old.clone();
    let mut pairs = Vec::new();
    for operation in &new {
        let same = left.iter().position(|other| other.key() == operation.key());
        pairs.push((same.map(|index| left.remove(index)), operation));
    }
    // Only what kept no place of its own can have moved.
    for (before, operation) in &mut pairs {
        if before.is_none() && !operation.id().is_empty() {
            let moved = left.iter().position(|other| other.id() == operation.id());
            *before = moved.map(|index| left.remove(index));
        }
    }
    for (before, operation) in &pairs {
        comparison.operation = operation.name();
        match before {
            Some(before) => comparison.pair(before, operation),
            None => comparison.operation_differs("", "is new".to_owned(), compatible(NEW)),
        }
    }
    for operation in &left {
        comparison.gone(operation, &new);
    }
    (comparison.changes, comparison.texts)
}

impl<'a> Comparison<'a> {
    fn gone(&mut self, operation: &Operation<'_>, new: &[Operation<'_>]) {
        self.operation = operation.name();
        let here = new
            .iter()
            .filter(|other| route(other.path) == route(operation.path));
        let methods: Vec<&str> = here.map(|other| other.method.as_str()).collect();
        let change = self.push("", "is gone".to_owned());
        change.sending = Some(breaking(GONE));
        if !methods.is_empty() {
            change.hint = Some(format!(
                "same path, other method only ({}): likely an artefact of the export, which keeps one method of a path; \
                 put the operation back in spec/overlays",
                methods.join(", ")
            ));
        }
    }

    fn pair(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        if old.key() != new.key() {
            let what = format!("has moved from {}", old.name());
            self.operation_differs("", what, breaking(MOVED));
        }
        if old.id() != new.id() {
            let what = format!("the operation id `{}` is now `{}`", old.id(), new.id());
            self.operation_differs("", what, compatible(RENAMED));
        }
        match (flag(&old.node, "deprecated"), flag(&new.node, "deprecated")) {
            (false, true) => {
                self.operation_differs("", "is deprecated now".to_owned(), compatible(MARK));
            }
            (true, false) => {
                self.operation_differs("", "is no longer deprecated".to_owned(), compatible(MARK));
            }
            (true, true) | (false, false) => {}
        }
        self.texts(&old.node, &new.node, "");
        self.access(old, new);
        self.parameters(old, new);
        self.body(&old.node, &new.node);
        self.replies(&old.node, &new.node);
        self.extensions(&old.node, &new.node);
    }

    fn parameters(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let rename = renamed(old.path, new.path);
        let mut before = BTreeMap::new();
        for ((place, name), node) in self.old.parameters(old) {
            let name = match rename.get(name.as_str()) {
                Some(now) if place == "path" => (*now).to_owned(),
                _ => name,
            };
            before.insert((place, name), node);
        }
        for (key, after) in self.new.parameters(new) {
            let at = format!("{} parameter `{}`", key.0, key.1);
            match before.remove(&key) {
                Some(before) => self.parameter(&before, &after, &at),
                None if flag(&after, "required") => {
                    self.only(
                        &after,
                        &new.node,
                        &at,
                        "is new and required",
                        &PARAMETER_NEEDED,
                    );
                }
                None => self.only(&after, &new.node, &at, "is new", &PARAMETER_NEW),
            }
        }
        for ((place, name), before) in before {
            let at = format!("{place} parameter `{name}`");
            self.only(&before, &new.node, &at, "is gone", &PARAMETER_GONE);
        }
    }

    fn only(&mut self, here: &Node<'_>, there: &Node<'_>, at: &str, what: &str, means: &Means) {
        self.differs(
            (here, there),
            at,
            what.to_owned(),
            Direction::Sending,
            means,
        );
    }

    fn parameter(&mut self, old: &Node<'a>, new: &Node<'a>, at: &str) {
        self.texts(old, new, at);
        match (flag(old, "required"), flag(new, "required")) {
            (false, true) => self.only(old, new, at, "is required now", &PARAMETER_NEEDED),
            (true, false) => self.only(old, new, at, "is no longer required", &PARAMETER_FREE),
            (true, true) | (false, false) => {}
        }
        if style(old) != style(new) {
            self.only(old, new, at, "`style` has changed", &STYLE);
        } else if explodes(old) != explodes(new) {
            self.only(old, new, at, "`explode` has changed", &STYLE);
        }
        if let (Some(old), Some(new)) = (
            self.old.member(old, "schema"),
            self.new.member(new, "schema"),
        ) {
            self.schema_as(Role::Parameter, (&old, &new), at, Direction::Sending);
        }
    }
}

/// How lists in a parameter are written; where nothing says it, as `OpenAPI` has it.
fn style<'a>(parameter: &Node<'a>) -> &'a str {
    match (text(parameter, "style"), text(parameter, "in")) {
        ("", "query" | "cookie") => "form",
        ("", _) => "simple",
        (style, _) => style,
    }
}

fn explodes(parameter: &Node<'_>) -> bool {
    let explode = parameter.value.get("explode").and_then(Value::as_bool);
    explode.unwrap_or(style(parameter) == "form")
}

/// Names in the braces of one path -> those of another with the same route.
fn renamed<'a>(old: &'a str, new: &'a str) -> BTreeMap<&'a str, &'a str> {
    if route(old) == route(new) {
        names(old).zip(names(new)).collect()
    } else {
        BTreeMap::new()
    }
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|part| Some(part.split_once('}')?.0))
}
