//! What open enumerations keep of values that this version of the crate does not know, and what follows for texts among them.

use std::fmt;

/// The text of a value that this version of the crate does not know.
///
/// Only the crate makes one, so that a known value never hides in it: use `From<&str>` of the enumeration.
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

/// The number of a value that this version of the crate does not know, or none where the value is missing.
///
/// Only the crate makes one, so that a known value never hides in it: use `From<i64>` of the enumeration.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnknownNumber(Option<i64>);

impl UnknownNumber {
    /// Stands for a value that is missing.
    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) const NONE: Self = Self(None);

    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn new(number: i64) -> Self {
        Self(Some(number))
    }

    /// The number, as the service writes it; `None` if there is none.
    #[must_use]
    pub fn get(self) -> Option<i64> {
        self.0
    }
}

impl fmt::Debug for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => number.fmt(f),
            None => f.write_str("none"),
        }
    }
}

/// What follows for an enumeration of texts from its `as_str` and `From<&str>`, whatever it is read from.
macro_rules! text_enum {
    ($name:ident) => {
        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl From<&String> for $name {
            fn from(value: &String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::from("")
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::cmp::PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl std::cmp::PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        /// By the texts.
        impl std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use text_enum;
