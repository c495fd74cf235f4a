//! Texts in quotes (RFC 9535, 2.3.1).

use super::{Parsed, Parser, shown};

impl Parser<'_> {
    /// A text in quotes of either kind, which are next.
    pub(super) fn quoted(&mut self) -> Parsed<String> {
        let quote = self.next();
        let mut text = String::new();
        loop {
            let start = self.at;
            match self.next() {
                None => {
                    let quote = quote.unwrap_or('\'');
                    return Err(self.wrong(format!("the text's end, `{quote}`")));
                }
                next if next == quote => return Ok(text),
                Some('\\') => text.push(self.escaped(start, quote)?),
                Some(control @ ..'\u{20}') => {
                    let expected = format!("`\\u{:04x}` for it", u32::from(control));
                    return Err(self.wrong_at(start, &shown(control), "", expected));
                }
                Some(other) => text.push(other),
            }
        }
    }

    /// The character that an escape means, of which the backslash at `start` is read.
    fn escaped(&mut self, start: usize, quote: Option<char>) -> Parsed<char> {
        let next = self.next();
        Ok(match next {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some(itself @ ('/' | '\\')) => itself,
            Some(itself) if next == quote => itself,
            Some('u') => return self.numbered(start),
            _ => {
                let quote = quote.unwrap_or('\'');
                let expected = format!(
                    "a backslash before `b`, `f`, `n`, `r`, `t`, `u`, `/`, `\\` or `{quote}`"
                );
                return Err(self.wrong_in(start..self.at, "", expected));
            }
        })
    }

    /// The character with the number that comes next, which is written as in UTF-16: perhaps in two halves.
    fn numbered(&mut self, start: usize) -> Parsed<char> {
        let first = self.hexadecimal()?;
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) && self.eat("\\u") {
            units.push(self.hexadecimal()?);
        }
        let text = String::from_utf16(&units).unwrap_or_default();
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(self.wrong_in(
                start..self.at,
                " is half of a character",
                "both halves, the first from `\\ud800` and the second from `\\udc00`",
            )),
        }
    }

    /// Four hexadecimal digits.
    fn hexadecimal(&mut self) -> Parsed<u16> {
        let digits = self.rest().get(..4).unwrap_or_default();
        let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u16::from_str_radix(digits, 16) {
            Ok(number) if is_number => {
                self.at += digits.len();
                Ok(number)
            }
            _ => Err(self.wrong("four hexadecimal digits")),
        }
    }
}
