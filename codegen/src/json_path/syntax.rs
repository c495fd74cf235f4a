//! What a path consists of.

use serde_json::Value;

use super::pattern::Pattern;

/// One step from nodes to nodes (RFC 9535, 2.5).
pub(super) struct Segment {
    /// Whether it starts from everything below as well.
    pub(super) descends: bool,
    pub(super) selectors: Vec<Selector>,
}

impl Segment {
    /// Whether it leads from a node to one at most.
    pub(super) fn is_singular(&self) -> bool {
        let only_one = matches!(self.selectors[..], [Selector::Name(_) | Selector::Index(_)]);
        only_one && !self.descends
    }
}

/// What it takes of a node (2.3).
pub(super) enum Selector {
    Name(String),
    Wildcard,
    Index(i64),
    Slice(Slice),
    Filter(Filter),
}

/// Every `step`th item between two.
pub(super) struct Slice {
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) step: i64,
}

/// What is true or false of a node (2.3.5).
pub(super) enum Filter {
    Any(Vec<Filter>),
    All(Vec<Filter>),
    Not(Box<Filter>),
    Exists(Query),
    Compares(Box<Comparison>),
    Matches(Box<Match>),
}

pub(super) struct Comparison {
    pub(super) left: Operand,
    pub(super) operator: Operator,
    pub(super) right: Operand,
}

#[derive(Clone, Copy)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The functions `match` and `search` (2.4.6, 2.4.7).
pub(super) struct Match {
    pub(super) text: Operand,
    pub(super) pattern: Pattern<Operand>,
}

/// One value, or nothing.
pub(super) enum Operand {
    Literal(Value),
    /// The value of the node, if it is exactly one: a singular query, or the function `value`.
    Node(Query),
    /// The function `length`.
    Length(Box<Operand>),
    /// The function `count`.
    Count(Query),
}

/// A path in a filter.
pub(super) enum Query {
    /// It begins at the node that the filter is asked for.
    FromHere(Vec<Segment>),
    /// It begins at the root, and is the one with this number.
    FromRoot(usize),
}
