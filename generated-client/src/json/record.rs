//! Types that are JSON objects: which key is which field, and how a field is read.

use std::collections::BTreeMap;

use super::decode::{Decode, Found};
use super::limits;
use super::reader::Reader;
use crate::Result;

/// The index of a key that is no field.
pub(crate) const UNKNOWN: usize = usize::MAX;

/// The index of a key that is no field of its own, but is kept with all others of that kind.
pub(crate) const OTHER: usize = usize::MAX - 1;

/// A type that is read from a JSON object. Emitted code implements it, and [`record!`] everything that follows from it.
pub(crate) trait Record {
    /// The field that a key stands for; two spellings of one key may share a field. [`UNKNOWN`] or [`OTHER`] for every other key.
    fn index(&self, key: &str) -> usize;

    /// Reads the next value into the field.
    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<()>;

    /// Reads the next value, which stands under a key that is [`OTHER`].
    fn read_other(&mut self, _key: String, reader: &mut Reader<'_>) -> Result<()> {
        reader.skip()
    }
}

/// Reads the next value into an entry of a map; null is none.
pub(crate) fn read_entry<T: Decode + Default>(
    entries: &mut BTreeMap<String, T>,
    key: String,
    reader: &mut Reader<'_>,
) -> Result<()> {
    reader.charge(limits::entry::<T>(entries.len()))?;
    let mut value = boxed::<T>();
    if value.decode(reader)? != Found::Nothing {
        insert(entries, key, value);
    }
    Ok(())
}

/// A value that stands on the stack only here, not while it is read: maps may hold maps of the same type.
#[inline(never)]
fn boxed<T: Default>() -> Box<T> {
    Box::default()
}

#[inline(never)]
#[allow(clippy::boxed_local)] // so that the caller's frame does not hold it
fn insert<T>(entries: &mut BTreeMap<String, T>, key: String, value: Box<T>) {
    entries.insert(key, *value);
}

/// Makes a [`Record`] readable by the client and by serde, through the same tolerant reader.
macro_rules! record {
    ($name:ident) => {
        impl $crate::json::decode::Decode for $name {
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                reader.record(self)
            }

            fn is_record(&self) -> bool {
                true
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
pub(crate) use record;
