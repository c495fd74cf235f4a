//! Examples of the document -> values of the types that they are for.
//!
//! The vendor writes them as texts, whatever the type, and `-` where there is none. What is no value of its type is no example.

use serde_json::Value;

use crate::document::examples::{NOTHING, VENDORS, meant, text, whole};
use crate::ir::{Type, TypeDef, TypeKind};
use crate::openapi::Schema;

/// The first example of a schema that is a value of its type. `types` is the arena.
pub(crate) fn of(types: &[TypeDef], ty: &Type, schema: Option<Schema<'_>>) -> Option<Value> {
    let schema = schema?;
    let is_nothing =
        |example: &&Value| example.as_str().is_some_and(|text| NOTHING.contains(&text));
    let vendors = schema.extension(VENDORS);
    let examples = [
        schema.example(),
        vendors.filter(|example| !is_nothing(example)),
    ];
    examples
        .into_iter()
        .flatten()
        .find_map(|example| value(types, ty, example))
}

/// An example as a value of a type, if it is one or is a text that means one. What has fields has the examples of these.
fn value(types: &[TypeDef], ty: &Type, example: &Value) -> Option<Value> {
    match ty {
        Type::Bool => meant(example, Value::is_boolean),
        Type::Int | Type::UInt | Type::IntText => integer(example),
        Type::Float => meant(example, Value::is_number),
        Type::Text => text(example).map(Value::String),
        Type::Json => {
            let is_composed = |value: &Value| value.is_object() || value.is_array();
            let plain = || Some(example.clone()).filter(|example| !example.is_null());
            meant(example, is_composed).or_else(plain)
        }
        Type::List(item) => {
            let items = meant(example, Value::is_array)?;
            let items = items.as_array()?.iter();
            items.map(|one| value(types, item, one)).collect()
        }
        Type::Map(item) => {
            let entries = meant(example, Value::is_object)?;
            let entries = entries.as_object()?.iter();
            let entry =
                |(key, one): (&String, &Value)| Some((key.clone(), value(types, item, one)?));
            entries.map(entry).collect::<Option<_>>().map(Value::Object)
        }
        Type::Nullable(inner) => value(types, inner, example),
        Type::Named(id) => of_enum(&types[id.0].kind, example),
        Type::Boxed(_) | Type::File | Type::Bytes => None,
    }
}

fn of_enum(kind: &TypeKind, example: &Value) -> Option<Value> {
    match kind {
        TypeKind::StringEnum(variants) => {
            let text = text(example)?;
            let is_known = variants.iter().any(|variant| variant.value == text);
            is_known.then_some(text.into())
        }
        TypeKind::IntEnum(variants) => {
            let number = integer(example)?;
            let is_known = |number: &i64| variants.iter().any(|one| one.value == *number);
            number.as_i64().filter(is_known).map(Value::from)
        }
        TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Events(_) | TypeKind::Messages(_) => {
            None
        }
    }
}

/// A whole number that the integers of the crate hold.
fn integer(example: &Value) -> Option<Value> {
    whole(&meant(example, Value::is_number)?).filter(Value::is_i64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn example(ty: &Type, example: &Value) -> Option<Value> {
        value(&[], ty, example)
    }

    #[test]
    fn texts_mean_values() {
        let list = Type::List(Box::new(Type::Text));
        let map = Type::Map(Box::new(Type::Int));
        for (ty, given, meant) in [
            (Type::Text, json!(1.5), json!("1.5")),
            (Type::Int, json!("42"), json!(42)),
            (Type::Int, json!(1.7e9), json!(1_700_000_000)),
            (Type::Bool, json!("false"), json!(false)),
            (list, json!("[\"a\", 1]"), json!(["a", "1"])),
            (map, json!({"a": "1"}), json!({"a": 1})),
            (Type::Json, json!("{\"a\": 1}"), json!({"a": 1})),
            (Type::Json, json!("a"), json!("a")),
        ] {
            assert_eq!(example(&ty, &given), Some(meant), "{ty:?}");
        }
    }

    #[test]
    fn what_is_no_value_is_no_example() {
        let list = Type::List(Box::new(Type::Int));
        for (ty, given) in [
            (Type::Text, json!({})),
            (Type::Int, json!("see below")),
            (Type::Int, json!(1.5)),
            (Type::Bool, json!("yes")),
            (list, json!("[\"a\"]")),
            (Type::Json, json!(null)),
        ] {
            assert_eq!(example(&ty, &given), None, "{ty:?}");
        }
    }
}
