use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::json;

use super::*;

fn written(value: &impl Serialize) -> Result<String, Unwritable> {
    let mut out = Vec::new();
    write(&mut out, value)?;
    Ok(String::from_utf8(out).expect("JSON is UTF-8"))
}

fn refused(value: &impl Serialize) -> String {
    written(value).expect_err("it is refused").to_string()
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Pair(u8, String);

#[derive(Serialize)]
enum Shape {
    Point,
    Circle(f32),
    Line(i8, i8),
    Box { width: Option<f64>, note: char },
}

/// Whatever a program has: the same text as `serde_json` writes.
#[test]
fn every_kind_of_value_is_written_as_usual() {
    #[derive(Serialize)]
    struct All<'a> {
        unit: (),
        nothing: Unit,
        none: Option<u8>,
        integers: (i8, i16, i32, i64, u8, u16, u32, u64, i128, u128),
        decimals: (f32, f64, f64),
        text: &'a str,
        bytes: &'a [u8],
        pair: Pair,
        shapes: Vec<Shape>,
        numbers: BTreeMap<i32, bool>,
        letters: BTreeMap<char, Vec<Unit>>,
        any: serde_json::Value,
    }
    let all = All {
        unit: (),
        nothing: Unit,
        none: None,
        integers: (
            -1,
            -2,
            -3,
            i64::MIN,
            1,
            2,
            3,
            u64::MAX,
            i128::MIN,
            u128::MAX,
        ),
        decimals: (0.1, 1e300, -0.0),
        text: "a \"quote\"\n扣子",
        bytes: b"ab",
        pair: Pair(7, "b".to_owned()),
        shapes: vec![
            Shape::Point,
            Shape::Circle(0.5),
            Shape::Line(1, 2),
            Shape::Box {
                width: Some(1.5),
                note: 'n',
            },
        ],
        numbers: BTreeMap::from([(1, true), (2, false)]),
        letters: BTreeMap::from([('x', vec![Unit])]),
        any: json!({"list": [1, null, {"a": []}], "deep": {"b": "c"}}),
    };
    let usual = serde_json::to_string(&all).expect("it is JSON");
    assert_eq!(written(&all), Ok(usual));
}

#[test]
fn numbers_that_are_none_are_refused_with_their_place() {
    assert_eq!(refused(&f64::NAN), "NaN is no number of JSON");
    let rows = [HashMap::from([("score", [1.0, f64::INFINITY])])];
    assert_eq!(refused(&rows), "`[0].score[1]`: inf is no number of JSON");
    assert_eq!(
        refused(&BTreeMap::from([("shape", Shape::Circle(f32::NAN))])),
        "`shape.Circle`: NaN is no number of JSON"
    );
}

#[test]
fn what_is_missing_is_null_but_no_item_of_a_list() {
    #[derive(Serialize)]
    struct Object {
        a: Option<Missing>,
        list: Vec<Missing>,
    }
    struct Missing;
    impl Serialize for Missing {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_unit_struct(markers::MISSING)
        }
    }
    assert_eq!(written(&Missing).as_deref(), Ok("null"));
    let mut object = Object {
        a: Some(Missing),
        list: Vec::new(),
    };
    assert_eq!(written(&object).as_deref(), Ok(r#"{"a":null,"list":[]}"#));
    object.list.push(Missing);
    assert_eq!(refused(&object), "`list[0]`: it is no value");
    assert_eq!(written(&[None::<u8>]).as_deref(), Ok("[null]"));
}

#[test]
fn keys_are_texts() {
    assert_eq!(
        refused(&HashMap::from([((1, 2), 3)])),
        "a key of an object must be a text"
    );
}
