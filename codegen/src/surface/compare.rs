//! The public items before and after -> what users of the crate meet.

use super::conversions::{Items, takes};
use super::{Argument, Call, Declaration, Form, Item, Member, Remark, Surface};
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
    /// Whether code that uses the item compiles nevertheless: what breaks then is the meaning, and the same code says something else.
    pub compiles: bool,
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
    fn gone(was: &Item) -> Self {
        Self {
            impact: Impact::Breaking,
            compiles: is_never_written(was),
            was: Some(was.clone()),
            is: None,
        }
    }

    fn new(is: &Item, impact: Impact) -> Self {
        Self {
            impact,
            compiles: impact != Impact::Breaking,
            was: None,
            is: Some(is.clone()),
        }
    }

    /// What it was and what it is, each as a line.
    #[must_use]
    pub fn lines(&self) -> (Option<String>, Option<String>) {
        match (&self.was, &self.is) {
            (Some(was), Some(is)) if was.declaration == is.declaration => {
                let (before, after) = told_apart(was, is);
                (
                    Some(format!("{was}, {before}")),
                    Some(format!("{is}, {after}")),
                )
            }
            (was, is) => (
                was.as_ref().map(Item::to_string),
                is.as_ref().map(Item::to_string),
            ),
        }
    }

    /// Whether code that uses the item stops compiling.
    #[must_use]
    pub fn stops_compiling(&self) -> bool {
        self.impact == Impact::Breaking && !self.compiles
    }

    /// Whether nothing has changed but types of what is given, so that it is the conversions that decide whether code compiles: those
    /// that are written by hand are no part of the [`Surface`].
    #[must_use]
    pub fn is_of_what_is_given(&self) -> bool {
        let declared = |item: &Option<Item>| item.as_ref().map(|item| item.declaration.clone());
        match (declared(&self.was), declared(&self.is)) {
            (Some(Declaration::Call(was)), Some(Declaration::Call(is))) => {
                was.signature.arguments.len() == is.signature.arguments.len()
                    && gives_the_same(&was, &is)
            }
            (Some(Declaration::Setter { .. }), Some(Declaration::Setter { .. }))
            | (None, Some(Declaration::Member(..))) => true,
            _ => false,
        }
    }
}

/// In what two types differ that are declared alike.
fn told_apart(was: &Item, is: &Item) -> (String, String) {
    if has_lost_its_maker(was, is) {
        return ("part of requests".to_owned(), "only received".to_owned());
    }
    if let Some((before, after)) = makers_with_another_order(was, is) {
        let words = [before, after].map(|arguments| {
            let arguments: Vec<String> = arguments.iter().map(Argument::to_string).collect();
            format!("new({})", arguments.join(", "))
        });
        let [before, after] = words;
        return (before, after);
    }
    ("Eq and Hash".to_owned(), "neither Eq nor Hash".to_owned())
}

/// The builder, whose methods are items of their own, and signals, which have no names.
fn is_never_written(item: &Item) -> bool {
    matches!(
        item.declaration,
        Declaration::Builder | Declaration::Member(_, Member::Signal { .. })
    )
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
            None => items.push(ItemChange::gone(was)),
            Some(is) => items.extend(changed(was, is, &new)),
        }
    }
    for (path, is) in &new {
        if !old.contains_key(path) {
            let impact = if is_needed(is, &old, &new) {
                Impact::Breaking
            } else {
                Impact::Compatible
            };
            items.push(ItemChange::new(is, impact));
        }
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.impact));
    SurfaceDifference { items }
}

fn changed(was: &Item, is: &Item, types: &Items<'_>) -> Option<ItemChange> {
    let compiles = compiles(was, is, types);
    let impact = match (&was.declaration, &is.declaration) {
        (was_declared, is_declared) if was_declared == is_declared => {
            let is_breaking = has_lost_its_maker(was, is)
                || has_lost_its_hash(was, is)
                || makers_with_another_order(was, is).is_some();
            is_breaking.then_some(Impact::Breaking)?
        }
        (Declaration::Call(was), Declaration::Call(is)) if compiles => {
            let (before, after) = (&was.signature.arguments, &is.signature.arguments);
            if is_reordered(before, after) {
                Impact::Breaking
            } else if before.iter().zip(after).all(|(was, is)| was.ty == is.ty) {
                // Rust knows arguments by their order.
                Impact::Documentation
            } else {
                Impact::Compatible
            }
        }
        _ => Impact::Breaking,
    };
    Some(ItemChange {
        impact,
        compiles,
        was: Some(was.clone()),
        is: Some(is.clone()),
    })
}

