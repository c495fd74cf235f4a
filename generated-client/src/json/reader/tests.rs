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
fn integers_come_in_every_notation() {
    for (text, count) in [
        ("42", 42),
        ("\"42\"", 42),
        ("\" 42 \"", 42),
        ("1.7e9", 1_700_000_000),
        ("\"1.7e9\"", 1_700_000_000),
        ("4.0", 4),
        ("-9223372036854775808", i64::MIN),
        ("\"9223372036854775807\"", i64::MAX),
        ("\"\"", 0),
        ("null", 0),
    ] {
        assert_eq!(
            read(&format!("{{\"count\":{text}}}")).count,
            count,
            "{text}"
        );
    }
}

#[test]
fn an_id_keeps_every_digit() {
    for text in ["7382159347658321923", "123456789012345678901234567890"] {
        assert_eq!(read(&format!("{{\"id\":{text}}}")).id, text);
        assert_eq!(read(&format!("{{\"id\":\"{text}\"}}")).id, text);
    }
    assert_eq!(read(r#"{"id":true}"#).id, "true");
    assert_eq!(read(r#"{"id":{"a": [1, "}"]}}"#).id, r#"{"a": [1, "}"]}"#);
}

#[test]
fn truth_and_ratios_come_in_every_notation() {
    for text in ["true", "\"true\"", "1", "\"1\""] {
        assert!(read(&format!("{{\"flag\":{text}}}")).flag, "{text}");
    }
    for text in ["false", "\"false\"", "0", "\"\"", "null"] {
        assert!(!read(&format!("{{\"flag\":{text}}}")).flag, "{text}");
    }
    for text in ["0.5", "\"0.5\"", "5e-1"] {
        assert!(
            (read(&format!("{{\"ratio\":{text}}}")).ratio - 0.5).abs() < f64::EPSILON,
            "{text}"
        );
    }
}

#[test]
fn nulls_keep_their_places_where_they_are_values() {
    let list = |text: &str| from_json::<Vec<Option<i64>>>(text.as_bytes()).expect(text);
    assert_eq!(list("[1, null, 0, \"\"]"), [Some(1), None, Some(0), None]);
    let map: BTreeMap<String, Option<String>> =
        from_json(br#"{"a": null, "b": ""}"#).expect("a map");
    let expected = [("a", None), ("b", Some(String::new()))];
    assert_eq!(
        map,
        expected.map(|(key, value)| (key.to_owned(), value)).into()
    );
    let any: Vec<Value> = from_json(b"[null, 1]").expect("a list");
    assert_eq!(any, [Value::Null, json!(1)]);
    let dropped: Vec<i64> = from_json(b"[null, 1]").expect("a list");
    assert_eq!(dropped, [1]);
}

#[test]
fn integers_without_a_sign_have_all_64_bits() {
    let read = |text: &str| from_json::<u64>(text.as_bytes());
    for text in ["18446744073709551615", "\"18446744073709551615\""] {
        assert_eq!(read(text).ok(), Some(u64::MAX), "{text}");
    }
    assert_eq!(read("1.7e9").ok(), Some(1_700_000_000));
    assert_eq!(read("\"\"").ok(), Some(0));
    assert!(read("-1").is_err());
}

#[test]
fn null_absent_and_the_empty_text_are_nothing() {
    let nothing = r#"{"id":null,"list":null,"map":"","any":null,"color":"","size":"","child":"","children":null,"sent":null}"#;
    assert_eq!(read(nothing), Thing::default());
    assert_eq!(read("{}"), Thing::default());
    assert_eq!(read("null"), Thing::default());
    assert_eq!(
        read(r#"{"sent":""}"#).sent.as_deref(),
        Some(""),
        "an empty text is a text"
    );
}

#[test]
fn nothing_in_a_list_or_map_is_dropped() {
    let thing = read(
        r#"{"list":["a",null,"",1],"map":{"x":"1","y":null},"children":[null,{"id":"c"},""]}"#,
    );
    assert_eq!(thing.list, ["a", "", "1"]);
    assert_eq!(thing.map, BTreeMap::from([("x".to_owned(), 1)]));
    assert_eq!(
        thing.children,
        [Thing {
            id: "c".to_owned(),
            ..Thing::default()
        }]
    );
}

#[test]
fn unknown_values_are_kept_and_unknown_keys_passed_over() {
    let thing = read(
        r#"{"new":{"a":[1,{"b":"]"}]},"color":"blue","size":"7","child":{"color":"red","size":0}}"#,
    );
    assert_eq!(thing.color.as_ref().map(Color::as_str), Some("blue"));
    assert_eq!(thing.size.as_ref().and_then(Size::value), Some(7));
    let child = thing.child.expect("there");
    assert_eq!(
        (child.color, child.size),
        (Some(Color::Red), Some(Size::Small))
    );
    assert_eq!(
        json!([Color::from("blue"), Size::from(7)]).to_string(),
        r#"["blue",7]"#
    );
    assert_eq!(Color::from("red"), Color::Red);
}

#[test]
fn of_two_spellings_the_last_that_holds_something_wins() {
    let thing = read(
        r#"{"id":"a","Id":"","count":1,"Count":"","List":["x"],"list":[],"color":"red","Color":"","child":{"id":"c"},"Child":{}}"#,
    );
    assert_eq!((thing.id.as_str(), thing.count), ("a", 1));
    assert_eq!(thing.list, ["x"]);
    assert_eq!(
        (thing.color, thing.child.map(|c| c.id)),
        (Some(Color::Red), Some("c".to_owned()))
    );
    assert_eq!(read(r#"{"id":"a","Id":"b"}"#).id, "b");
}

#[test]
fn any_json_is_kept_as_it_is() {
    let any = json!({"a": [1, -2.5, "x\u{1F600}\n", null, true], "b": {}});
    assert_eq!(read(&json!({ "any": any }).to_string()).any, any);
}

#[test]
fn what_would_have_to_be_guessed_is_an_error_with_its_path() {
    for (text, path, found) in [
        (
            r#"{"child":{"children":[{},{"count":"many"}]}}"#,
            "`child.children[1].count`",
            "\"many\"",
        ),
        (
            r#"{"count":9223372036854775808}"#,
            "`count`",
            "9223372036854775808",
        ),
        (r#"{"count":true}"#, "`count`", "true"),
        (r#"{"flag":2}"#, "`flag`", "2"),
        (r#"{"child":[1]}"#, "`child`", "[1]"),
        (r#"{"list":{"a":1}}"#, "`list`", "{\"a\":1}"),
        (r#"{"child":"{}"}"#, "`child`", "\"{}\""),
        (r#"{"map":{"k":[]}}"#, "`map.k`", "[]"),
        (r#"{"a":1,"list":["x",}"#, "`list[1]`", "expected"),
    ] {
        let problem = problem(text);
        assert!(
            problem.contains(path) && problem.contains(found),
            "{text}: {problem}"
        );
    }
    for text in ["", "[1]", "1", "{", "{}{}", "<html>", "\u{feff}\u{feff}{}"] {
        problem(text);
    }
    assert!(
        problem(&format!(r#"{{"count":"{}"}}"#, "x".repeat(500))).len() < 200,
        "a long value is clipped"
    );
}

#[test]
fn nesting_has_an_end() {
    let deep = |depth: usize| "{\"child\":".repeat(depth) + "null" + &"}".repeat(depth);
    read(&deep(50));
    assert!(problem(&deep(100)).contains("nested"));
    assert!(from_json::<Thing>("[".repeat(100_000).as_bytes()).is_err());
}

#[test]
fn what_nobody_reads_may_be_anything() {
    let depth = 100_000;
    let deep = "[".repeat(depth) + &"]".repeat(depth);
    for unknown in [
        deep.as_str(),
        "1e999",
        "NaN",
        r#""\ud800 \x""#,
        r#"{"a":[01,+2,{"b":}]}"#,
        "\"\t\n\"",
    ] {
        let thing = read(&format!(
            r#"{{"new":{unknown},"id":"a","newer":[{unknown}]}}"#
        ));
        assert_eq!(thing.id, "a");
    }
    assert!(problem(r#"{"new":[{"id":"a"}"#).contains("`new"));
    assert!(problem(r#"{"new":}"#).contains("`new`"));
}

#[test]
fn a_type_of_many_fields_that_contains_itself_fits_on_a_small_stack() {
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Wide {
        /// As large as 256 texts.
        texts: [[[String; 16]; 4]; 4],
        child: Option<Box<Wide>>,
        children: Vec<Wide>,
        named: BTreeMap<String, Wide>,
    }
    impl Record for Wide {
        fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
            Some(match key {
                "child" => &mut self.child,
                "children" => &mut self.children,
                "named" => &mut self.named,
                _ => return None,
            })
        }
    }
    record!(Wide);
    let read = || {
        for (before, after) in [
            ("{\"child\":", "}"),
            ("{\"children\":[", "]}"),
            ("{\"named\":{\"k\":", "}}"),
        ] {
            let deep = |depth: usize| {
                let text = format!("{}{{}}{}", before.repeat(depth), after.repeat(depth));
                from_json::<Wide>(text.as_bytes())
            };
            deep(20).expect(before);
            // What this costs depends on how it was compiled; that it ends well does not.
            let _ = deep(95);
            deep(50_000).expect_err(before);
        }
    };
    let small = std::thread::Builder::new().stack_size(512 * 1024);
    small
        .spawn(read)
        .expect("a thread")
        .join()
        .expect("no overflow");
}

#[test]
fn half_a_pair_or_bytes_that_are_no_text_do_not_cost_the_rest() {
    let thing = read(r#"{"id":"a\ud83d","list":["\ude00","b"],"any":{"c":"\ud83d"},"count":7}"#);
    assert_eq!((thing.id.as_str(), thing.count), ("a\u{fffd}", 7));
    assert_eq!(thing.list, ["\u{fffd}", "b"]);
    assert_eq!(thing.any, json!({"c": "\u{fffd}"}));
    let thing: Thing = from_json(b"{\"id\":\"a\xff\",\"count\":7}").expect("tolerant");
    assert_eq!((thing.id.as_str(), thing.count), ("a\u{fffd}", 7));
    assert_eq!(read("\u{feff}{\"id\":\"a\"}").id, "a", "a byte order mark");
}

#[test]
fn a_time_is_whole_seconds_however_it_is_written() {
    for time in [
        "1716781029",
        "\"1716781029\"",
        "1716781029.9",
        "\"1716781029.123456\"",
        "1.716781029e9",
        "\"2024-05-27T03:37:09Z\"",
        "\"2024-05-27T11:37:09.5+08:00\"",
    ] {
        assert_eq!(
            read(&format!(r#"{{"count":{time}}}"#)).count,
            1_716_781_029,
            "{time}"
        );
    }
}

#[test]
fn the_empty_list_and_the_empty_object_stand_for_one_another() {
    let thing = read(r#"{"list":{},"map":[],"child":[ ],"children":{ },"id":"a"}"#);
    assert_eq!(
        thing,
        Thing {
            id: "a".to_owned(),
            child: Some(Box::default()),
            ..Thing::default()
        }
    );
}

#[test]
fn a_limit_counts_what_a_text_becomes() {
    let read = |text: &str, limit: usize| {
        let mut things = Vec::<Thing>::new();
        let memory = Allowance::limited(limit);
        Reader::read_within(memory, text.as_bytes(), &mut things).map(|_| things.len())
    };
    let many = format!("[{}{{}}]", "{},".repeat(9_999));
    let size = 10_000 * size_of::<Thing>();
    let error = read(&many, size / 2).expect_err("too many");
    assert!(error.to_string().contains("memory"), "{error}");
    assert_eq!(read(&many, 2 * size).expect("twice as much"), 10_000);
    for greedy in [
        format!("[{{\"any\":[{}0]}}]", "{\"\":0},".repeat(10_000)),
        format!("[{{\"any\":[{}0]}}]", "0,".repeat(100_000)),
        format!("[{{\"list\":[{}\"\"]}}]", "\"\",".repeat(100_000)),
        format!("[{}null]", "{\"map\":{\"\":0}},".repeat(4_000)),
        format!("[{}null]", "{\"child\":{}},".repeat(4_000)),
    ] {
        assert!(read(&greedy, 1 << 20).is_err(), "{}", &greedy[..40]);
        assert!(read(&greedy, 1 << 24).is_ok(), "{}", &greedy[..40]);
    }
}

#[test]
fn a_long_text_is_not_read_longer_than_it_may_be() {
    let read = |items: usize, until| {
        let text = format!("[{}]", vec!["{}"; items].join(","));
        let allowance = Allowance::limited(1 << 30).until(until);
        let mut things: Vec<Thing> = Vec::new();
        Reader::read_within(allowance, text.as_bytes(), &mut things).map_err(|e| e.kind())
    };
    let now = tokio::time::Instant::now();
    let later = now + std::time::Duration::from_secs(3600);
    assert_eq!(read(100_000, Some(now)), Err(crate::ErrorKind::Timeout));
    assert!(read(100_000, Some(later)).is_ok() && read(100_000, None).is_ok());
    // What is short is read in no time.
    assert!(read(100, Some(now)).is_ok());
}

#[test]
fn serde_reads_through_the_same_reader() {
    let thing: Thing =
        serde_json::from_value(json!({"id": 7, "count": "8", "list": null})).expect("tolerant");
    assert_eq!((thing.id.as_str(), thing.count), ("7", 8));
    let error = serde_json::from_str::<Thing>(r#"{"count":[]}"#).expect_err("no number");
    assert!(error.to_string().contains("`count`"), "{error}");
}

#[test]
fn no_text_makes_the_reader_panic() {
    let text = r#"{"id":"é😀\u00e9","count":-1.5e3,"list":["a",null],"map":{"k":1},"child":{"any":[{}]},"x":tru}"#;
    let bytes = text.as_bytes();
    for end in 0..=bytes.len() {
        let _ = from_json::<Thing>(&bytes[..end]);
        for replaced in [b'"', b'{', b']', b'\\', 0xFF, 0] {
            let mut changed = bytes.to_vec();
            if let Some(byte) = changed.get_mut(end) {
                *byte = replaced;
            }
            let _ = from_json::<Thing>(&changed);
        }
    }
    let mut untouched = 5_i64;
    assert!(untouched.decode(&mut Reader::new(b"null")).is_ok());
    assert_eq!(untouched, 5);
}

#[test]
fn an_error_shows_no_secret() {
    for text in [
        // Cut off in the middle of it.
        r#"{"access_token":"czs_secret"#,
        r#"{"a":{"access_token":"czs_secret\"#,
        // Not what is expected.
        "{\"expires_token\":\"czs_\u{1}secret\"}",
        r#"{"verify_token":"czs_\x secret"}"#,
    ] {
        let error = from_json::<std::collections::BTreeMap<String, String>>(text.as_bytes());
        let error = error.expect_err(text);
        let texts = format!("{error} {error:?}");
        assert!(
            !texts.contains("secret") && !texts.contains("czs"),
            "{texts}"
        );
    }
}

#[test]
fn an_enum_without_a_value_is_none_of_the_known_ones() {
    assert_ne!(Size::default(), Size::Small);
    assert_eq!(Size::default().value(), None);
    assert_eq!(json!([Size::default()]).to_string(), "[null]");
    assert_eq!(Size::default().to_string(), "");
}

#[test]
fn enums_of_texts_are_compared_and_sorted_as_texts() {
    let color: Color = "blue".parse().expect("every text is a color");
    assert!(color == "blue" && Color::Red == *"red" && Color::Red != "blue");
    let (blue, white) = (Color::from("blue"), Color::from("white"));
    assert!(blue < Color::Red && Color::Red < white);
}

/// A number that is new is harmless, however it is written.
#[test]
fn an_enum_of_numbers_keeps_what_is_no_integer() {
    for (text, kept) in [
        ("18446744073709551615", "18446744073709551615"),
        ("-1e30", "-1e30"),
        ("1.5", "1.5"),
        ("\"high\"", "high"),
        ("true", "true"),
    ] {
        let size: Size = from_json(text.as_bytes()).expect(text);
        let Size::Unrecognized(unknown) = &size else {
            panic!("{text} is known");
        };
        assert_eq!((size.value(), unknown.text()), (None, kept));
        assert_eq!(size.to_string(), kept);
        let again: Size = serde_json::from_value(json!(size)).expect(text);
        assert_eq!(again, size);
    }
    assert_eq!(
        json!(read_size("18446744073709551615")).to_string(),
        "18446744073709551615"
    );
    assert_eq!(json!(read_size("\"high\"")).to_string(), "\"high\"");
    assert_eq!(read_size("0.0"), Size::Small);
    assert_eq!(read_size("\" 7 \"").value(), Some(7));
}

fn read_size(text: &str) -> Size {
    from_json(text.as_bytes()).expect(text)
}
