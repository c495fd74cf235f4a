// part coze

//! A stream of events: printed as they come, and judged by how it ends.

use coze_client::{EventStream, RawEvent};
use serde_json::Value;

use super::failure::Failure;
use super::output::Output;
use super::table::{Ends, Event};
use super::terminal::line;

/// Prints events until the stream is over.
pub(crate) async fn print(
    mut stream: EventStream<RawEvent>,
    known: &'static [Event],
    output: Output,
) -> Result<(), Failure> {
    let mut is_complete = known.is_empty();
    let mut failure = None;
    loop {
        let event = match stream.try_next().await {
            Ok(Some(event)) => event,
            Ok(None) => break,
            // What was asked for has come.
            Err(_) if is_complete => break,
            Err(error) => return Err(error.into()),
        };
        let ends = meaning(&event, known);
        if ends != Some(Ends::Ignored) {
            output.event(&event)?;
        }
        failure = failure.or_else(|| reported(&event, ends));
        is_complete |= matches!(ends, Some(Ends::Well | Ends::Complete | Ends::Badly));
        if matches!(ends, Some(Ends::Well | Ends::Badly)) {
            break;
        }
    }
    match failure {
        Some(failure) => Err(failure),
        None if is_complete => Ok(()),
        None => {
            let line = "the stream ended before what was asked for was complete";
            Err(Failure::Truncated(line.to_owned()))
        }
    }
}

fn meaning(event: &RawEvent, known: &'static [Event]) -> Option<Ends> {
    let data = event.data().trim().trim_matches('"');
    let is_this = |one: &&Event| one.names.contains(&event.event()) || one.marks.contains(&data);
    known.iter().find(is_this).map(|one| one.ends)
}

/// What the service says went wrong, in an event for that or in the last state of a chat.
fn reported(event: &RawEvent, ends: Option<Ends>) -> Option<Failure> {
    let data: Value = serde_json::from_str(event.data()).unwrap_or_default();
    let of_state = &data["last_error"];
    let said = match ends? {
        Ends::Badly => &data,
        Ends::Well | Ends::Complete if of_state["code"].as_i64().is_some_and(|code| code != 0) => {
            of_state
        }
        Ends::Well | Ends::Complete | Ends::Ignored => return None,
    };
    let field = |names: [&str; 2]| names.iter().find_map(|name| said.get(name));
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => line(text),
        Some(value) => value.to_string(),
        None => String::new(),
    };
    let code = text(field(["code", "error_code"]));
    let message = text(field(["msg", "error_message"]));
    Some(Failure::Reported(format!(
        "the stream reports code {code}: {message}"
    )))
}
