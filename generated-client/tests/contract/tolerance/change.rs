// part coze

//! A value comes in, out come all the ways in which it can be changed at one place.

use serde_json::{Value, json};

use crate::compare;

/// A changed value.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// What was changed, and how.
    pub(crate) what: String,
    /// JSON pointer of the place.
    pub(crate) at: String,
    /// The value as it is sent.
    pub(crate) sent: Value,
    /// What may be made of it: one of these.
    pub(crate) expected: Vec<Value>,
}

/// What a decoded value has against the expected one that it is most like.
pub(crate) fn least_faults(expected: &[Value], decoded: &Value) -> Vec<String> {
    let faults = expected
        .iter()
        .map(|expected| compare::differences(expected, decoded));
    faults.min_by_key(Vec::len).unwrap_or_default()
}

/// Fails if there are faults, and shows the first of them.
pub(crate) fn report(faults: &[String], tried: usize) {
    let shown = &faults[..faults.len().min(60)];
    assert!(
        faults.is_empty(),
        "{} of {tried}:\n{}",
        faults.len(),
        shown.join("\n")
    );
}

/// Every change that the service is known to make, at every place within the value.
pub(crate) fn tolerable(value: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in places(value) {
        let place = Changer { value, at: &at };
        if !at.is_empty() {
            changes.push(place.removed());
            changes.push(place.emptied("null", Value::Null));
            changes.push(place.emptied("empty", json!("")));
        }
        changes.extend(place.flipped());
    }
    changes
}

/// Every change that makes nonsense of a place.
pub(crate) fn nonsense(value: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in places(value).into_iter().filter(|at| !at.is_empty()) {
        let place = Changer { value, at: &at };
        let wrong = match place.there() {
            Value::Object(_) | Value::Array(_) => json!(5),
            Value::Number(_) | Value::Bool(_) => json!("nonsense"),
            Value::String(_) | Value::Null => continue,
        };
        changes.push(place.changed("nonsense", wrong));
    }
    changes
}

/// JSON pointers of the value and of all that is in it.
fn places(value: &Value) -> Vec<String> {
    fn visit(at: &str, value: &Value, found: &mut Vec<String>) {
        found.push(at.to_owned());
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    visit(&format!("{at}/{key}"), member, found);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    visit(&format!("{at}/{index}"), item, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    visit("", value, &mut found);
    found
}

/// Changes one place of a value.
struct Changer<'v> {
    value: &'v Value,
    at: &'v str,
}

impl Changer<'_> {
    fn there(&self) -> &Value {
        self.value.pointer(self.at).expect("a place of it")
    }

    fn change(&self, how: &str, sent: Value, expected: Vec<Value>) -> Change {
        Change {
            what: format!("{} {how}", self.at),
            at: self.at.to_owned(),
            sent,
            expected,
        }
    }

    /// The value with something else at the place.
    fn with(&self, new: Value) -> Value {
        let mut value = self.value.clone();
        *value.pointer_mut(self.at).expect("a place of it") = new;
        value
    }

    /// The value without what stands at the place.
    fn without(&self) -> Value {
        let mut value = self.value.clone();
        let (parent, key) = self.at.rsplit_once('/').expect("not the value itself");
        match value.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                let key = key.replace("~1", "/").replace("~0", "~");
                members.retain(|name, _| *name != key);
            }
            Some(Value::Array(items)) => {
                items.remove(key.parse().expect("an index"));
            }
            _ => {}
        }
        value
    }

    fn removed(&self) -> Change {
        self.change("removed", self.without(), vec![self.without()])
    }

    /// Something that stands for nothing: it is left out, or kept where any value may stand.
    fn emptied(&self, how: &str, new: Value) -> Change {
        let sent = self.with(new);
        self.change(how, sent.clone(), vec![self.without(), sent])
    }

    /// Another value, which has to survive.
    fn changed(&self, how: &str, new: Value) -> Change {
        let sent = self.with(new);
        self.change(how, sent.clone(), vec![sent])
    }

    /// The same, written in another way, or with something beside it.
    fn rewritten(&self, how: &str, new: Value) -> Change {
        let sent = self.with(new);
        self.change(how, sent.clone(), vec![self.value.clone(), sent])
    }

    /// Numbers for texts and texts for numbers, values that nobody knows yet, fields that nobody knows yet.
    fn flipped(&self) -> Vec<Change> {
        match self.there() {
            Value::Number(number) => vec![
                self.rewritten("as text", json!(number.to_string())),
                self.rewritten("as a float", json!(number.as_f64())),
                self.changed("unknown", json!(987_654_321)),
            ],
            Value::Bool(flag) => vec![
                self.rewritten("as text", json!(flag.to_string())),
                self.rewritten("as a number", json!(i32::from(*flag))),
                self.changed("negated", json!(!flag)),
            ],
            // Of what the types of the document are made, only bytes in base64 end like this, and no other text stands for some.
            Value::String(text) if text.ends_with('=') => {
                vec![self.changed("other bytes", json!("BQYHCA=="))]
            }
            Value::String(text) => match text.parse::<i64>() {
                Ok(number) => vec![
                    self.rewritten("as a number", json!(number)),
                    self.changed("unknown", json!("987654321")),
                ],
                Err(_) => vec![
                    self.changed("a number", json!(7_654_321_098_765_432_109_i64)),
                    self.changed("unknown", json!("nobody knows this")),
                ],
            },
            Value::Array(items) => {
                let mut longer = items.clone();
                longer.insert(0, Value::Null);
                vec![self.rewritten("with a null", longer.into())]
            }
            Value::Object(members) => {
                let mut larger = members.clone();
                let unknown = json!({"this": [1, null, "x"]});
                larger.insert("nobody_knows".to_owned(), unknown);
                vec![self.rewritten("with another field", larger.into())]
            }
            Value::Null => Vec::new(),
        }
    }
}
