//! Keys of YAML come in; out go texts, and what is none as it was written.

use std::fmt;

use serde::de::{
    self, DeserializeSeed, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// A key of an object.
pub(super) enum Key {
    Text(String),
    /// Something else, as text.
    Other(String),
}

pub(super) struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(Key::Text(key.to_owned()))
    }

    /// Many tools write a status without quotes. Of other numbers it is not known how they were written.
    fn visit_u64<E>(self, key: u64) -> Result<Key, E> {
        Ok(match key {
            100..600 => Key::Text(key.to_string()),
            _ => Key::Other(key.to_string()),
        })
    }

    fn visit_i64<E>(self, key: i64) -> Result<Key, E> {
        Ok(Key::Other(key.to_string()))
    }

    fn visit_u128<E>(self, key: u128) -> Result<Key, E> {
        Ok(Key::Other(key.to_string()))
    }

    fn visit_i128<E>(self, key: i128) -> Result<Key, E> {
        Ok(Key::Other(key.to_string()))
    }

    fn visit_f64<E>(self, key: f64) -> Result<Key, E> {
        Ok(Key::Other(key.to_string()))
    }

    fn visit_bool<E>(self, key: bool) -> Result<Key, E> {
        Ok(Key::Other(key.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Key, E> {
        Ok(Key::Other("null".to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Key, A::Error> {
        while access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Key::Other("[…]".to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Key, A::Error> {
        while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Key::Other("{…}".to_owned()))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Key, A::Error> {
        let (tag, value): (String, _) = access.variant()?;
        value.newtype_variant::<IgnoredAny>()?;
        Ok(Key::Other(tag))
    }
}
