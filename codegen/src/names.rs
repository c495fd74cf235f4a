//! `spec/names.yaml` -> the public names that a human chose.

mod arguments;

use indexmap::IndexMap;
use serde_json::Value;

use crate::nearest;
use crate::pointer;
use crate::report::{Place, Problem, Report};
use crate::reserved;
use crate::words::{call_part, plain};

/// Chosen names; what has none is named by rule.
#[derive(Debug, Default)]
pub struct Names {
    /// Operation id -> where its calls hang.
    pub operations: IndexMap<String, OperationNames>,
    /// Key of a schema -> name of its type. One name on two keys makes them one type.
    pub types: IndexMap<String, String>,
    /// Arguments that come before all others but those of the path.
    pub first_arguments: Vec<String>,
    /// Call (`datasets.create`) or type -> what it requires, in its order.
    pub arguments: IndexMap<String, Vec<String>>,
}

/// The calls of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationNames {
    /// The call that replies at once.
    pub call: Option<CallName>,
    /// The call that streams, where an operation can do both.
    pub stream: Option<CallName>,
}

/// `datasets.images.list`: a resource and a method, and ` as Name` where the request's name by rule would read badly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallName {
    /// Method names from the client down to the resource.
    pub resource: Vec<String>,
    /// The method.
    pub method: String,
    /// Chosen name of the request.
    pub request: Option<String>,
}

impl CallName {
    /// Reads `datasets.images.list`; `None` unless it has a resource and a method and both are snake case. A word that
    /// Rust reserves has to end with an underscore.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (call, request) = match text.split_once(" as ") {
            Some((call, request)) if is_type_name(request) => (call, Some(request.to_owned())),
            Some(_) => return None,
            None => (text, None),
        };
        let identifier = |part: &str| Some(call_part(part)).filter(|word| word == part);
        let parts = call.split('.').map(identifier);
        let mut resource: Vec<String> = parts.collect::<Option<_>>()?;
        let method = resource.pop()?;
        (!resource.is_empty()).then_some(Self {
            resource,
            method,
            request,
        })
    }
}

impl std::fmt::Display for CallName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in &self.resource {
            write!(formatter, "{}.", plain(part))?;
        }
        formatter.write_str(plain(&self.method))
    }
}

/// Reads the file's tables; every malformed row is reported and left out.
#[must_use]
pub fn read(value: &Value, report: &mut Report) -> Names {
    let mut names = Names::default();
    let Some(tables) = value.as_object() else {
        if !value.is_null() {
            problem(report, "", "the names are not a mapping");
        }
        return names;
    };
    for (table, rows) in tables {
        match (table.as_str(), rows.as_object()) {
            ("operations", Some(rows)) => read_operations(rows, &mut names, report),
            ("types", Some(rows)) => read_types(rows, &mut names, report),
            ("arguments", Some(rows)) => names.arguments = arguments::rows(rows, report),
            ("argument_order", Some(rows)) => {
                names.first_arguments = arguments::first(rows, report);
            }
            ("operations" | "types" | "arguments" | "argument_order", None) => {
                problem(report, &format!("/{table}"), "the table is not a mapping");
            }
            _ => {
                let found = format!("there is no table `{table}`");
                let problem = problem(report, &pointer::join("", table), &found);
                problem.expected("`operations`, `types`, `arguments` or `argument_order`");
                let tables = ["operations", "types", "arguments", "argument_order"];
                if let Some(meant) = nearest::to(table, &tables) {
                    problem.fix(format!("Did you mean `{meant}`?"));
                }
            }
        }
    }
    refuse_repeated_calls(&names, report);
    names
}

fn read_operations(rows: &serde_json::Map<String, Value>, names: &mut Names, report: &mut Report) {
    for (id, row) in rows {
        match read_operation(row) {
            Some(operation) => {
                names.operations.insert(id.clone(), operation);
            }
            None => {
                problem(
                    report,
                    &pointer::join("/operations", id),
                    &format!("{row} is not the name of a call"),
                )
                .expected(
                    "`datasets.list`, `datasets.images.list as ListImages` or `{call: chat.create, stream: chat.stream}`",
                )
                .fix("Use words in snake case, with an underscore behind those that Rust reserves (`move_`); the name of a request is in upper camel case.");
            }
        }
    }
}

fn read_operation(row: &Value) -> Option<OperationNames> {
    let call = |value: &Value| value.as_str().and_then(CallName::parse);
    match row {
        Value::String(_) => Some(OperationNames {
            call: Some(call(row)?),
            stream: None,
        }),
        Value::Object(both) if both.keys().all(|key| key == "call" || key == "stream") => {
            Some(OperationNames {
                call: both
                    .get("call")
                    .map(|name| call(name).ok_or(()))
                    .transpose()
                    .ok()?,
                stream: both
                    .get("stream")
                    .map(|name| call(name).ok_or(()))
                    .transpose()
                    .ok()?,
            })
        }
        _ => None,
    }
}

fn read_types(rows: &serde_json::Map<String, Value>, names: &mut Names, report: &mut Report) {
    for (key, row) in rows {
        match row.as_str() {
            Some(name) if is_type_name(name) => {
                names.types.insert(key.clone(), name.to_owned());
            }
            _ => {
                problem(
                    report,
                    &pointer::join("/types", key),
                    &format!("{row} is not the name of a type"),
                )
                .expected("a name in upper camel case that emitted code does not use already, such as `Dataset`");
            }
        }
    }
}

fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric())
        && !reserved::TYPES.contains(&name)
}

fn refuse_repeated_calls(names: &Names, report: &mut Report) {
    let mut seen: IndexMap<String, &str> = IndexMap::new();
    for (id, operation) in &names.operations {
        for call in operation.call.iter().chain(&operation.stream) {
            if let Some(first) = seen.insert(call.to_string(), id) {
                problem(
                    report,
                    &pointer::join("/operations", id),
                    &format!("`{call}` is already the call of `{first}`"),
                )
                .fix("Give one of them another resource or method.");
            }
        }
    }
}

fn problem<'r>(report: &'r mut Report, pointer: &str, found: &str) -> &'r mut Problem {
    report.error(Place::names(pointer), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_as_they_are_written() {
        for text in ["files.move_.create", "datasets.images.list", "type_.match_"] {
            let call = CallName::parse(text).map(|call| call.to_string());
            assert_eq!(call.as_deref(), Some(text));
        }
        for text in [
            "list",
            "Files.list",
            "files.",
            "files.r#move.list",
            "files.move",
            "self.list",
            "files.move-it",
        ] {
            assert_eq!(CallName::parse(text), None, "{text}");
        }
    }
}
