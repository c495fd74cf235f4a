//! A position in a list, at which another stream can resume.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::{ErrorKind, Result};

/// A position in a list: a page, and an item on it. [`Items::position`](super::Items::position) and
/// [`Pages::position`](super::Pages::position) return it, and their `resume` continues there.
///
/// It can be stored as text: `to_string()` writes it, and `parse()` reads it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Position {
    /// The number or mark of the page; `None` for the one with which the call begins.
    pub(super) page: Option<String>,
    /// How many items stand on the pages before it, if that is known.
    pub(super) seen: i64,
    /// How many items of the page have been taken.
    pub(super) taken: usize,
}

/// `taken/seen`, and `/page` if there is one, which may hold anything.
impl fmt::Display for Position {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.taken, self.seen)?;
        match &self.page {
            Some(page) => write!(f, "/{page}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Position {
    type Err = Error;

    #[inline]
    fn from_str(text: &str) -> Result<Self> {
        let fault = || {
            Error::new(
                ErrorKind::Argument,
                "this is no text of a position in a list",
            )
        };
        let mut parts = text.splitn(3, '/');
        let taken = parts.next().and_then(|taken| taken.parse().ok());
        let seen = parts.next().and_then(|seen| seen.parse().ok());
        Ok(Self {
            taken: taken.ok_or_else(fault)?,
            seen: seen.ok_or_else(fault)?,
            page: parts.next().map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_its_text() {
        for (page, text) in [
            (None, "1/20"),
            (Some("3"), "1/20/3"),
            (Some("a/b:c 扣"), "1/20/a/b:c 扣"),
            (Some(""), "1/20/"),
        ] {
            let position = Position {
                page: page.map(str::to_owned),
                seen: 20,
                taken: 1,
            };
            assert_eq!(position.to_string(), text);
            assert_eq!(text.parse::<Position>().expect(text), position);
        }
        for text in ["", "3", "x/2/3", "1//3"] {
            let error = text.parse::<Position>().expect_err(text);
            assert_eq!(error.kind(), ErrorKind::Argument);
        }
    }
}
