//! The tolerant reader: the bytes of a reply in, fields of our types out.
//!
//! The service sends integers as strings and ids as numbers, null or nothing for what is empty, and both spellings of one key
//! (`created_at` is 1716809829 and `"1716809829"` within one example reply of the conversation message list). None of that is an
//! error here. What remains is: text that is not JSON, and a value whose meaning would have to be guessed.

use super::cursor::{Cursor, Fault, JsonKind};
use super::decode::{Decode, Found, Kind};
use super::limits::{Allowance, Depth};
use super::path;
use super::record::Record;
use super::repair::repaired;
use super::skip::end_of_value;
use super::unions::{Lookahead, Take};
use crate::error::Error;
use crate::redaction::named;
use crate::text::{excerpt, lossy};
use crate::{ErrorKind, Result};

/// How many characters of an unexpected value an error shows.
const EXCERPT: usize = 40;

/// How many characters of a place an error shows: its keys are somebody else's.
const PLACE: usize = 300;

/// Reads one JSON text, value by value.
pub(crate) struct Reader<'j> {
    pub(super) cursor: Cursor<'j>,
    depth: Depth,
    allowance: Allowance,
    /// Whether the object that was read last had a key that is a field.
    is_known: bool,
}

/// What stood in a text as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nothing where something was due, or an object of which no key is a field.
    None,
    /// The empty value of the type.
    Empty,
    Some,
}

