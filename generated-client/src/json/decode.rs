//! How every kind of field is read: what counts as nothing, as empty, and as a value.

use std::collections::BTreeMap;

use serde_json::Value;

use super::instant::seconds;
use super::limits;
use super::reader::{Reader, Scalar};
use super::record::read_entry;
use crate::Result;

/// What stood where a value was looked for.
///
/// An empty value never replaces another one: of two spellings of a key, the last that holds something wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Found {
    /// Null, or `""` where that is no value of the type.
    Nothing,
    /// The type's empty value: `""`, `0`, `false`, `[]`, `{}`.
    Empty,
    /// Anything else.
    Value,
}

impl Found {
    /// What a list or map is whose items were all dropped.
    fn without_items(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Empty | Self::Value => Self::Empty,
        }
    }
}

/// A type that can be read. It starts at its default, which stays where the reply says nothing.
pub(crate) trait Decode {
    /// Reads the next value into `self`, and says what it was.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found>;

    fn kind(&self) -> Kind {
        Kind::Scalar
    }
}

/// What a type is to those who read what holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A reply without it lacks something.
    Scalar,
    /// The same; it has fields, so that an object without any of them is another one.
    Record,
    /// It may be left out where it is empty, such as a list or a map.
    Omissible,
    /// The same; null is one of its values, so that lists and maps keep the places of nulls.
    Nullable,
}

impl dyn Decode + '_ {
    /// Whether a reply without it lacks something.
    pub(crate) fn is_due(&self) -> bool {
        matches!(self.kind(), Kind::Scalar | Kind::Record)
    }
}

/// Reads a whole text.
pub(crate) fn from_json<T: Decode + Default>(text: &[u8]) -> Result<T> {
    let mut value = T::default();
    Reader::read_all(text, &mut value)?;
    Ok(value)
}

impl Decode for String {
    /// Numbers and truth values are kept as they are written; an object or array as its JSON text, because the service sends some
    /// values either way (`data` of a workflow run is text that holds JSON).
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if let Some(text) = reader.text()? {
            if text.is_empty() {
                return Ok(Found::Empty);
            }
            *self = String::from(text);
            return Ok(Found::Value);
        }
        if reader.is_composite()? {
            reader.raw()?.clone_into(self);
            return Ok(Found::Value);
        }
        reader.scalar("a text", &mut |scalar| {
            let text = match scalar {
                Scalar::Text(text) | Scalar::Number(text) => text,
                Scalar::Bool(true) => "true",
                Scalar::Bool(false) => "false",
            };
            text.clone_into(self);
            Some(Found::Value)
        })
    }
}

impl Decode for i64 {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if let Some(number) = reader.plain_integer() {
            return Ok(stored(self, number));
        }
        reader.scalar("an integer", &mut |scalar| match scalar {
            Scalar::Number(text) => store(self, whole(text)?),
            Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
            Scalar::Text(text) => store(self, whole(text.trim()).or_else(|| seconds(text.trim()))?),
            Scalar::Bool(_) => None,
        })
    }
}

impl Decode for u64 {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.scalar(
            "an integer that is not negative",
            &mut |scalar| match scalar {
                Scalar::Number(text) => store(self, unsigned(text)?),
                Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
                Scalar::Text(text) => store(self, unsigned(text.trim())?),
                Scalar::Bool(_) => None,
            },
        )
    }
}

impl Decode for f64 {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.scalar("a number", &mut |scalar| match scalar {
            Scalar::Number(text) => store(self, text.parse().ok()?),
            Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
            Scalar::Text(text) => store(self, text.trim().parse().ok()?),
            Scalar::Bool(_) => None,
        })
    }
}

impl Decode for bool {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.scalar("true or false", &mut |scalar| match scalar {
            Scalar::Bool(value) => store(self, value),
            Scalar::Text(text) if text.trim().is_empty() => Some(Found::Nothing),
            Scalar::Text(text) | Scalar::Number(text) => store(self, truth(text.trim())?),
        })
    }
}

/// An integer, also in the notation of a float as long as it is one: `1.7e9`.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let is_whole = |number: &f64| number.fract() == 0.0;
    let number = || text.parse().ok().filter(is_whole).and_then(truncated);
    text.parse().ok().or_else(number)
}

