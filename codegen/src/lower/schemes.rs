//! Declared credentials -> the methods of the client's builder that set them, and what calls need of them.

use serde_json::Value;

use super::types::docs;
use crate::document::security::{self, Read};
use crate::ir::{Carrier, Scheme, Security, TOKEN};
use crate::reserved::BUILDER;
use crate::words::{Given, plain, snake};

/// Those that some call is signed with; all of them, where nothing says which calls are.
pub(super) fn lower(document: &Value, site: Option<&str>) -> Vec<Scheme> {
    let asked_for = security::asked_for(document);
    let mut schemes = Vec::new();
    for declared in security::declared(document) {
        let is_used = asked_for
            .as_ref()
            .is_none_or(|names| names.contains(declared.name));
        if let Read::Carried(carrier) = &declared.read
            && is_used
        {
            let description = security::description(&declared);
            schemes.push(Scheme {
                id: declared.name.to_owned(),
                method: String::new(),
                carrier: carrier.clone(),
                docs: docs::lines(site, [Some(description)]),
            });
        }
    }
    name(&mut schemes);
    schemes
}

/// What calls need that say nothing else.
pub(super) fn of_all(document: &Value, schemes: &[Scheme]) -> Security {
    let sets = document.get("security")?.as_array()?.iter();
    let set = |set: &Value| {
        let names = set.as_object().into_iter().flatten();
        indices(schemes, names.map(|(name, _)| name.as_str()))
    };
    Some(sets.map(set).collect())
}

/// The schemes of these names. Of what stands in no request, nothing is needed.
pub(super) fn indices<'n>(schemes: &[Scheme], names: impl Iterator<Item = &'n str>) -> Vec<usize> {
    let index = |name: &str| schemes.iter().position(|scheme| scheme.id == name);
    names.filter_map(index).collect()
}

/// A token is what every client has; of several kinds each has a method of its own.
fn name(schemes: &mut [Scheme]) {
    let is_bearer = |scheme: &&Scheme| scheme.carrier == Carrier::Bearer;
    let has_one_token = schemes.iter().filter(is_bearer).count() == 1;
    let mut given = Given::default();
    for scheme in schemes {
        if has_one_token && scheme.carrier == Carrier::Bearer {
            TOKEN.clone_into(&mut scheme.method);
            continue;
        }
        let name = snake(&scheme.id);
        let longer = format!(
            "{}_{}",
            plain(&name).trim_end_matches('_'),
            word(&scheme.carrier)
        );
        // The constants of these names are for all of them.
        let is_taken =
            |name: &str| BUILDER.contains(&name) || ["schemes", "security"].contains(&name);
        let name = if is_taken(&name) { longer } else { name };
        scheme.method = given.give_unless(&name, "_", is_taken);
    }
}

/// What is set, in a word.
fn word(carrier: &Carrier) -> &'static str {
    match carrier {
        Carrier::Bearer => "token",
        Carrier::Basic => "login",
        Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => "key",
    }
}
