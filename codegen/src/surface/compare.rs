//! The public items before and after -> what users of the crate meet.

use indexmap::IndexMap;

use super::{Call, Declaration, Form, Item, Member, Remark, Surface};
use crate::impact::Impact;

/// All public items that are not what they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurfaceDifference {
    /// The worst first.
    pub items: Vec<ItemChange>,
}

/// A public item that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// What it means for code that uses the crate.
    pub impact: Impact,
    /// What it was.
    pub was: Option<Item>,
    /// What it is now.
    pub is: Option<Item>,
}

impl SurfaceDifference {
    /// The worst of all items; `None` when all are the same.
    #[must_use]
    pub fn verdict(&self) -> Option<Impact> {
        self.items.iter().map(|item| item.impact).max()
    }
}

impl ItemChange {
    fn new(impact: Impact, was: Option<&Item>, is: Option<&Item>) -> Self {
        Self {
            impact,
            was: was.cloned(),
            is: is.cloned(),
        }
    }

    /// What it was and what it is, each as a line.
    #[must_use]
    pub fn lines(&self) -> (Option<String>, Option<String>) {
        match (&self.was, &self.is) {
            (Some(was), Some(is))
                if was.declaration == is.declaration && !has_lost_its_maker(was, is) =>
            {
                (
                    Some(format!("{was}, Eq and Hash")),
                    Some(format!("{is}, neither Eq nor Hash")),
                )
            }
            (Some(was), Some(is)) if was.declaration == is.declaration => (
                Some(format!("{was}, part of requests")),
                Some(format!("{is}, only received")),
            ),
            (was, is) => (
                was.as_ref().map(Item::to_string),
                is.as_ref().map(Item::to_string),
            ),
        }
    }
}

impl ItemChange {
    /// Whether code that uses the item stops compiling. Other breaking changes are those of meaning: the same code compiles, and says
    /// something else.
    #[must_use]
    pub fn stops_compiling(&self) -> bool {
        let (was, is) = (self.was.as_ref(), self.is.as_ref());
        let declared = |item: Option<&Item>| item.map(|item| item.declaration.clone());
        self.impact == Impact::Breaking
            && match (declared(was), declared(is)) {
                // Its methods are items of their own; signals have no names.
                (Some(Declaration::Builder | Declaration::Member(_, Member::Signal { .. })), _) => {
                    false
                }
                (Some(Declaration::Call(was)), Some(Declaration::Call(is))) => {
                    !is_of_the_same_types(&was, &is)
                }
                (Some(Declaration::Member(form, was)), Some(Declaration::Member(now, is))) => {
                    form != now || held(&was) != held(&is)
                }
                _ => true,
            }
    }
}

/// The type of what a member holds.
fn held(member: &Member) -> Option<&str> {
    match member {
        Member::Field { ty, .. } | Member::Alternative { ty } => Some(ty),
        Member::Event { payload, .. } => Some(payload),
        Member::Message { payload, .. } => payload.as_deref(),
        Member::Value { .. } | Member::Signal { .. } => None,
    }
}

/// What identifies an item -> the item.
type Items<'s> = IndexMap<&'s [String], &'s Item>;

fn by_path(surface: &Surface) -> Items<'_> {
    let items = surface.items.iter();
    items.map(|item| (item.path.as_slice(), item)).collect()
}

/// Compares the items.
pub(crate) fn compare(old: &Surface, new: &Surface) -> SurfaceDifference {
    let (old, new) = (by_path(old), by_path(new));
    let mut items = Vec::new();
    for (path, was) in &old {
        match new.get(path) {
            None => items.push(ItemChange::new(Impact::Breaking, Some(was), None)),
            Some(is) => items.extend(changed(was, is)),
        }
    }
    for (path, is) in &new {
        if !old.contains_key(path) {
            let impact = if is_needed(is, &old, &new) {
                Impact::Breaking
            } else {
                Impact::Compatible
            };
            items.push(ItemChange::new(impact, None, Some(is)));
        }
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.impact));
    SurfaceDifference { items }
}

fn changed(was: &Item, is: &Item) -> Option<ItemChange> {
    let impact = match (&was.declaration, &is.declaration) {
        (was_declared, is_declared) if was_declared == is_declared => {
            let is_breaking = has_lost_its_maker(was, is) || is_key(was) && !is_key(is);
            is_breaking.then_some(Impact::Breaking)?
        }
        (Declaration::Call(was), Declaration::Call(is)) if is_renamed(was, is) => {
            Impact::Documentation
        }
        _ => Impact::Breaking,
    };
    Some(ItemChange::new(impact, Some(was), Some(is)))
}

/// Whether an object is no longer sent, and has lost the functions that make it. Other types are made in the same way in both cases.
fn has_lost_its_maker(was: &Item, is: &Item) -> bool {
    was.declaration == Declaration::Type(Form::Struct) && is_sent(was) && !is_sent(is)
}

/// Whether values of a type can be keys of maps.
fn is_key(item: &Item) -> bool {
    matches!(item.remark, Remark::Type { is_key: true, .. })
}

/// Whether a request can hold a type, so that users of the crate make it.
fn is_sent(item: &Item) -> bool {
    matches!(&item.remark, Remark::Type { flow, .. } if flow.sent)
}

/// Whether a new item breaks code: a field without which its type can no longer be made.
fn is_needed(item: &Item, old: &Items<'_>, new: &Items<'_>) -> bool {
    let Declaration::Member(Form::Struct, Member::Field { ty, .. }) = &item.declaration else {
        return false;
    };
    let owner = &item.path[..item.path.len() - 1];
    let is_made = |items: &Items<'_>| items.get(owner).is_some_and(|owner| is_sent(owner));
    is_made(old) && is_made(new) && !ty.starts_with("Option<")
}

/// Whether two calls differ in nothing but what their arguments are called, which Rust knows by their order.
fn is_renamed(was: &Call, is: &Call) -> bool {
    let (before, after) = (&was.signature.arguments, &is.signature.arguments);
    // The same names in another order mean other things.
    let has_moved = |name: &str, index: usize| {
        let place = before.iter().position(|argument| argument.name == name);
        place.is_some_and(|place| place != index)
    };
    let mut names = after.iter().enumerate();
    is_of_the_same_types(was, is) && names.all(|(index, is)| !has_moved(&is.name, index))
}

/// Whether two calls take and give the same, whatever it is called.
fn is_of_the_same_types(was: &Call, is: &Call) -> bool {
    let types = |call: &Call| -> Vec<String> {
        let arguments = call.signature.arguments.iter();
        arguments.map(|argument| argument.ty.clone()).collect()
    };
    types(was) == types(is)
        && was.signature.result == is.signature.result
        && was.pages_of == is.pages_of
        && was.request == is.request
}
