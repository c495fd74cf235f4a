//! Integers as nearly all of them are written, read without a look at how else they might be.

use super::reader::Reader;

/// How many digits every number of so many fits into.
const DIGITS: usize = 18;

impl Reader<'_> {
    /// The integer that comes next, if it is written in digits alone. Nothing is read otherwise.
    pub(super) fn plain_integer(&mut self) -> Option<i64> {
        self.cursor.arrive().ok()?;
        let start = self.cursor.at();
        let (number, len) = leading(&self.cursor.text().as_bytes()[start..])?;
        self.cursor.go_to(start + len);
        Some(number)
    }
}

/// The integer at the beginning of a text, if a value of an object or array ends there, and how many bytes it has.
fn leading(text: &[u8]) -> Option<(i64, usize)> {
    let start = usize::from(text.first() == Some(&b'-'));
    let mut number = 0;
    let mut end = start;
    while let Some(digit @ b'0'..=b'9') = text.get(end) {
        if end == start + DIGITS {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
        end += 1;
    }
    let is_plain = end == start + 1 || text.get(start) != Some(&b'0');
    let is_whole = end > start && matches!(text.get(end), Some(b',' | b'}' | b']'));
    (is_plain && is_whole).then_some((if start == 0 { number } else { -number }, end))
}

#[cfg(test)]
mod tests {
    use super::leading;

    #[test]
    fn only_digits_before_the_end_of_a_value_are_an_integer_at_once() {
        for (text, number, len) in [
            ("0,", 0, 1),
            ("-0}", 0, 2),
            ("12]", 12, 2),
            ("-12,3", -12, 3),
            ("999999999999999999,", 999_999_999_999_999_999, 18),
        ] {
            assert_eq!(leading(text.as_bytes()), Some((number, len)), "{text}");
        }
        for text in [
            "",
            "-",
            "-,",
            ",",
            "12",
            "12 ,",
            "01,",
            "-01,",
            "1.5,",
            "1e3,",
            "1x,",
            "\"1\",",
            "null,",
            "1000000000000000000,",
        ] {
            assert_eq!(leading(text.as_bytes()), None, "{text}");
        }
    }
}
