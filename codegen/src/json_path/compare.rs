//! Two values -> whether they are equal, or one is less (RFC 9535, 2.3.5.2.2).

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::syntax::Operator;

/// What a filter compares; `None` is nothing, which equals itself.
pub(super) type Compared<'v> = Option<Cow<'v, Value>>;

pub(super) fn holds(left: &Compared<'_>, operator: Operator, right: &Compared<'_>) -> bool {
    match operator {
        Operator::Equal => equal(left, right),
        Operator::Unequal => !equal(left, right),
        Operator::Less => less(left, right),
        Operator::LessOrEqual => less(left, right) || equal(left, right),
        Operator::Greater => less(right, left),
        Operator::GreaterOrEqual => less(right, left) || equal(left, right),
    }
}

fn equal(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// Only numbers and texts have an order; that of texts is the one of their characters' numbers.
fn less(one: &Compared<'_>, other: &Compared<'_>) -> bool {
    match (one.as_deref(), other.as_deref()) {
        (Some(Value::Number(one)), Some(Value::Number(other))) => {
            order(one, other) == Some(Ordering::Less)
        }
        (Some(Value::String(one)), Some(Value::String(other))) => one < other,
        _ => false,
    }
}

/// Whether two values are the same, however deep they are.
fn same(one: &Value, other: &Value) -> bool {
    let mut pending = Vec::new();
    let mut next = Some((one, other));
    while let Some(pair) = next {
        let is_same = match pair {
            (Value::Number(one), Value::Number(other)) => {
                order(one, other) == Some(Ordering::Equal)
            }
            (Value::Array(one), Value::Array(other)) => {
                pending.extend(one.iter().zip(other));
                one.len() == other.len()
            }
            (Value::Object(one), Value::Object(other)) => {
                let members = one.iter();
                pending.extend(members.filter_map(|(key, value)| Some((value, other.get(key)?))));
                one.len() == other.len() && one.keys().all(|key| other.contains_key(key))
            }
            (one, other) => one == other,
        };
        if !is_same {
            return false;
        }
        next = pending.pop();
    }
    true
}

/// `1`, `1.0` and `1e0` are one number; whole ones keep all their digits.
fn order(one: &Number, other: &Number) -> Option<Ordering> {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}
