//! Types that are JSON objects: which key is which field.

use std::collections::BTreeMap;

use super::decode::{Decode, Found, Kind};
use super::limits;
use super::reader::Reader;
use crate::Result;

/// A type that is read from a JSON object. Emitted code implements it, and [`record!`] everything that follows from it.
pub(crate) trait Record {
    /// The field that a key stands for; two spellings of one key may share a field. `None` for a key that is no field.
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode>;

    /// The field that takes what stands under all other keys, if there is one.
    fn rest(&mut self) -> Option<&mut dyn Rest> {
        None
    }
}

/// A field for the keys that are no field of their own.
pub(crate) trait Rest {
    /// Reads the next value into the entry of this key.
    fn read(&mut self, key: String, reader: &mut Reader<'_>) -> Result<()>;
}

impl<T: Decode + Default> Rest for BTreeMap<String, T> {
    fn read(&mut self, key: String, reader: &mut Reader<'_>) -> Result<()> {
        read_entry(self, key, reader)
    }
}

/// Reads the next value into an entry of a map; null is none, unless it is a value of the type.
pub(super) fn read_entry<T: Decode + Default>(
    entries: &mut BTreeMap<String, T>,
    key: String,
    reader: &mut Reader<'_>,
) -> Result<()> {
    reader.charge(limits::entry::<T>(entries.len()))?;
    let mut value = boxed::<T>();
    if value.decode(reader)? != Found::Nothing || value.kind() == Kind::Nullable {
        insert(entries, key, value);
    }
    Ok(())
}

/// A value that stands on the stack only here, not while it is read: maps may hold maps of the same type.
#[inline(never)]
#[allow(clippy::box_default)] // it is less to compile for each type
pub(crate) fn boxed<T: Default>() -> Box<T> {
    Box::new(T::default())
}

#[inline(never)]
#[allow(clippy::boxed_local)] // so that the caller's frame does not hold it
fn insert<T>(entries: &mut BTreeMap<String, T>, key: String, value: Box<T>) {
    entries.insert(key, *value);
}

/// Makes a [`Record`] readable by the client and by serde, through the same tolerant reader.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! record {
    ($name:ident) => {
        impl $crate::json::decode::Decode for $name {
            #[inline]
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                reader.record(self)
            }

            #[inline]
            fn kind(&self) -> $crate::json::decode::Kind {
                $crate::json::decode::Kind::Record
            }
        }

        $crate::json::through_serde::deserialize!($name);
    };
}
#[allow(unused_imports)] // a document decides whether it occurs
pub(crate) use record;
