//! Two schemas come in, what differs between the values that they describe is noted.

use serde_json::Value;

use super::Direction;
use super::compare::{Comparison, Means};
use super::meanings::{
    ALTERNATIVE_GONE, ALTERNATIVE_NEW, CLOSED, FIELD_FREE, FIELD_GONE, FIELD_NEEDED, FIELD_NEW,
    FORMAT, LIMIT, LIMIT_GONE, NO_EFFECT, NULL_GONE, NULL_NEW, OPENED, OTHER, SCALAR, TAG, TAG_NEW,
    TAG_VALUE_NEW, TYPE, VALUE_GONE, VALUE_NEW, WIDTH,
};
use super::media::shown;
use crate::document::shape::{self, Tag};
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
                ("binary", _) | (_, "binary") => &TYPE,
                _ if kinds.0 == "integer" => &WIDTH,
                _ => &FORMAT,
            };
            self.note(pair, what, means);
        }
        true
    }

    fn values(&mut self, pair: Pair<'_, 'a>) {
        let list = |tree: Tree<'a>, node: &Node<'a>| shape::says(tree, node, "enum")?.as_array();
        match self.both(pair, list) {
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
        match self.both(pair, shape::is_nullable) {
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
            self.schema(&old, &new, &format!("{at}[]"), direction);
        }
        let key = "additionalProperties";
        match self.both(pair, |tree, node| shape::member(tree, node, key)) {
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

    /// Alternatives that look alike are compared, then those of one kind; the others came or went.
    fn alternatives(&mut self, pair: Pair<'_, 'a>) {
        let Pair { old, new, at, .. } = pair;
        let (mut before, mut after) = self.both(pair, shape::alternatives);
        let tags = (
            shape::tag(self.old, old, &before),
            shape::tag(self.new, new, &after),
        );
        let mut pairs = self.pair_off(pair, &mut before, &mut after, looks);
        pairs.extend(self.pair_off(pair, &mut before, &mut after, |tree, node| {
            shape::kind(tree, node).to_owned()
        }));
        self.tags(pair, tags, &pairs);
        for now in after {
            let what = format!("may be {} now", looks(self.new, &now));
            self.differs((old, &now), at, what, pair.direction, &ALTERNATIVE_NEW);
        }
        for then in before {
            let what = format!("may no longer be {}", looks(self.old, &then));
            self.differs((&then, new), at, what, pair.direction, &ALTERNATIVE_GONE);
        }
    }

    /// Compares those alternatives of which something is the same, and takes them out of both lists.
    fn pair_off(
        &mut self,
        pair: Pair<'_, 'a>,
        before: &mut Vec<Node<'a>>,
        after: &mut Vec<Node<'a>>,
        same: fn(Tree<'a>, &Node<'a>) -> String,
    ) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for now in std::mem::take(after) {
            let wanted = same(self.new, &now);
            let found = before
                .iter()
                .position(|then| same(self.old, then) == wanted);
            let Some(index) = found else {
                after.push(now);
                continue;
            };
            let then = before.remove(index);
            pairs.push((then.pointer.clone(), now.pointer.clone()));
            let at = join(pair.at, &format!("({})", looks(self.new, &now)));
            self.schema(&then, &now, &at, pair.direction);
        }
        pairs
    }

    /// How alternatives are told apart; `pairs` are those that are the same.
    fn tags(
        &mut self,
        pair: Pair<'_, 'a>,
        tags: (Option<Tag<'a>>, Option<Tag<'a>>),
        pairs: &[(String, String)],
    ) {
        let (then, now) = match tags {
            (None, None) => return,
            (None, Some(now)) => {
                let what = format!("`{}` tells the alternatives apart now", now.key);
                return self.note(pair, what, &TAG_NEW);
            }
            (Some(then), None) => {
                let what = format!("`{}` no longer tells the alternatives apart", then.key);
                return self.note(pair, what, &TAG);
            }
            (Some(then), Some(now)) => (then, now),
        };
        if then.key != now.key {
            let what = format!(
                "`{}` tells the alternatives apart now, and `{}` did",
                now.key, then.key
            );
            return self.note(pair, what, &TAG);
        }
        let same = |then: &Node<'a>, now: &Node<'a>| {
            let mut pairs = pairs.iter();
            pairs.any(|pair| pair.0 == then.pointer && pair.1 == now.pointer)
        };
        let was = |now: &Node<'a>| pairs.iter().any(|pair| pair.1 == now.pointer);
        let key = now.key;
        for (value, after) in &now.values {
            match then.values.get(value) {
                Some(before) if !same(before, after) => {
                    let looks = looks(self.new, after);
                    let what = format!("`{value}` at `{key}` means {looks} now");
                    self.note(pair, what, &TAG);
                }
                // Of a new alternative, that it is new says it all.
                None if was(after) => {
                    let looks = looks(self.new, after);
                    let what = format!("`{value}` at `{key}` is new, for {looks}");
                    self.note(pair, what, &TAG_VALUE_NEW);
                }
                _ => {}
            }
        }
        for (value, _) in then.values {
            if !now.values.contains_key(value) {
                let what = format!("`{value}` at `{key}` is gone");
                self.note(pair, what, &VALUE_GONE);
            }
        }
    }

    /// Something of both schemas.
    fn both<T>(&self, pair: Pair<'_, 'a>, read: impl Fn(Tree<'a>, &Node<'a>) -> T) -> (T, T) {
        (read(self.old, pair.old), read(self.new, pair.new))
    }
}

/// How an alternative looks to who reads it: its kind and its fields, the required ones if there are such.
fn looks<'a>(tree: Tree<'a>, node: &Node<'a>) -> String {
    const FIELDS: usize = 4;
    let kind = shape::kind(tree, node);
    let required: Vec<&str> = shape::required(tree, node).into_iter().collect();
    let properties = shape::properties(tree, node);
    let mut names: Vec<&str> = match required.as_slice() {
        [] => properties.iter().map(|(name, _)| *name).collect(),
        required => required.to_vec(),
    };
    names.truncate(FIELDS);
    if names.is_empty() {
        return format!("`{kind}`");
    }
    let values = |name: &str| {
        let property = properties.iter().find(|(known, _)| *known == name);
        let values = property.and_then(|(_, property)| shape::says(tree, property, "enum"));
        let values = values
            .and_then(Value::as_array)
            .filter(|values| values.len() == 1);
        values.map_or_else(String::new, |values| format!(": {}", unquoted(&values[0])))
    };
    let names = names.iter().map(|name| format!("{name}{}", values(name)));
    let names: Vec<String> = names.collect();
    format!("`{kind}` with {}", names.join(", "))
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
