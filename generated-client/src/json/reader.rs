//! The tolerant reader: the bytes of a reply in, fields of our types out.
//!
//! The service sends integers as strings and ids as numbers, null or nothing for what is empty, and both spellings of one key
//! (`created_at` is 1716809829 and `"1716809829"` within one example reply of the conversation message list). None of that is an
//! error here. What remains is: text that is not JSON, and a value whose meaning would have to be guessed.

use jiter::{Jiter, JiterError, Peek};

use super::decode::{Decode, Found};
use super::path;
use super::record::{OTHER, Record, UNKNOWN};
use super::unions::{Ahead, JsonKind};
use crate::error::Error;
use crate::text::excerpt;
use crate::{ErrorKind, Result};

/// How deep objects and arrays may stand within one another: far beyond every reply, far within every stack.
const MAX_DEPTH: u8 = 96;

/// How many characters of an unexpected value an error shows.
const EXCERPT: usize = 40;

/// Reads one JSON text, value by value.
pub(crate) struct Reader<'j> {
    text: &'j [u8],
    jiter: Jiter<'j>,
    depth: u8,
}

/// A value that is neither an object nor an array, nor null.
pub(crate) enum Scalar<'r> {
    Bool(bool),
    /// A number as it stands in the text: an id has more digits than a float can hold.
    Number(&'r str),
    Text(&'r str),
}

impl<'j> Reader<'j> {
    pub(crate) fn new(text: &'j [u8]) -> Self {
        Self {
            text,
            jiter: Jiter::new(text),
            depth: 0,
        }
    }

    /// Reads the whole text as one value; what the text leaves open keeps the value that `slot` has.
    pub(crate) fn read_all(text: &[u8], slot: &mut dyn Decode) -> Result<()> {
        let mut reader = Reader::new(text);
        slot.decode(&mut reader)?;
        reader.jiter.finish().map_err(|e| reader.syntax(&e))
    }

    /// Reads the next value into `slot`, which keeps its value if there is nothing to read.
    pub(crate) fn read<T: Decode + ?Sized>(&mut self, slot: &mut T) -> Result<()> {
        slot.decode(self)?;
        Ok(())
    }

    /// Passes over the next value.
    pub(crate) fn skip(&mut self) -> Result<()> {
        self.jiter.next_skip().map_err(|e| self.syntax(&e))
    }

    /// The text of the next value, as it stands.
    pub(crate) fn raw(&mut self) -> Result<&'j [u8]> {
        self.peek()?;
        let start = self.jiter.current_index();
        self.skip()?;
        Ok(self.jiter.slice_to_current(start))
    }

    fn peek(&mut self) -> Result<Peek> {
        self.jiter.peek().map_err(|e| self.syntax(&e))
    }

    /// Passes over a null; false if the next value is not null.
    pub(crate) fn null(&mut self) -> Result<bool> {
        if self.peek()? != Peek::Null {
            return Ok(false);
        }
        self.jiter.known_null().map_err(|e| self.syntax(&e))?;
        Ok(true)
    }

    /// The next value, to look at before it is read.
    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn ahead(&mut self) -> Result<Ahead<'j>> {
        let kind = match self.peek()? {
            Peek::Null => JsonKind::Null,
            Peek::True | Peek::False => JsonKind::Bool,
            Peek::String => JsonKind::Text,
            Peek::Array => JsonKind::List,
            Peek::Object => JsonKind::Object,
            _ => JsonKind::Number,
        };
        Ok(Ahead::new(kind, &self.text[self.jiter.current_index()..]))
    }

    /// Whether an object or an array comes next.
    pub(crate) fn is_composite(&mut self) -> Result<bool> {
        Ok(matches!(self.peek()?, Peek::Object | Peek::Array))
    }

    /// Hands the next scalar to `take`; `None` from `take` is an error that says what was expected.
    pub(crate) fn scalar(
        &mut self,
        expected: &str,
        take: &mut dyn FnMut(Scalar<'_>) -> Option<Found>,
    ) -> Result<Found> {
        let peek = self.peek()?;
        let start = self.jiter.current_index();
        let taken = match peek {
            Peek::Null => self.jiter.known_null().map(|()| Some(Found::Nothing)),
            Peek::True | Peek::False => self.jiter.known_bool(peek).map(|b| take(Scalar::Bool(b))),
            Peek::String => self.jiter.known_str().map(|s| take(Scalar::Text(s))),
            Peek::Array | Peek::Object => Ok(None),
            // jiter has checked that a number consists of ASCII.
            number => self.jiter.known_number_bytes(number).map(|n| {
                std::str::from_utf8(n)
                    .ok()
                    .and_then(|n| take(Scalar::Number(n)))
            }),
        };
        match taken {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(self.unexpected(expected, start)),
            Err(e) => Err(self.syntax(&e)),
        }
    }

    /// Reads an object into a record, key by key. Null and `""` stand for no object.
    pub(crate) fn record(&mut self, record: &mut dyn Record) -> Result<Found> {
        if !self.opens(Peek::Object, "an object")? {
            return Ok(Found::Nothing);
        }
        let mut found = Found::Empty;
        let mut key = self
            .jiter
            .known_object()
            .map(|key| key.map(|key| Key::of(key, record)));
        while let Some(one) = key.map_err(|e| self.syntax(&e))? {
            found = Found::Value;
            match one {
                Key::Unknown => self.skip()?,
                Key::Field(index) => record.read(index, self)?,
                Key::Other(name) => record.read_other(name, self)?,
            }
            key = self
                .jiter
                .next_key()
                .map(|key| key.map(|key| Key::of(key, record)));
        }
        self.depth -= 1;
        Ok(found)
    }

    /// Calls `entry` with every key of an object, to read its value. Null and `""` stand for no object.
    pub(crate) fn map(
        &mut self,
        entry: &mut dyn FnMut(&mut Self, String) -> Result<()>,
    ) -> Result<Found> {
        if !self.opens(Peek::Object, "an object")? {
            return Ok(Found::Nothing);
        }
        let mut found = Found::Empty;
        let mut key = self.jiter.known_object().map(|key| key.map(str::to_owned));
        while let Some(name) = key.map_err(|e| self.syntax(&e))? {
            found = Found::Value;
            entry(self, name)?;
            key = self.jiter.next_key().map(|key| key.map(str::to_owned));
        }
        self.depth -= 1;
        Ok(found)
    }

    /// Calls `item` for every item of an array, to read it. Null and `""` stand for no array.
    pub(crate) fn list(&mut self, item: &mut dyn FnMut(&mut Self) -> Result<()>) -> Result<Found> {
        if !self.opens(Peek::Array, "an array")? {
            return Ok(Found::Nothing);
        }
        let mut found = Found::Empty;
        let mut next = self.jiter.known_array();
        while next.map_err(|e| self.syntax(&e))?.is_some() {
            found = Found::Value;
            item(self)?;
            next = self.jiter.array_step();
        }
        self.depth -= 1;
        Ok(found)
    }

    /// Whether the next value is an object or array; false for what stands for none.
    fn opens(&mut self, bracket: Peek, expected: &str) -> Result<bool> {
        let peek = self.peek()?;
        let start = self.jiter.current_index();
        if peek != bracket {
            self.scalar(expected, &mut |scalar| match scalar {
                Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
                Scalar::Text(_) | Scalar::Number(_) | Scalar::Bool(_) => None,
            })?;
            return Ok(false);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault(start, "objects and arrays are nested too deeply", ""));
        }
        Ok(true)
    }

    #[cold]
    fn unexpected(&self, expected: &str, start: usize) -> Error {
        let value = excerpt(&self.text[start..], EXCERPT);
        self.fault(
            start,
            &format!("expected {expected}"),
            &format!("found {value}"),
        )
    }

    #[cold]
    fn syntax(&self, error: &JiterError) -> Error {
        // At the end of a text that was cut off there is nothing to see but the beginning of a value.
        if error.index + 1 >= self.text.len() {
            return self.fault(error.index, &error.error_type.to_string(), "");
        }
        let near = excerpt(
            &self.text[error.index.saturating_sub(10).min(self.text.len())..],
            EXCERPT,
        );
        self.fault(
            error.index,
            &error.error_type.to_string(),
            &format!("near {near:?}"),
        )
    }

    /// `seen` is what stands there; it is not shown of what is called a secret.
    #[cold]
    fn fault(&self, offset: usize, what: &str, seen: &str) -> Error {
        let path = path::of(self.text, offset);
        let place = if path.is_empty() {
            String::new()
        } else {
            format!(" at `{path}`")
        };
        let mut message = format!("the reply cannot be read{place}: {what}");
        if !seen.is_empty() && !is_secret(&path) {
            message = format!("{message}, {seen}");
        }
        Error::new(ErrorKind::Decode, message)
    }

    /// The error for a value that is well-formed and yet says nothing, such as a number too large for its field.
    #[cold]
    pub(crate) fn unusable(&self, text: &[u8], problem: &str) -> Error {
        let offset = self.jiter.current_index().saturating_sub(text.len());
        self.fault(offset, problem, &excerpt(text, EXCERPT))
    }
}

/// What a key means for a record; its text is kept only where it is needed.
enum Key {
    Field(usize),
    Other(String),
    Unknown,
}

impl Key {
    fn of(key: &str, record: &dyn Record) -> Self {
        match record.index(key) {
            UNKNOWN => Self::Unknown,
            OTHER => Self::Other(key.to_owned()),
            index => Self::Field(index),
        }
    }
}

/// Whether the last key of a path names a secret: `access_token`, `verify_token`, `client_secret`.
fn is_secret(path: &str) -> bool {
    let key = path.rsplit('.').next().unwrap_or_default();
    ["token", "secret", "password"]
        .iter()
        .any(|word| key.contains(word))
}

#[cfg(test)]
mod tests;
