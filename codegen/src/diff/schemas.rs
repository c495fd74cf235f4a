//! Two schemas come in, what differs between the values that they describe is noted.

use serde_json::Value;

use super::Direction;
use super::compare::{Comparison, Means, Role};
use super::integers;
use super::meanings::{
    CLOSED, FIELD_FREE, FIELD_GONE, FIELD_NEEDED, FIELD_NEW, FORMAT, LIMIT, LIMIT_GONE, NO_EFFECT,
    NULL_ENTRY_NEW, NULL_GONE, NULL_INSIDE_GONE, NULL_ITEM_NEW, NULL_NEW, OPENED, OTHER, SCALAR,
    TYPE, VALUE_GONE, VALUE_NEW,
};
use super::media::shown;
use crate::document::shape;
use crate::document::tree::{Node, Tree, flag};
use crate::report::unquoted;

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

/// A pair of schemas and what they are for.
#[derive(Clone, Copy)]
pub(super) struct Pair<'p, 'a> {
    pub(super) old: &'p Node<'a>,
    pub(super) new: &'p Node<'a>,
    pub(super) at: &'p str,
    pub(super) direction: Direction,
}

impl<'a> Comparison<'a> {
    pub(super) fn schema(
        &mut self,
        old: &Node<'a>,
        new: &Node<'a>,
        at: &str,
        direction: Direction,
    ) {
        self.schema_as(Role::Value, (old, new), at, direction);
    }

