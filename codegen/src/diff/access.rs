//! Servers and credentials of two operations come in, their own or those of the document; what differs is noted.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Direction;
use super::compare::{Comparison, Means, breaking, compatible, sent};
use crate::document::tree::{Node, Operation, Tree, text};

const SERVER_GONE: Means = sent(breaking("clients that call it have nothing to call"));
const SERVER_NEW: Means = sent(compatible("clients call what they called before"));
const CREDENTIALS: Means = sent(breaking("the client sends its token as a bearer"));
const NO_CREDENTIALS: Means = sent(compatible("a token is sent all the same"));

impl<'a> Comparison<'a> {
    pub(super) fn access(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let (then, now) = (
            stated(self.old, old, "servers"),
            stated(self.new, new, "servers"),
        );
        let (before, after) = (servers(self.old, &then), servers(self.new, &now));
        let mut note = |what: String, means: &Means| {
            self.differs((&then, &now), "", what, Direction::Sending, means);
        };
        for gone in before.difference(&after) {
            note(format!("the server `{gone}` is gone"), &SERVER_GONE);
        }
        for added in after.difference(&before) {
            note(format!("the server `{added}` is new"), &SERVER_NEW);
        }
        let (then, now) = (
            stated(self.old, old, "security"),
            stated(self.new, new, "security"),
        );
        let (before, after) = (credentials(self.old, &then), credentials(self.new, &now));
        if before != after {
            let means = if after.is_empty() || after.contains(NOTHING) {
                &NO_CREDENTIALS
            } else {
                &CREDENTIALS
            };
            let what = format!(
                "the credentials were {} and are {}",
                listed(&before),
                listed(&after)
            );
            self.differs((&then, &now), "", what, Direction::Sending, means);
        }
    }
}

/// What the operation says, else its path, else the document.
fn stated<'a>(tree: Tree<'a>, operation: &Operation<'a>, key: &str) -> Node<'a> {
    let own = tree.member(&operation.node, key);
    let own = own.or_else(|| tree.member(&operation.item, key));
    let whole = || tree.node(format!("/{key}"));
    own.or_else(whole).unwrap_or_else(|| operation.node.clone())
}

fn servers<'a>(tree: Tree<'a>, node: &Node<'a>) -> BTreeSet<&'a str> {
    let servers = tree.items(node);
    servers.iter().map(|server| text(server, "url")).collect()
}

const NOTHING: &str = "none";

/// Each way to be let in, by what is sent; how the document calls it does not count.
fn credentials<'a>(tree: Tree<'a>, node: &Node<'a>) -> BTreeSet<String> {
    let scheme = |name: &str| {
        let schemes = tree.node("/components/securitySchemes".to_owned())?;
        let scheme = tree.member(&schemes, name)?;
        let words = ["type", "scheme", "in", "name"].map(|key| text(&scheme, key));
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        Some(words.join(" "))
    };
    let one = |requirement: &Node<'a>| {
        let names = requirement.value.as_object().into_iter().flatten();
        let parts = names.map(|(name, scopes)| {
            let scheme = scheme(name).unwrap_or_else(|| name.clone());
            let scopes = scopes.as_array().into_iter().flatten();
            let scopes: Vec<&str> = scopes.filter_map(Value::as_str).collect();
            match scopes.as_slice() {
                [] => scheme,
                scopes => format!("{scheme} for {}", scopes.join(", ")),
            }
        });
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() {
            NOTHING.to_owned()
        } else {
            parts.join(" and ")
        }
    };
    tree.items(node).iter().map(one).collect()
}

fn listed(credentials: &BTreeSet<String>) -> String {
    if credentials.is_empty() {
        return NOTHING.to_owned();
    }
    let words: Vec<String> = credentials.iter().map(|word| format!("`{word}`")).collect();
    words.join(" or ")
}
