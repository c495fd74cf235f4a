//! Texts of others, cut to what an error shows of them, and with everything escaped that a terminal would obey.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// What some editors and servers put in front of UTF-8.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whether a terminal obeys the character instead of showing it: controls, and what steers the direction of writing (UAX #9), breaks
/// lines, or takes no room and so can hide in a text.
pub(crate) fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// At most `limit` characters from the beginning of a text, escaped where a terminal would obey them: `\u{1b}`.
pub(crate) struct Shown<'a> {
    text: &'a str,
    limit: usize,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(text: &'a str, limit: usize) -> Self {
        Self { text, limit }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.text.chars();
        for character in characters.by_ref().take(self.limit) {
            if is_obeyed(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        match characters.next() {
            Some(_) => f.write_char('…'),
            None => Ok(()),
        }
    }
}

/// At most `limit` characters from the beginning of a text, on one line, escaped where a terminal would obey them.
pub(crate) fn excerpt(text: &[u8], limit: usize) -> String {
    // Four bytes a character at most, and one character more, which says that there is more.
    let head = &text[..text.len().min(limit * 4 + 4)];
    let text: String = String::from_utf8_lossy(head)
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    Shown::new(text.trim(), limit).to_string()
}

/// Bytes as a text; what is no UTF-8 among them becomes U+FFFD.
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    // Several times as fast as `from_utf8_lossy` alone, which goes byte by byte.
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// At most `limit` bytes from the beginning of a text, no character cut.
pub(crate) fn beginning(text: &str, limit: usize) -> &str {
    let limit = limit.min(text.len());
    let end = (0..=limit).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_short_and_on_one_line() {
        assert_eq!(excerpt("扣子\n扣子扣子".as_bytes(), 4), "扣子 扣…");
        assert_eq!(excerpt(b"\r\n<html>\x00 ", 40), "<html>\\u{0}");
        assert_eq!(excerpt("😀😀".as_bytes(), 1), "😀…");
        assert_eq!(excerpt(b"short", 5), "short");
    }

    #[test]
    fn terminals_are_shown_what_they_would_obey() {
        let text = "a\u{1b}[31mred\u{7}\r\n\u{202e}b\u{2066}c\u{9b}2J\u{7f}\u{200b}\u{feff}\u{e0041} 扣子é";
        let shown = Shown::new(text, 99).to_string();
        assert_eq!(
            shown,
            r"a\u{1b}[31mred\u{7}\r\n\u{202e}b\u{2066}c\u{9b}2J\u{7f}\u{200b}\u{feff}\u{e0041} 扣子é"
        );
        assert_eq!(Shown::new(&shown, 99).to_string(), shown);
    }
}
