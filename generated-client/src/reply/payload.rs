//! What a reply carries: the value at the end of some keys, usually just `data`, on its way into a slot of ours.

use super::frame::Keys;
use crate::Result;
use crate::json::decode::{Decode, Found};
use crate::json::reader::Reader;
use crate::json::record::Record;

/// The value at the end of these keys. As a record, it is the object that holds the next of them.
pub(super) struct Payload<'d> {
    keys: Keys,
    /// How many of the keys lead to where the reader is.
    depth: usize,
    slot: &'d mut dyn Decode,
    /// What stood there; `None` if the first key is missing.
    found: Option<Found>,
}

impl<'d> Payload<'d> {
    pub(super) fn new(keys: Keys, slot: &'d mut dyn Decode) -> Self {
        Self {
            keys,
            depth: 0,
            slot,
            found: None,
        }
    }

    /// An object of which no key is a field says as little as an empty one.
    fn read_slot(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        Ok(match self.slot.decode(reader)? {
            Found::Value if reader.is_foreign(&*self.slot) => Found::Empty,
            found => found,
        })
    }

    /// What stands there; `None` if the reply has no place for it.
    pub(super) fn found(&self) -> Option<Found> {
        self.found
    }
}

impl Record for Payload<'_> {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        (self.keys.get(self.depth) == Some(&key)).then_some(self)
    }
}

impl Decode for Payload<'_> {
    /// Reads the value of the key at this depth.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        self.depth += 1;
        let read = if self.depth == self.keys.len() {
            self.read_slot(reader)
        } else {
            reader.record(self).map(|_| Found::Nothing)
        };
        // Also after an error: a text that can be repaired is read again from its beginning.
        self.depth -= 1;
        let found = read?;
        // Of two keys that are the same, or say so, the one that holds something counts.
        self.found = self.found.max(Some(found));
        Ok(found)
    }
}
