//! The fields of a type in, the object that any serializer makes of them out.
//!
//! It is what a derive does, in far less code: types name their fields once, and the rest is compiled once for each serializer.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// A type that is written as an object of its fields. Emitted code implements it, and [`serialize!`] makes it one of serde's, too.
pub(crate) trait HasFields {
    /// Hands on all fields that are written, in their order.
    fn fields<F: TakesFields>(&self, fields: &mut F);
}

/// What is done with the fields of a value.
#[allow(dead_code)] // a document decides which kinds of field occur
pub(crate) trait TakesFields {
    /// Takes a field that is always written.
    fn add<T: Serialize>(&mut self, key: &'static str, value: &T);

    /// Takes a field that is left out where it has no value.
    #[allow(clippy::ref_option)] // emitted code hands fields on as they are
    fn add_some<T: Serialize>(&mut self, key: &'static str, value: &Option<T>);
}

/// How many fields are written, which some formats begin with.
struct Count(usize);

impl TakesFields for Count {
    #[inline]
    fn add<T: Serialize>(&mut self, _: &'static str, _: &T) {
        self.0 += 1;
    }

    #[inline]
    fn add_some<T: Serialize>(&mut self, _: &'static str, value: &Option<T>) {
        self.0 += usize::from(value.is_some());
    }
}

/// The object that fields are written into, up to the first that cannot be written.
struct Object<S: SerializeStruct>(Result<S, S::Error>);

impl<S: SerializeStruct> Object<S> {
    fn begun(
        name: &'static str,
        len: usize,
        serializer: impl Serializer<SerializeStruct = S, Error = S::Error>,
    ) -> Self {
        Self(serializer.serialize_struct(name, len))
    }

    fn fail(&mut self, error: S::Error) {
        self.0 = Err(error);
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}

impl<S: SerializeStruct> TakesFields for Object<S> {
    #[inline]
    fn add<T: Serialize>(&mut self, key: &'static str, value: &T) {
        if let Ok(object) = &mut self.0
            && let Err(e) = object.serialize_field(key, value)
        {
            self.fail(e);
        }
    }

    #[inline]
    fn add_some<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) {
        if value.is_some() {
            return self.add(key, value);
        }
        if let Ok(object) = &mut self.0
            && let Err(e) = object.skip_field(key)
        {
            self.fail(e);
        }
    }
}

/// Writes the value of a type of this name.
#[allow(dead_code)] // a document decides whether it occurs
pub(crate) fn write<S: Serializer>(
    name: &'static str,
    value: &impl HasFields,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut count = Count(0);
    value.fields(&mut count);
    let mut object = Object::begun(name, count.0, serializer);
    value.fields(&mut object);
    object.end()
}

/// Makes a type that [`HasFields`] one that serde writes.
#[allow(unused_macros)] // a document decides whether it occurs
macro_rules! serialize {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                $crate::json::fields::write(stringify!($name), self, serializer)
            }
        }
    };
}
#[allow(unused_imports)] // a document decides whether it occurs
pub(crate) use serialize;

#[cfg(test)]
mod tests {
    use serde::ser::Error;
    use serde_json::json;

    use super::*;

    struct Thing {
        id: Result<i64, &'static str>,
        label: Option<&'static str>,
    }

    impl HasFields for Thing {
        fn fields<F: TakesFields>(&self, fields: &mut F) {
            fields.add("id", &Id(self.id));
            fields.add_some("label", &self.label);
            fields.add("tags", &["a"]);
        }
    }
    serialize!(Thing);

    struct Id(Result<i64, &'static str>);

    impl Serialize for Id {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.map_err(S::Error::custom)?.serialize(serializer)
        }
    }

    #[test]
    fn fields_without_a_value_are_left_out() {
        let mut thing = Thing {
            id: Ok(1),
            label: None,
        };
        let written = serde_json::to_value(&thing).expect("it can be written");
        assert_eq!(written, json!({"id": 1, "tags": ["a"]}));
        thing.label = Some("b");
        let written = serde_json::to_string(&thing).expect("it can be written");
        assert_eq!(written, r#"{"id":1,"label":"b","tags":["a"]}"#);
    }

    #[test]
    fn a_field_that_cannot_be_written_is_an_error() {
        let thing = Thing {
            id: Err("no id yet"),
            label: None,
        };
        let error = serde_json::to_string(&thing).expect_err("there is no id");
        assert_eq!(error.to_string(), "no id yet");
    }

    #[test]
    fn as_many_fields_are_announced_as_follow() {
        let count = |label| {
            let mut count = Count(0);
            Thing { id: Ok(1), label }.fields(&mut count);
            count.0
        };
        assert_eq!((count(None), count(Some("b"))), (2, 3));
    }
}
