//! Two schemas come in, what differs between the values that they describe is noted.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Direction;
use super::compare::{Comparison, Means};
use super::meanings::{
    CLOSED, FIELD_FREE, FIELD_GONE, FIELD_NEEDED, FIELD_NEW, FORMAT, LIMIT, LIMIT_GONE, NO_EFFECT,
    NULL_GONE, NULL_NEW, OPENED, OTHER, SCALAR, TYPE, VALUE_GONE, VALUE_NEW, WIDTH,
};
use super::media::shown;
use super::tree::{Node, flag, text};

/// Keywords that restrict values.
const LIMITS: [&str; 12] = [
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
];

/// Keywords that combine schemas.
const COMBINATIONS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// A pair of schemas and what they are for.
#[derive(Clone, Copy)]
struct Pair<'p, 'a> {
    old: &'p Node<'a>,
    new: &'p Node<'a>,
    at: &'p str,
    direction: Direction,
}

impl<'a> Comparison<'a> {
    pub(super) fn schema(
        &mut self,
        old: &Node<'a>,
        new: &Node<'a>,
        at: &str,
        direction: Direction,
    ) {
        self.once(old, new, direction, |comparison| {
            let pair = Pair {
                old,
                new,
                at,
                direction,
            };
            comparison.texts(old, new, at);
            if !comparison.kind(pair) {
                return;
            }
            comparison.values(pair);
            comparison.flags(pair);
            comparison.limits(pair);
            comparison.properties(pair);
            comparison.required(pair);
            comparison.inner(pair);
        });
    }

    fn note(&mut self, pair: Pair<'_, 'a>, what: String, means: &Means) {
        self.differs((pair.old, pair.new), pair.at, what, pair.direction, means);
    }

    /// Type and format; whether there is a point in comparing further.
    fn kind(&mut self, pair: Pair<'_, 'a>) -> bool {
        let (then, now) = (kind(pair.old), kind(pair.new));
        if then != now {
            let scalar = |kind: &str| ["string", "integer", "number"].contains(&kind);
            let means = if scalar(then) && scalar(now) {
                &SCALAR
            } else {
                &TYPE
            };
            self.note(pair, format!("the type was `{then}` and is `{now}`"), means);
            return false;
        }
        let (then, now) = (text(pair.old, "format"), text(pair.new, "format"));
        if then != now {
            let word = |format: &str| match format {
                "" => "absent".to_owned(),
                format => format!("`{format}`"),
            };
            let what = format!("the format was {} and is {}", word(then), word(now));
            let means = match (then, now) {
                ("binary", _) | (_, "binary") => &TYPE,
                _ if kind(pair.old) == "integer" => &WIDTH,
                _ => &FORMAT,
            };
            self.note(pair, what, means);
        }
        true
    }

    fn values(&mut self, pair: Pair<'_, 'a>) {
        let list = |node: &Node<'a>| node.value.get("enum").and_then(Value::as_array);
        match (list(pair.old), list(pair.new)) {
            (None, None) => {}
            (None, Some(now)) => {
                let what = format!("is an enum now: {}", joined(now.iter()));
                self.note(pair, what, &CLOSED);
            }
            (Some(_), None) => self.note(pair, "is no enum any more".to_owned(), &OPENED),
            (Some(then), Some(now)) => {
                let gone = joined(then.iter().filter(|value| !now.contains(value)));
                if !gone.is_empty() {
                    self.note(pair, format!("enum values are gone: {gone}"), &VALUE_GONE);
                }
                let added = joined(now.iter().filter(|value| !then.contains(value)));
                if !added.is_empty() {
                    self.note(pair, format!("enum values are new: {added}"), &VALUE_NEW);
                }
            }
        }
    }

    fn flags(&mut self, pair: Pair<'_, 'a>) {
        match (flag(pair.old, "nullable"), flag(pair.new, "nullable")) {
            (false, true) => self.note(pair, "may be null now".to_owned(), &NULL_NEW),
            (true, false) => self.note(pair, "may no longer be null".to_owned(), &NULL_GONE),
            (true, true) | (false, false) => {}
        }
        match (flag(pair.old, "deprecated"), flag(pair.new, "deprecated")) {
            (false, true) => self.note(pair, "is deprecated now".to_owned(), &NO_EFFECT),
            (true, false) => self.note(pair, "is no longer deprecated".to_owned(), &NO_EFFECT),
            (true, true) | (false, false) => {}
        }
        for key in ["default", "x-aliases"] {
            let (then, now) = (pair.old.value.get(key), pair.new.value.get(key));
            if then != now {
                let what = format!("`{key}` was {} and is {}", shown(then), shown(now));
                self.note(pair, what, &NO_EFFECT);
            }
        }
    }

    fn limits(&mut self, pair: Pair<'_, 'a>) {
        for key in LIMITS.into_iter().chain(["maxProperties"]) {
            let (then, now) = (pair.old.value.get(key), pair.new.value.get(key));
            if then != now {
                let what = format!("`{key}` was {} and is {}", shown(then), shown(now));
                let means = if now.is_some() && !is_wider(key, then, now) {
                    &LIMIT
                } else {
                    &LIMIT_GONE
                };
                self.note(pair, what, means);
            }
        }
    }

