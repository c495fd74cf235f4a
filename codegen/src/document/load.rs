//! A checked document comes in, the typed one goes out.

use openapiv3::{
    Components, OpenAPI, Operation, Parameter, PathItem, ReferenceOr, RequestBody, Response, Schema,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::parallel;
use crate::pointer;
use crate::report::{Place, Report};

/// Types a document that [`check`](super::check) found nothing wrong with; otherwise says where it does not fit.
pub fn load(value: &Value, report: &mut Report) -> Option<OpenAPI> {
    match in_parts(value) {
        Ok(document) => Some(document),
        Err(error) => {
            let (pointer, error) = narrow(value).unwrap_or((String::new(), error));
            report.concerning(&pointer).error(
                Place::document(&pointer),
                format!("not what OpenAPI 3.0 says: {error}"),
            );
            None
        }
    }
}

/// A part of a document that is typed by itself.
enum Part {
    Components(Box<Components>),
    Path(String, Box<ReferenceOr<PathItem>>),
}

type Job<'a> = Box<dyn Fn() -> Result<Part, String> + Sync + 'a>;

/// Types a document on all cores. `openapiv3` would copy all paths before it types the first, and each path once more.
fn in_parts(document: &Value) -> Result<OpenAPI, String> {
    let (frame, jobs) = parts(document);
    let mut typed = OpenAPI::deserialize_from(&frame)?;
    for part in parallel::all(&jobs) {
        match part? {
            Part::Components(components) => typed.components = Some(*components),
            Part::Path(path, item) => {
                typed.paths.paths.insert(path, *item);
            }
        }
    }
    Ok(typed)
}

/// A document without its components and paths, and what types each of them.
fn parts(document: &Value) -> (Value, Vec<Job<'_>>) {
    let mut frame = Map::new();
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for (key, member) in document.as_object().into_iter().flatten() {
        match (key.as_str(), member) {
            ("components", Value::Object(_)) => jobs.push(Box::new(|| {
                let components = Components::deserialize_from(member)?;
                Ok(Part::Components(components.into()))
            })),
            ("paths", Value::Object(paths)) => {
                let paths = paths.iter().filter(|(path, _)| path.starts_with('/'));
                jobs.extend(paths.map(|(path, item)| -> Job<'_> {
                    Box::new(|| Ok(Part::Path(path.clone(), path_item(item)?.into())))
                }));
                frame.insert(key.clone(), Map::new().into());
            }
            _ => {
                frame.insert(key.clone(), member.clone());
            }
        }
    }
    (frame.into(), jobs)
}

fn path_item(item: &Value) -> Result<ReferenceOr<PathItem>, String> {
    match item.get("$ref") {
        Some(_) => ReferenceOr::deserialize_from(item),
        None => PathItem::deserialize_from(item).map(ReferenceOr::Item),
    }
}

/// `serde` names no place; the smallest known part that fails on its own is one.
fn narrow(document: &Value) -> Option<(String, String)> {
    let part = |keys: &[&str]| {
        let pointer = pointer::join_all("", keys);
        let members = document.pointer(&pointer).and_then(Value::as_object);
        members
            .into_iter()
            .flatten()
            .map(move |(key, value)| (pointer::join(&pointer, key), value))
    };
    let mut found = None;
    for (at, item) in part(&["paths"]) {
        let operations = item.as_object().into_iter().flatten();
        let operations = operations.filter(|(_, value)| value.get("responses").is_some());
        found = found
            .or_else(|| {
                operations
                    .into_iter()
                    .find_map(|(key, value)| fails::<Operation>(&pointer::join(&at, key), value))
            })
            .or_else(|| fails::<ReferenceOr<PathItem>>(&at, item));
    }
    found
        .or_else(|| {
            part(&["components", "schemas"])
                .find_map(|(at, value)| fails::<ReferenceOr<Schema>>(&at, value))
        })
        .or_else(|| {
            part(&["components", "parameters"])
                .find_map(|(at, value)| fails::<ReferenceOr<Parameter>>(&at, value))
        })
        .or_else(|| {
            part(&["components", "responses"])
                .find_map(|(at, value)| fails::<ReferenceOr<Response>>(&at, value))
        })
        .or_else(|| {
            part(&["components", "requestBodies"])
                .find_map(|(at, value)| fails::<ReferenceOr<RequestBody>>(&at, value))
        })
        .or_else(|| fails::<Components>("/components", document.get("components")?))
}

fn fails<T: DeserializeOwned>(pointer: &str, value: &Value) -> Option<(String, String)> {
    let error = T::deserialize_from(value).err()?;
    Some((pointer.to_owned(), error))
}

/// Deserializing with the error as text.
trait DeserializeFrom: Sized {
    fn deserialize_from(value: &Value) -> Result<Self, String>;
}

impl<T: DeserializeOwned> DeserializeFrom for T {
    fn deserialize_from(value: &Value) -> Result<Self, String> {
        T::deserialize(value).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_typed() {
        let document =
            json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}});
        let mut report = Report::new();
        assert_eq!(
            load(&document, &mut report)
                .map(|document| document.openapi)
                .as_deref(),
            Some("3.0.3")
        );
        assert!(report.is_empty());
    }

    #[test]
    fn the_part_that_does_not_fit_is_named() {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"get": {"responses": {"200": {"description": 1}}}}},
        });
        let mut report = Report::new();
        assert!(load(&document, &mut report).is_none());
        assert_eq!(
            report.problems()[0].place,
            Place::document("/paths/~1a/get")
        );
    }
}
