//! Alternatives of two schemas come in, what came, what went and how they are told apart is noted.

use serde_json::Value;

use super::compare::Comparison;
use super::meanings::{ALTERNATIVE_GONE, ALTERNATIVE_NEW, TAG, TAG_NEW, TAG_VALUE_NEW, VALUE_GONE};
use super::schemas::{Pair, join};
use crate::document::shape::{self, Tag};
use crate::document::tree::{Node, Tree};
use crate::report::unquoted;

impl<'a> Comparison<'a> {
    /// Alternatives that look alike are compared, then those of one kind; the others came or went.
    pub(super) fn alternatives(&mut self, pair: Pair<'_, 'a>) {
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
