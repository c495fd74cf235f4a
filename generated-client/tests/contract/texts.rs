//! What arrives as texts, in paths, queries, headers and forms -> values of the types that are declared for it.

use serde_json::{Map, Value};

use crate::document::Document;
use crate::shape::{self, Shape};

/// A text as a value of the type that is declared for it; itself, if it is none.
pub(crate) fn scalar(document: &Document, declared: &Value, text: &str) -> Value {
    let shape = shape::always(document, declared);
    let kinds = ["integer", "number", "boolean"];
    // A list or an object within a text is a JSON text: the styles of OpenAPI do not say how else to write it.
    let is_json = shape.is_array() || shape.is_object();
    if !is_json && !kinds.iter().any(|kind| shape.is(kind)) {
        let inner = alternatives(document, declared, text);
        return inner.unwrap_or_else(|| text.into());
    }
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// The text as one of several things that it may be.
fn alternatives(document: &Document, declared: &Value, text: &str) -> Option<Value> {
    let (schema, _) = document.resolve(declared);
    let mut read = shape::alternatives(schema).map(|one| scalar(document, one, text));
    read.find(|value| !value.is_string())
}

/// How something is written that is more than a scalar.
#[derive(Clone, Copy)]
pub(crate) struct Style<'d> {
    pub(crate) name: &'d str,
    pub(crate) explode: bool,
    /// As one JSON text.
    pub(crate) json: bool,
}

impl<'d> Style<'d> {
    /// That of a parameter.
    pub(crate) fn of_parameter(parameter: &'d Value) -> Self {
        let usual = match parameter["in"].as_str() {
            Some("query" | "cookie") => "form",
            _ => "simple",
        };
        Self {
            json: parameter.get("content").is_some(),
            ..Self::declared(parameter, usual)
        }
    }

    /// That of a field of a form, by its entry in `encoding`. Objects are JSON, unless a style says otherwise.
    pub(crate) fn of_field(encoding: &'d Value) -> Self {
        let names_style = encoding.get("style").is_some() || encoding.get("explode").is_some();
        let media_type = encoding["contentType"].as_str().unwrap_or_default();
        Self {
            json: !names_style && media_type.contains("json"),
            ..Self::declared(encoding, "form")
        }
    }

    fn declared(declared: &'d Value, usual: &'d str) -> Self {
        let name = declared["style"].as_str().unwrap_or(usual);
        Self {
            name,
            explode: declared["explode"].as_bool().unwrap_or(name == "form"),
            json: false,
        }
    }

    fn separator(self) -> char {
        match self.name {
            "spaceDelimited" => ' ',
            "pipeDelimited" => '|',
            _ => ',',
        }
    }
}

/// Takes out of `given` what belongs to a name, and reads it; `None` if there is nothing. What is left over was not declared.
pub(crate) fn take(
    document: &Document,
    name: &str,
    declared: &Value,
    style: Style<'_>,
    given: &mut Vec<(String, String)>,
) -> Option<Value> {
    let shape = shape::always(document, declared);
    if style.json {
        let text = take_first(given, name)?;
        return Some(serde_json::from_str(&text).unwrap_or_else(|_| text.into()));
    }
    if style.name == "deepObject" {
        return Node::take(name, given).map(|node| node.read(document, declared));
    }
    if shape.is_array() {
        let item = shape.member("items").unwrap_or(&Value::Null);
        return take_list(document, name, item, style, given);
    }
    if shape.is_object() {
        return take_object(document, name, &shape, style, given);
    }
    take_first(given, name).map(|text| scalar(document, declared, &text))
}

fn take_first(given: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = given.iter().position(|(key, _)| key == name)?;
    Some(given.remove(at).1)
}

fn take_list(
    document: &Document,
    name: &str,
    item: &Value,
    style: Style<'_>,
    given: &mut Vec<(String, String)>,
) -> Option<Value> {
    let mut texts = Vec::new();
    while let Some(text) = take_first(given, name) {
        texts.push(text);
        if !style.explode || style.name == "simple" {
            break;
        }
    }
    let repeats = style.explode && style.name != "simple";
    let texts: Vec<&str> = match texts.as_slice() {
        [] => return None,
        [one] if !repeats => one.split(style.separator()).collect(),
        all => all.iter().map(String::as_str).collect(),
    };
    Some(
        texts
            .iter()
            .map(|text| scalar(document, item, text))
            .collect(),
    )
}