/// A value that is neither an object nor an array, nor null.
pub(crate) enum Scalar<'r> {
    Bool(bool),
    /// A number as it stands in the text: an id has more digits than a float can hold.
    Number(&'r str),
    Text(&'r str),
}

impl<'j> Reader<'j> {
    pub(crate) fn new(text: &'j str) -> Self {
        Self::within(Allowance::unlimited(), text)
    }

    fn within(allowance: Allowance, text: &'j str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self {
            cursor: Cursor::new(text),
            depth: Depth::here(),
            allowance,
            is_known: false,
        }
    }

    /// Reads the whole text as one value; what the text leaves open keeps the value that `slot` has.
    pub(crate) fn read_all(text: &[u8], slot: &mut dyn Decode) -> Result<Known> {
        Self::read_within(Allowance::unlimited(), text, slot)
    }

    /// The same, for a value that may cost so much.
    pub(crate) fn read_within(
        allowance: Allowance,
        text: &[u8],
        slot: &mut dyn Decode,
    ) -> Result<Known> {
        Self::read_text(allowance, &lossy(text), slot)
    }

    /// The same, of what is known to be text.
    pub(crate) fn read_text(
        allowance: Allowance,
        text: &str,
        slot: &mut dyn Decode,
    ) -> Result<Known> {
        match Reader::within(allowance, text).read_root(slot) {
            // What has been read is read again, to the same effect.
            Err(unreadable) => match repaired(text) {
                Some(text) => Reader::within(allowance, &text).read_root(slot),
                None => Err(unreadable),
            },
            read => read,
        }
    }

    fn read_root(mut self, slot: &mut dyn Decode) -> Result<Known> {
        let found = slot.decode(&mut self)?;
        self.cursor.finish().map_err(|e| self.syntax(&e))?;
        Ok(match found {
            Found::Nothing if slot.is_due() => Known::None,
            Found::Nothing | Found::Empty => Known::Empty,
            Found::Value if self.is_foreign(slot) => Known::None,
            Found::Value => Known::Some,
        })
    }

    /// Whether what was just read into `slot` is an object of which no key is a field.
    pub(crate) fn is_foreign(&self, slot: &dyn Decode) -> bool {
        slot.kind() == Kind::Record && !self.is_known
    }

    /// Reads the next value into `slot`, which keeps its value if there is nothing to read.
    pub(crate) fn read<T: Decode + ?Sized>(&mut self, slot: &mut T) -> Result<()> {
        slot.decode(self)?;
        Ok(())
    }

    /// Passes over the next value.
    pub(crate) fn skip(&mut self) -> Result<()> {
        self.raw()?;
        Ok(())
    }

    /// Counts memory that a value of the reply takes.
    pub(crate) fn charge(&mut self, bytes: usize) -> Result<()> {
        let charged = self.allowance.take(bytes);
        charged.map_err(|limit| {
            let problem = format!("it takes more than {limit} bytes of memory");
            self.fault(self.cursor.at(), &problem, "")
        })
    }

    /// The text of the next value, as it stands.
    pub(crate) fn raw(&mut self) -> Result<&'j str> {
        self.cursor.arrive().map_err(|e| self.syntax(&e))?;
        let (text, start) = (self.cursor.text(), self.cursor.at());
        match end_of_value(text.as_bytes(), start) {
            Some(end) if end > start => {
                self.cursor.go_to(end);
                Ok(&text[start..end])
            }
            Some(_) => Err(self.fault(start, "expected a value", "")),
            None => Err(self.fault(text.len(), "it ends within a value", "")),
        }
    }

    #[inline]
    fn peek(&mut self) -> Result<JsonKind> {
        self.cursor.peek().map_err(|e| self.syntax(&e))
    }

    /// Passes over a null; false if the next value is not null.
    pub(crate) fn null(&mut self) -> Result<bool> {
        if self.peek()? != JsonKind::Null {
            return Ok(false);
        }
        self.cursor.word("null").map_err(|e| self.syntax(&e))?;
        Ok(true)
    }

    /// The next value, to look at before it is read.
    pub(crate) fn ahead(&mut self) -> Result<Lookahead<'j>> {
        let kind = self.peek()?;
        Ok(Lookahead::new(
            kind,
            &self.cursor.text()[self.cursor.at()..],
        ))
    }

    /// Reads the next value as `first` does; where that fails, all of it as `second` does.
    #[allow(dead_code)] // a document decides whether it occurs
    pub(crate) fn either<U>(&mut self, first: Take<U>, second: Take<U>) -> Result<Option<U>> {
        self.peek()?;
        let (start, depth) = (self.cursor.at(), self.depth);
        first(self).or_else(|_| {
            self.cursor.go_to(start);
            self.depth = depth;
            second(self)
        })
    }

    /// Whether an object or an array comes next.
    pub(crate) fn is_composite(&mut self) -> Result<bool> {
        Ok(matches!(self.peek()?, JsonKind::Object | JsonKind::List))
    }

    /// The text that comes next; `None` if something else does.
    #[inline]
    pub(crate) fn text(&mut self) -> Result<Option<&str>> {
        if self.peek()? != JsonKind::Text {
            return Ok(None);
        }
        match self.cursor.pass_string() {
            Ok(passed) => Ok(Some(self.cursor.passed(&passed))),
            Err(e) => Err(self.syntax(&e)),
        }
    }

    /// Hands the next scalar to `take`; `None` from `take` is an error that says what was expected.
    pub(crate) fn scalar(
        &mut self,
        expected: &str,
        take: &mut dyn FnMut(Scalar<'_>) -> Option<Found>,
    ) -> Result<Found> {
        let kind = self.peek()?;
        let start = self.cursor.at();
        let taken = match kind {
            JsonKind::Null => self.cursor.word("null").map(|()| Some(Found::Nothing)),
            JsonKind::Bool => self.cursor.bool().map(|b| take(Scalar::Bool(b))),
            JsonKind::Text => self.cursor.string().map(|s| take(Scalar::Text(s))),
            JsonKind::Number => self.cursor.number().map(|n| take(Scalar::Number(n))),
            JsonKind::List | JsonKind::Object => Ok(None),
        };
        match taken {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(self.unexpected(expected, start)),
            Err(e) => Err(self.syntax(&e)),
        }
    }

    /// Reads an object into a record, key by key. Null and `""` stand for no object.
    pub(crate) fn record(&mut self, record: &mut dyn Record) -> Result<Found> {
        if let Some(found) = self.opens(JsonKind::Object, "an object")? {
            return Ok(found);
        }
        let mut found = Found::Empty;
        let mut is_known = false;
        let mut key = match self.cursor.first_key() {
            Ok(key) => key,
            Err(e) => return Err(self.syntax(&e)),
        };
        while let Some(name) = key {
            found = Found::Value;
            self.allowance.watch()?;
            if let Some(slot) = record.slot(name) {
                is_known = true;
                slot.decode(self)?;
            } else if let Some(rest) = record.rest() {
                is_known = true;
                let name = name.to_owned();
                rest.read(name, self)?;
            } else {
                self.skip()?;
            }
            key = match self.cursor.next_key() {
                Ok(key) => key,
                Err(e) => return Err(self.syntax(&e)),
            };
        }
        self.depth.leave();
        self.is_known = is_known;
        Ok(found)
    }

    /// Calls `entry` with every key of an object, to read its value. Null and `""` stand for no object.
    pub(crate) fn map(
        &mut self,
        entry: &mut dyn FnMut(&mut Self, String) -> Result<()>,
    ) -> Result<Found> {
        if let Some(found) = self.opens(JsonKind::Object, "an object")? {
            return Ok(found);
        }
        let mut found = Found::Empty;
        let mut key = self.cursor.first_key().map(|key| key.map(str::to_owned));
        while let Some(name) = key.map_err(|e| self.syntax(&e))? {
            found = Found::Value;
            self.allowance.watch()?;
            entry(self, name)?;
            key = self.cursor.next_key().map(|key| key.map(str::to_owned));
        }
        self.depth.leave();
        Ok(found)
    }

    /// Calls `item` for every item of an array, to read it. Null and `""` stand for no array.
    pub(crate) fn list(&mut self, item: &mut dyn FnMut(&mut Self) -> Result<()>) -> Result<Found> {
        if let Some(found) = self.opens(JsonKind::List, "an array")? {
            return Ok(found);
        }
        let mut found = Found::Empty;
        let mut next = Ok(self.cursor.first_item());
        while next.map_err(|e| self.syntax(&e))? {
            found = Found::Value;
            self.allowance.watch()?;
            item(self)?;
            next = self.cursor.next_item();
        }
        self.depth.leave();
        Ok(found)
    }

    /// Opens the object or array that comes next; gives what was found instead of one. Null and `""` are nothing; some servers write
    /// the empty one of either as that of the other.
    fn opens(&mut self, bracket: JsonKind, expected: &str) -> Result<Option<Found>> {
        let peek = self.peek()?;
        let start = self.cursor.at();
        if peek == bracket {
            if self.depth.enter() {
                return Ok(None);
            }
            return Err(self.fault(start, "objects and arrays are nested too deeply", ""));
        }
        if matches!(peek, JsonKind::Object | JsonKind::List)
            && let Some(end) = end_of_value(self.bytes(), start)
            && self.bytes()[start + 1..end - 1].trim_ascii().is_empty()
        {
            self.cursor.go_to(end);
            return Ok(Some(Found::Empty));
        }
        let found = self.scalar(expected, &mut |scalar| match scalar {
            Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
            Scalar::Text(_) | Scalar::Number(_) | Scalar::Bool(_) => None,
        })?;
        Ok(Some(found))
    }

    fn bytes(&self) -> &'j [u8] {
        self.cursor.text().as_bytes()
    }

    #[cold]
    fn unexpected(&self, expected: &str, start: usize) -> Error {
        let value = excerpt(&self.bytes()[start..], EXCERPT);
        self.fault(
            start,
            &format!("expected {expected}"),
            &format!("found {value}"),
        )
    }

    #[cold]
    fn syntax(&self, fault: &Fault) -> Error {
        let index = fault.at;
        // At the end of a text that was cut off there is nothing to see but the beginning of a value.
        if index + 1 >= self.bytes().len() {
            return self.fault(index, fault.what, "");
        }
        let near = excerpt(&self.bytes()[index.saturating_sub(10)..], EXCERPT);
        self.fault(index, fault.what, &format!("near {near:?}"))
    }

    /// `seen` is what stands there; it is not shown of what is called a secret.
    #[cold]
    fn fault(&self, offset: usize, what: &str, seen: &str) -> Error {
        let path = path::of(self.bytes(), offset);
        let place = if path.is_empty() {
            String::new()
        } else {
            format!(" at `{}`", excerpt(path.as_bytes(), PLACE))
        };
        let mut message = format!("the reply cannot be read{place}: {what}");
        if !seen.is_empty() && !is_secret(&path) {
            message = format!("{message}, {seen}");
        }
        Error::new(ErrorKind::Decode, message)
    }

    /// The error for the text of a value, just read, that `serde_json` does not take.
    #[cold]
    pub(crate) fn unusable(&self, text: &str, error: serde_json::Error) -> Error {
        let offset = offset_of(text, &error);
        let seen = excerpt(&text.as_bytes()[offset.saturating_sub(10)..], EXCERPT);
        let place = self.cursor.at() - text.len() + offset;
        let fault = self.fault(place, "this JSON cannot be kept", &format!("near {seen:?}"));
        fault.with_source(error)
    }

    /// The error for the text of a value, just read, that a type of the caller does not take.
    #[cold]
    pub(crate) fn unfit(&self, text: &str, error: &serde_json::Error) -> Error {
        let place = self.cursor.at() - text.len() + offset_of(text, error);
        let what = "it does not fit the type that was asked for";
        self.fault(place, what, &error.to_string())
    }
}

/// Where in a text an error is.
fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}

/// Whether the last key of a path names a secret: `access_token`, `verify_token`, `client_secret`.
fn is_secret(path: &str) -> bool {
    named::is_secret(path.rsplit('.').next().unwrap_or_default())
}

#[cfg(test)]
mod tests;
