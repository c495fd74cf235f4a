mod damage;
mod enums;
mod limits;
mod values;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::json::decode::{Decode, from_json};
use crate::json::enums::{UnknownNumber, UnknownText, int_enum, string_enum};
use crate::json::limits::Allowance;
use crate::json::record::record;

use super::*;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Color {
    Red,
    Unrecognized(UnknownText),
}

impl Color {
    fn as_str(&self) -> &str {
        match self {
            Self::Red => "red",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}

impl From<&str> for Color {
    fn from(value: &str) -> Self {
        match value {
            "red" => Self::Red,
            other => Self::Unrecognized(UnknownText::new(other)),
        }
    }
}

string_enum!(Color);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Size {
    Small,
    Unrecognized(UnknownNumber),
}

impl Size {
    fn value(&self) -> Option<i64> {
        match self {
            Self::Small => Some(0),
            Self::Unrecognized(value) => value.get(),
        }
    }
}

impl From<i64> for Size {
    fn from(value: i64) -> Self {
        match value {
            0 => Self::Small,
            other => Self::Unrecognized(UnknownNumber::new(other)),
        }
    }
}

int_enum!(Size);

#[derive(Clone, Debug, Default, PartialEq)]
struct Thing {
    id: String,
    count: i64,
    ratio: f64,
    flag: bool,
    list: Vec<String>,
    map: BTreeMap<String, i64>,
    any: Value,
    color: Option<Color>,
    size: Option<Size>,
    child: Option<Box<Thing>>,
    children: Vec<Thing>,
    sent: Option<String>,
}

impl Record for Thing {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        Some(match key {
            "id" | "Id" => &mut self.id,
            "count" | "Count" => &mut self.count,
            "ratio" => &mut self.ratio,
            "flag" => &mut self.flag,
            "list" | "List" => &mut self.list,
            "map" => &mut self.map,
            "any" => &mut self.any,
            "color" | "Color" => &mut self.color,
            "size" => &mut self.size,
            "child" | "Child" => &mut self.child,
            "children" => &mut self.children,
            "sent" => &mut self.sent,
            _ => return None,
        })
    }
}

record!(Thing);

#[track_caller]
fn read(text: &str) -> Thing {
    from_json(text.as_bytes()).expect(text)
}

#[track_caller]
fn problem(text: &str) -> String {
    let error = from_json::<Thing>(text.as_bytes()).expect_err(text);
    assert_eq!(error.kind(), ErrorKind::Decode);
    error.to_string()
}

#[test]
fn serde_reads_through_the_same_reader() {
    let thing: Thing =
        serde_json::from_value(json!({"id": 7, "count": "8", "list": null})).expect("tolerant");
    assert_eq!((thing.id.as_str(), thing.count), ("7", 8));
    let error = serde_json::from_str::<Thing>(r#"{"count":[]}"#).expect_err("no number");
    assert!(error.to_string().contains("`count`"), "{error}");
}