fn take_object(
    document: &Document,
    name: &str,
    shape: &Shape<'_>,
    style: Style<'_>,
    given: &mut Vec<(String, String)>,
) -> Option<Value> {
    let further = shape.member("additionalProperties");
    let value = |key: &str, text: &str| {
        let declared = shape.property(key).or(further).unwrap_or(&Value::Null);
        scalar(document, declared, text)
    };
    let mut object = Map::new();
    if style.explode && style.name == "form" {
        for (key, property) in shape.properties() {
            if let Some(value) = take(document, &key, &property, style, given) {
                object.insert(key, value);
            }
        }
        if further.is_some_and(|further| *further != false) {
            let rest = given.drain(..);
            object.extend(rest.map(|(key, text)| (key.clone(), value(&key, &text))));
        }
        return (!object.is_empty()).then_some(Value::Object(object));
    }
    let text = take_first(given, name)?;
    let pieces: Vec<&str> = text.split(style.separator()).collect();
    if style.explode {
        for piece in pieces {
            let (key, text) = piece.split_once('=').unwrap_or((piece, ""));
            object.insert(key.to_owned(), value(key, text));
        }
    } else {
        for pair in pieces.chunks(2) {
            let (key, text) = (pair[0], pair.get(1).copied().unwrap_or_default());
            object.insert(key.to_owned(), value(key, text));
        }
    }
    Some(Value::Object(object))
}

/// What stands under keys like `filter[name][0]`.
#[derive(Default)]
struct Node {
    texts: Vec<String>,
    children: Vec<(String, Node)>,
}

impl Node {
    fn take(name: &str, given: &mut Vec<(String, String)>) -> Option<Self> {
        let mut node = Self::default();
        let prefix = format!("{name}[");
        let (own, others): (Vec<_>, Vec<_>) = std::mem::take(given)
            .into_iter()
            .partition(|(key, _)| key.starts_with(&prefix));
        *given = others;
        for (key, text) in own {
            let path = key[prefix.len()..].trim_end_matches(']');
            let end = path
                .split("][")
                .fold(&mut node, |node, key| node.child(key));
            end.texts.push(text);
        }
        (!node.children.is_empty()).then_some(node)
    }

    fn child(&mut self, key: &str) -> &mut Self {
        // `a[]` is one more item of `a`.
        if key.is_empty() {
            return self;
        }
        let known = self.children.iter().position(|(known, _)| known == key);
        let index = known.unwrap_or(self.children.len());
        if known.is_none() {
            self.children.push((key.to_owned(), Self::default()));
        }
        &mut self.children[index].1
    }

    fn read(&self, document: &Document, declared: &Value) -> Value {
        let shape = shape::always(document, declared);
        if shape.is_array() {
            let item = shape.member("items").unwrap_or(&Value::Null);
            let texts = self.texts.iter().map(|text| scalar(document, item, text));
            let children = self
                .children
                .iter()
                .map(|(_, node)| node.read(document, item));
            return texts.chain(children).collect();
        }
        if let [text] = self.texts.as_slice() {
            return scalar(document, declared, text);
        }
        let further = shape.member("additionalProperties").unwrap_or(&Value::Null);
        let members = self.children.iter().map(|(key, node)| {
            let property = shape.property(key).unwrap_or(further);
            (key.clone(), node.read(document, property))
        });
        Value::Object(members.collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(parameter: &Value, query: &str) -> (Option<Value>, usize) {
        let document = Document { root: json!({}) };
        let mut given = crate::http::pairs(query);
        let style = Style::of_parameter(parameter);
        let value = take(&document, "p", &parameter["schema"], style, &mut given);
        (value, given.len())
    }

    #[test]
    fn a_style_says_how_it_is_written() {
        let list = json!({"type": "array", "items": {"type": "integer"}});
        let object = json!({"type": "object", "properties": {
            "a": {"type": "integer"}, "l": {"type": "array", "items": {"type": "string"}},
        }});
        for (parameter, query, value) in [
            (
                json!({"in": "query", "schema": list}),
                "p=1&p=2",
                json!([1, 2]),
            ),
            (
                json!({"in": "query", "schema": list, "explode": false}),
                "p=1%2C2",
                json!([1, 2]),
            ),
            (
                json!({"in": "query", "schema": list, "style": "pipeDelimited"}),
                "p=1|2",
                json!([1, 2]),
            ),
            (
                json!({"in": "query", "schema": list, "style": "spaceDelimited"}),
                "p=1%202",
                json!([1, 2]),
            ),
            (
                json!({"in": "query", "schema": object}),
                "a=1&l=x&l=y",
                json!({"a": 1, "l": ["x", "y"]}),
            ),
            (
                json!({"in": "query", "schema": object, "explode": false}),
                "p=a,1",
                json!({"a": 1}),
            ),
            (
                json!({"in": "query", "schema": object, "style": "deepObject"}),
                "p[a]=1&p[l]=x&p[l]=y",
                json!({"a": 1, "l": ["x", "y"]}),
            ),
            (
                json!({"in": "query", "content": {}}),
                "p=%7B%22a%22%3A1%7D",
                json!({"a": 1}),
            ),
        ] {
            assert_eq!(read(&parameter, query), (Some(value), 0), "{parameter}");
        }
        let once = json!({"in": "query", "schema": {"type": "string"}});
        assert_eq!(read(&once, "p=1&p=2"), (Some(json!("1")), 1));
    }
}
