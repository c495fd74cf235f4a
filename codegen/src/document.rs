//! A YAML text comes in, a document that is plain, checked and typed goes out, one step at a time.

mod check;
mod convert;
mod inline;
mod keywords;
mod lean;
mod load;
pub(crate) mod media;
mod plain;
pub(crate) mod tree;
pub(crate) mod visit;
mod walk;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::pointer;
use crate::report::{Origins, Place, Position, Report, Source, duplicate_keys};

pub use check::check;
pub use load::load;
pub use plain::plain;

/// Checks a corrected document and types it; `None` when it has errors.
pub(crate) fn typed(document: &Value, origins: &Origins, report: &mut Report) -> Option<OpenAPI> {
    let mut document = inline::inlined(document);
    plain(&mut document);
    check(&document, origins, report);
    if report.has_errors() {
        return None;
    }
    lean::lean(&mut document);
    load(&document, report)
}

/// Reads a YAML text whose root is an object; keys keep their order.
///
/// Accepted is what JSON can say: text keys, each once, no tags, no infinite numbers. Everything else is an error.
pub fn parse(text: &str, source: Source, report: &mut Report) -> Option<Value> {
    // Editors on Windows begin a text with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let before = report.problems().len();
    let value = match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(yaml) => convert::json(yaml, source, String::new(), report),
        Err(error) => json(text).or_else(|| {
            refuse(text, source, &error, report);
            None
        })?,
    };
    if report.problems().len() > before {
        return None;
    }
    if !value.is_object() {
        report
            .error(Place::new(source, ""), "the root is not an object")
            .expected("keys and values");
        return None;
    }
    Some(value)
}

/// JSON that is no YAML: with control characters in its texts, or with numbers of more than 64 bits.
fn json(text: &str) -> Option<Value> {
    let value = serde_json::from_str(text).ok()?;
    duplicate_keys(text).is_empty().then_some(value)
}

/// Reports a text that is no `OpenAPI` 3.0 document at all; what is wrong in one is for [`check`].
pub fn identify(document: &Value, report: &mut Report) {
    let place = |pointer: &str| Place::document(pointer);
    match document.get("openapi") {
        Some(Value::String(version)) if version == "3.0" || version.starts_with("3.0.") => {}
        Some(other) => {
            report
                .error(
                    place("/openapi"),
                    format!("OpenAPI version {other} is not supported"),
                )
                .expected("3.0.x");
        }
        None => {
            let problem = report.error(place(""), "the document does not say its OpenAPI version");
            problem.expected("openapi: 3.0.x");
            if document.get("swagger").is_some() {
                problem.fix("This is a Swagger document; convert it to OpenAPI 3.0 first.");
            }
        }
    }
    if document.get("paths").is_none() {
        report.error(place(""), "the document has no `paths`");
    }
}

