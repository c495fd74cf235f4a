//! Reports of what replies hold that the document does not say come in; what was seen, and overlay actions to paste, go out.
//!
//! The reports are lines of JSON that clients with the feature `observe` wrote. Nothing in them is believed blindly: a proposal says how
//! often something was seen, and two that cannot both be right are shown as contradicting.

mod actions;
mod claims;
mod lines;
mod needless;
mod render;
mod settled;
mod shapes;

use serde_json::Value;

use crate::report::{Origins, Place};

pub use self::lines::{Kind, Line, Misread, read};
pub use self::render::render;

/// A document that reports are held against.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'a> {
    /// What the proposals are to change.
    pub base: &'a Value,
    /// The vendor's document, without corrections.
    pub vendor: &'a Value,
    /// The document with all corrections.
    pub corrected: &'a Value,
    /// Where its values come from.
    pub origins: &'a Origins,
}

/// What reports come to.
#[derive(Debug)]
pub struct Findings {
    /// What was seen: the same of several reports put together.
    pub seen: Vec<Line>,
    /// What to do about it.
    pub proposals: Vec<Proposal>,
    /// What cannot be proposed, and why.
    pub open: Vec<(Line, String)>,
}

/// A change of the document that reports ask for.
#[derive(Debug)]
pub struct Proposal {
    /// The place in the document.
    pub schema: String,
    /// What is changed, in words.
    pub what: String,
    /// Operations whose replies ask for it.
    pub operations: Vec<String>,
    /// How often it was seen.
    pub count: u64,
    /// Actions of an overlay.
    pub actions: Vec<Value>,
    /// What speaks against it, in words.
    pub contradictions: Vec<String>,
    /// The corrections that say the same already.
    pub settled: Vec<Place>,
    /// The correction without which the document would be right.
    pub needless: Option<Place>,
}

/// Puts reports together, and proposes what they ask for.
#[must_use]
pub fn propose(lines: Vec<Line>, documents: Documents<'_>) -> Findings {
    let seen = lines::merged(lines);
    let (claims, mut open) = claims::claims(&seen, documents.base);
    let mut proposals = Vec::new();
    for group in claims::grouped(claims) {
        match actions::proposal(&group, documents.base) {
            Ok(proposal) => proposals.push(Proposal {
                settled: settled::places(&group, documents),
                needless: needless::place(&group, documents),
                ..proposal
            }),
            Err(why) => open.extend(group.into_iter().map(|claim| (claim.line, why.clone()))),
        }
    }
    contradict(&mut proposals);
    Findings {
        seen,
        proposals,
        open,
    }
}

/// A proposal that gives a place another type contradicts those that change what stands below it.
fn contradict(proposals: &mut [Proposal]) {
    for index in 0..proposals.len() {
        let schema = proposals[index].schema.clone();
        let is_replaced = proposals[index].actions.len() > 1;
        for other in 0..proposals.len() {
            let below = crate::pointer::below(&proposals[other].schema, &schema);
            let is_inside = below.is_some_and(|rest| !rest.is_empty());
            let is_same = other != index && below == Some("");
            if is_replaced && (is_inside || is_same) {
                let (one, two) = (proposals[index].what.clone(), proposals[other].what.clone());
                proposals[index].contradictions.push(two);
                proposals[other].contradictions.push(one);
            }
        }
    }
    for proposal in proposals {
        proposal.contradictions.sort();
        proposal.contradictions.dedup();
    }
}
