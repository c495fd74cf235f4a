//! Two documents come in; components and operations that go by another name in the second go out.
//!
//! Names never travel, but `names.yaml` and overlays use them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document::tree::Tree;
use crate::pointer::component_name;

/// Old name -> new name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Components below `components.schemas`.
    pub schemas: BTreeMap<String, String>,
    /// Ids of operations.
    pub operations: BTreeMap<String, String>,
}

impl Renames {
    /// What stands in the places of the old document's components: if that is another component at each of its places, and
    /// nothing else had been there, it is the same one under another name. One that has no place is known by what it says.
    #[must_use]
    pub fn between(old: &Value, new: &Value) -> Self {
        let mut seen = Seen::default();
        let (before, after) = (Tree::new(old).operations(), Tree::new(new).operations());
        let mut operations = BTreeMap::new();
        for now in &after {
            let Some(then) = before.iter().find(|then| then.key() == now.key()) else {
                continue;
            };
            seen.walk((old, then.node.value), (new, now.node.value));
            if then.id() != now.id() && !then.id().is_empty() && !now.id().is_empty() {
                operations.insert(then.id().to_owned(), now.id().to_owned());
            }
        }
        if let (Some(before), Some(after)) = (components(old), components(new)) {
            for (then, now) in seen.alike(before, after) {
                seen.pairs.insert((then, now));
                seen.walk((old, &before[then]), (new, &after[now]));
            }
        }
        let mut schemas = seen.renamed();
        schemas.retain(|then, now| !is_another(old, new, then, now));
        Self {
            schemas,
            operations,
        }
    }

    /// Whether nothing has another name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.schemas.is_empty() && self.operations.is_empty()
    }

    /// The new document under the names of the old one, which corrections and names use.
    #[must_use]
    pub fn undone(&self, document: &Value) -> Value {
        let mut document = document.clone();
        let schemas = back(&self.schemas);
        let refers = |text: &str| {
            let name = component_name(text)?;
            Some(format!("{SCHEMAS}{}", schemas.get(name)?))
        };
        visit_texts(&mut document, &refers);
        if let Some(Value::Object(components)) = document.pointer_mut("/components/schemas") {
            let renamed = std::mem::take(components).into_iter();
            *components = renamed
                .map(|(name, schema)| (schemas.get(&name).cloned().unwrap_or(name), schema))
                .collect();
        }
        let operations = back(&self.operations);
        let paths = document.get_mut("paths").and_then(Value::as_object_mut);
        let items = paths.into_iter().flat_map(|paths| paths.values_mut());
        let items = items.filter_map(Value::as_object_mut);
        for operation in items.flat_map(|item| item.values_mut()) {
            if let Some(Value::String(id)) = operation.get_mut("operationId")
                && let Some(old) = operations.get(id)
            {
                id.clone_from(old);
            }
        }
        document
    }

    /// `names.yaml` with the new names in its keys.
    #[must_use]
    pub fn follow(&self, names: &Value) -> Value {
        let mut names = names.clone();
        for table in ["operations", "types"] {
            if let Some(Value::Object(rows)) = names.get_mut(table) {
                for (key, row) in std::mem::take(rows) {
                    let followed = self.key(&key);
                    // A row that was there under the new name was for something that is gone.
                    if followed != key || !rows.contains_key(&key) {
                        rows.insert(followed, row);
                    }
                }
            }
        }
        names
    }

    /// A key begins with a component or an operation: `EnterMessage.role`, `CreateBot.body.mode`.
    fn key(&self, key: &str) -> String {
        let renamed = self.schemas.iter().chain(&self.operations);
        let owners = renamed.filter_map(|(old, new)| {
            let rest = key.strip_prefix(old.as_str())?;
            let ends = rest.is_empty() || rest.starts_with(['.', '[', '{', '|']);
            ends.then_some((new, rest))
        });
        // Names may have dots, too.
        let owner = owners.min_by_key(|(_, rest)| rest.len());
        owner.map_or_else(|| key.to_owned(), |(owner, rest)| format!("{owner}{rest}"))
    }
}

/// Which components stood where the other document has which.
#[derive(Default)]
struct Seen<'a> {
    pairs: BTreeSet<(&'a str, &'a str)>,
    /// Addresses of what was walked through: references may lead in circles.
    walked: BTreeSet<(*const Value, *const Value)>,
}

impl<'a> Seen<'a> {
    /// Walks through both documents as far as they have the same keys, and through references.
    fn walk(&mut self, old: (&'a Value, &'a Value), new: (&'a Value, &'a Value)) {
        // A stack of its own: schemas may be nested deeper than the one of the thread.
        let mut waiting = vec![(old.1, new.1)];
        while let Some((then, now)) = waiting.pop() {
            if let (Some(before), Some(after)) = (component(then), component(now)) {
                if self.pairs.insert((before, after)) {
                    waiting.extend(schema(old.0, before).zip(schema(new.0, after)));
                }
                continue;
            }
            let (then, now) = (through(old.0, then), through(new.0, now));
            if !self.walked.insert((then, now)) {
                continue;
            }
            match (then, now) {
                (Value::Object(then), Value::Object(now)) => {
                    let both = then
                        .iter()
                        .filter_map(|(key, then)| Some((then, now.get(key)?)));
                    waiting.extend(both);
                }
                (Value::Array(then), Value::Array(now)) => waiting.extend(same_items(then, now)),
                _ => {}
            }
        }
    }

