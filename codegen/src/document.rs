//! A YAML text comes in, a document that is plain and checked goes out, one step at a time.

mod check;
pub(crate) mod envelope;
pub(crate) mod examples;
mod foreign_formats;
pub(crate) mod headers;
mod inline;
mod integers;
mod keys;
pub(crate) mod keywords;
mod listed_values;
pub(crate) mod media;
mod parse;
mod read;
mod repair;
mod rewrite_31;
pub(crate) mod security;
pub(crate) mod shape;
mod shared_paths;
pub(crate) mod tree;
pub(crate) mod visit;
mod walk;

use serde_json::Value;

use crate::report::{Origins, Place, Report};

pub use check::check;
pub(crate) use check::operation_id_by_rule;
pub(crate) use inline::inlined as prepared;
pub use parse::parse;
#[cfg(test)]
pub(crate) use read::readings;
pub(crate) use rewrite_31::rewrite_schemas;
pub(crate) use walk::located as visit_schemas;

/// Brings a document with its overlays into the words of `OpenAPI` 3.0, and repairs what can only be meant in one way.
pub(crate) fn normalise(document: &mut Value, origins: &Origins, report: &mut Report) {
    shared_paths::write_out(document);
    rewrite_31::rewrite(document, origins, report);
    repair::repair(document, origins, report);
    listed_values::typed(document, origins, report);
    integers::sized(document, origins, report);
    foreign_formats::remove(document);
}

fn is_30(version: &str) -> bool {
    version == "3.0" || version.starts_with("3.0.")
}

/// Reports a text that is no `OpenAPI` document that is read at all; what is wrong in one is for [`check`].
pub fn identify(document: &Value, report: &mut Report) {
    let place = |pointer: &str| Place::document(pointer);
    match document.get("openapi") {
        Some(Value::String(version)) if is_30(version) => {}
        Some(Value::Number(version)) if is_30(&version.to_string()) => {}
        Some(_) if rewrite_31::is_31(document) => return,
        Some(other) => {
            report
                .error(
                    place("/openapi"),
                    format!("OpenAPI version {other} is not supported"),
                )
                .expected("3.0.x or 3.1.x");
        }
        None => {
            let problem = report.error(place(""), "the document does not say its OpenAPI version");
            problem.expected("openapi: 3.0.x or 3.1.x");
            if document.get("swagger").is_some() {
                problem.fix("This is a Swagger document; convert it to OpenAPI 3.0 first.");
            }
        }
    }
    if document.get("paths").is_none() {
        report.error(place(""), "the document has no `paths`");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_openapi_3_is_taken() {
        let refused = |document: Value| {
            let mut report = Report::new();
            identify(&document, &mut report);
            let problems = report.problems().iter();
            let lines: Vec<String> = problems.map(|problem| problem.found.clone()).collect();
            lines.join(", ")
        };
        assert_eq!(refused(json!({"openapi": "3.0.1", "paths": {}})), "");
        assert_eq!(refused(json!({"openapi": 3.0, "paths": {}})), "");
        assert_eq!(refused(json!({"openapi": "3.1.0"})), "");
        assert_eq!(
            refused(json!({"openapi": "3.2.0", "paths": {}})),
            "OpenAPI version \"3.2.0\" is not supported"
        );
        assert_eq!(
            refused(json!({"swagger": "2.0", "paths": {}})),
            "the document does not say its OpenAPI version"
        );
        assert_eq!(
            refused(json!({"openapi": "3.0.3"})),
            "the document has no `paths`"
        );
    }
}
