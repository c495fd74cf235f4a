//! Public items that are not what they were -> what users of the crate are told, and what they write instead.

use crate::impact::Impact;
use crate::surface::{
    Argument, Call, Declaration, Form, Item, ItemChange, Member, Remark, SurfaceDifference,
    makers_with_another_order,
};
use crate::uses::Use;

/// The lists of a change log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// What is there besides.
    Added,
    /// What is otherwise.
    Changed,
    /// What is gone.
    Removed,
}

/// What a user is told about one public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The item.
    pub path: Vec<String>,
    /// The list that it belongs to.
    pub heading: Heading,
    /// What has become of it: a clause without a full stop.
    pub text: String,
    /// What a user has written, where it no longer compiles.
    pub before: Option<String>,
    /// What is written instead, if anything is.
    pub after: Option<String>,
}

/// The notes on all items; what changes nothing for users has none.
#[must_use]
pub fn notes(difference: &SurfaceDifference, old: &[Use], new: &[Use]) -> Vec<Note> {
    let items = difference.items.iter();
    items
        .filter(|change| change.impact != Impact::Documentation)
        .filter_map(|change| note(change, difference, old, new))
        .collect()
}

fn note(
    change: &ItemChange,
    difference: &SurfaceDifference,
    old: &[Use],
    new: &[Use],
) -> Option<Note> {
    let item = change.was.as_ref().or(change.is.as_ref())?;
    let successor = successor(change, difference);
    let (heading, text) = match (&change.was, &change.is) {
        (None, Some(is)) if change.impact == Impact::Breaking => {
            let owner = is.path.first()?;
            let text = format!("`{owner}::new` asks for `{}`, too", name(is));
            (Heading::Changed, text)
        }
        (None, Some(is)) => (Heading::Added, added(is)?),
        (Some(was), None) => gone(was, successor)?,
        (Some(was), Some(is)) => (Heading::Changed, changed(was, is)),
        (None, None) => return None,
    };
    let path = match (&change.was, &item.path[..]) {
        // What has to be written otherwise is the constructor.
        (None, [owner, _]) => vec![owner.clone()],
        _ => item.path.clone(),
    };
    let written = |uses: &[Use], path: &[String]| {
        let found = uses.iter().find(|one| one.path == path);
        found.map(Use::expression)
    };
    let is_broken = change.stops_compiling();
    let next = successor.map_or(&path, |successor| &successor.path);
    let (before, after) = (written(old, &path), written(new, next));
    Some(Note {
        heading,
        text,
        before: before.filter(|_| is_broken),
        after: after.filter(|_| is_broken),
        path,
    })
}

/// What a new item is.
fn added(item: &Item) -> Option<String> {
    let (name, owner) = (name(item), owner(item));
    Some(match &item.declaration {
        Declaration::Call(call) => {
            let arguments = call.signature.arguments.iter();
            let arguments: Vec<&str> = arguments.map(|one| one.name.as_str()).collect();
            format!("the call `{owner}.{name}({})`", arguments.join(", "))
        }
        Declaration::Setter { .. } => format!("the argument `{name}` of `{owner}`"),
        Declaration::Member(_, Member::Value { wire }) => {
            format!("the value `{name}` of `{owner}`, `{wire}` on the wire")
        }
        Declaration::Member(_, Member::Field { .. }) => format!("the field `{name}` of `{owner}`"),
        Declaration::Member(_, Member::Alternative { .. }) => {
            format!("the alternative `{name}` of `{owner}`")
        }
        Declaration::Member(_, Member::Event { .. } | Member::Message { .. }) => {
            format!("the event `{name}` of `{owner}`")
        }
        Declaration::Type(_) => format!("the type `{name}`"),
        Declaration::Builder
        | Declaration::Resource { .. }
        | Declaration::Member(_, Member::Signal { .. }) => return None,
    })
}

/// What is gone, and what has come in its place.
fn gone(item: &Item, successor: Option<&Item>) -> Option<(Heading, String)> {
    let what = match &item.declaration {
        Declaration::Call(_) => format!("the call `{}.{}`", owner(item), name(item)),
        Declaration::Member(_, Member::Value { .. }) => {
            format!("the value `{}` of `{}`", name(item), owner(item))
        }
        _ => added(item)?,
    };
    Some(match (&item.declaration, successor) {
        (Declaration::Setter { .. }, Some(_)) => (
            Heading::Changed,
            format!("{what} is required: the call itself takes it"),
        ),
        (_, Some(successor)) => {
            let text = format!("{what} is now `{}`", successor.path.join("."));
            (Heading::Changed, text)
        }
        (_, None) => (Heading::Removed, format!("{what} is gone")),
    })
}

