//! How open enumerations are read and written: values that this version of the crate does not know are kept, not refused.

use super::decode::Found;
use super::reader::{Reader, Scalar};
use crate::Result;
pub(crate) use crate::open_enum::{UnknownNumber, UnknownText};

/// Reads the text of an enumeration's value; `""` is no value.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn read_text(reader: &mut Reader<'_>, take: &mut dyn FnMut(&str)) -> Result<Found> {
    reader.scalar("a text", &mut |scalar| {
        match scalar {
            Scalar::Text("") => return Some(Found::Nothing),
            Scalar::Text(text) | Scalar::Number(text) => take(text),
            Scalar::Bool(value) => take(if value { "true" } else { "false" }),
        }
        Some(Found::Value)
    })
}

/// Reads the number of an enumeration's value; `""` is no value.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn read_number(reader: &mut Reader<'_>, take: &mut dyn FnMut(i64)) -> Result<Found> {
    let mut number: Option<i64> = None;
    crate::json::decode::Decode::decode(&mut number, reader)?;
    // 0 is a value like every other in an enumeration.
    Ok(number.map_or(Found::Nothing, |number| {
        take(number);
        Found::Value
    }))
}

/// What follows for an enumeration of texts in JSON from its `as_str` and `From<&str>`.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! string_enum {
    ($name:ident) => {
        $crate::open_enum::text_enum!($name);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::json::decode::deserialize(deserializer)
            }
        }

        impl $crate::json::decode::Decode for $name {
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                $crate::json::enums::read_text(reader, &mut |text| *self = Self::from(text))
            }
        }

        impl $crate::http::value::QueryValue for $name {
            fn text(&self) -> Option<String> {
                Some(self.as_str().to_owned())
            }
        }
    };
}

/// What follows for an enumeration of numbers from its `value` and `From<i64>`.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! int_enum {
    ($name:ident) => {
        /// No value, which none of the known ones is; it is written as null.
        impl Default for $name {
            fn default() -> Self {
                Self::Unrecognized($crate::json::enums::UnknownNumber::NONE)
            }
        }

        /// The number; nothing where there is none.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.value() {
                    Some(number) => std::fmt::Display::fmt(&number, f),
                    None => Ok(()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&self.value(), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                $crate::json::decode::deserialize(deserializer)
            }
        }

        impl $crate::json::decode::Decode for $name {
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                $crate::json::enums::read_number(reader, &mut |number| {
                    *self = Self::from(number);
                })
            }
        }

        impl $crate::http::value::QueryValue for $name {
            fn text(&self) -> Option<String> {
                self.value().map(|number| number.to_string())
            }
        }
    };
}

pub(crate) use {int_enum, string_enum};
