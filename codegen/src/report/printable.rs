//! A text from outside -> a text that a terminal shows and does not obey.

use std::fmt::Write as _;

/// The text with everything escaped that moves the cursor, changes colours, or turns the direction of what follows: `\u{1b}`.
/// Lines and tabs stay.
#[must_use]
pub fn printable(text: &str) -> String {
    // Most texts hold none of the bytes that such a character begins with.
    if !text.bytes().any(may_be_obeyed) || !text.contains(is_obeyed) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_obeyed(character) && !matches!(character, '\n' | '\t') {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// A JSON text with the same characters escaped as JSON has it: they can only stand in strings.
#[must_use]
pub fn printable_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_obeyed(character) && character != '\n' {
            let _ = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Whether a byte of UTF-8 may be the first one of such a character.
fn may_be_obeyed(byte: u8) -> bool {
    byte.is_ascii_control() || matches!(byte, 0xc2 | 0xd8 | 0xe2)
}

/// Controls, and what steers the direction of writing (UAX #9) or breaks lines.
pub(super) fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_shown_what_they_would_obey() {
        let text = "a\u{1b}[31mred\u{7}\r\nb\tc\u{202e}d\u{2066}e\u{9b}2J\u{7f} 扣子";
        assert_eq!(
            printable(text),
            "a\\u{1b}[31mred\\u{7}\\r\nb\tc\\u{202e}d\\u{2066}e\\u{9b}2J\\u{7f} 扣子"
        );
    }

    #[test]
    fn no_first_byte_is_overlooked() {
        for character in ('\0'..=char::MAX).filter(|character| is_obeyed(*character)) {
            let text = character.to_string();
            assert!(may_be_obeyed(text.as_bytes()[0]), "{character:?}");
        }
    }

    #[test]
    fn json_stays_the_same_json() {
        let value = serde_json::json!({"a\u{1b}": ["\u{202e}b\u{9b}", "\n\t", "子"]});
        let text = printable_json(&format!("{value:#}\n"));
        assert!(
            text.chars()
                .all(|character| character == '\n' || !is_obeyed(character)),
            "{text}"
        );
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).ok(),
            Some(value)
        );
    }
}