fn changed(was: &Item, is: &Item) -> String {
    let place = format!("`{}`", was.path.join("."));
    match (&was.declaration, &is.declaration) {
        (Declaration::Call(was), Declaration::Call(is)) => format!("{place} {}", call(was, is)),
        (Declaration::Setter { ty: was }, Declaration::Setter { ty: is }) => {
            format!("{place} takes `{is}` instead of `{was}`")
        }
        (Declaration::Member(_, was), Declaration::Member(_, is)) => {
            format!("{place} {}", member(was, is))
        }
        (Declaration::Type(was_form), Declaration::Type(is_form)) if was_form == is_form => {
            let is_sent =
                |item: &Item| matches!(&item.remark, Remark::Type { flow, .. } if flow.sent);
            if *was_form == Form::Struct && is_sent(was) && !is_sent(is) {
                format!("{place} is only received, and has lost `new` and its setters")
            } else if let Some((before, after)) = makers_with_another_order(was, is) {
                let (before, after) = (listed(before), listed(after));
                format!(
                    "`{}::new` takes `({after})` instead of `({before})`",
                    name(was)
                )
            } else {
                format!("{place} is neither `Eq` nor `Hash` any more: it holds a decimal number")
            }
        }
        (Declaration::Type(was), Declaration::Type(is)) => {
            format!("{place} is now of the kind {is} instead of {was}")
        }
        _ => format!("{place} is now something else"),
    }
}

fn listed(arguments: &[Argument]) -> String {
    let arguments: Vec<String> = arguments.iter().map(Argument::to_string).collect();
    arguments.join(", ")
}

fn call(was: &Call, is: &Call) -> String {
    let mut parts = Vec::new();
    if was.signature.arguments != is.signature.arguments {
        parts.push(format!(
            "takes `({})` instead of `({})`",
            listed(&is.signature.arguments),
            listed(&was.signature.arguments)
        ));
    }
    if was.signature.result != is.signature.result {
        let (is, was) = (&is.signature.result, &was.signature.result);
        parts.push(format!("gives `{is}` instead of `{was}`"));
    }
    if was.pages_of != is.pages_of {
        parts.push("is paged otherwise".to_owned());
    }
    if was.request != is.request {
        parts.push(format!(
            "makes a `{}` instead of a `{}`",
            is.request, was.request
        ));
    }
    parts.join(" and ")
}

fn member(was: &Member, is: &Member) -> String {
    match (was, is) {
        (Member::Value { wire: was }, Member::Value { wire: is }) => {
            format!("is `{is}` on the wire instead of `{was}`")
        }
        (
            Member::Field { ty: was, .. } | Member::Alternative { ty: was },
            Member::Field { ty: is, .. } | Member::Alternative { ty: is },
        )
        | (Member::Event { payload: was, .. }, Member::Event { payload: is, .. })
            if was != is =>
        {
            format!("is `{is}` instead of `{was}`")
        }
        _ => "is called otherwise on the wire".to_owned(),
    }
}

/// The new item that stands for the same thing of the service as one that is gone.
fn successor<'a>(change: &ItemChange, difference: &'a SurfaceDifference) -> Option<&'a Item> {
    let was = change.was.as_ref().filter(|_| change.is.is_none())?;
    if let Declaration::Setter { .. } = was.declaration {
        let items = difference.items.iter();
        let mut items = items.filter_map(|other| other.is.as_ref());
        return items.find(|is| takes(is, was));
    }
    let new = difference.items.iter().filter(|other| other.was.is_none());
    let mut same = new
        .filter_map(|other| other.is.as_ref())
        .filter(|is| stands_for_the_same(was, is));
    same.next().filter(|_| same.next().is_none())
}

/// Whether a call takes what could be set before.
fn takes(item: &Item, setter: &Item) -> bool {
    let Declaration::Call(call) = &item.declaration else {
        return false;
    };
    let mut arguments = call.signature.arguments.iter();
    setter.path.starts_with(&item.path) && arguments.any(|one| one.name == name(setter))
}

fn stands_for_the_same(was: &Item, is: &Item) -> bool {
    match (&was.declaration, &is.declaration) {
        (Declaration::Call(one), Declaration::Call(other)) => {
            let is_stream = |call: &Call| call.signature.result.starts_with("stream of");
            let place = |item: &Item| match &item.remark {
                Remark::Call { method, path, .. } => Some((method.as_str(), path.clone())),
                Remark::None | Remark::Type { .. } => None,
            };
            place(was) == place(is) && is_stream(one) == is_stream(other)
        }
        (Declaration::Member(_, one), Declaration::Member(_, other)) => {
            was.path.first() == is.path.first() && key(was, one) == key(is, other)
        }
        _ => false,
    }
}

/// What a member is called on the wire.
fn key(item: &Item, member: &Member) -> Option<String> {
    match member {
        Member::Field { wire, .. } => Some(wire.clone().unwrap_or_else(|| name(item).to_owned())),
        Member::Value { wire }
        | Member::Event { wire, .. }
        | Member::Message { wire, .. }
        | Member::Signal { wire, .. } => Some(wire.clone()),
        Member::Alternative { .. } => None,
    }
}

fn name(item: &Item) -> &str {
    item.path.last().map_or("", String::as_str)
}

fn owner(item: &Item) -> String {
    let length = item.path.len().saturating_sub(1);
    item.path[..length].join(".")
}
