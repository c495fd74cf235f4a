//! Values that may be missing: how they are read.

use super::decode::{Decode, Found, Kind};
use super::reader::Reader;
use crate::Result;

impl<T: Decode + Default> Decode for Option<T> {
    /// In its place: on the way down into types that contain themselves, no value stands on the stack.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if let Some(value) = self
            && let Some(found) = read_again(value, reader)
        {
            return found;
        }
        let found = begun(self).decode(reader);
        if let Ok(Found::Nothing) = found {
            *self = None;
        }
        found
    }

    fn kind(&self) -> Kind {
        Kind::Nullable
    }
}

/// Reads another spelling of a key into the value of the first, which stays where the other is empty. `None` if an object comes that
/// takes the place of all of it.
#[cold]
fn read_again(value: &mut dyn Decode, reader: &mut Reader<'_>) -> Option<Result<Found>> {
    let is_object = value.kind() == Kind::Record;
    if is_object && reader.ahead().is_ok_and(|ahead| ahead.has_keys()) {
        return None;
    }
    Some(value.decode(reader))
}

/// The default stands on the stack only here.
#[inline(never)]
fn begun<T: Default>(slot: &mut Option<T>) -> &mut T {
    slot.insert(T::default())
}
