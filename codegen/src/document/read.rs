//! A text of YAML or JSON comes in, its value goes out; what JSON cannot say is reported.

mod plain;

use std::collections::HashSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::keys::{Key, KeySeed};
use crate::pointer;
use crate::report::{Position, too_deep};

/// Values that a short text may become by its aliases.
const MOST: usize = 500_000;

/// How much text there may be that a short text becomes by its aliases, in bytes.
const LONGEST: usize = 64 << 20;

/// Brackets in a text that make it worth knowing how deep it nests.
const SUSPICIOUS: usize = 2000;

/// Why a text has no value.
pub(super) enum Failure {
    /// It is not YAML.
    Syntax(serde_yaml::Error),
    /// It nests deeper than is read.
    Depth(Position),
    /// It is YAML, and says what JSON cannot say.
    Faults(Vec<Fault>),
}

/// What JSON cannot say, or we do not take, and where it stands.
pub(super) struct Fault {
    pub(super) pointer: String,
    pub(super) kind: FaultKind,
}

pub(super) enum FaultKind {
    /// The object has this key already.
    SecondKey(String),
    /// A key that is no text, as text.
    Key(String),
    Number(String),
    Tag(String),
    /// What is under `<<` is no object.
    Merge,
    /// The keys that lead there are too long.
    Place,
    /// More values than a text of this length can mean.
    Bomb,
}

/// The value of a text.
pub(super) fn value(text: &str) -> Result<Value, Failure> {
    if let Some(read) = json(text) {
        return read;
    }
    plain::value(text).map_or_else(|| explained(text), Ok)
}

/// The value of a text of YAML, or all that is wrong with it.
fn explained(text: &str) -> Result<Value, Failure> {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{'));
    if brackets.count() > SUSPICIOUS
        && let Some(at) = too_deep(text)
    {
        return Err(Failure::Depth(at));
    }
    let mut reading = Reading::new(text, true);
    let read = reading.deserialize(serde_yaml::Deserializer::from_str(text));
    reading.done(read.map_err(Failure::Syntax))
}

/// What each of the readers of YAML makes of a text.
#[cfg(test)]
pub(crate) fn readings(text: &str) -> [Option<Value>; 2] {
    [plain::value(text), explained(text).ok()]
}

/// JSON is read as such: that is faster, and some of it is no YAML. `None` when it is none.
fn json(text: &str) -> Option<Result<Value, Failure>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut reading = Reading::new(text, false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = reading.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(reading.done(Ok(value)))
}

/// Reads one text: where it is, and what it found that JSON cannot say.
struct Reading {
    /// Keys and indices that lead to the value that is read.
    path: Vec<String>,
    /// How long they are, together.
    length: usize,
    /// How many more values there may be.
    left: usize,
    /// How many more bytes the texts among them may have.
    bytes_left: usize,
    /// Whether `<<` brings the members of other objects.
    merges: bool,
    faults: Vec<Fault>,
}

impl Reading {
    fn new(text: &str, merges: bool) -> Self {
        Self {
            path: Vec::new(),
            length: 0,
            left: text.len().max(MOST),
            bytes_left: text.len().max(LONGEST),
            merges,
            faults: Vec::new(),
        }
    }

    /// Faults say more than the error with which they may have ended the reading.
    fn done(self, read: Result<Value, Failure>) -> Result<Value, Failure> {
        if self.faults.is_empty() {
            read
        } else {
            Err(Failure::Faults(self.faults))
        }
    }

    /// Notes a fault of the value that is read now.
    fn fault(&mut self, kind: FaultKind) {
        let steps: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let pointer = pointer::join_all("", &steps);
        self.faults.push(Fault { pointer, kind });
    }

    /// Notes a fault that ends the reading.
    fn end<E: de::Error>(&mut self, kind: FaultKind) -> E {
        self.fault(kind);
        E::custom("the reading has ended")
    }

    /// Does something with what stands under a key or an index.
    fn below<T, E: de::Error>(
        &mut self,
        step: String,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let length = step.len() + 1;
        self.path.push(step);
        self.length += length;
        if self.length > pointer::LONGEST {
            return Err(self.end(FaultKind::Place));
        }
        let read = read(self)?;
        self.path.pop();
        self.length -= length;
        Ok(read)
    }

    /// A text, unless it is one too many.
    fn text<E: de::Error>(&mut self, text: String) -> Result<Value, E> {
        match self.bytes_left.checked_sub(text.len()) {
            Some(left) => self.bytes_left = left,
            None => return Err(self.end(FaultKind::Bomb)),
        }
        Ok(text.into())
    }

    /// A number that has no place among those of 64 bits is the nearest that has.
    fn number(&mut self, value: f64) -> Value {
        let number = Number::from_f64(value);
        if number.is_none() {
            self.fault(FaultKind::Number(shown(value)));
        }
        number.into()
    }
}

/// As YAML writes them.
fn shown(value: f64) -> String {
    if value.is_nan() {
        ".nan".to_owned()
    } else if value > 0.0 {
        ".inf".to_owned()
    } else {
        "-.inf".to_owned()
    }
}

impl<'de> DeserializeSeed<'de> for &mut Reading {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => return Err(self.end(FaultKind::Bomb)),
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Reading {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    #[expect(clippy::cast_precision_loss, reason = "no JSON of ours holds more")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(self.number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "no JSON of ours holds more")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(self.number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(self.number(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.text(value.to_owned())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.text(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let item = self.below(items.len().to_string(), |reading| {
                access.next_element_seed(reading)
            })?;
            match item {
                Some(item) => items.push(item),
                None => return Ok(items.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut object = Object::default();
        while let Some(key) = access.next_key_seed(KeySeed)? {
            match key {
                Key::Other(shown) => self.below(shown.clone(), |reading| {
                    reading.fault(FaultKind::Key(shown));
                    access.next_value_seed(reading).map(|_| ())
                })?,
                Key::Text(key) if key == "<<" && self.merges => self.below(key, |reading| {
                    let value = access.next_value_seed(&mut *reading)?;
                    if !object.merge(value) {
                        reading.fault(FaultKind::Merge);
                    }
                    Ok(())
                })?,
                Key::Text(key) => self.below(key.clone(), |reading| {
                    let value = access.next_value_seed(&mut *reading)?;
                    if !object.insert(&key, value) {
                        reading.fault(FaultKind::SecondKey(key));
                    }
                    Ok(())
                })?,
            }
        }
        Ok(object.members.into())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, value): (String, _) = access.variant()?;
        self.fault(FaultKind::Tag(format!("!{tag}")));
        value.newtype_variant_seed(self)
    }
}

/// The members of an object as they are read.
#[derive(Default)]
struct Object {
    members: Map<String, Value>,
    /// Keys that came with a merge, and give way to the object's own.
    merged: HashSet<String>,
}

impl Object {
    /// Adds a member, unless there is one of that name.
    fn insert(&mut self, key: &str, value: Value) -> bool {
        let is_new = !self.members.contains_key(key) || self.merged.remove(key);
        if is_new {
            self.members.insert(key.to_owned(), value);
        }
        is_new
    }

    /// Adds the members of another object, or of several, the first of which count most; whether that is what it is.
    fn merge(&mut self, value: Value) -> bool {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    if !self.members.contains_key(&key) {
                        self.merged.insert(key.clone());
                        self.members.insert(key, value);
                    }
                }
                true
            }
            Value::Array(objects) if objects.iter().all(Value::is_object) => {
                objects.into_iter().all(|object| self.merge(object))
            }
            _ => false,
        }
    }
}