/// Reports why a text cannot be read.
fn refuse(text: &str, source: Source, error: &serde_yaml::Error, report: &mut Report) {
    let duplicates = duplicate_keys(text);
    let is_json = serde_json::from_str::<Value>(text).is_ok();
    if (is_json || error.to_string().contains("duplicate entry")) && !duplicates.is_empty() {
        for (pointer, position) in duplicates {
            let key = pointer::split_last(&pointer)
                .map(|(_, key)| key)
                .unwrap_or_default();
            convert::second_key(Place::new(source, pointer), &key, report).at(position);
        }
        return;
    }
    let problem = report.error(
        Place::new(source, ""),
        format!("not readable as YAML: {error}"),
    );
    problem.fix("look at this place and just before it");
    if let Some(at) = error.location() {
        problem.at(Position {
            line: at.line(),
            column: at.column(),
            length: 1,
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut report = Report::new();
        assert_eq!(parse(text, Source::Document, &mut report), None);
        let line = |problem: &crate::report::Problem| problem.at.map_or(0, |at| at.line);
        report
            .problems()
            .iter()
            .map(|problem| {
                format!(
                    "{}:{}: {}",
                    line(problem),
                    problem.place.pointer,
                    problem.found
                )
            })
            .collect()
    }

    #[test]
    fn order_and_kinds_are_kept() {
        let text = "b: 1\na: '1'\nc: [1.5, null, true, ~, -3]\n\"200\": 2024-01-01\n";
        let mut report = Report::new();
        let value = parse(text, Source::Document, &mut report).map(|value| value.to_string());
        assert_eq!(
            value.as_deref(),
            Some(r#"{"b":1,"a":"1","c":[1.5,null,true,null,-3],"200":"2024-01-01"}"#)
        );
        assert!(report.is_empty());
    }

    #[test]
    fn texts_of_other_tools_are_read() {
        let read = |text: &str| {
            let mut report = Report::new();
            let value = parse(text, Source::Document, &mut report);
            value.unwrap_or_else(|| json!(format!("{report:?}")))
        };
        assert_eq!(read("\u{feff}a: 1\nb: 2\n"), json!({"a": 1, "b": 2}));
        assert_eq!(read("a:\r\n  b: 1\r\n"), json!({"a": {"b": 1}}));
        assert_eq!(read("a: {200: x}\n"), json!({"a": {"200": "x"}}));
        assert_eq!(read("{\"a\": \"\u{7f}\"}"), json!({"a": "\u{7f}"}));
        assert_eq!(
            read(r#"{"a": 18446744073709551616}"#)["a"].as_f64(),
            Some(18_446_744_073_709_551_616.0)
        );
    }

    #[test]
    fn only_openapi_3_0_is_taken() {
        let refused = |document: Value| {
            let mut report = Report::new();
            identify(&document, &mut report);
            let problems = report.problems().iter();
            let lines: Vec<String> = problems.map(|problem| problem.found.clone()).collect();
            lines.join(", ")
        };
        assert_eq!(refused(json!({"openapi": "3.0.1", "paths": {}})), "");
        assert_eq!(
            refused(json!({"openapi": "3.1.0", "paths": {}})),
            "OpenAPI version \"3.1.0\" is not supported"
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

    #[test]
    fn aliases_are_followed() {
        let mut report = Report::new();
        let value = parse("a: &x {k: 1}\nb: *x\n", Source::Document, &mut report);
        assert_eq!(value, Some(json!({"a": {"k": 1}, "b": {"k": 1}})));
    }

    #[test]
    fn a_second_key_is_refused_where_it_stands() {
        assert_eq!(
            problems("a:\n  k: 1\n  k: 2\n"),
            ["3:/a/k: the key `k` stands here a second time"]
        );
        assert_eq!(
            problems("a: {200: 1, '200': 2}\n"),
            ["0:/a/200: the key `200` stands here a second time"]
        );
        assert_eq!(
            problems("{\"a\": \"\u{7f}\", \"a\": 2}"),
            ["1:/a: the key `a` stands here a second time"]
        );
    }

    #[test]
    fn text_that_is_not_yaml_has_a_line() {
        let found = problems("a: 1\nb: [1\nc: 2\n");
        assert!(
            found[0].starts_with("3:: not readable as YAML: ")
                || found[0].starts_with("2:: not readable as YAML: "),
            "{found:?}"
        );
        assert_eq!(problems("").len(), 1);
    }

    #[test]
    fn what_json_cannot_say_is_refused() {
        assert_eq!(
            problems("a:\n  7: x\n"),
            ["0:/a/7: the key 7 is not a text"]
        );
        assert_eq!(
            problems("a: !x 1\n"),
            ["0:/a: the tag !x means nothing here"]
        );
        assert_eq!(
            problems("a: [.inf]\n"),
            ["0:/a/0: .inf is not a number of JSON"]
        );
        assert_eq!(
            problems("a: {<<: {b: 1}}\n"),
            ["0:/a/<<: merge keys are not supported"]
        );
        assert_eq!(problems("- 1\n"), ["0:: the root is not an object"]);
    }
}
