//! Values of programs in, their JSON out.
//!
//! A number that JSON has no word for is refused with its place; `serde_json` would write null. So is an item of a list that is no
//! value, such as an enumeration at its default.

mod compound;

use std::fmt::{self, Display};

use serde::ser::{self, Serialize, Serializer};

use self::compound::{Fields, List, Object};
use super::markers;

/// Why a value cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unwritable {
    /// Where in the value: `items[0].score`; empty for the value itself.
    pub(crate) path: String,
    pub(crate) problem: String,
    /// Whether there is just no value, which is null outside of lists.
    is_missing: bool,
}

impl Unwritable {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            problem: problem.into(),
            is_missing: false,
        }
    }

    /// The same in the value of a key or, where it begins with a bracket, in an item of a list.
    pub(crate) fn within(mut self, step: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("{step}{joint}{}", self.path);
        self
    }
}

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.problem),
            path => write!(f, "`{path}`: {}", self.problem),
        }
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: Display>(problem: T) -> Self {
        Self::new(problem.to_string())
    }
}

type Written = Result<(), Unwritable>;

/// Appends a value as JSON.
pub(crate) fn write(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> Written {
    let written = value.serialize(Writer { out });
    or_null(out, written)
}

/// A value that is missing is null, except in a list.
fn or_null(out: &mut Vec<u8>, written: Written) -> Written {
    match written {
        Err(unwritable) if unwritable.is_missing && unwritable.path.is_empty() => {
            out.extend(b"null");
            Ok(())
        }
        written => written,
    }
}

/// Texts and numbers are written as `serde_json` writes them.
fn put(out: &mut Vec<u8>, scalar: &impl Serialize) -> Written {
    serde_json::to_writer(out, scalar).map_err(ser::Error::custom)
}

/// Writes one value.
struct Writer<'o> {
    out: &'o mut Vec<u8>,
}

impl Writer<'_> {
    /// Begins the object whose only key is the name of a variant.
    fn variant(&mut self, variant: &str) -> Written {
        self.out.push(b'{');
        put(self.out, &variant)?;
        self.out.push(b':');
        Ok(())
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(
            #[inline]
            fn $method(self, value: $ty) -> Written {
                put(self.out, &value)
            }
        )*
    };
}

macro_rules! decimals {
    ($($method:ident: $ty:ty,)*) => {
        $(
            #[inline]
            fn $method(self, value: $ty) -> Written {
                if value.is_finite() {
                    return put(self.out, &value);
                }
                Err(Unwritable::new(format!("{value} is no number of JSON")))
            }
        )*
    };
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = List<'o>;
    type SerializeTuple = List<'o>;
    type SerializeTupleStruct = List<'o>;
    type SerializeTupleVariant = List<'o>;
    type SerializeMap = Object<'o>;
    type SerializeStruct = Fields<'o>;
    type SerializeStructVariant = Object<'o>;

    scalars! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_char: char,
        serialize_str: &str,
    }

    decimals! {
        serialize_f32: f32,
        serialize_f64: f64,
    }

    #[inline]
    fn serialize_bytes(self, value: &[u8]) -> Written {
        put(self.out, &value)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.out.extend(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Written {
        if name == markers::MISSING {
            return Err(Unwritable {
                is_missing: true,
                ..Unwritable::new("it is no value")
            });
        }
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Written {
        let start = self.out.len();
        value.serialize(Writer { out: self.out })?;
        if name == markers::JSON {
            return unquote(self.out, start);
        }
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        self.variant(variant)?;
        let written = value.serialize(Writer { out: self.out });
        or_null(self.out, written).map_err(|e| e.within(variant))?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'o>, Unwritable> {
        Ok(List::begun(self.out, b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'o>, Unwritable> {
        Ok(List::begun(self.out, b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'o>, Unwritable> {
        Ok(List::begun(self.out, b"]"))
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'o>, Unwritable> {
        self.variant(variant)?;
        Ok(List::begun(self.out, b"]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'o>, Unwritable> {
        Ok(Object::begun(self.out, b"}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'o>, Unwritable> {
        if markers::is_raw(name) {
            return Ok(Fields::Raw(self.out));
        }
        Ok(Fields::Object(Object::begun(self.out, b"}")))
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'o>, Unwritable> {
        self.variant(variant)?;
        Ok(Object::begun(self.out, b"}}"))
    }
}

/// Puts what a text says, which is JSON already, in the place of the text, which begins there.
fn unquote(out: &mut Vec<u8>, start: usize) -> Written {
    let quoted = str::from_utf8(&out[start..]).map_err(ser::Error::custom)?;
    let text: String = serde_json::from_str(quoted).map_err(ser::Error::custom)?;
    out.truncate(start);
    out.extend(text.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests;
