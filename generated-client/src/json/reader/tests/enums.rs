//! Values of enums, known and new.

use super::*;

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