    fn properties(&mut self, pair: Pair<'_, 'a>) {
        let Pair {
            old,
            new,
            at,
            direction,
            ..
        } = pair;
        let properties = |tree: super::tree::Tree<'a>, node: &Node<'a>| {
            let properties = tree.member(node, "properties");
            properties
                .map(|node| tree.members(&node))
                .unwrap_or_default()
        };
        let mut before = properties(self.old, old);
        let needed = required(new);
        for (name, after) in properties(self.new, new) {
            let at = join(at, name);
            let known = before.iter().position(|(other, _)| *other == name);
            match known.map(|index| before.remove(index)) {
                Some((_, before)) => self.schema(&before, &after, &at, direction),
                None if needed.contains(name) => {
                    let what = "is new and required".to_owned();
                    self.differs((old, &after), &at, what, direction, &FIELD_NEEDED);
                }
                None => self.differs(
                    (old, &after),
                    &at,
                    "is new".to_owned(),
                    direction,
                    &FIELD_NEW,
                ),
            }
        }
        for (name, before) in before {
            let at = join(at, name);
            self.differs(
                (&before, new),
                &at,
                "is gone".to_owned(),
                direction,
                &FIELD_GONE,
            );
        }
    }

    /// Which of the properties that both have are required.
    fn required(&mut self, pair: Pair<'_, 'a>) {
        let has = |node: &Node<'a>, name: &str| {
            let properties = node.value.get("properties");
            properties.is_some_and(|properties| properties.get(name).is_some())
        };
        let (then, now) = (required(pair.old), required(pair.new));
        for name in then.symmetric_difference(&now) {
            if has(pair.old, name) && has(pair.new, name) {
                let at = join(pair.at, name);
                let pair = Pair { at: &at, ..pair };
                if now.contains(name) {
                    self.note(pair, format!("`{name}` is required now"), &FIELD_NEEDED);
                } else {
                    self.note(pair, format!("`{name}` is no longer required"), &FIELD_FREE);
                }
            }
        }
    }

    /// Items, values of maps, and combined schemas.
    fn inner(&mut self, pair: Pair<'_, 'a>) {
        let Pair {
            old,
            new,
            at,
            direction,
            ..
        } = pair;
        let items = (self.old.member(old, "items"), self.new.member(new, "items"));
        if let (Some(old), Some(new)) = items {
            self.schema(&old, &new, &format!("{at}[]"), direction);
        }
        let key = "additionalProperties";
        match (self.old.member(old, key), self.new.member(new, key)) {
            (Some(old), Some(new)) if old.value.is_object() && new.value.is_object() => {
                self.schema(&old, &new, &format!("{at}{{}}"), direction);
            }
            (then, now) => {
                let closed = |node: &Option<Node<'a>>| {
                    node.as_ref()
                        .is_some_and(|node| node.value == &Value::Bool(false))
                };
                let typed = |node: &Option<Node<'a>>| {
                    node.as_ref().is_some_and(|node| node.value.is_object())
                };
                if typed(&then) != typed(&now) {
                    self.note(pair, format!("`{key}` has changed"), &OTHER);
                } else if closed(&then) != closed(&now) {
                    let means = if closed(&now) { &LIMIT } else { &LIMIT_GONE };
                    self.note(pair, format!("`{key}` has changed"), means);
                }
            }
        }
        for key in COMBINATIONS {
            self.combination(pair, key);
        }
    }

    fn combination(&mut self, pair: Pair<'_, 'a>, key: &str) {
        let then = self.old.member(pair.old, key);
        let now = self.new.member(pair.new, key);
        let then = then.map(|list| self.old.items(&list)).unwrap_or_default();
        let now = now.map(|list| self.new.items(&list)).unwrap_or_default();
        if then.len() != now.len() {
            let what = format!("`{key}` had {} schemas and has {}", then.len(), now.len());
            self.note(pair, what, &OTHER);
            return;
        }
        for (index, (then, now)) in then.iter().zip(&now).enumerate() {
            let at = format!("{} › {key} {}", pair.at, index + 1);
            self.schema(then, now, &at, pair.direction);
        }
    }
}

/// The type that a schema has or means.
fn kind<'a>(node: &Node<'a>) -> &'a str {
    match text(node, "type") {
        "" if node.value.get("properties").is_some() => "object",
        "" if node.value.get("items").is_some() => "array",
        "" => "any",
        kind => kind,
    }
}

fn required<'a>(node: &Node<'a>) -> BTreeSet<&'a str> {
    let names = node.value.get("required").and_then(Value::as_array);
    names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Whether a limit lets at least as much pass as before.
fn is_wider(key: &str, then: Option<&Value>, now: Option<&Value>) -> bool {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    match (number(then), number(now)) {
        (Some(then), Some(now)) if key.starts_with("max") => now >= then,
        (Some(then), Some(now)) if key.starts_with("min") => now <= then,
        _ => now == Some(&Value::Bool(false)),
    }
}

fn join(at: &str, name: &str) -> String {
    format!("{at} › {name}")
}

/// Values in a row, the first of many.
fn joined<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    const SHOWN: usize = 12;
    let mut words: Vec<String> = values.map(|value| format!("`{}`", plain(value))).collect();
    if words.len() > SHOWN {
        let more = words.len() - SHOWN;
        words.truncate(SHOWN);
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
