//! Values of the types of replies, made of what the document shows of them.

use std::ptr;

use serde_json::{Map, Value, json};

/// Types in types that are gone into.
const DEEPEST: usize = 12;

/// What values of a type look like: one of them, and what kind each part of it is.
// A document decides which of these occur.
#[allow(dead_code)]
#[derive(Debug)]
pub(crate) enum Shape {
    Bool(bool),
    Int(i64),
    /// A number that is written as text.
    IntText(i64),
    Float(f64),
    Text(&'static str),
    /// A value of an open enum of texts.
    Word(&'static str),
    /// A value of an open enum of numbers.
    Number(i64),
    /// Any JSON.
    Json(&'static str),
    List(&'static Shape),
    /// A map with this key.
    Map(&'static str, &'static Shape),
    /// An object with these fields.
    Object(&'static [(&'static str, Shape)]),
    /// The same, and what stands under other keys is of a type, too.
    Open(&'static [(&'static str, Shape)]),
    /// An object that says by this value of this field what it is.
    Tagged(&'static str, &'static str, &'static Shape),
    /// A field that may be there, and is not.
    Absent(&'static Shape),
    /// A type by its name.
    Type(&'static Shape),
}

impl Shape {
    /// The value that the document shows.
    pub(crate) fn value(&self) -> Value {
        self.within(&mut Vec::new()).unwrap_or(Value::Null)
    }

    /// The value; `None` for a type that would stand within itself.
    fn within(&self, around: &mut Vec<*const Shape>) -> Option<Value> {
        let value = match self {
            Self::Bool(value) => json!(value),
            Self::Int(value) | Self::Number(value) => json!(value),
            Self::IntText(value) => json!(value.to_string()),
            Self::Float(value) => json!(value),
            Self::Text(value) | Self::Word(value) => json!(value),
            Self::Json(text) => serde_json::from_str(text).unwrap_or_default(),
            Self::List(item) => item.within(around).into_iter().collect(),
            Self::Map(key, value) => {
                let entry = value.within(around).map(|value| ((*key).to_owned(), value));
                Value::Object(entry.into_iter().collect())
            }
            Self::Object(fields) | Self::Open(fields) => {
                let field = |(name, shape): &(&str, Self)| {
                    Some(((*name).to_owned(), shape.within(around)?))
                };
                Value::Object(fields.iter().filter_map(field).collect::<Map<_, _>>())
            }
            Self::Tagged(tag, value, shape) => {
                let mut object = shape.within(around)?;
                object[tag] = json!(value);
                object
            }
            Self::Absent(_) => return None,
            Self::Type(shape) => {
                let own = ptr::from_ref(*shape);
                if around.contains(&own) || around.len() >= DEEPEST {
                    return None;
                }
                around.push(own);
                let value = shape.within(around);
                around.pop();
                return value;
            }
        };
        Some(value)
    }

    /// Goes through a value of this type, the outermost part last.
    pub(crate) fn visit(&self, value: &mut Value, change: &mut dyn FnMut(&Self, &mut Value)) {
        match (self, &mut *value) {
            (Self::Type(shape) | Self::Tagged(_, _, shape) | Self::Absent(shape), _) => {
                return shape.visit(value, change);
            }
            (Self::List(item), Value::Array(items)) => {
                for one in items {
                    item.visit(one, change);
                }
            }
            (Self::Map(_, shape), Value::Object(members)) => {
                for one in members.values_mut() {
                    shape.visit(one, change);
                }
            }
            (Self::Object(fields) | Self::Open(fields), Value::Object(members)) => {
                for (name, shape) in *fields {
                    if let Some(member) = members.get_mut(*name) {
                        shape.visit(member, change);
                    }
                }
            }
            _ => {}
        }
        change(self, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static NODE: Shape = Shape::Object(&[
        ("name", Shape::Text("root")),
        ("kind", Shape::Word("leaf")),
        ("children", Shape::List(&Shape::Type(&NODE))),
        ("parent", Shape::Absent(&Shape::Type(&NODE))),
    ]);

    #[test]
    fn a_type_within_itself_ends() {
        let value = Shape::Type(&NODE).value();
        assert_eq!(
            value,
            json!({"name": "root", "kind": "leaf", "children": []})
        );
    }

    #[test]
    fn every_part_is_visited_as_what_it_is() {
        let mut value = json!({"kind": "a", "children": [{"kind": "b"}], "parent": {"kind": "c"}});
        NODE.visit(&mut value, &mut |shape, value| {
            if let Shape::Word(_) = shape {
                *value = json!("new");
            }
        });
        assert_eq!(
            value,
            json!({"kind": "new", "children": [{"kind": "new"}], "parent": {"kind": "new"}})
        );
    }
}
