//! A corrected document comes in, its operations and schemas are read through references, wherever they stand.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::pointer;

/// Methods that a path can have here.
pub(crate) const METHODS: [&str; 5] = ["get", "post", "put", "delete", "patch"];

/// References that are followed one after the other; a longer chain is taken as it stands.
pub(crate) const LONGEST_CHAIN: usize = 32;

/// A document and how to read it.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    root: &'a Value,
}

/// A value of a document with its pointer, never a reference.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) value: &'a Value,
    pub(crate) pointer: String,
}

/// An operation and where it stands.
#[derive(Clone)]
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    /// In upper case.
    pub(crate) method: String,
    pub(crate) node: Node<'a>,
    /// The path with its operations and what they share.
    pub(crate) item: Node<'a>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        Self { root }
    }

    /// The operations of the API, in the order of the document, without those that stand there by mistake.
    pub(crate) fn operations(self) -> Vec<Operation<'a>> {
        let paths = self.node("/paths".to_owned());
        let items = paths.iter().flat_map(|paths| self.members(paths));
        let mut found = Vec::new();
        for (path, item) in items {
            for method in METHODS {
                let Some(node) = self.member(&item, method) else {
                    continue;
                };
                if !is_pseudo(|key| node.value.get(key).is_some()) {
                    found.push(Operation {
                        path,
                        method: method.to_uppercase(),
                        node,
                        item: item.clone(),
                    });
                }
            }
        }
        found
    }

    /// What stands at a pointer, through references.
    pub(crate) fn node(self, pointer: String) -> Option<Node<'a>> {
        let value = self.root.pointer(&pointer)?;
        Some(self.resolve(value, pointer))
    }

    /// A member of an object.
    pub(crate) fn member(self, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
        let value = node.value.get(key)?;
        Some(self.resolve(value, pointer::join(&node.pointer, key)))
    }

    /// The members of an object; none for anything else.
    pub(crate) fn members(self, node: &Node<'a>) -> Vec<(&'a str, Node<'a>)> {
        let members = node.value.as_object().into_iter().flat_map(Map::iter);
        let at = |key: &str| pointer::join(&node.pointer, key);
        members
            .map(|(key, value)| (key.as_str(), self.resolve(value, at(key))))
            .collect()
    }

    /// The items of a list; none for anything else.
    pub(crate) fn items(self, node: &Node<'a>) -> Vec<Node<'a>> {
        let items = node.value.as_array().into_iter().flatten().enumerate();
        let at = |index: usize| pointer::join(&node.pointer, &index.to_string());
        items
            .map(|(index, value)| self.resolve(value, at(index)))
            .collect()
    }

    /// The parameters of an operation and of its path, by place and name; the operation's own win.
    pub(crate) fn parameters(
        self,
        operation: &Operation<'a>,
    ) -> BTreeMap<(String, String), Node<'a>> {
        let mut found = BTreeMap::new();
        for owner in [&operation.item, &operation.node] {
            let list = self.member(owner, "parameters");
            for parameter in list.iter().flat_map(|list| self.items(list)) {
                let key = (
                    text(&parameter, "in").to_owned(),
                    text(&parameter, "name").to_owned(),
                );
                found.insert(key, parameter);
            }
        }
        found
    }

    /// The name of the component that a value is.
    pub(crate) fn component(self, node: &Node<'a>) -> Option<&'a str> {
        let name = node.pointer.strip_prefix("/components/schemas/")?;
        let schemas = self.root.pointer("/components/schemas")?.as_object()?;
        let (name, _) = schemas.get_key_value(&pointer::unescape(name))?;
        Some(name)
    }

    fn resolve(self, value: &'a Value, pointer: String) -> Node<'a> {
        let mut node = Node { value, pointer };
        for _ in 0..LONGEST_CHAIN {
            let target = node.value.get("$ref").and_then(Value::as_str);
            let Some(target) = target.and_then(|target| target.strip_prefix('#')) else {
                break;
            };
            let Some(value) = self.root.pointer(target) else {
                break;
            };
            node = Node {
                value,
                pointer: target.to_owned(),
            };
        }
        node
    }
}

impl Operation<'_> {
    /// `POST /v3/chat`
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Method and path, without the names of its parameters: they never travel.
    pub(crate) fn key(&self) -> (String, String) {
        (self.method.clone(), route(self.path))
    }

    pub(crate) fn id(&self) -> &str {
        text(&self.node, "operationId")
    }
}

/// A path without the names of its parameters.
pub(crate) fn route(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

/// A text member; empty when there is none.
pub(crate) fn text<'a>(node: &Node<'a>, key: &str) -> &'a str {
    node.value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// A member that is `true`.
pub(crate) fn flag(node: &Node<'_>, key: &str) -> bool {
    node.value.get(key) == Some(&Value::Bool(true))
}

/// Whether what stands among the operations is none: it says so (`x-form`), or it is a configuration form of the browser SDK, which has
/// a code sample for that SDK and no documentation page (`x-coze-websdk-code-sample` without `x-coze-doc-id`).
pub(crate) fn is_pseudo(has: impl Fn(&str) -> bool) -> bool {
    has("x-form") || has("x-coze-websdk-code-sample") && !has("x-coze-doc-id")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_in_paths_do_not_count() {
        assert_eq!(route("/v1/{a}/b/{c}"), "/v1/{}/b/{}");
        assert_eq!(route("/v1/{a}/b/{c}"), route("/v1/{x}/b/{y}"));
        assert_eq!(route("/v1/{a"), "/v1/{}");
    }

    #[test]
    fn broken_and_endless_references_are_taken_as_they_stand() {
        let document = json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}, "c": {"$ref": "#/d"}});
        let tree = Tree::new(&document);
        for key in ["/a", "/c"] {
            let node = tree.node(key.to_owned()).expect("it is there");
            assert!(node.value.get("$ref").is_some());
        }
    }
}
