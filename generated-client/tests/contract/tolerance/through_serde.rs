// part coze

//! Every type of replies, read and written by serde.

use serde_json::{Value, json};

use super::change::{Change, least_faults, nonsense, report, tolerable};
use crate::compare::differences;
use crate::document::Document;
use crate::envelope::Envelope;
use crate::generated::types::TYPES;
use crate::make::make;
use crate::support::Type;

fn schema<'d>(document: &'d Document, ty: &Type) -> &'d Value {
    document.root.pointer(ty.schema).expect(ty.schema)
}

/// A good value of the type; what belongs to the envelope of a reply belongs to no type.
fn good(document: &Document, ty: &Type) -> Value {
    let mut value = make(document, schema(document, ty), ty.name, 0).expect("nothing is around it");
    let envelope = Envelope::stated(document).expect("the document states one");
    let frame = envelope.keys();
    if let Some(members) = value.as_object_mut()
        && frame.iter().all(|key| members.contains_key(key))
    {
        members.retain(|key, _| !frame.contains(key));
    }
    value
}

#[test]
fn a_change_in_one_place_changes_nothing_else() {
    let document = Document::load();
    let (mut faults, mut tried) = (Vec::new(), 0);
    for ty in TYPES {
        for change in tolerable(&good(&document, ty)) {
            tried += 1;
            let found = match (ty.round_trip)(change.sent.clone()) {
                Ok(decoded) => least_faults(&change.expected, &decoded),
                Err(error) => vec![error.to_string()],
            };
            let line = |fault| format!("{}{}: {fault}", ty.name, change.what);
            faults.extend(found.into_iter().map(line));
        }
    }
    report(&faults, tried);
    println!("{tried} changes of {} types", TYPES.len());
}

#[test]
fn nonsense_is_an_error_that_names_the_place() {
    let document = Document::load();
    let (mut faults, mut refused) = (Vec::new(), 0);
    for ty in TYPES {
        for change in nonsense(&good(&document, ty)) {
            let found = match (ty.round_trip)(change.sent.clone()) {
                // Where a text or any JSON may stand, it is none.
                Ok(decoded) => least_faults(&change.expected, &decoded),
                Err(error) if error.to_string().contains(&format!("`{}`", path(&change))) => {
                    refused += 1;
                    Vec::new()
                }
                Err(error) => vec![error.to_string()],
            };
            let line = |fault| format!("{}{}: {fault}", ty.name, change.what);
            faults.extend(found.into_iter().map(line));
        }
    }
    report(&faults, refused);
    assert!(refused > 0);
    println!("{refused} errors");
}

/// The place as errors name it: `items[0].id`.
fn path(change: &Change) -> String {
    let mut path = String::new();
    for step in change.at.split('/').skip(1) {
        if step.parse::<usize>().is_ok() {
            path.extend(["[", step, "]"]);
        } else {
            path.extend([if path.is_empty() { "" } else { "." }, step]);
        }
    }
    path
}

/// `x-aliases` lists spellings that are read like the property's own; the last that is not empty wins.
#[test]
fn every_spelling_of_a_key_is_read() {
    let document = Document::load();
    let mut tried = 0;
    for ty in TYPES {
        let (schema, _) = document.resolve(schema(&document, ty));
        let good = good(&document, ty);
        // Those of an enum are spellings of its values.
        if !good.is_object() {
            continue;
        }
        for (key, aliases) in schema["x-aliases"].as_object().into_iter().flatten() {
            let aliases = aliases.as_array().into_iter().flatten();
            for alias in aliases.filter_map(Value::as_str) {
                tried += 1;
                for sent in spellings(&good, key, alias) {
                    let decoded = (ty.round_trip)(sent).expect("either spelling is read");
                    let faults = differences(&good, &decoded);
                    assert_eq!(faults, [""; 0], "{}.{alias}", ty.name);
                }
            }
        }
    }
    assert!(tried > 0);
    println!("{tried} other spellings");
}

/// The value with the other spelling alone, and with both, of which one is empty.
fn spellings(good: &Value, key: &str, alias: &str) -> [Value; 3] {
    let value = &good[key];
    let (nothing, empty) = (Value::Null, json!(""));
    let pairs: [&[(&str, &Value)]; 3] = [
        &[(alias, value)],
        &[(key, &empty), (alias, value)],
        &[(key, value), (alias, &nothing)],
    ];
    pairs.map(|pairs| {
        let mut sent = good.clone();
        let members = sent.as_object_mut().expect("an object");
        members.remove(key);
        members.extend(
            pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).clone())),
        );
        sent
    })
}
