//! Replies and events as they arrive, and the ways in which they differ from the document, on their way to an observer.

use serde_json::Value;

use super::compare::{Comparison, Difference};
use super::deviation::{Deviation, DeviationKind};
use super::observer::Observer;
use super::outline::{Outline, Reply, join};
use super::seen;
use crate::operation::Operation;

/// The largest reply that is compared, in bytes.
const LARGEST: usize = 768 * 1024;

/// Compares the reply to a call that succeeded.
pub(crate) fn watch_reply(observer: &Observer, operation: &Operation, body: &[u8]) {
    if body.len() <= LARGEST {
        let watch = Watch::new(observer, operation);
        watch.reply(body);
    }
}

/// Compares an event of a stream.
pub(crate) fn watch_event(observer: &Observer, operation: &Operation, name: &str, data: &str) {
    let watch = Watch::new(observer, operation);
    watch.event(name, data);
}

/// A call that an observer watches.
struct Watch<'a> {
    observer: &'a Observer,
    operation: &'a Operation,
    outline: &'a Outline,
}

impl<'a> Watch<'a> {
    fn new(observer: &'a Observer, operation: &'a Operation) -> Self {
        let given = observer.document.as_deref();
        Self {
            observer,
            operation,
            outline: given.unwrap_or_else(|| Outline::own()),
        }
    }

    fn declared(&self, is_kind: fn(&str) -> bool) -> Option<Reply<'a>> {
        let method = self.operation.method.as_str();
        self.outline
            .reply(method, &self.operation.template, is_kind)
    }

    fn reply(&self, body: &[u8]) {
        let is_json = |media: &str| media.contains("json") || media == "*/*";
        let (Some(declared), Ok(value)) = (self.declared(is_json), serde_json::from_slice(body))
        else {
            return;
        };
        if self.is_refusal(&value) {
            return;
        }
        let pointer = join(&declared.at, "schema");
        if let Some(without) = self.without_envelope(&declared, &pointer, &value) {
            return self.tell(declared.id, None, [without]);
        }
        let mut comparison = Comparison::new(self.outline, self.frame(&declared));
        comparison.value(&value, &pointer, "");
        self.tell(declared.id, None, comparison.found);
    }

    fn is_refusal(&self, value: &Value) -> bool {
        let code = self.outline.frame("code").unwrap_or("code");
        let code = value.get(code);
        code.is_some_and(|code| *code != 0 && *code != "0" && !code.is_null())
    }

    /// The fields of replies that belong to the frame, or hold the result on other servers.
    fn frame<'r>(&self, declared: &Reply<'r>) -> Vec<&'r str>
    where
        'a: 'r,
    {
        let keys = ["code", "message"].into_iter();
        let frame = keys.filter_map(|key| self.outline.frame(key));
        let places = declared.operation.get("x-payload-aliases");
        let places = places.and_then(Value::as_array).into_iter().flatten();
        let first = |place: &'r Value| place.get(0).or(place.get("bare")).and_then(Value::as_str);
        frame
            .chain(self.outline.log_id())
            .chain(places.filter_map(first))
            .collect()
    }

    /// Whether the reply lacks the frame that the document states: neither its code nor the place of its result is there.
    fn without_envelope(
        &self,
        declared: &Reply<'_>,
        pointer: &str,
        value: &Value,
    ) -> Option<Difference> {
        let code = self.outline.frame("code")?;
        let data = self.outline.frame("data")?;
        let schema = self.outline.schema(pointer)?;
        let properties = schema.object("properties")?;
        let is_framed = |key: &str| properties.contains_key(key) && value.get(key).is_none();
        let is_flat = !properties.contains_key(data);
        let fields = value.as_object();
        let is_known = fields.is_some_and(|fields| {
            fields.keys().any(|key| {
                properties.contains_key(key) || self.frame(declared).contains(&key.as_str())
            })
        });
        (is_framed(code) && (is_flat || is_framed(data)) && !(is_flat && is_known)).then(|| {
            Difference {
                at: String::new(),
                schema: pointer.to_owned(),
                kind: DeviationKind::NoEnvelope,
                seen: seen::type_of(value),
                value: None,
            }
        })
    }

    fn event(&self, name: &str, data: &str) {
        let Some(declared) = self.declared(|media| media.starts_with("text/event-stream")) else {
            return;
        };
        let shown = Some(seen::name(name));
        let value = serde_json::from_str(data).unwrap_or_else(|_| data.into());
        let Some(events) = declared.media.get("x-events").and_then(Value::as_array) else {
            return self.undivided(&declared, name, value);
        };
        let is_it = |event: &Value| {
            let aliases = event.get("aliases").and_then(Value::as_array);
            let marks = event.get("marks").and_then(Value::as_array);
            let has = |list: Option<&Vec<Value>>, text: &str| {
                list.is_some_and(|list| list.iter().any(|one| one == text))
            };
            event["event"] == name
                || has(aliases, name)
                || has(marks, data.trim().trim_matches('"'))
        };
        let at = join(&declared.at, "x-events");
        let Some((index, event)) = events.iter().enumerate().find(|(_, event)| is_it(event)) else {
            let unknown = Difference {
                at: String::new(),
                schema: at,
                kind: DeviationKind::UnknownEvent,
                seen: seen::type_of(&value),
                value: None,
            };
            return self.tell(declared.id, shown, [unknown]);
        };
        // The data of a mark is no JSON of the event.
        let is_content = value.is_object() || value.is_array();
        if event.get("schema").is_some() && is_content {
            let pointer = join(&join(&at, &index.to_string()), "schema");
            let mut comparison = Comparison::new(self.outline, Vec::new());
            comparison.value(&value, &pointer, "");
            self.tell(declared.id, shown, comparison.found);
        }
    }

    /// Where the document has one schema for all events, that is an object of the name and the data.
    fn undivided(&self, declared: &Reply<'_>, name: &str, data: Value) {
        let mut whole = serde_json::Map::new();
        if !name.is_empty() {
            whole.insert("event".to_owned(), name.into());
        }
        whole.insert("data".to_owned(), data);
        let mut comparison = Comparison::new(self.outline, Vec::new());
        comparison.value(&whole.into(), &join(&declared.at, "schema"), "");
        self.tell(declared.id, Some(seen::name(name)), comparison.found);
    }

    fn tell(&self, id: &str, event: Option<&str>, found: impl IntoIterator<Item = Difference>) {
        for one in found {
            self.observer.ledger.add(&Deviation {
                operation: id.to_owned(),
                call: self.operation.to_string(),
                event: event.map(str::to_owned),
                at: one.at,
                schema: one.schema,
                kind: one.kind,
                seen: one.seen,
                value: one.value.filter(|_| self.observer.keeps_values),
                count: 1,
            });
        }
    }
}
