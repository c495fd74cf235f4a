//! What open enumerations keep of values that this version of the crate does not know, and what follows for texts among them.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::json::markers;

/// The text of a value that this version of the crate does not know.
///
/// Only this crate can construct one, so it is never a known value: use `From<&str>` of the enum.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownText(Box<str>);

impl UnknownText {
    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text, as the service writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The value of an integer enum that this version of the crate does not know: a number, something other than a number, or nothing
/// if the value is missing.
///
/// Only this crate can construct one, so it is never a known value: use `From<i64>` of the enum.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownNumber(Unknown);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Unknown {
    Missing,
    Number(i64),
    /// What is no integer, or none that fits.
    Other(Box<str>),
}

impl UnknownNumber {
    /// Stands for a value that is missing.
    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) const NONE: Self = Self(Unknown::Missing);

    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn new(number: i64) -> Self {
        Self(Unknown::Number(number))
    }

    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn other(text: &str) -> Self {
        Self(Unknown::Other(text.into()))
    }

    /// The number; `None` if the value is not an integer, or does not fit.
    #[must_use]
    pub fn get(&self) -> Option<i64> {
        match self.0 {
            Unknown::Number(number) => Some(number),
            Unknown::Missing | Unknown::Other(_) => None,
        }
    }

    /// The value as text if it is not an integer that fits, such as `18446744073709551616`; empty otherwise.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.0 {
            Unknown::Other(text) => text,
            Unknown::Missing | Unknown::Number(_) => "",
        }
    }
}

/// As it came: a number as a number, a text as a text, and what is missing as null.
impl Serialize for UnknownNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Unknown::Missing => serializer.serialize_unit_struct(markers::MISSING),
            Unknown::Number(number) => number.serialize(serializer),
            Unknown::Other(text) => match (text.parse::<u64>(), text.parse::<f64>()) {
                (Ok(number), _) => number.serialize(serializer),
                (_, Ok(number)) if number.to_string() == **text => number.serialize(serializer),
                _ => text.serialize(serializer),
            },
        }
    }
}

impl fmt::Debug for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Unknown::Number(number) => number.fmt(f),
            Unknown::Other(text) => text.fmt(f),
            Unknown::Missing => f.write_str("none"),
        }
    }
}

/// What follows for an enumeration of texts from its `as_str` and `From<&str>`, whatever it is read from.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! text_enum {
    ($name:ident) => {
        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl From<&String> for $name {
            #[inline]
            fn from(value: &String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from("")
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> std::result::Result<Self, std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl std::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl std::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        /// By the texts.
        impl std::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl std::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            #[inline]
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

#[allow(unused_imports)] // a document decides whether it occurs
pub(crate) use text_enum;
