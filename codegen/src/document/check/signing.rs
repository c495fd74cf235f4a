//! What operations ask to be signed with comes in; what cannot be sent goes into the report.

use serde_json::{Map, Value};

use super::Checker;
use crate::document::security::{self, Read};
use crate::ir::Carrier;
use crate::pointer;

const SCHEMES: &str = "/components/securitySchemes";

impl<'a> Checker<'a> {
    /// What an operation, or the document for all of them, asks for.
    pub(super) fn security(&mut self, owner: &'a Value, at: &str) {
        for (set, at) in self.items(owner, "security", at) {
            let Some(set) = self.object(set, &at) else {
                continue;
            };
            for name in set.keys() {
                self.scheme(name, &at);
            }
            self.one_in_each_place(set, &at);
        }
    }

    fn scheme(&mut self, name: &str, set: &str) {
        let (why, fix) = match self.schemes.get(name) {
            Some(Read::Carried(_) | Read::Elsewhere(_)) => return,
            Some(Read::Broken(why)) => (format!("`{name}` {why}"), "Correct"),
            None => (format!("no credentials `{name}` are declared"), "Declare"),
        };
        let at = pointer::join(set, name);
        let component = pointer::join(SCHEMES, name);
        // What the document asks for concerns the operations that ask for nothing else.
        let is_of_all = set.starts_with("/security/");
        let subject = if is_of_all { &component } else { &at };
        let place = self.origins.place(&at);
        let problem = self.report.concerning(subject).error(place, why);
        problem.fix(format!(
            "{fix} it in `components.securitySchemes`, in an overlay."
        ));
    }

    /// Two tokens are one, which both accept.
    fn one_in_each_place(&mut self, set: &'a Map<String, Value>, at: &str) {
        let mut taken: Vec<(&str, &Carrier)> = Vec::new();
        let mut doubles = Vec::new();
        for name in set.keys() {
            let Some(Read::Carried(carrier)) = self.schemes.get(name.as_str()) else {
                continue;
            };
            let place = security::place(carrier);
            let other = taken.iter().find(|(_, other)| {
                security::place(other) == place
                    && (*other, carrier) != (&Carrier::Bearer, &Carrier::Bearer)
            });
            doubles.extend(other.map(|(other, _)| {
                format!("`{other}` and `{name}` both stand in {place}, which holds one of them")
            }));
            taken.push((name, carrier));
        }
        for found in doubles {
            self.error(at, found)
                .fix("Make them two items of the list, if one of them is enough.");
        }
    }

    /// Says which credentials are asked for and never sent.
    pub(super) fn unsupported_schemes(&mut self) {
        let asked_for = security::asked_for(self.document).unwrap_or_default();
        for declared in security::declared(self.document) {
            let Read::Elsewhere(kind) = &declared.read else {
                continue;
            };
            if !asked_for.contains(declared.name) {
                continue;
            }
            let name = declared.name;
            let found =
                format!("calls are sent without `{name}`: nothing in a request is `{kind}`");
            let problem = self.warning(&declared.node.pointer, found);
            if kind.eq_ignore_ascii_case("mutualtls") {
                problem.fix("Give the client its certificate by `client_certificate`.");
            }
        }
    }
}
