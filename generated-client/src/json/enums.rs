//! How open enumerations are read and written: values that this version of the crate does not know are kept, not refused.

use super::decode::{Found, integer};
use super::reader::{Reader, Scalar};
use crate::Result;
pub(crate) use crate::open_enum::{UnknownNumber, UnknownText};

/// An enumeration of texts.
pub(crate) trait Texts {
    fn set(&mut self, text: &str);
}

/// An enumeration of numbers.
pub(crate) trait Numbers {
    /// Takes a number, or the text of what is none.
    fn set(&mut self, value: std::result::Result<i64, &str>);
}

/// Reads the text of an enumeration's value; `""` is no value.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn read_text(reader: &mut Reader<'_>, slot: &mut dyn Texts) -> Result<Found> {
    reader.scalar("a text", &mut |scalar| {
        match scalar {
            Scalar::Text("") => return Some(Found::Nothing),
            Scalar::Text(text) | Scalar::Number(text) => slot.set(text),
            Scalar::Bool(value) => slot.set(if value { "true" } else { "false" }),
        }
        Some(Found::Value)
    })
}

/// Reads the number of an enumeration's value, or the text of what is none; `""` is no value.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn read_number(reader: &mut Reader<'_>, slot: &mut dyn Numbers) -> Result<Found> {
    reader.scalar("an integer", &mut |scalar| {
        let text = match scalar {
            Scalar::Text(text) if text.trim().is_empty() => return Some(Found::Nothing),
            Scalar::Text(text) | Scalar::Number(text) => text.trim(),
            Scalar::Bool(value) => {
                if value {
                    "true"
                } else {
                    "false"
                }
            }
        };
        slot.set(integer(text).ok_or(text));
        // 0 is a value like every other in an enumeration.
        Some(Found::Value)
    })
}

/// What follows for an enumeration of texts in JSON from its `as_str` and `From<&str>`.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! string_enum {
    ($name:ident) => {
        $crate::open_enum::text_enum!($name);
        $crate::json::through_serde::deserialize!($name);

        impl $crate::json::decode::Decode for $name {
            #[inline]
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                $crate::json::enums::read_text(reader, self)
            }
        }

        impl $crate::json::enums::Texts for $name {
            #[inline]
            fn set(&mut self, text: &str) {
                *self = Self::from(text);
            }
        }

        impl $crate::http::value::QueryValue for $name {
            #[inline]
            fn text(&self) -> std::result::Result<Option<String>, $crate::http::value::Unwritable> {
                $crate::http::value::QueryValue::text(self.as_str())
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
            #[inline]
            fn default() -> Self {
                Self::Unrecognized($crate::json::enums::UnknownNumber::NONE)
            }
        }

        /// The value as it came; nothing where there is none.
        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match (self.value(), self) {
                    (Some(number), _) => std::fmt::Display::fmt(&number, f),
                    (None, Self::Unrecognized(value)) => f.write_str(value.text()),
                    (None, _) => Ok(()),
                }
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                match (self.value(), self) {
                    (None, Self::Unrecognized(value)) => value.serialize(serializer),
                    (number, _) => serde::Serialize::serialize(&number, serializer),
                }
            }
        }

        $crate::json::through_serde::deserialize!($name);

        impl $crate::json::decode::Decode for $name {
            #[inline]
            fn decode(
                &mut self,
                reader: &mut $crate::json::reader::Reader<'_>,
            ) -> $crate::Result<$crate::json::decode::Found> {
                $crate::json::enums::read_number(reader, self)
            }
        }

        impl $crate::json::enums::Numbers for $name {
            #[inline]
            fn set(&mut self, value: std::result::Result<i64, &str>) {
                *self = match value {
                    Ok(number) => Self::from(number),
                    Err(text) => {
                        Self::Unrecognized($crate::json::enums::UnknownNumber::other(text))
                    }
                };
            }
        }

        impl $crate::http::value::QueryValue for $name {
            #[inline]
            fn text(&self) -> std::result::Result<Option<String>, $crate::http::value::Unwritable> {
                let text = self.to_string();
                Ok((!text.is_empty()).then_some(text))
            }
        }
    };
}

pub(crate) use {int_enum, string_enum};