    pub(super) fn schema_as(
        &mut self,
        role: Role,
        (old, new): (&Node<'a>, &Node<'a>),
        at: &str,
        direction: Direction,
    ) {
        let pair = Pair {
            old,
            new,
            at,
            direction,
        };
        // What it means depends on where the schema is used.
        self.nulls(pair, role);
        self.once(old, new, direction, |comparison| {
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

    pub(super) fn note(&mut self, pair: Pair<'_, 'a>, what: String, means: &Means) {
        self.differs((pair.old, pair.new), pair.at, what, pair.direction, means);
    }

    /// Type and format; whether there is a point in comparing further.
    fn kind(&mut self, pair: Pair<'_, 'a>) -> bool {
        let kinds = self.both(pair, shape::kind);
        let (then, now) = kinds;
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
        let format = |tree: Tree<'a>, node: &Node<'a>| {
            let format = shape::says(tree, node, "format").and_then(Value::as_str);
            format.unwrap_or_default()
        };
        let (then, now) = self.both(pair, format);
        if then != now {
            let word = |format: &str| match format {
                "" => "absent".to_owned(),
                format => format!("`{format}`"),
            };
            let what = format!("the format was {} and is {}", word(then), word(now));
            let means = match (then, now) {
                ("binary", _) | (_, "binary") => TYPE,
                _ => integers::means(kinds.0 == "integer", then, now).unwrap_or(FORMAT),
            };
            self.note(pair, what, &means);
        }
        true
    }

    fn values(&mut self, pair: Pair<'_, 'a>) {
        // Whether null may stand there is another question.
        let list = |tree: Tree<'a>, node: &Node<'a>| -> Option<Vec<&'a Value>> {
            let values = shape::says(tree, node, "enum")?.as_array()?.iter();
            Some(values.filter(|value| !value.is_null()).collect())
        };
        match self.both(pair, list) {
            (None, None) => {}
            (None, Some(now)) => {
                let what = format!("is an enum now: {}", joined(now.into_iter()));
                self.note(pair, what, &CLOSED);
            }
            (Some(_), None) => self.note(pair, "is no enum any more".to_owned(), &OPENED),
            (Some(then), Some(now)) => {
                let gone = joined(then.iter().copied().filter(|value| !now.contains(value)));
                if !gone.is_empty() {
                    self.note(pair, format!("enum values are gone: {gone}"), &VALUE_GONE);
                }
                let added = joined(now.iter().copied().filter(|value| !then.contains(value)));
                if !added.is_empty() {
                    self.note(pair, format!("enum values are new: {added}"), &VALUE_NEW);
                }
            }
        }
    }

    fn nulls(&mut self, pair: Pair<'_, 'a>, role: Role) {
        let (then, now) = self.both(pair, shape::kind);
        if then != now {
            return;
        }
        match self.both(pair, shape::is_nullable) {
            (false, true) => {
                let means = match role {
                    Role::Value => &NULL_NEW,
                    Role::Parameter => &NO_EFFECT,
                    Role::Item => &NULL_ITEM_NEW,
                    Role::Entry => &NULL_ENTRY_NEW,
                };
                self.note(pair, "may be null now".to_owned(), means);
            }
            (true, false) => {
                let means = match role {
                    Role::Value => &NULL_GONE,
                    Role::Item | Role::Entry => &NULL_INSIDE_GONE,
                    Role::Parameter => &NO_EFFECT,
                };
                self.note(pair, "may no longer be null".to_owned(), means);
            }
            (true, true) | (false, false) => {}
        }
    }

    fn flags(&mut self, pair: Pair<'_, 'a>) {
        match (flag(pair.old, "deprecated"), flag(pair.new, "deprecated")) {
            (false, true) => self.note(pair, "is deprecated now".to_owned(), &NO_EFFECT),
            (true, false) => self.note(pair, "is no longer deprecated".to_owned(), &NO_EFFECT),
            (true, true) | (false, false) => {}
        }
        for key in ["default", "x-aliases"] {
            let (then, now) = self.both(pair, |tree, node| shape::says(tree, node, key));
            if then != now {
                let what = format!("`{key}` was {} and is {}", shown(then), shown(now));
                self.note(pair, what, &NO_EFFECT);
            }
        }
    }

    fn limits(&mut self, pair: Pair<'_, 'a>) {
        for key in LIMITS.into_iter().chain(["maxProperties"]) {
            let (then, now) = self.both(pair, |tree, node| shape::says(tree, node, key));
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
        let (mut before, after) = self.both(pair, shape::properties);
        let needed = shape::required(self.new, new);
        for (name, after) in after {
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
        let (before, after) = self.both(pair, shape::properties);
        let has = |properties: &[(&str, Node<'a>)], name: &str| {
            properties.iter().any(|(known, _)| *known == name)
        };
        let (then, now) = self.both(pair, shape::required);
        for name in then.symmetric_difference(&now) {
            if has(&before, name) && has(&after, name) {
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

    /// Items, values of maps, and alternatives.
    fn inner(&mut self, pair: Pair<'_, 'a>) {
        let Pair { at, direction, .. } = pair;
        let items = self.both(pair, |tree, node| shape::member(tree, node, "items"));
        if let (Some(old), Some(new)) = items {
            self.schema_as(Role::Item, (&old, &new), &format!("{at}[]"), direction);
        }
        let key = "additionalProperties";
        match self.both(pair, |tree, node| shape::member(tree, node, key)) {
            (Some(old), Some(new)) if old.value.is_object() && new.value.is_object() => {
                self.schema_as(Role::Entry, (&old, &new), &format!("{at}{{}}"), direction);
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
                    let (before, after) = self.both(pair, shape::properties);
                    let means = match (before.is_empty() || after.is_empty(), typed(&now)) {
                        (true, _) => &OTHER,
                        // Beside fields, it is one more field.
                        (false, true) => &FIELD_NEW,
                        (false, false) => &FIELD_GONE,
                    };
                    self.note(pair, format!("`{key}` has changed"), means);
                } else if closed(&then) != closed(&now) {
                    let means = if closed(&now) { &LIMIT } else { &LIMIT_GONE };
                    self.note(pair, format!("`{key}` has changed"), means);
                }
            }
        }
        self.alternatives(pair);
    }

    /// Something of both schemas.
    pub(super) fn both<T>(
        &self,
        pair: Pair<'_, 'a>,
        read: impl Fn(Tree<'a>, &Node<'a>) -> T,
    ) -> (T, T) {
        (read(self.old, pair.old), read(self.new, pair.new))
    }
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

pub(super) fn join(at: &str, name: &str) -> String {
    format!("{at} › {name}")
}

/// Values in a row, the first of many.
fn joined<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    const SHOWN: usize = 12;
    let mut words: Vec<String> = values
        .map(|value| format!("`{}`", unquoted(value)))
        .collect();
    if words.len() > SHOWN {
        let more = words.len() - SHOWN;
        words.truncate(SHOWN);
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}
