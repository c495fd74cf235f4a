//! serde's way to the types of the crate: whatever a format brings is written down as JSON, for the reader that replies go through.
//!
//! So types are read from a `serde_json::Value` or a YAML file as tolerantly as from a reply, and numbers keep all their digits.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::decode::{Decode, from_json};
use super::markers;
use super::write::write;

/// Reads a type of the crate from any format that says of a value what it is.
pub(crate) fn read<'de, T: Decode + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut text = Vec::new();
    Transcriber { out: &mut text }.deserialize(deserializer)?;
    from_json(&text).map_err(Error::custom)
}

/// Writes the next value down.
struct Transcriber<'o> {
    out: &'o mut Vec<u8>,
}

impl Transcriber<'_> {
    fn put<E: Error>(self, value: &(impl serde::Serialize + ?Sized)) -> Result<(), E> {
        write(self.out, value).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Transcriber<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(
            fn $method<E: Error>(self, value: $ty) -> Result<(), E> {
                self.put(&value)
            }
        )*
    };
}

impl<'de> Visitor<'de> for Transcriber<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    scalars! {
        visit_bool: bool,
        visit_i64: i64,
        visit_i128: i128,
        visit_u64: u64,
        visit_u128: u128,
        visit_str: &str,
    }

    /// What JSON has no number for becomes a text: the reader takes it for what a field holds.
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if value.is_finite() {
            return self.put(&value);
        }
        self.put(&value.to_string())
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<(), E> {
        match std::str::from_utf8(value) {
            Ok(text) => self.put(text),
            Err(_) => self.put(value),
        }
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(&Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.out.push(b'[');
        let start = self.out.len();
        loop {
            let before = self.out.len();
            if before > start {
                self.out.push(b',');
            }
            if items
                .next_element_seed(Transcriber { out: self.out })?
                .is_none()
            {
                self.out.truncate(before);
                break;
            }
        }
        self.out.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let start = self.out.len();
        self.out.push(b'{');
        let mut key = Vec::new();
        while entries
            .next_key_seed(Transcriber { out: &mut key })?
            .is_some()
        {
            if key.as_slice() == format!("\"{}\"", markers::NUMBER).as_bytes() {
                // serde_json's number of any size: an object with its digits.
                self.out.truncate(start);
                let digits: String = entries.next_value()?;
                self.out.extend(digits.as_bytes());
                return Ok(());
            }
            if self.out.len() > start + 1 {
                self.out.push(b',');
            }
            // A key is a text; other formats have numbers there, too.
            if key.starts_with(b"\"") {
                self.out.append(&mut key);
            } else {
                let text = String::from_utf8_lossy(&key).into_owned();
                write(self.out, &text).map_err(Error::custom)?;
                key.clear();
            }
            self.out.push(b':');
            entries.next_value_seed(Transcriber { out: self.out })?;
        }
        self.out.push(b'}');
        Ok(())
    }
}

/// Makes a type that the reader reads one of serde's, too.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! deserialize {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::json::through_serde::read(deserializer)
            }
        }
    };
}
#[allow(unused_imports)] // a document decides whether it occurs
pub(crate) use deserialize;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
    use serde_json::json;

    use super::*;
    use crate::json::record::{Record, record};

    #[derive(Debug, Default, PartialEq)]
    struct Thing {
        id: String,
        size: i64,
        share: f64,
        tags: Vec<String>,
        counts: BTreeMap<String, i64>,
        any: Value,
    }

    impl Record for Thing {
        fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
            Some(match key {
                "id" => &mut self.id,
                "size" => &mut self.size,
                "share" => &mut self.share,
                "tags" => &mut self.tags,
                "counts" => &mut self.counts,
                "any" => &mut self.any,
                _ => return None,
            })
        }
    }
    record!(Thing);

    /// From a format of which nothing is known but what serde says.
    fn thing<V: IntoDeserializer<'static, Error>>(key: &'static str, value: V) -> Thing {
        Thing::deserialize(MapDeserializer::new([(key, value)].into_iter())).expect(key)
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(thing("id", u128::MAX).id, u128::MAX.to_string());
        assert_eq!(thing("id", i128::MIN).id, i128::MIN.to_string());
        assert_eq!(thing("size", i64::MAX).size, i64::MAX);
        assert_eq!(thing("any", u64::MAX).any, json!(u64::MAX));
        assert!(thing("share", f64::NAN).share.is_nan());
        assert!(thing("share", f64::INFINITY).share.is_infinite());
    }

    #[test]
    fn what_serde_knows_beyond_json_is_read_as_what_it_means() {
        assert_eq!(thing("id", 'x').id, "x");
        assert_eq!(thing("id", &b"bytes"[..]).id, "bytes");
        assert_eq!(thing("tags", vec!["a", "b"]).tags, ["a", "b"]);
        let counts = MapDeserializer::new([(1_u8, 7), (2, 0)].into_iter());
        let counts = thing("counts", counts).counts;
        assert_eq!(
            counts,
            BTreeMap::from([("1".to_owned(), 7), ("2".to_owned(), 0)])
        );
        let empty = SeqDeserializer::<std::iter::Empty<u8>, Error>::new(std::iter::empty());
        assert_eq!(thing("tags", empty).tags, [""; 0]);
    }

    /// As `serde_json` has numbers where a program turns on its feature `arbitrary_precision`.
    #[test]
    fn numbers_of_any_size_are_numbers() {
        let digits = "123456789012345678901234567890";
        let number = MapDeserializer::new([(markers::NUMBER, digits)].into_iter());
        assert_eq!(thing("id", number).id, digits);
    }

    #[test]
    fn faults_name_their_place() {
        let error = serde_json::from_value::<Thing>(json!({"counts": {"a": 1, "b": [1]}}));
        let error = error.expect_err("a list is no number").to_string();
        assert!(error.contains("counts.b"), "{error}");
    }
}
