//! Single differences come in, changes come out: each once, with all operations that it touches.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{Change, Direction, Impact, Verdict};
use crate::document::tree::{Node, Tree};

/// Schemas in schemas that are looked into; more is no document.
const DEEPEST: usize = 100;

/// Both documents, what was found, and where in the comparison we are.
pub(super) struct Comparison<'a> {
    pub(super) old: Tree<'a>,
    pub(super) new: Tree<'a>,
    /// The operation that is compared.
    pub(super) operation: String,
    pub(super) changes: Vec<Change>,
    pub(super) texts: BTreeMap<String, Vec<String>>,
    /// What is different and between which values -> the change.
    known: HashMap<(String, String, String), usize>,
    /// Pairs of schemas that were compared, with the changes inside; empty while they are compared.
    compared: HashMap<(String, String, Direction), Vec<usize>>,
    /// Changes met since the comparison began, again and again.
    met: Vec<usize>,
    depth: usize,
}

/// What a value is to what it stands in.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// A whole body or reply, or a field.
    Value,
    /// A parameter, in which null is not written.
    Parameter,
    /// An item of a list.
    Item,
    /// An entry of a map.
    Entry,
}

/// What a difference means, by direction.
pub(super) struct Means {
    pub(super) sending: Verdict,
    pub(super) receiving: Verdict,
}

pub(super) const fn breaking(why: &'static str) -> Verdict {
    Verdict {
        impact: Impact::Breaking,
        why,
    }
}

pub(super) const fn compatible(why: &'static str) -> Verdict {
    Verdict {
        impact: Impact::Compatible,
        why,
    }
}

const NEVER: Verdict = compatible("it does not travel this way");

/// Of what requests alone have.
pub(super) const fn sent(sending: Verdict) -> Means {
    Means {
        sending,
        receiving: NEVER,
    }
}

/// Of what replies alone have.
pub(super) const fn received(receiving: Verdict) -> Means {
    Means {
        sending: NEVER,
        receiving,
    }
}

impl Means {
    pub(super) fn in_direction(&self, direction: Direction) -> Verdict {
        match direction {
            Direction::Sending => self.sending,
            Direction::Receiving => self.receiving,
            Direction::Failing => compatible("every failure is read in the same way"),
        }
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(old: &'a Value, new: &'a Value) -> Self {
        Self {
            old: Tree::new(old),
            new: Tree::new(new),
            operation: String::new(),
            changes: Vec::new(),
            texts: BTreeMap::new(),
            known: HashMap::new(),
            compared: HashMap::new(),
            met: Vec::new(),
            depth: 0,
        }
    }

    /// Notes a difference between two values of the documents; `at` is the way to it below the operation.
    pub(super) fn differs(
        &mut self,
        (old, new): (&Node<'_>, &Node<'_>),
        at: &str,
        what: String,
        direction: Direction,
        means: &Means,
    ) {
        let key = (what.clone(), old.pointer.clone(), new.pointer.clone());
        let id = if let Some(id) = self.known.get(&key) {
            *id
        } else {
            self.push(at, what);
            self.known.insert(key, self.changes.len() - 1);
            self.changes.len() - 1
        };
        let change = &mut self.changes[id];
        let verdict = means.in_direction(direction);
        let known = match direction {
            Direction::Sending => &mut change.sending,
            Direction::Receiving | Direction::Failing => &mut change.receiving,
        };
        if known.is_none_or(|known| known.impact < verdict.impact) {
            *known = Some(verdict);
        }
        self.touch(id);
    }

    /// Notes a difference of the operation itself.
    pub(super) fn operation_differs(&mut self, at: &str, what: String, verdict: Verdict) {
        let change = self.push(at, what);
        change.sending = Some(verdict);
    }

    pub(super) fn push(&mut self, at: &str, what: String) -> &mut Change {
        let place = match at {
            "" => self.operation.clone(),
            at => format!("{} › {at}", self.operation),
        };
        let index = self.changes.len();
        self.changes.push(Change {
            place,
            what,
            hint: None,
            operations: vec![self.operation.clone()],
            sending: None,
            receiving: None,
        });
        &mut self.changes[index]
    }

    fn touch(&mut self, id: usize) {
        self.met.push(id);
        let operations = &mut self.changes[id].operations;
        if !operations.contains(&self.operation) {
            operations.push(self.operation.clone());
        }
    }

    /// Compares two schemas unless that was done before; then what was found touches this operation as well.
    pub(super) fn once(
        &mut self,
        old: &Node<'a>,
        new: &Node<'a>,
        direction: Direction,
        compare: impl FnOnce(&mut Self),
    ) {
        let key = (old.pointer.clone(), new.pointer.clone(), direction);
        if let Some(known) = self.compared.get(&key).cloned() {
            for id in known {
                self.touch(id);
            }
            return;
        }
        if self.depth == DEEPEST {
            return;
        }
        self.compared.insert(key.clone(), Vec::new());
        let start = self.met.len();
        self.depth += 1;
        compare(self);
        self.depth -= 1;
        let mut inside = self.met.split_off(start);
        inside.sort_unstable();
        inside.dedup();
        self.met.extend(&inside);
        self.compared.insert(key, inside);
    }
}
