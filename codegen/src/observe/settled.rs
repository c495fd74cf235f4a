//! Claims about the vendor's document -> the corrections that make them true already.

use serde_json::Value;

use super::Documents;
use super::claims::{Claim, Says};
use super::shapes::{declares, resolved};
use crate::pointer;
use crate::report::{Place, Source};

/// Where the corrections say what each of the claims does, as far as they do.
pub(super) fn places(group: &[Claim], documents: Documents<'_>) -> Vec<Place> {
    let found = group.iter().filter_map(|claim| place(claim, documents));
    let mut places: Vec<Place> = found.collect();
    places.sort();
    places.dedup();
    places
}

fn place(claim: &Claim, documents: Documents<'_>) -> Option<Place> {
    let at = true_at(claim, documents.corrected)?;
    let place = documents.origins.place(&at);
    // Where a reference leads elsewhere by now, the reference is the correction, not what it leads to.
    let reference = pointer::join(&claim.line.schema, "$ref");
    let is_reference = documents.corrected.pointer(&reference).is_some();
    let use_site = if is_reference {
        documents.origins.place(&reference)
    } else {
        documents.origins.place(&claim.line.schema)
    };
    let places = [use_site, place].into_iter();
    let mut corrections = places.filter(|place| place.source != Source::Document);
    corrections.next().map(|place| action(&place))
}

/// The place of the action that a place of an overlay is in.
pub(super) fn action(place: &Place) -> Place {
    let steps: Vec<&str> = place.pointer.split('/').take(3).collect();
    Place::new(place.source, steps.join("/"))
}

/// The place in a document that says what a claim does.
fn true_at(claim: &Claim, document: &Value) -> Option<String> {
    let schema = &claim.line.schema;
    let node = document.pointer(schema)?;
    let here = resolved(document, node);
    match &claim.says {
        Says::Field(name) => {
            let declared = here.get("properties")?.get(name)?;
            let declared = resolved(document, declared);
            let at = pointer::join_all(schema, &["properties", name]);
            declares(declared, &claim.line.seen).then_some(at)
        }
        Says::Value(value) => {
            let values = here.get("enum")?.as_array()?;
            let index = values.iter().position(|one| one.as_str() == Some(value))?;
            Some(pointer::join_all(schema, &["enum", &index.to_string()]))
        }
        Says::Type => declares(here, &claim.line.seen).then(|| pointer::join(schema, "type")),
        Says::NotRequired(name) => {
            let required = here.get("required").and_then(Value::as_array);
            let is_required = required.is_some_and(|names| names.iter().any(|one| one == name));
            (!is_required).then(|| pointer::join(schema, "required"))
        }
        Says::Event(name) => {
            let index = node
                .as_array()?
                .iter()
                .position(|one| one["event"] == **name)?;
            Some(pointer::join(schema, &index.to_string()))
        }
    }
}
