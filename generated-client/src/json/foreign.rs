//! Types of the caller, which serde reads: strictly, as they say themselves.

use serde::de::DeserializeOwned;

use super::decode::{Decode, Found, Kind};
use super::reader::Reader;
use crate::Result;

/// A value of a type that is not one of ours, once it is read.
pub(crate) struct Foreign<T>(Option<T>);

impl<T: DeserializeOwned> Foreign<T> {
    pub(crate) fn new() -> Self {
        Self(None)
    }

    /// The value that was read, or what null stands for where there is none: nothing of an `Option`.
    pub(crate) fn into_value(self) -> Option<T> {
        self.0.or_else(of_nothing)
    }
}

fn of_nothing<T: DeserializeOwned>() -> Option<T> {
    serde_json::from_str("null").ok()
}

impl<T: DeserializeOwned> Decode for Foreign<T> {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if reader.null()? {
            return Ok(Found::Nothing);
        }
        let text = reader.raw()?;
        let read = serde_json::from_str(text).map_err(|e| reader.unfit(text, &e))?;
        self.0 = Some(read);
        Ok(Found::Value)
    }

    fn kind(&self) -> Kind {
        if self.0.is_none() && of_nothing::<T>().is_none() {
            return Kind::Scalar;
        }
        Kind::Omissible
    }
}
