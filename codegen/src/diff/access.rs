//! Servers and credentials of two operations come in, their own or those of the document; what differs is noted.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Direction;
use super::compare::{Comparison, Means, breaking, compatible, sent};
use crate::document::security::{self, Read};
use crate::document::tree::{Node, Operation, Tree, text};
use crate::ir::Carrier;

const SERVER_GONE: Means = sent(breaking("clients that call it have nothing to call"));
const SERVER_NEW: Means = sent(compatible("clients call what they called before"));
const OTHER_CREDENTIALS: Means = sent(breaking(
    "clients have to be given what calls need now, which is not what they were signed with",
));
const SAME_CREDENTIALS: Means = sent(compatible("what calls were signed with lets them in"));
const NO_CREDENTIALS: Means = sent(compatible("calls need nothing to be let in"));

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
        self.credentials(old, new);
    }

    fn credentials(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let (then, now) = (
            stated(self.old, old, "security"),
            stated(self.new, new, "security"),
        );
        let (before, after) = (ways(self.old, &then), ways(self.new, &now));
        let needs = |ways: &[Way]| -> BTreeSet<BTreeSet<String>> {
            ways.iter().map(|way| way.needs.clone()).collect()
        };
        if needs(&before) == needs(&after) {
            return;
        }
        let is_let_in = |way: &Way| after.iter().any(|now| now.needs.is_subset(&way.needs));
        let means = if after.iter().any(|way| way.needs.is_empty()) {
            &NO_CREDENTIALS
        } else if before.iter().all(is_let_in) {
            &SAME_CREDENTIALS
        } else {
            &OTHER_CREDENTIALS
        };
        let (before, after) = (listed(&before), listed(&after));
        let what = format!("the credentials were {before} and are {after}");
        self.differs((&then, &now), "", what, Direction::Sending, means);
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

/// A way to be let in.
struct Way {
    /// What is sent, and what it has to permit. How the document calls it does not count.
    needs: BTreeSet<String>,
    /// The same in words.
    text: String,
}

/// Each way to be let in; where nothing is asked for, that is one.
fn ways<'a>(tree: Tree<'a>, node: &Node<'a>) -> Vec<Way> {
    let mut ways: Vec<Way> = tree
        .items(node)
        .iter()
        .map(|set| {
            let schemes = set.value.as_object().into_iter().flatten();
            let schemes: Vec<Way> = schemes
                .map(|(name, scopes)| scheme(tree, name, scopes))
                .collect();
            let texts: Vec<&str> = schemes.iter().map(|way| way.text.as_str()).collect();
            Way {
                text: texts.join(" and "),
                needs: schemes.into_iter().flat_map(|way| way.needs).collect(),
            }
        })
        .collect();
    if ways.is_empty() {
        ways.push(Way {
            needs: BTreeSet::new(),
            text: String::new(),
        });
    }
    ways
}

fn scheme(tree: Tree<'_>, name: &str, scopes: &Value) -> Way {
    let schemes = tree.node("/components/securitySchemes".to_owned());
    let declared = schemes.and_then(|schemes| tree.member(&schemes, name));
    let value = declared.as_ref().map_or(&Value::Null, |node| node.value);
    let sent = match security::read(value) {
        Read::Carried(Carrier::Bearer) => "bearer".to_owned(),
        Read::Carried(Carrier::Basic) => "basic".to_owned(),
        Read::Carried(carrier) => security::place(&carrier),
        Read::Elsewhere(kind) => kind,
        Read::Broken(_) => name.to_owned(),
    };
    let words = declared.iter().flat_map(|scheme| {
        let words = ["type", "scheme", "in", "name"].map(|key| text(scheme, key));
        words.into_iter().filter(|word| !word.is_empty())
    });
    let words: Vec<&str> = words.collect();
    let words = if words.is_empty() {
        name.to_owned()
    } else {
        words.join(" ")
    };
    let scopes = scopes.as_array().into_iter().flatten();
    let scopes: Vec<&str> = scopes.filter_map(Value::as_str).collect();
    let permitted = scopes.iter().map(|scope| format!("{sent} for {scope}"));
    Way {
        needs: permitted.chain([sent.clone()]).collect(),
        text: match scopes.as_slice() {
            [] => words,
            scopes => format!("{words} for {}", scopes.join(", ")),
        },
    }
}

fn listed(ways: &[Way]) -> String {
    let word = |way: &Way| match way.text.as_str() {
        "" => "none".to_owned(),
        text => format!("`{text}`"),
    };
    let mut words: Vec<String> = ways.iter().map(word).collect();
    words.sort();
    words.dedup();
    words.join(" or ")
}