/// Whether code that uses the item as it was compiles with the item as it is.
fn compiles(was: &Item, is: &Item, types: &Items<'_>) -> bool {
    match (&was.declaration, &is.declaration) {
        _ if is_never_written(was) => true,
        (Declaration::Call(was), Declaration::Call(is)) => {
            take_the_same(&was.signature.arguments, &is.signature.arguments, types)
                && gives_the_same(was, is)
        }
        (Declaration::Member(form, was), Declaration::Member(now, is)) => {
            form == now && held(was) == held(is)
        }
        (Declaration::Type(form), Declaration::Type(now)) => {
            let are_made_alike = match (maker(was), maker(is)) {
                (Some(before), Some(after)) => take_the_same(before, after, types),
                (Some(_), None) => false,
                (None, _) => true,
            };
            form == now && are_made_alike && !has_lost_its_hash(was, is)
        }
        (was, is) => was == is,
    }
}

/// What the function takes that makes a type.
fn maker(item: &Item) -> Option<&[Argument]> {
    match &item.remark {
        Remark::Type { maker, .. } => maker.as_deref(),
        Remark::None | Remark::Call { .. } => None,
    }
}

/// What `new` of a type took and takes, where the same names stand in another order.
pub(crate) fn makers_with_another_order<'i>(
    was: &'i Item,
    is: &'i Item,
) -> Option<(&'i [Argument], &'i [Argument])> {
    let (before, after) = (maker(was)?, maker(is)?);
    // Where there are more or fewer, their fields say so.
    (before.len() == after.len() && is_reordered(before, after)).then_some((before, after))
}

/// Whether an argument stands in another place than it did: the same code means something else by it.
fn is_reordered(before: &[Argument], after: &[Argument]) -> bool {
    let place = |name: &str| before.iter().position(|argument| argument.name == name);
    let mut after = after.iter().enumerate();
    after.any(|(index, is)| place(&is.name).is_some_and(|place| place != index))
}

/// Whether what was given for some arguments is taken for others.
fn take_the_same(before: &[Argument], after: &[Argument], types: &Items<'_>) -> bool {
    let mut both = before.iter().zip(after);
    before.len() == after.len() && both.all(|(was, is)| takes(types, &was.ty, &is.ty))
}

fn gives_the_same(was: &Call, is: &Call) -> bool {
    was.signature.result == is.signature.result
        && was.pages_of == is.pages_of
        && was.request == is.request
}

/// Whether an object is no longer sent, and has lost the functions that make it. Other types are made in the same way in both cases.
fn has_lost_its_maker(was: &Item, is: &Item) -> bool {
    was.declaration == Declaration::Type(Form::Struct) && is_sent(was) && !is_sent(is)
}

/// Whether values of a type can no longer be keys of maps.
fn has_lost_its_hash(was: &Item, is: &Item) -> bool {
    let is_key = |item: &Item| matches!(item.remark, Remark::Type { is_key: true, .. });
    is_key(was) && !is_key(is)
}

/// Whether a request can hold a type, so that users of the crate make it.
fn is_sent(item: &Item) -> bool {
    matches!(&item.remark, Remark::Type { flow, .. } if flow.sent)
}

/// Whether a new item breaks code: a field without which its type can no longer be made.
fn is_needed(item: &Item, old: &Items<'_>, new: &Items<'_>) -> bool {
    let [owner, name] = item.path.as_slice() else {
        return false;
    };
    let owner = std::slice::from_ref(owner);
    let maker = |items: &Items<'_>| {
        items
            .get(owner)
            .and_then(|owner| maker(owner).map(<[_]>::to_vec))
    };
    let (Some(before), Some(after)) = (maker(old), maker(new)) else {
        return false;
    };
    // In the place of a field that is gone, it is given what that one was.
    after.iter().any(|argument| argument.name == *name) && !take_the_same(&before, &after, new)
}
