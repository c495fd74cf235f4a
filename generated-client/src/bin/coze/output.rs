// part coze

//! What is printed: for a person on a terminal, or as lines of JSON.

use std::io::{self, IsTerminal, Write};

use clap::ArgMatches;
use coze_client::RawEvent;
use serde_json::Value;

use super::rows;
use super::terminal::{columns, line, safe, width};

/// How things are printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    is_json: bool,
}

impl Output {
    /// JSON where it is asked for, or where no person reads it.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        Self {
            is_json: matches.get_flag("json") || !io::stdout().is_terminal(),
        }
    }

    /// A reply; `items` is the field that holds the items of a list.
    pub(crate) fn reply(self, value: &Value, items: Option<&str>) -> io::Result<()> {
        if self.is_json {
            return print(&value.to_string());
        }
        let list = items.map_or(value, |items| &value[items]);
        match (list, value) {
            (Value::Array(items), _) => self.items(items),
            (_, Value::Object(fields)) => fields_of(fields),
            (_, Value::Null) => note("done"),
            (_, value) => print(&shown(value)),
        }
    }

    /// Items of a list.
    pub(crate) fn items(self, items: &[Value]) -> io::Result<()> {
        if self.is_json {
            return items.iter().try_for_each(|item| print(&item.to_string()));
        }
        let Some(table) = rows::table(items, width()) else {
            return items.iter().try_for_each(|item| print(&line(&shown(item))));
        };
        table.lines.iter().try_for_each(|line| print(line))?;
        match table.left_out.as_slice() {
            [] => Ok(()),
            names => note(&format!("with --json also: {}", names.join(", "))),
        }
    }

    /// An event of a stream.
    pub(crate) fn event(self, event: &RawEvent) -> io::Result<()> {
        if self.is_json {
            let text = serde_json::to_string(event)?;
            return print(&text);
        }
        print(&format!("{}  {}", line(event.event()), line(event.data())))
    }
}

/// The fields of an object, one on a line.
fn fields_of(fields: &serde_json::Map<String, Value>) -> io::Result<()> {
    let widest = fields.keys().map(|name| columns(name)).max().unwrap_or(0);
    fields.iter().try_for_each(|(name, value)| {
        let padding = " ".repeat(widest - columns(name));
        print(&format!("{}{padding}  {}", line(name), line(&shown(value))))
    })
}

/// A text as it is, everything else as JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Prints a line at once, so that a reader sees it when it comes.
pub(crate) fn print(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Prints a piece of a text that goes on.
pub(crate) fn piece(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let is_terminal = out.is_terminal();
    let text = if is_terminal {
        safe(text)
    } else {
        text.to_owned()
    };
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints bytes as they are.
pub(crate) fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Says something to a person beside the output.
pub(crate) fn note(text: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{text}")
}
