//! What a reply carries: the value at the end of some keys, usually just `data`, on its way into a slot of ours.

use super::envelope::Keys;
use crate::Result;
use crate::json::decode::{Decode, Found};
use crate::json::reader::Reader;
use crate::json::record::{Record, UNKNOWN};

/// The value at the end of these keys. As a record, it is the object that holds the first of them.
pub(super) struct Payload<'d> {
    keys: Keys,
    slot: &'d mut dyn Decode,
    /// What stood there; `None` if the first key is missing.
    found: Option<Found>,
}

impl<'d> Payload<'d> {
    pub(super) fn new(keys: Keys, slot: &'d mut dyn Decode) -> Self {
        Self {
            keys,
            slot,
            found: None,
        }
    }

    /// Whether the reply has a place for it, be it empty.
    pub(super) fn is_there(&self) -> bool {
        self.found.is_some()
    }

    /// Whether there is nothing, though the caller was promised something.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self.found, None | Some(Found::Nothing)) && self.slot.is_due()
    }
}

impl Record for Payload<'_> {
    fn index(&self, key: &str) -> usize {
        if self.keys.first() == Some(&key) {
            0
        } else {
            UNKNOWN
        }
    }

    fn read(&mut self, _index: usize, reader: &mut Reader<'_>) -> Result<()> {
        let keys = &self.keys[1..];
        let found = if keys.is_empty() {
            self.slot.decode(reader)?
        } else {
            let mut inner = Payload::new(keys, &mut *self.slot);
            reader.record(&mut inner)?;
            inner.found.unwrap_or(Found::Nothing)
        };
        // Of two keys that are the same, or say so, the one that holds something counts.
        self.found = self.found.max(Some(found));
        Ok(())
    }
}
