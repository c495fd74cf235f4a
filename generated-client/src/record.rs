//! Types that are JSON objects: which key is which field, and how a field is read.

use crate::Result;
use crate::reader::Reader;

/// The index of a key that is no field.
pub(crate) const UNKNOWN: usize = usize::MAX;

/// A type that is read from a JSON object. Emitted code implements it, and [`record!`] everything that follows from it.
pub(crate) trait Record {
    /// The field that a key stands for; two spellings of one key may share a field. [`UNKNOWN`] for every other key.
    fn index(&self, key: &str) -> usize;

    /// Reads the next value into the field.
    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<()>;
}

/// Makes a [`Record`] readable by the client and by serde, through the same tolerant reader.
macro_rules! record {
    ($name:ident) => {
        impl $crate::decode::Decode for $name {
            fn decode(
                &mut self,
                reader: &mut $crate::reader::Reader<'_>,
            ) -> $crate::Result<$crate::decode::Found> {
                reader.record(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::decode::deserialize(deserializer)
            }
        }
    };
}
pub(crate) use record;
