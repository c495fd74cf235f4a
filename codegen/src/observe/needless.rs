//! Claims about the corrected document -> the correction without which they would be true.

use serde_json::Value;

use super::Documents;
use super::claims::{Claim, Says};
use super::settled::action;
use super::shapes::{declares, resolved};
use crate::pointer;
use crate::report::{Place, Source};

/// The correction that all claims speak against, where the vendor's document says what they do.
pub(super) fn place(group: &[Claim], documents: Documents<'_>) -> Option<Place> {
    let is_right = |claim: &Claim| vendor_says(claim, documents.vendor) == Some(true);
    if !group.iter().all(is_right) {
        return None;
    }
    let claim = group.first()?;
    let key = match claim.says {
        Says::NotRequired(_) => "required",
        Says::Type => "type",
        Says::Field(_) | Says::Value(_) | Says::Event(_) => return None,
    };
    let at = pointer::join(&claim.line.schema, key);
    let place = documents.origins.place(&at);
    (place.source != Source::Document).then(|| action(&place))
}

fn vendor_says(claim: &Claim, vendor: &Value) -> Option<bool> {
    let here = resolved(vendor, vendor.pointer(&claim.line.schema)?);
    Some(match &claim.says {
        Says::Type => declares(here, &claim.line.seen),
        Says::NotRequired(name) => {
            let required = here.get("required").and_then(Value::as_array);
            !required.is_some_and(|names| names.iter().any(|one| one == name))
        }
        Says::Field(_) | Says::Value(_) | Says::Event(_) => false,
    })
}
