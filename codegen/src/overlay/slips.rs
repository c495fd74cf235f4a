//! What overlays put into the document comes in; a doubt comes out for each key that is hardly not the name of an extension.

use serde_json::Value;

use crate::extension;
use crate::nearest;
use crate::pointer;
use crate::report::{Place, Report};

/// A key that is no extension is nobody's mistake in a document of others, but an overlay is written for this generator.
pub(super) fn doubt(value: &Value, place: &mut Place, report: &mut Report) {
    let length = place.pointer.len();
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                pointer::push(&mut place.pointer, key);
                if let Some(meant) = meant(key) {
                    let found = format!("no extension is called `{key}`, so it says nothing");
                    report
                        .warning(place.clone(), found)
                        .fix(format!("Did you mean `{meant}`?"));
                }
                doubt(member, place, report);
                place.pointer.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer::push(&mut place.pointer, &index.to_string());
                doubt(item, place, report);
                place.pointer.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn meant(key: &str) -> Option<&'static str> {
    if !key.starts_with("x-") {
        return None;
    }
    let known = [&extension::OURS[..], &extension::VENDORS].concat();
    let is_slip = !known.contains(&key);
    is_slip.then(|| nearest::to(key, &known))?
}
