//! Where a byte of a JSON text belongs: text and offset in, a path such as `data.items[2].id` out.
//!
//! Decoding keeps no path, which would cost something for every key of every reply; it is found again when something is wrong.

use std::fmt::Write as _;

/// Where the scan stands within one object or array.
enum Level {
    /// The current key, as it is written in the text.
    Object {
        key: String,
        awaits_key: bool,
    },
    Array {
        index: usize,
    },
}

/// The path of the value that the byte at `offset` belongs to; empty for the text as a whole.
pub(crate) fn of(text: &[u8], offset: usize) -> String {
    let mut levels: Vec<Level> = Vec::new();
    let end = text.len().min(offset);
    let mut at = 0;
    while at < end {
        match text[at] {
            b'"' => {
                let close = string_end(text, at);
                if let Some(Level::Object {
                    key,
                    awaits_key: awaits @ true,
                }) = levels.last_mut()
                {
                    *key = String::from_utf8_lossy(&text[at + 1..close]).into_owned();
                    *awaits = false;
                }
                at = close;
            }
            b'{' => levels.push(Level::Object {
                key: String::new(),
                awaits_key: true,
            }),
            b'[' => levels.push(Level::Array { index: 0 }),
            b'}' | b']' => {
                levels.pop();
            }
            b',' => match levels.last_mut() {
                Some(Level::Object { awaits_key, .. }) => *awaits_key = true,
                Some(Level::Array { index }) => *index += 1,
                None => {}
            },
            _ => {}
        }
        at += 1;
    }
    join(&levels)
}

/// The offset of the quote that ends the string beginning at `start`.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at.min(text.len())
}

fn join(levels: &[Level]) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Object { key, .. } if key.is_empty() => {}
            Level::Object { key, .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Level::Array { index } => {
                // Writing to a String cannot fail.
                let _ = write!(path, "[{index}]");
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn every_value_is_found_by_its_offset() {
        let text = br#"{"a":1,"b,{[":{"c\"":[true,{"d":"},x"},["wanted"]]}}"#;
        for (needle, path) in [
            ("1", "a"),
            ("true", "b,{[.c\\\"[0]"),
            ("\"},x\"", "b,{[.c\\\"[1].d"),
            ("\"wanted\"", "b,{[.c\\\"[2][0]"),
        ] {
            let offset = text
                .windows(needle.len())
                .position(|w| w == needle.as_bytes())
                .expect(needle);
            assert_eq!(of(text, offset), path);
        }
        assert_eq!(of(text, 0), "");
        assert_eq!(of(b"{\"open", 100), "open");
    }
}
