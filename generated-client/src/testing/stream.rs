//! Streams: events in, the text of each out, the one that ends the stream behind them.

use serde_json::Value;

use super::fault::Fault;
use super::operation::{Ends, Event, Outcome};

/// The stream that the document shows; without one, every good event once, in the order of the document.
pub(super) fn example(outcome: &Outcome, faults: &[Fault]) -> Vec<String> {
    let events = outcome.events();
    if let Outcome::Events {
        example: Some(text),
        ..
    } = outcome
    {
        let shown = frames(text);
        return shown
            .iter()
            .map(|frame| changed(frame, events, faults))
            .collect();
    }
    let good = events.iter().filter(|event| event.ends == Ends::Not);
    let mut frames: Vec<String> = good.filter_map(|event| of_event(event, faults)).collect();
    frames.extend(end(outcome));
    frames
}

/// The given events, `{"event": …, "data": …}` each, and the one that ends the stream if none of them does.
pub(super) fn of_events(outcome: &Outcome, given: &[Value], faults: &[Fault]) -> Vec<String> {
    let events = outcome.events();
    let name = |event: &Value| event["event"].as_str().unwrap_or("message").to_owned();
    let last = given.last().map(name).unwrap_or_default();
    let frames = given.iter().map(|event| {
        let data = match &event["data"] {
            Value::String(text) => text.clone(),
            data => data.to_string(),
        };
        changed(&frame(&name(event), &data), events, faults)
    });
    let mut frames: Vec<String> = frames.collect();
    let ends = |event: &Event| event.name == last && event.ends != Ends::Not;
    if !events.iter().any(ends) {
        frames.extend(end(outcome));
    }
    frames
}

/// The event that says that all went well: as the document shows it, else the last of those that do.
fn end(outcome: &Outcome) -> Option<String> {
    if let Outcome::Events {
        example: Some(text),
        ..
    } = outcome
    {
        return frames(text).pop();
    }
    let mut ends = outcome.events().iter().rev();
    let end = ends.find(|event| event.ends == Ends::Well)?;
    of_event(end, &[]).or_else(|| Some(frame(end.name, end.mark)))
}

/// An event with the data that the document shows; `None` if it is not handed on.
fn of_event(event: &Event, faults: &[Fault]) -> Option<String> {
    let shape = event.data.as_ref()?;
    let mut data = shape.value();
    for fault in faults {
        fault.change(shape, &mut data);
    }
    Some(frame(event.name, &data.to_string()))
}

/// The event with its data as the faults have it.
fn changed(text: &str, events: &[Event], faults: &[Fault]) -> String {
    let field = |name: &str| {
        let mut lines = text.lines().filter_map(|line| line.strip_prefix(name));
        lines.next().map(str::trim_start)
    };
    let (Some(name), Some(data)) = (field("event:"), field("data:")) else {
        return text.to_owned();
    };
    let event = events.iter().find(|event| event.name == name);
    let shape = event.and_then(|event| event.data.as_ref());
    let value = serde_json::from_str::<Value>(data);
    match (shape, value) {
        (Some(shape), Ok(mut value)) if !faults.is_empty() && value.is_object() => {
            for fault in faults {
                fault.change(shape, &mut value);
            }
            text.replacen(data, &value.to_string(), 1)
        }
        _ => text.to_owned(),
    }
}

fn frame(name: &str, data: &str) -> String {
    let data = data.replace('\n', "\ndata: ");
    format!("event: {name}\ndata: {data}\n\n")
}

/// A text, cut behind the empty line that ends each event.
fn frames(text: &str) -> Vec<String> {
    let events = text.split("\n\n").map(str::trim);
    let events = events.filter(|event| !event.is_empty());
    events.map(|event| format!("{event}\n\n")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::shape::Shape;

    static EVENTS: [Event; 3] = [
        Event {
            name: "piece",
            data: Some(Shape::Object(&[("n", Shape::Int(7))])),
            mark: "",
            ends: Ends::Not,
        },
        Event {
            name: "failed",
            data: None,
            mark: "",
            ends: Ends::Badly,
        },
        Event {
            name: "done",
            data: None,
            mark: "[DONE]",
            ends: Ends::Well,
        },
    ];

    fn outcome(example: Option<&'static str>) -> Outcome {
        Outcome::Events {
            events: &EVENTS,
            example,
        }
    }

    #[test]
    fn a_stream_has_its_end() {
        let end = "event: done\ndata: [DONE]\n\n";
        let piece = "event: piece\ndata: {\"n\":7}\n\n";
        assert_eq!(example(&outcome(None), &[]), [piece, end]);
        let given = [json!({"event": "piece", "data": {"n": 7}})];
        assert_eq!(of_events(&outcome(None), &given, &[]), [piece, end]);
        let failed = [json!({"event": "failed", "data": "x"})];
        assert_eq!(of_events(&outcome(None), &failed, &[]).len(), 1);
    }

    #[test]
    fn what_the_document_shows_is_kept_but_for_faults() {
        let shown = outcome(Some(
            "id: 0\nevent:piece\ndata:{\"n\":1}\n\nevent:done\ndata:x\n",
        ));
        let end = "event:done\ndata:x\n\n";
        assert_eq!(
            example(&shown, &[]),
            ["id: 0\nevent:piece\ndata:{\"n\":1}\n\n", end]
        );
        assert_eq!(
            example(&shown, &[Fault::NumbersAsText]),
            ["id: 0\nevent:piece\ndata:{\"n\":\"1\"}\n\n", end]
        );
    }
}
