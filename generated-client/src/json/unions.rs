//! Types that are one of several: which one a value is, told before it is read.

use super::decode::{Decode, Found};
use super::reader::Reader;
use crate::Result;

/// A type that is one of several. Emitted code implements it, and [`union!`] everything that follows from it.
pub(crate) trait Union: Sized {
    /// Reads the next value as what it is; `None` if there is nothing.
    fn read(ahead: &Ahead<'_>, reader: &mut Reader<'_>) -> Result<Option<Self>>;
}

/// What kind of JSON a value is.
#[allow(dead_code)] // a document decides which of them occur
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// The next value, before it is read.
pub(crate) struct Ahead<'j> {
    kind: JsonKind,
    /// The text that begins with it.
    text: &'j [u8],
}

/// Keys of an object: those that it requires, and others.
pub(crate) type Keys = (&'static [&'static str], &'static [&'static str]);

#[allow(dead_code)] // a document decides which of them occur
impl<'j> Ahead<'j> {
    pub(crate) fn new(kind: JsonKind, text: &'j [u8]) -> Self {
        Self { kind, text }
    }

    pub(crate) fn kind(&self) -> JsonKind {
        self.kind
    }

    /// The text under a key of an object; empty if there is none.
    pub(crate) fn text(&self, key: &str) -> String {
        let mut text = String::new();
        self.each_key(&mut |name, reader| {
            if name == key {
                reader.read(&mut text)
            } else {
                reader.skip()
            }
        });
        text
    }

    /// Which of these objects this one is most like: has all that it requires, and has most of its keys. `None` if it has none of
    /// the keys.
    pub(crate) fn likest(&self, objects: &[Keys]) -> Option<usize> {
        let mut present = Vec::new();
        self.each_key(&mut |name, reader| {
            present.push(name);
            reader.skip()
        });
        let has = |key: &&&str| present.iter().any(|name| name == **key);
        let likeness = |(required, optional): &Keys| {
            let needed = required.iter().filter(has).count();
            let count = needed + optional.iter().filter(has).count();
            (count > 0).then_some((needed == required.len(), count))
        };
        let mut best: Option<(usize, (bool, usize))> = None;
        for (index, object) in objects.iter().enumerate() {
            let found = likeness(object);
            if let Some(found) = found.filter(|found| best.is_none_or(|(_, best)| *found > best)) {
                best = Some((index, found));
            }
        }
        best.map(|(index, _)| index)
    }

    /// What is no JSON is an error when it is read, not before.
    fn each_key(&self, visit: &mut dyn FnMut(String, &mut Reader<'_>) -> Result<()>) {
        if self.kind == JsonKind::Object {
            let _ = Reader::new(self.text).map(&mut |reader, name| visit(name, reader));
        }
    }
}

/// Reads the next value of a union into its place.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn decode<T: Union>(slot: &mut T, reader: &mut Reader<'_>) -> Result<Found> {
    let ahead = reader.ahead()?;
    Ok(match T::read(&ahead, reader)? {
        Some(value) => {
            *slot = value;
            Found::Value
        }
        None => Found::Nothing,
    })
}

/// Reads the next value as one of the types of a union.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn take<T: Decode + Default, U>(
    reader: &mut Reader<'_>,
    make: fn(T) -> U,
) -> Result<Option<U>> {
    let mut value = T::default();
    Ok(match value.decode(reader)? {
        Found::Nothing => None,
        Found::Empty | Found::Value => Some(make(value)),
    })
}

/// Makes a [`Union`] readable by the client and by serde, through the same tolerant reader.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! union {
    ($name:ident) => {
        impl Default for $name {
            fn default() -> Self {
                Self::Unrecognized(serde_json::Value::Null)
            }
        }

        impl $crate::json::decode::Decode for $name {
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                $crate::json::unions::decode(self, reader)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::json::decode::deserialize(deserializer)
            }
        }
    };
}
#[allow(unused_imports)] // a document decides whether it occurs
pub(crate) use union;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::decode::from_json;

    #[derive(Debug, PartialEq)]
    enum Content {
        Text(String),
        List(Vec<Content>),
        Flag(bool),
        Unrecognized(Value),
    }

    impl Union for Content {
        fn read(ahead: &Ahead<'_>, reader: &mut Reader<'_>) -> Result<Option<Self>> {
            match ahead.kind() {
                JsonKind::Text | JsonKind::Number => take(reader, Self::Text),
                JsonKind::List => take(reader, Self::List),
                JsonKind::Bool => take(reader, Self::Flag),
                JsonKind::Null | JsonKind::Object => take(reader, Self::Unrecognized),
            }
        }
    }
    union!(Content);

    fn read(text: &str) -> Content {
        from_json(text.as_bytes()).expect(text)
    }

    #[test]
    fn a_value_is_read_as_what_it_is() {
        assert_eq!(read(r#""a""#), Content::Text("a".to_owned()));
        assert_eq!(
            read("12345678901234567890"),
            Content::Text("12345678901234567890".to_owned())
        );
        assert_eq!(read("false"), Content::Flag(false));
        let nested = Content::List(vec![Content::Text("b".to_owned())]);
        assert_eq!(read(r#"[["b"], null]"#), Content::List(vec![nested]));
        let other = json!({"new": 1});
        assert_eq!(read(&other.to_string()), Content::Unrecognized(other));
        assert_eq!(read("null"), Content::default());
    }

    #[test]
    fn what_is_no_json_is_an_error_with_its_place() {
        let error = from_json::<Content>(br#"["a", {"b": }]"#).expect_err("no JSON");
        assert!(error.to_string().contains("at `[1].b`"), "{error}");
    }

    #[test]
    fn a_tag_is_found_wherever_it_stands() {
        let ahead = |text: &'static str| Ahead::new(JsonKind::Object, text.as_bytes());
        assert_eq!(
            ahead(r#"{"a": {"type": "no"}, "type": "yes"}"#).text("type"),
            "yes"
        );
        assert_eq!(ahead(r#"{"a": 1}"#).text("type"), "");
        assert_eq!(ahead(r#"{"type": 7} , "#).text("type"), "7");
        assert_eq!(Ahead::new(JsonKind::List, b"[]").text("type"), "");
    }

    #[test]
    fn an_object_is_what_it_is_most_like() {
        let likest = |text: &'static str, objects: &[Keys]| {
            Ahead::new(JsonKind::Object, text.as_bytes()).likest(objects)
        };
        let objects: &[Keys] = &[(&["id", "size"], &["name"]), (&["id"], &["name", "note"])];
        assert_eq!(likest(r#"{"id": 1, "size": 2}"#, objects), Some(0));
        // What is required and absent weighs more than how much is there.
        assert_eq!(likest(r#"{"id": 1, "name": ""}"#, objects), Some(1));
        assert_eq!(likest(r#"{"size": 2}"#, objects), Some(0));
        assert_eq!(likest(r#"{"other": 1}"#, objects), None);
    }
}
