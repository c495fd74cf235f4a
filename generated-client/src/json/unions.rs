//! Types that are one of several: which one a value is, told before it is read.

pub(crate) use super::cursor::JsonKind;
use super::decode::{Decode, Found};
use super::reader::Reader;
use crate::Result;

/// A type that is one of several. Emitted code implements it, and [`union!`] everything that follows from it.
pub(crate) trait Union: Sized {
    /// Reads the next value as what it is; `None` if there is nothing.
    fn read(ahead: &Lookahead<'_>, reader: &mut Reader<'_>) -> Result<Option<Self>>;
}

/// The next value, before it is read.
pub(crate) struct Lookahead<'j> {
    kind: JsonKind,
    /// The text that begins with it.
    text: &'j str,
}

/// How the next value is read as one of the types of a union.
pub(crate) type Take<U> = fn(&mut Reader<'_>) -> Result<Option<U>>;

/// An object that a value may be: the keys that it requires, its other keys, and how it is read.
pub(crate) type Candidate<U> = (&'static [&'static str], &'static [&'static str], Take<U>);

#[allow(dead_code)] // a document decides which of them occur
impl<'j> Lookahead<'j> {
    pub(crate) fn new(kind: JsonKind, text: &'j str) -> Self {
        Self { kind, text }
    }

    pub(crate) fn kind(&self) -> JsonKind {
        self.kind
    }

    /// Whether it is an object that is not empty.
    pub(crate) fn has_keys(&self) -> bool {
        let inside = self.text.get(1..).unwrap_or_default();
        self.kind == JsonKind::Object && !inside.trim_ascii_start().starts_with('}')
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

    /// How the object is read that this one is most like: has all that it requires, and has most of its keys. `None` if it has
    /// none of the keys.
    pub(crate) fn best_match<U: 'static>(&self, objects: &[Candidate<U>]) -> Option<Take<U>> {
        let mut present = Vec::new();
        self.each_key(&mut |name, reader| {
            present.push(name);
            reader.skip()
        });
        let count = |keys: &[&str]| {
            let has = |key: &&&str| present.iter().any(|name| name == **key);
            keys.iter().filter(has).count()
        };
        let mut best = None;
        for (required, optional, read) in objects {
            let needed = count(required);
            let found = (needed == required.len(), needed + count(optional));
            if found.1 > 0 && best.is_none_or(|(best, _)| found > best) {
                best = Some((found, *read));
            }
        }
        best.map(|(_, read)| read)
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
            #[inline]
            fn default() -> Self {
                Self::Unrecognized(serde_json::Value::Null)
            }
        }

        impl $crate::json::decode::Decode for $name {
            #[inline]
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                $crate::json::unions::decode(self, reader)
            }
        }

        $crate::json::through_serde::deserialize!($name);
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
        fn read(ahead: &Lookahead<'_>, reader: &mut Reader<'_>) -> Result<Option<Self>> {
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
    fn what_cannot_be_read_as_what_it_looks_like_is_kept() {
        let read = |text: &'static str| {
            let mut reader = Reader::new(text);
            reader.either(
                |reader| take(reader, Content::Flag),
                |reader| take(reader, Content::Unrecognized),
            )
        };
        let other = json!({"a": [1]});
        assert_eq!(
            read(r#"{"a": [1]}"#).ok().flatten(),
            Some(Content::Unrecognized(other))
        );
        assert_eq!(read("true").ok().flatten(), Some(Content::Flag(true)));
        assert!(read(r#"{"a": }"#).is_err());
    }

    #[test]
    fn a_tag_is_found_wherever_it_stands() {
        let ahead = |text: &'static str| Lookahead::new(JsonKind::Object, text);
        assert_eq!(
            ahead(r#"{"a": {"type": "no"}, "type": "yes"}"#).text("type"),
            "yes"
        );
        assert_eq!(ahead(r#"{"a": 1}"#).text("type"), "");
        assert_eq!(ahead(r#"{"type": 7} , "#).text("type"), "7");
        assert_eq!(Lookahead::new(JsonKind::List, "[]").text("type"), "");
    }

    #[test]
    fn an_object_is_what_it_is_most_like() {
        let best_match = |text: &'static str| {
            let objects: &[Candidate<u8>] = &[
                (&["id", "size"], &["name"], |_| Ok(Some(0))),
                (&["id"], &["name", "note"], |_| Ok(Some(1))),
            ];
            let ahead = Lookahead::new(JsonKind::Object, text);
            let read = ahead.best_match(objects)?;
            read(&mut Reader::new(text)).expect("it reads nothing")
        };
        assert_eq!(best_match(r#"{"id": 1, "size": 2}"#), Some(0));
        // What is required and absent weighs more than how much is there.
        assert_eq!(best_match(r#"{"id": 1, "name": ""}"#), Some(1));
        assert_eq!(best_match(r#"{"size": 2}"#), Some(0));
        assert_eq!(best_match(r#"{"other": 1}"#), None);
    }
}
