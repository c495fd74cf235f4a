//! Lists and objects, written item by item.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::{Unwritable, Writer, Written, or_null, put, unquote, write};

/// Writes the items of a list.
pub(super) struct List<'o> {
    out: &'o mut Vec<u8>,
    len: usize,
    end: &'static [u8],
}

/// Writes the entries of an object.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    is_empty: bool,
    /// The key whose value is next.
    key: String,
    end: &'static [u8],
}

impl<'o> List<'o> {
    pub(super) fn begun(out: &'o mut Vec<u8>, end: &'static [u8]) -> Self {
        out.push(b'[');
        Self { out, len: 0, end }
    }

    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Written {
        if self.len > 0 {
            self.out.push(b',');
        }
        let written = item.serialize(Writer { out: self.out });
        self.passed(written)
    }

    fn passed(&mut self, item: Written) -> Written {
        self.len += 1;
        item.map_err(|e| e.within(&format!("[{}]", self.len - 1)))
    }

    #[allow(clippy::unnecessary_wraps)] // the type of serde
    fn close(self) -> Written {
        self.out.extend(self.end);
        Ok(())
    }
}

impl<'o> Object<'o> {
    pub(super) fn begun(out: &'o mut Vec<u8>, end: &'static [u8]) -> Self {
        out.push(b'{');
        Self {
            out,
            is_empty: true,
            key: String::new(),
            end,
        }
    }

    fn next(&mut self) {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
    }

    fn named(&mut self, key: &'static str) -> Written {
        self.next();
        put(self.out, &key)?;
        self.out.push(b':');
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        self.named(key)?;
        let written = value.serialize(Writer { out: self.out });
        self.passed(key, written)
    }

    fn passed(&mut self, key: &str, value: Written) -> Written {
        or_null(self.out, value).map_err(|e| e.within(key))
    }

    /// Appends a key: a text, or what becomes one.
    fn key(&mut self, key: &[u8]) -> Written {
        self.next();
        match key.first() {
            Some(b'"') => self.out.extend(key),
            Some(b'{' | b'[' | b'n') | None => {
                return Err(Unwritable::new("a key of an object must be a text"));
            }
            Some(_) => {
                self.out.push(b'"');
                self.out.extend(key);
                self.out.push(b'"');
            }
        }
        self.out.push(b':');
        let key = String::from_utf8_lossy(key);
        key.trim_matches('"').clone_into(&mut self.key);
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps)] // the type of serde
    fn close(self) -> Written {
        self.out.extend(self.end);
        Ok(())
    }
}

macro_rules! lists {
    ($($name:ident: $method:ident,)*) => {
        $(
            impl $name for List<'_> {
                type Ok = ();
                type Error = Unwritable;

                fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Written {
                    self.item(item)
                }

                fn end(self) -> Written {
                    self.close()
                }
            }
        )*
    };
}

lists! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

impl SerializeMap for Object<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        let mut text = Vec::new();
        write(&mut text, key)?;
        self.key(&text)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        let written = value.serialize(Writer { out: self.out });
        or_null(self.out, written).map_err(|e| e.within(&self.key))
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStructVariant for Object<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        self.field(key, value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

/// Writes the fields of a struct.
pub(super) enum Fields<'o> {
    Object(Object<'o>),
    /// The only field is the text of the value.
    Raw(&'o mut Vec<u8>),
}

impl Fields<'_> {
    /// Where the value of the field is written.
    fn begin(&mut self, key: &'static str) -> Result<&mut Vec<u8>, Unwritable> {
        match self {
            Self::Object(object) => {
                object.named(key)?;
                Ok(object.out)
            }
            Self::Raw(out) => Ok(out),
        }
    }

    fn passed(&mut self, key: &'static str, start: usize, value: Written) -> Written {
        match self {
            Self::Object(object) => object.passed(key, value),
            Self::Raw(out) => value.and_then(|()| unquote(out, start)),
        }
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        let out = self.begin(key)?;
        let start = out.len();
        let written = value.serialize(Writer { out });
        self.passed(key, start, written)
    }

    fn end(self) -> Written {
        match self {
            Self::Object(object) => object.close(),
            Self::Raw(_) => Ok(()),
        }
    }
}
