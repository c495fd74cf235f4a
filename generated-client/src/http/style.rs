//! Lists and objects as named texts, in the styles that OpenAPI has for queries and forms.

// A document decides which of these occur.
#![allow(dead_code)]

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::Value;

use super::value::{QueryValue, Unwritable, value_text};
use crate::json::write::write;

/// A value as a JSON text; null is unset.
pub(crate) struct AsJson<'a, T>(pub(crate) &'a T);

impl<T: Serialize> QueryValue for AsJson<'_, T> {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        let mut text = Vec::new();
        write(&mut text, self.0)?;
        let text = String::from_utf8(text).map_err(Unwritable::custom)?;
        Ok((text != "null").then_some(text))
    }
}

/// The items of a list, or the keys and values of an object, with a separator between them; without any, it is unset.
pub(crate) struct Joined<'a, T>(pub(crate) &'static str, pub(crate) &'a T);

impl<T: Serialize> QueryValue for Joined<'_, T> {
    fn text(&self) -> Result<Option<String>, Unwritable> {
        let texts: Vec<String> = match json(self.1)? {
            Value::Array(items) => items.iter().filter_map(value_text).collect(),
            Value::Object(fields) => fields
                .into_iter()
                .filter_map(|(name, field)| Some([name, value_text(&field)?]))
                .flatten()
                .collect(),
            scalar => return Ok(value_text(&scalar)),
        };
        Ok((!texts.is_empty()).then(|| texts.join(self.0)))
    }
}

/// A value as JSON, to be taken apart.
pub(crate) fn json(value: &impl Serialize) -> Result<Value, Unwritable> {
    let mut text = Vec::new();
    write(&mut text, value)?;
    serde_json::from_slice(&text).map_err(Unwritable::custom)
}

/// Names and texts.
pub(crate) type NamedTexts = Vec<(String, String)>;

/// The key once for each item of a list; items that are no texts are written as JSON.
pub(crate) fn each(name: &str, value: &Value) -> NamedTexts {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    let texts = items.iter().filter_map(value_text);
    texts.map(|text| (name.to_owned(), text)).collect()
}

/// A key for each field of an object, which repeats for the items of a list.
pub(crate) fn fields(name: &str, value: &Value) -> NamedTexts {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, field)| each(name, field))
            .collect(),
        other => each(name, other),
    }
}

/// A key for each field of an object, `filter[name]`. What is in it may be an object again; a list repeats its key, and one of
/// objects numbers them.
pub(crate) fn deep(name: &str, value: &Value) -> NamedTexts {
    let mut pairs = NamedTexts::new();
    push_deep(&mut pairs, name, value);
    pairs
}

fn push_deep(pairs: &mut NamedTexts, key: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                push_deep(pairs, &format!("{key}[{name}]"), field);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if item.is_object() || item.is_array() {
                    push_deep(pairs, &format!("{key}[{index}]"), item);
                } else {
                    push_deep(pairs, key, item);
                }
            }
        }
        scalar => pairs.extend(value_text(scalar).map(|text| (key.to_owned(), text))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(pairs: NamedTexts) -> String {
        let pairs = pairs.into_iter();
        let pairs: Vec<String> = pairs.map(|(name, text)| format!("{name}={text}")).collect();
        pairs.join("&")
    }

    #[test]
    fn a_list_has_its_key_for_each_item() {
        assert_eq!(
            written(each("a", &json!(["x", 1, null, {"b": 2}]))),
            r#"a=x&a=1&a={"b":2}"#
        );
        assert_eq!(written(each("a", &json!([]))), "");
        assert_eq!(written(each("a", &Value::Null)), "");
    }

    #[test]
    fn an_object_has_its_keys() {
        let object = json!({"r": 1, "tags": ["x", "y"], "none": null});
        assert_eq!(written(fields("color", &object)), "r=1&tags=x&tags=y");
        assert_eq!(written(fields("color", &json!("red"))), "color=red");
    }

    #[test]
    fn an_object_has_keys_in_brackets() {
        let filter = json!({
            "name": "a&b",
            "none": null,
            "parts": [{"id": 1}, {"id": 2}],
            "size": {"gte": 1, "lt": 2.5},
            "tags": ["x", true],
        });
        assert_eq!(
            written(deep("filter", &filter)),
            "filter[name]=a&b&filter[parts][0][id]=1&filter[parts][1][id]=2\
             &filter[size][gte]=1&filter[size][lt]=2.5&filter[tags]=x&filter[tags]=true"
        );
    }

    #[test]
    fn one_text_can_hold_them_all() {
        assert_eq!(
            Joined("|", &json!(["a", 1])).text(),
            Ok(Some("a|1".to_owned()))
        );
        assert_eq!(
            Joined(",", &json!({"g": 2, "r": 1})).text(),
            Ok(Some("g,2,r,1".to_owned()))
        );
        assert_eq!(Joined(" ", &Vec::<String>::new()).text(), Ok(None));
        assert_eq!(
            AsJson(&json!({"a": "b"})).text(),
            Ok(Some(r#"{"a":"b"}"#.to_owned()))
        );
        assert_eq!(AsJson(&None::<i64>).text(), Ok(None));
        let refused = AsJson(&[f64::NAN]).text().expect_err("it is none");
        assert_eq!(refused.to_string(), "`[0]`: NaN is no number of JSON");
    }
}
