//! Schemas as values see them: what `allOf` is made of is one schema, and what stands behind it counts, not how it is cut.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::tree::{Node, Tree, flag, text};

/// Schemas of schemas that are gone through; more is a schema that is made of itself.
const MOST: usize = 200;

/// The schema and all that it is made of, its own words last, because they count most.
pub(crate) fn parts<'a>(tree: Tree<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    fn visit<'a>(
        tree: Tree<'a>,
        node: &Node<'a>,
        around: &mut Vec<String>,
        found: &mut Vec<Node<'a>>,
    ) {
        if around.contains(&node.pointer) || found.len() >= MOST {
            return;
        }
        around.push(node.pointer.clone());
        for part in list(tree, node, "allOf") {
            visit(tree, &part, around, found);
        }
        around.pop();
        found.push(node.clone());
    }
    let mut found = Vec::new();
    visit(tree, node, &mut Vec::new(), &mut found);
    found
}

fn list<'a>(tree: Tree<'a>, node: &Node<'a>, key: &str) -> Vec<Node<'a>> {
    let list = tree.member(node, key);
    list.map(|list| tree.items(&list)).unwrap_or_default()
}

/// The type that a schema has or means.
pub(crate) fn kind<'a>(tree: Tree<'a>, node: &Node<'a>) -> &'a str {
    let parts = parts(tree, node);
    if parts
        .iter()
        .any(|part| !alternatives_of(tree, part).is_empty())
    {
        return "one of several";
    }
    let own = parts.iter().rev().map(|part| match text(part, "type") {
        "" if part.value.get("properties").is_some() => "object",
        "" if part.value.get("items").is_some() => "array",
        kind => kind,
    });
    own.into_iter()
        .find(|kind| !kind.is_empty())
        .unwrap_or("any")
}

/// What the schema says under a key, wherever it says it.
pub(crate) fn says<'a>(tree: Tree<'a>, node: &Node<'a>, key: &str) -> Option<&'a Value> {
    let parts = parts(tree, node);
    parts.iter().rev().find_map(|part| part.value.get(key))
}

/// A member that holds a schema, wherever it stands.
pub(crate) fn member<'a>(tree: Tree<'a>, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
    let parts = parts(tree, node);
    parts.iter().rev().find_map(|part| tree.member(part, key))
}

/// Whether null may stand here.
pub(crate) fn is_nullable<'a>(tree: Tree<'a>, node: &Node<'a>) -> bool {
    let parts = parts(tree, node);
    let has_null = |part: &Node<'a>| {
        let lists = ["oneOf", "anyOf"].map(|key| list(tree, part, key));
        lists.into_iter().flatten().any(|one| is_null(&one))
    };
    let lists_null = |part: &Node<'a>| {
        let values = part.value.get("enum").and_then(Value::as_array);
        values.is_some_and(|values| values.contains(&Value::Null))
    };
    parts
        .iter()
        .any(|part| flag(part, "nullable") || has_null(part) || lists_null(part))
}

/// The properties of all parts; of two with one name, the last counts.
pub(crate) fn properties<'a>(tree: Tree<'a>, node: &Node<'a>) -> Vec<(&'a str, Node<'a>)> {
    let mut found: Vec<(&str, Node<'a>)> = Vec::new();
    for part in parts(tree, node) {
        let own = tree.member(&part, "properties");
        for (name, property) in own.iter().flat_map(|own| tree.members(own)) {
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = property,
                None => found.push((name, property)),
            }
        }
    }
    found
}

/// The names that any part requires.
pub(crate) fn required<'a>(tree: Tree<'a>, node: &Node<'a>) -> BTreeSet<&'a str> {
    let parts = parts(tree, node);
    let names = parts
        .iter()
        .filter_map(|part| part.value.get("required")?.as_array());
    names.flatten().filter_map(Value::as_str).collect()
}

/// The alternatives of a schema, those of alternatives among them, without null and without mere restrictions.
pub(crate) fn alternatives<'a>(tree: Tree<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    let parts = parts(tree, node);
    parts
        .iter()
        .flat_map(|part| alternatives_of(tree, part))
        .collect()
}

/// What tells alternatives apart: a key, and where each of its values leads to.
pub(crate) struct Tag<'a> {
    pub(crate) key: &'a str,
    pub(crate) values: BTreeMap<&'a str, Node<'a>>,
}

/// The `discriminator` of a schema: an alternative without a mapped value has its name as the value.
pub(crate) fn tag<'a>(
    tree: Tree<'a>,
    node: &Node<'a>,
    alternatives: &[Node<'a>],
) -> Option<Tag<'a>> {
    let discriminator = says(tree, node, "discriminator")?;
    let key = discriminator.get("propertyName")?.as_str()?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping.into_iter().flatten();
    let mapped =
        mapped.filter_map(|(value, target)| Some((value.as_str(), last(target.as_str()?))));
    let mapped: Vec<(&str, &str)> = mapped.collect();
    let mut values = BTreeMap::new();
    for one in alternatives {
        let own = mapped
            .iter()
            .filter(|(_, name)| *name == last(&one.pointer));
        let before = values.len();
        values.extend(own.map(|(value, _)| (*value, one.clone())));
        if values.len() == before
            && let Some(name) = tree.component(one)
        {
            values.insert(name, one.clone());
        }
    }
    Some(Tag { key, values })
}

/// What a pointer or a reference ends with.
fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

fn alternatives_of<'a>(tree: Tree<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    fn expand<'a>(
        tree: Tree<'a>,
        node: &Node<'a>,
        seen: &mut Vec<String>,
        found: &mut Vec<Node<'a>>,
    ) {
        if seen.contains(&node.pointer) {
            return;
        }
        seen.push(node.pointer.clone());
        for key in ["oneOf", "anyOf"] {
            for one in list(tree, node, key) {
                let is_list = ["oneOf", "anyOf"]
                    .iter()
                    .any(|key| one.value.get(key).is_some());
                if is_list && one.value.get("properties").is_none() {
                    expand(tree, &one, seen, found);
                } else if !is_null(&one) && says_something(&one) {
                    found.push(one);
                }
            }
        }
    }
    let mut found = Vec::new();
    expand(tree, node, &mut Vec::new(), &mut found);
    found
}

fn is_null(node: &Node<'_>) -> bool {
    let values = node.value.get("enum").and_then(Value::as_array);
    let only_null =
        values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null));
    let members = node.value.as_object().map_or(0, serde_json::Map::len);
    only_null || members == 1 && flag(node, "nullable")
}

/// Whether it says anything about the shape of a value, not just which fields must be there.
fn says_something(node: &Node<'_>) -> bool {
    let keys = [
        "type",
        "properties",
        "items",
        "enum",
        "allOf",
        "additionalProperties",
        "format",
    ];
    keys.iter().any(|key| node.value.get(key).is_some())
}
