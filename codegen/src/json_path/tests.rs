//! Sections of RFC 9535, each as a table of paths.

mod errors;
mod filters;
mod functions;
mod names;
mod segments;
mod selectors;
mod sizes;

use serde_json::Value;

use super::{Error, JsonPath};

/// What a path selects, as pointers with a space between.
fn found(path: &str, document: &Value) -> String {
    match JsonPath::parse(path) {
        Ok(path) => path.pointers(document).join(" "),
        Err(Error { found, expected }) => panic!("{path}: {found}, expected {expected}"),
    }
}

/// Why a text is no path.
fn refused(path: &str) -> String {
    let Err(Error { found, expected }) = JsonPath::parse(path) else {
        panic!("{path} is taken for a path");
    };
    format!("{found} | {expected}")
}

/// Holds every path of a table against what it selects.
#[track_caller]
fn selects(document: &Value, table: &[(&str, &str)]) {
    for (path, pointers) in table {
        assert_eq!(found(path, document), *pointers, "{path}");
    }
}
