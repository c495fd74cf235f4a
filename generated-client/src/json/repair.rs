//! Repairs JSON with single invalid characters: half of a surrogate pair, or bytes that are not UTF-8. Each becomes U+FFFD.
//!
//! Texts that JavaScript and Java cut between two UTF-16 units end with `\ud83d`, which no Rust string can hold.

/// The text with every such character replaced; `None` if it has none.
pub(super) fn repaired(text: &[u8]) -> Option<Vec<u8>> {
    let whole = without_half_pairs(text);
    let text = whole.as_deref().unwrap_or(text);
    match String::from_utf8_lossy(text) {
        std::borrow::Cow::Owned(text) => Some(text.into_bytes()),
        std::borrow::Cow::Borrowed(_) => whole,
    }
}

fn without_half_pairs(text: &[u8]) -> Option<Vec<u8>> {
    let mut repaired: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < text.len() {
        let (len, is_half) = piece(&text[at..]);
        if is_half {
            let repaired = repaired.get_or_insert_with(|| text[..at].to_vec());
            repaired.extend_from_slice(b"\\ufffd");
        } else if let Some(repaired) = &mut repaired {
            repaired.extend_from_slice(&text[at..at + len]);
        }
        at += len;
    }
    repaired
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

    fn repair(text: &[u8]) -> Option<String> {
        repaired(text).map(|text| String::from_utf8(text).expect("UTF-8"))
    }

    #[test]
    fn half_a_pair_becomes_one_replacement_character() {
        for (text, right) in [
            (r#""a\ud83d""#, r#""a\ufffd""#),
            (r#""\ude00b""#, r#""\ufffdb""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\\uD83D\n""#, r#""\\\ufffd\n""#),
        ] {
            assert_eq!(repair(text.as_bytes()).as_deref(), Some(right));
        }
        assert_eq!(repair(b"\"\xff\"").as_deref(), Some("\"\u{fffd}\""));
        assert_eq!(
            repair(b"\"\xff\\ud83d\"").as_deref(),
            Some("\"\u{fffd}\\ufffd\"")
        );
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
            assert_eq!(repair(text.as_bytes()), None, "{text}");
        }
    }
}