/// The same, or the whole part of a number with a fraction: some servers give times in fractions of seconds.
fn whole(text: &str) -> Option<i64> {
    integer(text).or_else(|| truncated(text.parse().ok()?))
}

fn unsigned(text: &str) -> Option<u64> {
    let number = || u64::try_from(whole(text)?).ok();
    text.parse().ok().or_else(number)
}

fn truncated(number: f64) -> Option<i64> {
    // Between these bounds the conversion is exact.
    #[allow(clippy::cast_possible_truncation)]
    (number.abs() < 9_007_199_254_740_992.0).then_some(number.trunc() as i64)
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "1" => Some(true),
        "false" | "False" | "0" => Some(false),
        _ => None,
    }
}

/// Stores a value unless it is the empty one, which must not replace another.
fn stored<T: Default + PartialEq>(slot: &mut T, value: T) -> Found {
    if value == T::default() {
        return Found::Empty;
    }
    *slot = value;
    Found::Value
}

/// The same, in the closures of scalars.
#[allow(clippy::unnecessary_wraps)] // their type
fn store<T: Default + PartialEq>(slot: &mut T, value: T) -> Option<Found> {
    Some(stored(slot, value))
}

impl Decode for Value {
    /// Any JSON, as it is.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        if reader.null()? {
            return Ok(Found::Nothing);
        }
        let text = reader.raw()?;
        reader.charge(limits::value(text.as_bytes()))?;
        *self = serde_json::from_str(text).map_err(|e| reader.unusable(text, e))?;
        Ok(Found::Value)
    }

    fn kind(&self) -> Kind {
        Kind::Nullable
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.charge(size_of::<T>())?;
        T::decode(self, reader)
    }

    fn kind(&self) -> Kind {
        T::kind(self)
    }
}

impl<T: Decode + Default> Decode for Vec<T> {
    /// Items that are null, or nothing in another way, are dropped where their type has no value for them.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        let mut items = Self::new();
        let found = read_items(&mut items, reader);
        if let Ok(Found::Value) = found {
            *self = items;
        }
        found
    }

    fn kind(&self) -> Kind {
        Kind::Omissible
    }
}

/// A list that is read, whatever its items are.
trait Items {
    /// What another item takes of the memory that is left.
    fn growth(&self) -> usize;

    /// The new last item.
    fn another(&mut self) -> &mut dyn Decode;

    fn drop_last(&mut self);
}

impl<T: Decode + Default> Items for Vec<T> {
    fn growth(&self) -> usize {
        limits::growth(self.len(), self.capacity(), size_of::<T>())
    }

    /// It stands on the stack only here.
    #[inline(never)]
    fn another(&mut self) -> &mut dyn Decode {
        self.push(T::default());
        self.last_mut().expect("pushed above")
    }

    fn drop_last(&mut self) {
        self.truncate(self.len() - 1);
    }
}

fn read_items(items: &mut dyn Items, reader: &mut Reader<'_>) -> Result<Found> {
    let mut is_empty = true;
    let found = reader.list(&mut |reader| {
        reader.charge(items.growth())?;
        let item = items.another();
        if item.decode(reader)? == Found::Nothing && item.kind() != Kind::Nullable {
            items.drop_last();
        } else {
            is_empty = false;
        }
        Ok(())
    })?;
    Ok(if is_empty {
        found.without_items()
    } else {
        found
    })
}

impl<T: Decode + Default> Decode for BTreeMap<String, T> {
    /// Entries that are null, or nothing in another way, are dropped where their type has no value for them.
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        let mut entries = Self::new();
        let found = reader.map(&mut |reader, key| read_entry(&mut entries, key, reader))?;
        if entries.is_empty() {
            return Ok(found.without_items());
        }
        *self = entries;
        Ok(found)
    }

    fn kind(&self) -> Kind {
        Kind::Omissible
    }
}

impl Decode for () {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.skip()?;
        Ok(Found::Value)
    }

    fn kind(&self) -> Kind {
        Kind::Omissible
    }
}
