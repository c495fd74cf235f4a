//! A value of YAML comes in, the same value of JSON goes out; what JSON cannot say is reported.

use serde_json::{Map, Value};
use serde_yaml::Value as Yaml;

use crate::pointer;
use crate::report::{Place, Problem, Report, Source};

/// Converts a value that stands at a pointer; reported parts become null.
pub(super) fn json(yaml: Yaml, source: Source, pointer: String, report: &mut Report) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::String(value) => Value::String(value),
        Yaml::Number(value) => number(&value).unwrap_or_else(|| {
            report.error(
                Place::new(source, pointer),
                format!("{value} is not a number of JSON"),
            );
            Value::Null
        }),
        Yaml::Sequence(items) => {
            let items = items.into_iter().enumerate();
            items
                .map(|(index, item)| {
                    json(
                        item,
                        source,
                        pointer::join(&pointer, &index.to_string()),
                        report,
                    )
                })
                .collect()
        }
        Yaml::Mapping(members) => object(members, source, &pointer, report),
        Yaml::Tagged(tagged) => {
            let problem = report.error(
                Place::new(source, pointer),
                format!("the tag {} means nothing here", tagged.tag),
            );
            problem.fix("remove the tag; quote the value if it is a text");
            Value::Null
        }
    }
}

fn number(value: &serde_yaml::Number) -> Option<Value> {
    if let Some(value) = value.as_u64() {
        return Some(value.into());
    }
    if let Some(value) = value.as_i64() {
        return Some(value.into());
    }
    value
        .as_f64()
        .and_then(serde_json::Number::from_f64)
        .map(Value::Number)
}

/// Reports a key that its object has already.
pub(super) fn second_key<'r>(place: Place, key: &str, report: &'r mut Report) -> &'r mut Problem {
    let found = format!("the key `{key}` stands here a second time");
    let problem = report.error(place, found);
    problem
        .expected("each key of an object once")
        .fix("remove one of them")
}

/// Whether a number is a status, which many tools write without quotes. Of other numbers it is not known how they were written.
fn is_status(key: &serde_yaml::Number) -> bool {
    key.as_u64().is_some_and(|key| (100..600).contains(&key))
}

fn object(
    members: serde_yaml::Mapping,
    source: Source,
    pointer: &str,
    report: &mut Report,
) -> Value {
    let mut object = Map::new();
    for (key, value) in members {
        let key = match key {
            Yaml::String(key) => key,
            Yaml::Number(key) if is_status(&key) => key.to_string(),
            other => {
                let shown = serde_yaml::to_string(&other).unwrap_or_default();
                let shown = shown.trim().replace('\n', ", ");
                let place = Place::new(source, pointer::join(pointer, &shown));
                let problem = report.error(place, format!("the key {shown} is not a text"));
                problem.fix(format!("quote it: \"{shown}\""));
                continue;
            }
        };
        let at = pointer::join(pointer, &key);
        if key == "<<" {
            let problem = report.error(Place::new(source, at), "merge keys are not supported");
            problem.fix("write the keys out");
            continue;
        }
        if object.contains_key(&key) {
            second_key(Place::new(source, at), &key, report);
            continue;
        }
        let value = json(value, source, at, report);
        object.insert(key, value);
    }
    Value::Object(object)
}
