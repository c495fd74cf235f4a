//! What was seen -> what it says about single places of the document.

use std::collections::BTreeMap;

use serde_json::Value;

use super::lines::{Kind, Line};
use crate::pointer;

/// What a line says about the document.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) line: Line,
    pub(super) says: Says,
}

/// What would have to be in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// A field with this name, in the object here, or in one in place of the object here.
    Field(String),
    /// A value of the enum here.
    Value(String),
    /// This type.
    Type,
    /// That the field with this name is not required.
    NotRequired(String),
    /// An event.
    Event(String),
}

/// The name of what a client does not call by its name.
const NAMELESS: &str = "?";

/// The claims of lines about a document, and the lines that claim nothing that can be written down.
pub(super) fn claims(lines: &[Line], base: &Value) -> (Vec<Claim>, Vec<(Line, String)>) {
    let (mut claims, mut open) = (Vec::new(), Vec::new());
    for line in lines {
        match says(line, base) {
            Ok(says) => claims.push(Claim {
                line: line.clone(),
                says,
            }),
            Err(why) => open.push((line.clone(), why.to_owned())),
        }
    }
    (claims, open)
}

fn says(line: &Line, base: &Value) -> Result<Says, &'static str> {
    if base.pointer(&line.schema).is_none() {
        return Err("the document no longer has this place");
    }
    let name = || match pointer::split_last(&line.at) {
        Some((_, name)) if name != NAMELESS && name != "*" => Ok(name),
        _ => Err("its name does not look like one, so the client does not tell it"),
    };
    match line.kind {
        Kind::UnknownField => match line.seen.as_str() {
            "null" => Err("only null was seen, which says nothing of its type"),
            _ => Ok(Says::Field(name()?)),
        },
        Kind::UnknownValue => match &line.value {
            Some(value) => Ok(Says::Value(value.clone())),
            None => Err("the client does not tell the value; `Observer::with_enum_values` lets it"),
        },
        Kind::NumberForText | Kind::TextForNumber | Kind::OtherType => Ok(Says::Type),
        Kind::NullForRequired | Kind::NothingForRequired => Ok(Says::NotRequired(name()?)),
        Kind::UnknownEvent => match line.event.as_deref() {
            Some(event) if event != NAMELESS => Ok(Says::Event(event.to_owned())),
            _ => Err("its name does not look like one, so the client does not tell it"),
        },
        Kind::NoEnvelope => Err("what stands there instead has to be looked at: x-payload-aliases"),
    }
}

/// Claims that one proposal answers: of one kind, about one place.
pub(super) fn grouped(claims: Vec<Claim>) -> Vec<Vec<Claim>> {
    let mut groups: BTreeMap<(String, u8), Vec<Claim>> = BTreeMap::new();
    for claim in claims {
        let kind = match claim.says {
            Says::Field(_) => 0,
            Says::Value(_) => 1,
            Says::Type => 2,
            Says::NotRequired(_) => 3,
            Says::Event(_) => 4,
        };
        let group = groups.entry((claim.line.schema.clone(), kind));
        group.or_default().push(claim);
    }
    groups.into_values().collect()
}

/// The one type of several that were seen; or those that are not one.
pub(super) fn one_type<'l>(seen: impl Iterator<Item = &'l str>) -> Result<String, Vec<String>> {
    let mut types: Vec<&str> = seen.filter(|one| *one != "null").collect();
    types.sort_unstable();
    types.dedup();
    // A whole number is a number, and an empty list one of anything.
    if types.contains(&"number") {
        types.retain(|one| *one != "integer");
    }
    if types.iter().any(|one| one.starts_with("array of")) {
        types.retain(|one| *one != "array");
    }
    match types.as_slice() {
        [one] => Ok((*one).to_owned()),
        several => Err(several.iter().map(|one| (*one).to_owned()).collect()),
    }
}
