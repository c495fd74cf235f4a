//! The credentials that a document declares, and which of them its operations ask for.

use std::collections::BTreeSet;

use serde_json::Value;

use super::headers;
use super::tree::{METHODS, Node, Tree, text};
use crate::ir::Carrier;

/// A member of `components.securitySchemes`.
pub(crate) struct Declared<'a> {
    pub(crate) name: &'a str,
    pub(crate) node: Node<'a>,
    pub(crate) read: Read,
}

/// What is to be made of it.
pub(crate) enum Read {
    /// It stands in requests.
    Carried(Carrier),
    /// It is of a type, which is named here, of which nothing stands in requests.
    Elsewhere(String),
    /// It cannot be used, and why.
    Broken(String),
}

/// All that are declared, in the order of the document.
pub(crate) fn declared(document: &Value) -> Vec<Declared<'_>> {
    let tree = Tree::new(document);
    let schemes = tree.node("/components/securitySchemes".to_owned());
    let members = schemes.iter().flat_map(|schemes| tree.members(schemes));
    members
        .map(|(name, node)| Declared {
            name,
            read: read(node.value),
            node,
        })
        .collect()
}

/// The names of those that an operation or the whole document asks for; `None` where nothing asks for any or says that none are needed.
pub(crate) fn asked_for(document: &Value) -> Option<BTreeSet<&str>> {
    let items = document["paths"].as_object().into_iter().flatten();
    let operations =
        items.flat_map(|(_, item)| METHODS.iter().filter_map(|method| item.get(method)));
    let owners = operations.chain([document]);
    let stated: Vec<&Value> = owners.filter_map(|owner| owner.get("security")).collect();
    let names = stated.iter().flat_map(|security| names(security));
    (!stated.is_empty()).then(|| names.collect())
}

/// The names of schemes in the value of a key `security`.
pub(crate) fn names(security: &Value) -> impl Iterator<Item = &str> {
    let sets = security.as_array().into_iter().flatten();
    let names = sets.flat_map(|set| set.as_object().into_iter().flatten());
    names.map(|(name, _)| name.as_str())
}

/// What is to be made of a scheme.
pub(crate) fn read(scheme: &Value) -> Read {
    let kind = scheme["type"].as_str().unwrap_or_default();
    let http = scheme["scheme"].as_str().unwrap_or_default();
    match (
        kind.to_ascii_lowercase().as_str(),
        http.to_ascii_lowercase().as_str(),
    ) {
        ("apikey", _) => key(scheme),
        // Swagger 2 called it so.
        ("http", "basic") | ("basic", _) => Read::Carried(Carrier::Basic),
        ("http", "bearer") | ("oauth2" | "openidconnect", _) => Read::Carried(Carrier::Bearer),
        ("http", "") => Read::Broken("has no `scheme`".to_owned()),
        ("http", _) => Read::Elsewhere(format!("http {http}")),
        ("", _) => Read::Broken("has no `type`".to_owned()),
        _ => Read::Elsewhere(kind.to_owned()),
    }
}

fn key(scheme: &Value) -> Read {
    let name = scheme["name"].as_str().unwrap_or_default().trim();
    let is_name = headers::is_name(name);
    // A key may well be all that `Authorization` holds.
    let is_ours = headers::is_framing(name)
        || headers::is_ignored(name) && !name.eq_ignore_ascii_case("authorization");
    let place = scheme["in"].as_str().unwrap_or_default();
    let carrier = match place {
        _ if name.is_empty() => return Read::Broken("has no `name`".to_owned()),
        "header" if is_ours => {
            return Read::Broken(format!(
                "stands in the header `{name}`, which is not for keys"
            ));
        }
        "header" if is_name => Carrier::Header(name.to_owned()),
        "cookie" if is_name => Carrier::Cookie(name.to_owned()),
        "query" => Carrier::Query(name.to_owned()),
        "header" | "cookie" => {
            return Read::Broken(format!("has the name `{name}`, which no {place} can have"));
        }
        _ => {
            return Read::Broken("does not stand in `header`, `query` or `cookie`".to_owned());
        }
    };
    Read::Carried(carrier)
}

/// Where a carrier has room for one.
pub(crate) fn place(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Bearer | Carrier::Basic => "the header `authorization`".to_owned(),
        Carrier::Header(name) => format!("the header `{}`", name.to_ascii_lowercase()),
        Carrier::Query(name) => format!("the parameter `{name}` of the query"),
        Carrier::Cookie(name) => format!("the cookie `{name}`"),
    }
}

/// What a scheme says of itself.
pub(crate) fn description<'a>(declared: &Declared<'a>) -> &'a str {
    text(&declared.node, "description")
}
