//! Repairs JSON with halves of surrogate pairs in its escapes: each becomes U+FFFD.
//!
//! Texts that JavaScript and Java cut between two UTF-16 units end with `\ud83d`, which no Rust string can hold.

/// The text with every such half replaced; `None` if it has none.
pub(super) fn repaired(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut repaired = String::new();
    let mut kept = 0;
    let mut at = 0;
    while at < bytes.len() {
        let (len, is_half) = piece(&bytes[at..]);
        if is_half {
            repaired.push_str(&text[kept..at]);
            repaired.push_str("\\ufffd");
            kept = at + len;
        }
        at += len;
    }
    (kept > 0).then(|| repaired + &text[kept..])
}

/// The length of the next byte, escape or pair of escapes, and whether it is half a pair.
fn piece(text: &[u8]) -> (usize, bool) {
    match (text.first(), unit(text)) {
        (_, Some(0xD800..=0xDBFF)) => match unit(&text[6..]) {
            Some(0xDC00..=0xDFFF) => (12, false),
            _ => (6, true),
        },
        (_, Some(0xDC00..=0xDFFF)) => (6, true),
        (Some(b'\\'), _) => (text.len().min(2), false),
        _ => (1, false),
    }
}

/// The UTF-16 unit that an escape at the beginning of the text stands for.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn half_a_pair_becomes_one_replacement_character() {
        for (text, right) in [
            (r#""a\ud83d""#, r#""a\ufffd""#),
            (r#""\ude00b""#, r#""\ufffdb""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\\uD83D\n""#, r#""\\\ufffd\n""#),
        ] {
            assert_eq!(repaired(text).as_deref(), Some(right));
        }
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            r#""\ud83d\ude00""#,
            r#""\\ud83d""#,
            r#""\u00e9\u4f60""#,
            r#""\"#,
            r#""\u12"#,
            "扣子",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
