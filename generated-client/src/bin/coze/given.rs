// part coze

//! What was typed -> values of arguments.

use std::io::Read;
use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::table::{Argument, Body, Kind, Operation};

/// The value of an argument.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Json(Value),
    Files(Vec<PathBuf>),
}

/// What a call is given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) values: Vec<(&'static Argument, Content)>,
    /// The fields of `--body`.
    pub(crate) body: Map<String, Value>,
}

impl Given {
    /// Reads what was typed for a call.
    pub(crate) fn read(
        operation: &'static Operation,
        matches: &ArgMatches,
    ) -> Result<Self, Failure> {
        let mut given = Self::default();
        if operation.body == Body::Json
            && let Some(text) = matches.get_one::<String>("body")
        {
            given.body = object("body", text)?;
        }
        for argument in operation.arguments {
            let typed = content(argument, &argument.kind, matches)?;
            let preset = argument
                .preset
                .and_then(|preset| serde_json::from_str(preset).ok());
            if let Some(content) = typed.or(preset.map(Content::Json)) {
                given.values.push((argument, content));
            }
        }
        Ok(given)
    }

    /// The value of the argument with this name on the wire.
    pub(crate) fn get(&self, wire: &str) -> Option<&Value> {
        let mut values = self.values.iter();
        let (_, content) = values.find(|(argument, _)| argument.wire == wire)?;
        match content {
            Content::Json(value) => Some(value),
            Content::Files(_) => None,
        }
    }

    /// Gives an argument another value.
    pub(crate) fn set(&mut self, argument: &'static Argument, value: Value) {
        self.values.retain(|(other, _)| other.wire != argument.wire);
        self.values.push((argument, Content::Json(value)));
    }
}

fn content(
    argument: &Argument,
    kind: &Kind,
    matches: &ArgMatches,
) -> Result<Option<Content>, Failure> {
    let flag = argument.flag;
    if matches.value_source(flag).is_none() {
        return Ok(None);
    }
    let item = match kind {
        Kind::List(item) => item,
        kind => kind,
    };
    if let Kind::File = item {
        let paths = matches.get_many::<String>(flag).unwrap_or_default();
        return Ok(Some(Content::Files(paths.map(PathBuf::from).collect())));
    }
    let mut values = values(flag, item, matches)?;
    Ok(match kind {
        Kind::List(_) => Some(Value::Array(values)),
        _ => values.pop(),
    }
    .map(Content::Json))
}

/// Everything that was typed for an option.
fn values(flag: &str, kind: &Kind, matches: &ArgMatches) -> Result<Vec<Value>, Failure> {
    fn all<T: Clone + Send + Sync + 'static>(
        flag: &str,
        matches: &ArgMatches,
        value: impl Fn(T) -> Value,
    ) -> Vec<Value> {
        let typed = matches.get_many::<T>(flag).unwrap_or_default();
        typed.cloned().map(value).collect()
    }
    Ok(match kind {
        Kind::Bool => all::<bool>(flag, matches, Value::from),
        Kind::Int => all::<i64>(flag, matches, Value::from),
        Kind::IntText => all::<i64>(flag, matches, |number| json!(number.to_string())),
        Kind::Float => all::<f64>(flag, matches, Value::from),
        Kind::Numbers(_) => {
            all::<String>(flag, matches, |number| json!(number.parse::<i64>().ok()))
        }
        Kind::Text | Kind::Words(_) | Kind::File | Kind::List(_) => {
            all::<String>(flag, matches, Value::from)
        }
        Kind::Json(_) => {
            let typed = matches.get_many::<String>(flag).unwrap_or_default();
            typed
                .map(|text| json_of(flag, text))
                .collect::<Result<_, _>>()?
        }
    })
}

fn object(flag: &str, text: &str) -> Result<Map<String, Value>, Failure> {
    match json_of(flag, text)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Failure::Usage(format!("--{flag} is not a JSON object"))),
    }
}

/// JSON as it was typed, from `@FILE`, or from standard input for `-`.
fn json_of(flag: &str, text: &str) -> Result<Value, Failure> {
    let unreadable = |problem| Failure::Usage(format!("--{flag} cannot be read: {problem}"));
    let text = match text.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path).map_err(unreadable)?,
        None if text == "-" => {
            let mut input = String::new();
            std::io::stdin()
                .read_to_string(&mut input)
                .map_err(unreadable)?;
            input
        }
        None => text.to_owned(),
    };
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text)
        .map_err(|problem| Failure::Usage(format!("--{flag} is not JSON: {problem}")))
}
