use super::*;

/// The text that stands as JSON behind so many blanks.
fn read(json: &str, blanks: usize) -> Option<String> {
    let text = " ".repeat(blanks) + json;
    let mut cursor = Cursor::new(&text);
    if cursor.peek().ok()? != JsonKind::Text {
        return None;
    }
    let read = cursor.string().ok()?.to_owned();
    cursor.finish().ok()?;
    Some(read)
}

#[test]
fn a_text_is_what_it_is_for_serde_wherever_its_special_bytes_stand() {
    let specials = [
        "",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e9",
        "\\ud83d\\ude00",
        "é",
        "\u{7f}",
        "!",
        "[",
        "\t",
        "\u{1f}",
        "\\x",
        "\\u12g4",
        "\\ud83d",
        "\\ud83d\\u0041",
        "\\ude00",
        "\"",
    ];
    for special in specials {
        for before in 0..90 {
            for after in [0, 1, 7, 8, 200] {
                let json = format!("\"{}{special}{}\"", "x".repeat(before), "y".repeat(after));
                let expected = serde_json::from_str::<String>(&json).ok();
                assert_eq!(read(&json, before % 9), expected, "{json}");
            }
        }
    }
}

#[test]
fn every_byte_of_a_long_text_is_looked_at() {
    for byte in 0..0x80_u8 {
        for at in 0..600 {
            let mut long = vec![b'x'; 600];
            long[at] = byte;
            let json = format!("\"{}\"", String::from_utf8(long).expect("ASCII"));
            let expected = serde_json::from_str::<String>(&json).ok();
            assert_eq!(read(&json, 0), expected, "{byte} at {at}");
        }
    }
}

#[test]
fn a_number_is_what_json_calls_one() {
    for text in [
        "0",
        "-0",
        "7",
        "-12.50",
        "1e9",
        "1E+9",
        "0.1e-10",
        "00",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "1.e1",
        "-a",
        "1-",
        "12345678901234567890123",
    ] {
        let mut cursor = Cursor::new(text);
        let is_number = |cursor: &mut Cursor<'_>| {
            let is_one = cursor.peek().ok()? == JsonKind::Number;
            let number = is_one.then(|| cursor.number().ok()).flatten()?;
            cursor.finish().ok().map(|()| number == text)
        };
        let expected = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        assert_eq!(is_number(&mut cursor), expected.then_some(true), "{text}");
    }
}
