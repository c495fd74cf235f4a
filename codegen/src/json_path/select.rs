//! Segments and a document -> the nodes that they select (RFC 9535, 2.3 and 2.5).

use std::collections::HashSet;
use std::mem;
use std::ptr;

use serde_json::Value;

use super::slice::from_start;
use super::syntax::{Segment, Selector};
use crate::pointer;

/// What paths begin at.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s, 'v> {
    /// The root, or the node that a filter is asked for.
    pub(super) here: &'v Value,
    /// What the queries in filters found that begin at the root.
    pub(super) from_root: &'s [Vec<&'v Value>],
}

/// A node that was come by.
#[derive(Clone, Copy)]
struct Node<'v> {
    value: &'v Value,
    /// The number of the one that it is in; the first one is in none.
    parent: usize,
    step: Step<'v>,
}

/// From a node to one in it.
#[derive(Clone, Copy)]
enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

/// A way through a document.
pub(super) struct Walk<'s, 'v> {
    scope: Scope<'s, 'v>,
    /// All nodes on the way.
    nodes: Vec<Node<'v>>,
    /// The numbers of those where it ends.
    found: Vec<usize>,
    /// Whether it matters not how often a node is found.
    is_distinct: bool,
}

impl<'s, 'v> Walk<'s, 'v> {
    /// The way along segments, with nodes as often as it leads to them.
    pub(super) fn all(segments: &'v [Segment], scope: Scope<'s, 'v>) -> Self {
        Self::along(segments, scope, false)
    }

    /// The way along segments, with each node once: however many segments descend, it takes no longer than the document is.
    pub(super) fn distinct(segments: &'v [Segment], scope: Scope<'s, 'v>) -> Self {
        Self::along(segments, scope, true)
    }

    fn along(segments: &'v [Segment], scope: Scope<'s, 'v>, is_distinct: bool) -> Self {
        let first = Node {
            value: scope.here,
            parent: 0,
            step: Step::Key(""),
        };
        let mut walk = Self {
            scope,
            nodes: vec![first],
            found: vec![0],
            is_distinct,
        };
        for segment in segments {
            walk.go(segment);
        }
        walk
    }

    pub(super) fn values(self) -> Vec<&'v Value> {
        let values = self.found.iter().map(|&found| self.nodes[found].value);
        values.collect()
    }

    pub(super) fn pointers(self) -> Vec<String> {
        let pointers = self.found.iter().map(|&found| self.pointer(found));
        pointers.collect()
    }

    fn pointer(&self, mut node: usize) -> String {
        let mut steps = Vec::new();
        while node != 0 {
            steps.push(self.nodes[node].step);
            node = self.nodes[node].parent;
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Key(key) => pointer::push(&mut pointer, key),
                Step::Index(index) => pointer::push(&mut pointer, &index.to_string()),
            }
        }
        pointer
    }

    /// One segment further.
    fn go(&mut self, segment: &'v Segment) {
        let from = mem::take(&mut self.found);
        if segment.descends {
            self.descend(from, &segment.selectors);
        } else {
            for node in from {
                self.select(node, &segment.selectors);
            }
        }
        if self.is_distinct && self.found.len() > 1 {
            let mut seen = HashSet::new();
            let nodes = &self.nodes;
            self.found.retain(|&node| seen.insert(address(nodes[node])));
        }
    }

    /// Selects of nodes and of everything below them, parents first.
    fn descend(&mut self, from: Vec<usize>, selectors: &'v [Selector]) {
        let mut seen = (self.is_distinct && from.len() > 1).then(HashSet::new);
        let mut pending = from;
        pending.reverse();
        while let Some(node) = pending.pop() {
            let seen = seen.as_mut();
            if seen.is_some_and(|seen| !seen.insert(address(self.nodes[node]))) {
                continue;
            }
            self.select(node, selectors);
            let first = self.nodes.len();
            self.for_all(node, |walk, value, step| {
                walk.come_by(node, value, step);
            });
            pending.extend((first..self.nodes.len()).rev());
        }
    }

    fn select(&mut self, node: usize, selectors: &'v [Selector]) {
        let value = self.nodes[node].value;
        for selector in selectors {
            match selector {
                Selector::Name(name) => {
                    let members = value.as_object();
                    if let Some((key, value)) = members.and_then(|all| all.get_key_value(name)) {
                        self.find(node, value, Step::Key(key));
                    }
                }
                Selector::Wildcard => {
                    self.for_all(node, |walk, value, step| walk.find(node, value, step));
                }
                Selector::Index(index) => {
                    let items = items(value);
                    self.item(node, items, from_start(*index, items.len()));
                }
                Selector::Slice(slice) => {
                    let items = items(value);
                    for index in slice.indices(items.len()) {
                        self.item(node, items, Some(index));
                    }
                }
                Selector::Filter(filter) => self.for_all(node, |walk, value, step| {
                    if filter.holds(Scope {
                        here: value,
                        ..walk.scope
                    }) {
                        walk.find(node, value, step);
                    }
                }),
            }
        }
    }

    /// Does something with all members or items of a node.
    fn for_all(&mut self, node: usize, mut act: impl FnMut(&mut Self, &'v Value, Step<'v>)) {
        match self.nodes[node].value {
            Value::Object(members) => {
                for (key, value) in members {
                    act(self, value, Step::Key(key));
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    act(self, value, Step::Index(index));
                }
            }
            _ => {}
        }
    }

    fn item(&mut self, node: usize, items: &'v [Value], index: Option<usize>) {
        if let Some(index) = index
            && let Some(value) = items.get(index)
        {
            self.find(node, value, Step::Index(index));
        }
    }

    fn find(&mut self, parent: usize, value: &'v Value, step: Step<'v>) {
        self.found.push(self.nodes.len());
        self.come_by(parent, value, step);
    }

    fn come_by(&mut self, parent: usize, value: &'v Value, step: Step<'v>) {
        self.nodes.push(Node {
            value,
            parent,
            step,
        });
    }
}

/// By which a node is known however it was come to.
fn address(node: Node<'_>) -> *const Value {
    ptr::from_ref(node.value)
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
