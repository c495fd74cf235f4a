//! What values become, in every notation.

use super::*;

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
fn an_object_takes_the_place_of_another_spelling_as_a_whole() {
    let child = |other: &str| {
        let text = format!(r#"{{"child":{{"id":"c","count":1}},"Child":{other}}}"#);
        read(&text).child.map(|child| (child.id, child.count))
    };
    assert_eq!(child(r#"{ "id":"d"}"#), Some(("d".to_owned(), 0)));
    for empty in ["null", r#"" ""#, "{ }", "[]"] {
        assert_eq!(child(empty), Some(("c".to_owned(), 1)), "{empty}");
    }
}

#[test]
fn any_json_is_kept_as_it_is() {
    let any = json!({"a": [1, -2.5, "x\u{1F600}\n", null, true], "b": {}});
    assert_eq!(read(&json!({ "any": any }).to_string()).any, any);
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