    /// Components that stand nowhere: overlays refer to those of operations that the document lost.
    fn alike(
        &self,
        before: &'a Map<String, Value>,
        after: &'a Map<String, Value>,
    ) -> Vec<(&'a str, &'a str)> {
        let placed_then: BTreeSet<&str> = self.pairs.iter().map(|pair| pair.0).collect();
        let placed_now: BTreeSet<&str> = self.pairs.iter().map(|pair| pair.1).collect();
        let unplaced = |schemas: &'a Map<String, Value>, placed: &BTreeSet<&str>| {
            let schemas = schemas.iter();
            let schemas = schemas.filter(|(name, _)| !placed.contains(name.as_str()));
            let schemas = schemas.map(|(name, schema)| (name.as_str(), masked(schema)));
            schemas.collect::<Vec<(&'a str, Value)>>()
        };
        let (then, now) = (unplaced(before, &placed_then), unplaced(after, &placed_now));
        let is_there = |list: &[(&str, Value)], one: &(&str, Value)| list.contains(one);
        let mut found = Vec::new();
        for one in then.iter().filter(|one| !is_there(&now, one)) {
            let alike = |other: &&(&str, Value)| other.1 == one.1 && !is_there(&then, other);
            let mut candidates = now.iter().filter(alike);
            if let (Some((name, _)), None) = (candidates.next(), candidates.next()) {
                found.push((one.0, *name));
            }
        }
        found
    }

    fn renamed(&self) -> BTreeMap<String, String> {
        let only = |(before, after): &&(&str, &str)| {
            let mut others = self
                .pairs
                .iter()
                .filter(|pair| pair.0 == *before || pair.1 == *after);
            before != after && others.next().is_some() && others.next().is_none()
        };
        let renamed = self.pairs.iter().filter(only);
        renamed
            .map(|(before, after)| ((*before).to_owned(), (*after).to_owned()))
            .collect()
    }
}

/// Items of two lists that are for the same: parameters by their names, others by their order if none came or went.
fn same_items<'a>(then: &'a [Value], now: &'a [Value]) -> Vec<(&'a Value, &'a Value)> {
    let name = |item: &Value| {
        Some((
            item.get("in").cloned(),
            item.get("name")?.as_str()?.to_owned(),
        ))
    };
    let named: Vec<_> = then
        .iter()
        .filter_map(|before| {
            let wanted = name(before)?;
            let after = now
                .iter()
                .find(|after| name(after).as_ref() == Some(&wanted))?;
            Some((before, after))
        })
        .collect();
    if named.is_empty() && then.len() == now.len() {
        return then.iter().zip(now).collect();
    }
    named
}

/// New name -> old name. What has taken an old name meanwhile makes way for it, under the name that became free.
fn back(renames: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let swapped = renames.iter();
    let mut back: BTreeMap<String, String> = swapped
        .map(|(old, new)| (new.clone(), old.clone()))
        .collect();
    for (old, new) in renames {
        // Along the chain of `a` that is `b` now, and `b` that is `c`, to the name that nothing has any more.
        let mut free = new;
        for _ in 0..renames.len() {
            free = renames.get(free).unwrap_or(free);
        }
        if !back.contains_key(old) {
            back.insert(old.clone(), free.clone());
        }
    }
    back
}

/// Replaces every text for which there is another.
fn visit_texts(value: &mut Value, replaced: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(other) = replaced(text) {
                *text = other;
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| visit_texts(item, replaced)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| visit_texts(member, replaced)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

const SCHEMAS: &str = "#/components/schemas/";

fn component(value: &Value) -> Option<&str> {
    component_name(value.get("$ref")?.as_str()?)
}

/// Whether a component that stands in the place of another one was there before and is what it was: a reference was changed.
fn is_another(old: &Value, new: &Value, then: &str, now: &str) -> bool {
    let says = |document, name| schema(document, name).map(masked);
    let (known, is) = (says(old, now), says(new, now));
    known == is && says(old, then) != is
}

/// What a component says, whatever the components in it are called.
fn masked(schema: &Value) -> Value {
    let mut schema = schema.clone();
    visit_texts(&mut schema, &|text| {
        component_name(text).map(|_| SCHEMAS.to_owned())
    });
    schema
}

fn components(document: &Value) -> Option<&Map<String, Value>> {
    document.pointer("/components/schemas")?.as_object()
}

fn schema<'a>(document: &'a Value, name: &str) -> Option<&'a Value> {
    document.pointer(&format!("/components/schemas/{name}"))
}

/// A parameter, body or reply behind a reference. One reference is enough: chains of them are not what exporters write.
fn through<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|target| document.pointer(target.strip_prefix('#')?));
    target.unwrap_or(value)
}

#[cfg(test)]
mod tests;
