//! A filter and a node -> whether it is true of it (RFC 9535, 2.3.5.2 and 2.4).

use std::borrow::Cow;

use serde_json::Value;

use super::compare::{self, Compared};
use super::pattern::{Pattern, compile};
use super::select::{Scope, Walk};
use super::syntax::{Comparison, Filter, Match, Operand, Query};

impl Filter {
    pub(super) fn holds<'v>(&'v self, scope: Scope<'_, 'v>) -> bool {
        match self {
            Self::Any(filters) => filters.iter().any(|filter| filter.holds(scope)),
            Self::All(filters) => filters.iter().all(|filter| filter.holds(scope)),
            Self::Not(filter) => !filter.holds(scope),
            Self::Exists(query) => query.leads_anywhere(scope),
            Self::Compares(comparison) => comparison.holds(scope),
            Self::Matches(is_match) => is_match.holds(scope),
        }
    }
}

impl Comparison {
    fn holds<'v>(&'v self, scope: Scope<'_, 'v>) -> bool {
        let [left, right] = [&self.left, &self.right].map(|operand| operand.value(scope));
        compare::holds(&left, self.operator, &right)
    }
}

impl Match {
    /// What is no text, or no pattern, matches nothing.
    fn holds<'v>(&'v self, scope: Scope<'_, 'v>) -> bool {
        let text = self.text.value(scope);
        let Some(text) = text.as_deref().and_then(Value::as_str) else {
            return false;
        };
        match &self.pattern {
            Pattern::Known(pattern) => pattern.is_match(text),
            Pattern::Computed { from, whole } => {
                let pattern = from.value(scope);
                let pattern = pattern.as_deref().and_then(Value::as_str);
                pattern
                    .and_then(|pattern| compile(pattern, *whole).ok())
                    .is_some_and(|pattern| pattern.is_match(text))
            }
        }
    }
}

impl Operand {
    fn value<'v>(&'v self, scope: Scope<'_, 'v>) -> Compared<'v> {
        match self {
            Self::Literal(value) => Some(Cow::Borrowed(value)),
            Self::Node(query) => match *query.values(scope) {
                [value] => Some(Cow::Borrowed(value)),
                _ => None,
            },
            Self::Length(of) => length(of.value(scope)?.as_ref()).map(number),
            Self::Count(query) => Some(number(query.values(scope).len())),
        }
    }
}

impl Query {
    fn leads_anywhere<'v>(&'v self, scope: Scope<'_, 'v>) -> bool {
        match self {
            Self::FromHere(segments) => !Walk::distinct(segments, scope).values().is_empty(),
            Self::FromRoot(number) => !scope.from_root[*number].is_empty(),
        }
    }

    /// What it leads to, as often as it does.
    fn values<'s, 'v>(&'v self, scope: Scope<'s, 'v>) -> Cow<'s, [&'v Value]> {
        match self {
            Self::FromHere(segments) => Cow::Owned(Walk::all(segments, scope).values()),
            Self::FromRoot(number) => Cow::Borrowed(&scope.from_root[*number]),
        }
    }
}

fn length(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => Some(text.chars().count()),
        Value::Array(items) => Some(items.len()),
        Value::Object(members) => Some(members.len()),
        _ => None,
    }
}

fn number<'v>(number: usize) -> Cow<'v, Value> {
    Cow::Owned(Value::from(number))
}
