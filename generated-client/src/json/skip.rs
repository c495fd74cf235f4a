//! Finds the end of a JSON value at any depth and with any content: values that nobody reads must not cause errors.

use memchr::memchr2;

/// The offset behind the value that begins at `start`, which is `start` itself if none does; `None` if the text is over before that.
///
/// Only strings and brackets are looked at, in a loop: a value that is skipped may be nested deeper than any stack, or hold numbers
/// and characters that are none.
pub(super) fn end_of_value(text: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match text.get(at)? {
            b'"' => at = end_of_string(text, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                at += 1;
            }
            byte if is_between(*byte) && depth > 0 => at += 1,
            b'}' | b']' | b',' | b':' => return Some(start),
            _ => at = end_of_word(text, at),
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The offset behind the quote that ends the string beginning at `start`.
pub(super) fn end_of_string(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The offset behind a number, `true`, `null` or whatever else stands without quotes.
fn end_of_word(text: &[u8], start: usize) -> usize {
    let ends = |byte: &u8| is_between(*byte) || matches!(byte, b'"' | b'{' | b'[' | b'}' | b']');
    text[start..]
        .iter()
        .position(ends)
        .map_or(text.len(), |len| start + len)
}

/// Whether a byte separates values.
fn is_between(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b',' | b':')
}

#[cfg(test)]
mod tests {
    use super::end_of_value;

    #[test]
    fn a_value_ends_where_its_last_bracket_or_quote_is() {
        for (text, value) in [
            ("1,2", "1"),
            ("null}", "null"),
            (r#""a\"]}",1"#, r#""a\"]}""#),
            (r#""\\",1"#, r#""\\""#),
            (
                r#"{"a":[1,{"b":"}"}],"c":-1.5e3} ,"#,
                r#"{"a":[1,{"b":"}"}],"c":-1.5e3}"#,
            ),
            ("[] ]", "[]"),
            ("NaN,", "NaN"),
            ("}", ""),
            (",1", ""),
            (r#"["\ud800"]"#, r#"["\ud800"]"#),
        ] {
            assert_eq!(
                end_of_value(text.as_bytes(), 0),
                Some(value.len()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_value_that_is_cut_off_has_no_end() {
        for text in ["", "[1", r#"{"a":"#, r#""a"#, r#""a\"#, r#"{"a":"}"#] {
            assert_eq!(end_of_value(text.as_bytes(), 0), None, "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = [vec![b'['; 1_000_000], vec![b']'; 1_000_000]].concat();
        assert_eq!(end_of_value(&deep, 0), Some(deep.len()));
    }
}
