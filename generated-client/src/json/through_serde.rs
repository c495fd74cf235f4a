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
pub(crate) use deserialize;
