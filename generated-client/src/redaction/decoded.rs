//! One level of encoding taken off a text: JSON's escapes, percent encoding, HTML's numeric references.

/// The decoded text; `None` if nothing in it is encoded.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let mut changed = false;
    while let Some((first, behind)) = rest.split_first() {
        let unit = match first {
            b'\\' => json(behind),
            b'%' => percent(behind),
            b'&' => reference(behind),
            _ => None,
        };
        if let Some((unit, length)) = unit {
            unit.append_to(&mut plain);
            rest = &behind[length..];
            changed = true;
        } else {
            plain.push(*first);
            rest = behind;
        }
    }
    changed.then(|| String::from_utf8_lossy(&plain).into_owned())
}

enum Unit {
    Byte(u8),
    Character(char),
}

impl Unit {
    fn append_to(self, plain: &mut Vec<u8>) {
        match self {
            Self::Byte(byte) => plain.push(byte),
            Self::Character(c) => plain.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// What stands behind a backslash, and its length.
fn json(text: &[u8]) -> Option<(Unit, usize)> {
    match text.first()? {
        byte @ (b'"' | b'\\' | b'/') => Some((Unit::Byte(*byte), 1)),
        b'n' | b'r' | b't' => Some((Unit::Byte(b' '), 1)),
        // Half of a surrogate pair is no part of a secret.
        b'u' => Some((character(number(text.get(1..5)?, 16)?), 5)),
        _ => None,
    }
}

/// What stands behind a percent sign.
fn percent(text: &[u8]) -> Option<(Unit, usize)> {
    let byte = u8::try_from(number(text.get(..2)?, 16)?).ok()?;
    Some((Unit::Byte(byte), 2))
}

/// What stands behind an ampersand, such as `#43;` or `#x2b;`.
fn reference(text: &[u8]) -> Option<(Unit, usize)> {
    let end = text.iter().take(10).position(|byte| *byte == b';')?;
    let unit = match text[..end].strip_prefix(b"#")? {
        [b'x' | b'X', digits @ ..] => number(digits, 16)?,
        digits => number(digits, 10)?,
    };
    Some((character(unit), end + 1))
}

fn character(number: u32) -> Unit {
    Unit::Character(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    // A sign is no digit.
    let are_digits = digits.chars().all(|c| c.is_digit(radix));
    are_digits.then(|| u32::from_str_radix(digits, radix).ok())?
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn one_level_is_taken_off() {
        for (text, plain) in [
            (r"a\/b\u002bc\n", Some("a/b+c ")),
            (r"\\u002b", Some(r"\u002b")),
            ("a%2Fb%252F", Some("a/b%2F")),
            ("%E5%AD%90", Some("子")),
            ("a&#43;b&#x2F;", Some("a+b/")),
            ("100% & \\ &amp; &#; %+1 \\u+123", None),
            ("", None),
        ] {
            assert_eq!(decoded(text).as_deref(), plain, "{text}");
        }
    }
}
