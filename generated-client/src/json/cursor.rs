//! Goes through a JSON text, token by token (RFC 8259), as strictly as that says.
//!
//! Most of a reply is texts. A text is looked for its end once, eight bytes at a time, and lent as it stands unless it has escapes: all of
//! the reply is known to be UTF-8.

use memchr::memchr2;

/// What kind of JSON a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// What is wrong with a text, and at which of its bytes.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) what: &'static str,
    pub(super) at: usize,
}

type Step<T> = std::result::Result<T, Fault>;

/// A place in a JSON text.
pub(super) struct Cursor<'j> {
    text: &'j str,
    at: usize,
    /// The last text that had escapes, without them.
    unescaped: String,
}

/// Where a text is that has been passed over.
pub(super) enum Passed {
    Here { start: usize, end: usize },
    Unescaped,
}

impl<'j> Cursor<'j> {
    pub(super) fn new(text: &'j str) -> Self {
        Self {
            text,
            at: 0,
            unescaped: String::new(),
        }
    }

    pub(super) fn text(&self) -> &'j str {
        self.text
    }

    /// The offset of the next token, once it has been looked at.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn go_to(&mut self, offset: usize) {
        self.at = offset;
    }

    /// Goes to the next token, whatever it is.
    pub(super) fn arrive(&mut self) -> Step<()> {
        match self.next_byte() {
            Some(_) => Ok(()),
            None => self.fault("EOF while parsing a value"),
        }
    }

    /// What kind of value comes next.
    #[inline]
    pub(super) fn peek(&mut self) -> Step<JsonKind> {
        Ok(match self.next_byte() {
            Some(b'"') => JsonKind::Text,
            Some(b'-' | b'0'..=b'9') => JsonKind::Number,
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::List,
            Some(b't' | b'f') => JsonKind::Bool,
            Some(b'n') => JsonKind::Null,
            Some(_) => return self.fault("expected value"),
            None => return self.fault("EOF while parsing a value"),
        })
    }

    /// The next byte that is no white space, where the cursor then stands.
    #[inline]
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            match self.byte(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                byte => return byte,
            }
        }
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    #[cold]
    fn fault<T>(&self, what: &'static str) -> Step<T> {
        Err(Fault { what, at: self.at })
    }

    /// Passes over `true`, `false` or `null`, of which the first letter has been seen.
    pub(super) fn word(&mut self, word: &'static str) -> Step<()> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return self.fault("expected ident");
        }
        self.at += word.len();
        Ok(())
    }

    pub(super) fn bool(&mut self) -> Step<bool> {
        let is_true = self.byte(self.at) == Some(b't');
        self.word(if is_true { "true" } else { "false" })?;
        Ok(is_true)
    }

    /// The number that begins here, as it is written: an id has more digits than a float can hold.
    pub(super) fn number(&mut self) -> Step<&'j str> {
        let start = self.at;
        self.at += usize::from(self.byte(start) == Some(b'-'));
        if self.byte(self.at) == Some(b'0') {
            self.at += 1;
            if self.byte(self.at).is_some_and(|byte| byte.is_ascii_digit()) {
                return self.fault("invalid number");
            }
        } else {
            self.digits()?;
        }
        if self.byte(self.at) == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte(self.at) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    /// Passes over digits, of which there must be one.
    #[inline]
    fn digits(&mut self) -> Step<()> {
        let start = self.at;
        while self.byte(self.at).is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        match self.byte(self.at) {
            _ if self.at > start => Ok(()),
            Some(_) => self.fault("invalid number"),
            None => self.fault("EOF while parsing a value"),
        }
    }

    /// The text that begins here, without its escapes.
    #[inline]
    pub(super) fn string(&mut self) -> Step<&str> {
        let passed = self.pass_string()?;
        Ok(self.passed(&passed))
    }

    #[inline]
    pub(super) fn passed(&self, passed: &Passed) -> &str {
        match *passed {
            Passed::Here { start, end } => &self.text[start..end],
            Passed::Unescaped => &self.unescaped,
        }
    }

    #[inline]
    pub(super) fn pass_string(&mut self) -> Step<Passed> {
        let start = self.at + 1;
        let end = end_of_run(self.text.as_bytes(), start);
        if self.byte(end) == Some(b'"') {
            self.at = end + 1;
            return Ok(Passed::Here { start, end });
        }
        self.unescape(start, end)
    }

    /// Writes the text down that begins at `start`, and of which `end` is the first byte that does not stand for itself.
    #[cold]
    fn unescape(&mut self, mut start: usize, mut end: usize) -> Step<Passed> {
        self.unescaped.clear();
        loop {
            self.at = end;
            self.unescaped.push_str(&self.text[start..end]);
            match self.byte(end) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Passed::Unescaped);
                }
                Some(b'\\') => {
                    let character = self.escape()?;
                    self.unescaped.push(character);
                }
                Some(_) => {
                    return self
                        .fault("control character (\\u0000-\\u001F) found while parsing a string");
                }
                None => return self.fault("EOF while parsing a string"),
            }
            start = self.at;
            end = end_of_run(self.text.as_bytes(), start);
        }
    }

    /// Passes over an escape, and gives what it stands for.
    fn escape(&mut self) -> Step<char> {
        self.at += 1;
        let character = match self.byte(self.at) {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.escaped_units(),
            Some(_) => return self.fault("invalid escape"),
            None => return self.fault("EOF while parsing a string"),
        };
        self.at += 1;
        Ok(character)
    }

    /// The character that one or two UTF-16 units stand for; the cursor stands at the `u` of the first.
    fn escaped_units(&mut self) -> Step<char> {
        let unit = self.unit()?;
        if let Some(character) = char::from_u32(unit) {
            return Ok(character);
        }
        let has_second = self.text.as_bytes()[self.at..].starts_with(b"\\u");
        if has_second && unit < 0xDC00 {
            self.at += 1;
            let second = self.unit()?;
            let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400);
            let pair = low.map(|low| 0x1_0000 + ((unit - 0xD800) << 10 | low));
            if let Some(character) = pair.and_then(char::from_u32) {
                return Ok(character);
            }
        }
        self.fault("half of a surrogate pair")
    }

    /// The UTF-16 unit of four hexadecimal digits behind the `u` at which the cursor stands.
    fn unit(&mut self) -> Step<u32> {
        let digits = self.text.as_bytes().get(self.at + 1..self.at + 5);
        let Some(digits) = digits else {
            return self.fault("EOF while parsing a string");
        };
        let mut unit = 0;
        for digit in digits {
            let Some(digit) = char::from(*digit).to_digit(16) else {
                return self.fault("invalid escape");
            };
            unit = unit << 4 | digit;
        }
        self.at += 5;
        Ok(unit)
    }

    /// Opens the object that begins here and gives its first key; `None` if it has none.
    #[inline]
    pub(super) fn first_key(&mut self) -> Step<Option<&str>> {
        self.at += 1;
        match self.next_byte() {
            Some(b'}') => {
                self.at += 1;
                Ok(None)
            }
            _ => self.key(),
        }
    }

    /// The key of the next entry; `None` at the end of the object.
    #[inline]
    pub(super) fn next_key(&mut self) -> Step<Option<&str>> {
        match self.next_byte() {
            Some(b',') => {
                self.at += 1;
                self.next_byte();
                self.key()
            }
            Some(b'}') => {
                self.at += 1;
                Ok(None)
            }
            Some(_) => self.fault("expected `,` or `}`"),
            None => self.fault("EOF while parsing an object"),
        }
    }

    #[inline]
    fn key(&mut self) -> Step<Option<&str>> {
        match self.byte(self.at) {
            Some(b'"') => {}
            Some(_) => return self.fault("key must be a string"),
            None => return self.fault("EOF while parsing an object"),
        }
        let passed = self.pass_string()?;
        match self.next_byte() {
            Some(b':') => self.at += 1,
            Some(_) => return self.fault("expected `:`"),
            None => return self.fault("EOF while parsing an object"),
        }
        Ok(Some(self.passed(&passed)))
    }

    /// Opens the array that begins here; false if it is empty.
    pub(super) fn first_item(&mut self) -> bool {
        self.at += 1;
        let is_empty = self.next_byte() == Some(b']');
        self.at += usize::from(is_empty);
        !is_empty
    }

    /// Goes to the next item; false at the end of the array.
    pub(super) fn next_item(&mut self) -> Step<bool> {
        let is_more = match self.next_byte() {
            Some(b',') => true,
            Some(b']') => false,
            Some(_) => return self.fault("expected `,` or `]`"),
            None => return self.fault("EOF while parsing a list"),
        };
        self.at += 1;
        Ok(is_more)
    }

    /// Checks that nothing follows.
    pub(super) fn finish(&mut self) -> Step<()> {
        match self.next_byte() {
            None => Ok(()),
            Some(_) => self.fault("trailing characters"),
        }
    }
}

/// How many bytes are looked at eight at a time. What is longer is worth a search by vectors, which takes its time to start.
const SHORT: usize = 64;

/// The offset of the first byte from `start` on that does not stand for itself in a text: a quote, a backslash or a control character.
#[inline]
fn end_of_run(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(word) = text[at..].first_chunk() {
        let found = specials(u64::from_le_bytes(*word));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += size_of::<u64>();
        if at >= start + SHORT {
            return end_of_long_run(text, at);
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    let rest = text[at..].iter().position(is_special);
    rest.map_or(text.len(), |rest| at + rest)
}

#[inline(never)]
fn end_of_long_run(text: &[u8], start: usize) -> usize {
    let rest = &text[start..];
    let rest = &rest[..memchr2(b'"', b'\\', rest).unwrap_or(rest.len())];
    // The compiler looks for the least of a piece by vectors, but not for the first that is small.
    let pieces = rest.chunks(128);
    let is_plain = |piece: &&[u8]| piece.iter().fold(u8::MAX, |least, &b| least.min(b)) >= 0x20;
    let plain: usize = pieces.take_while(is_plain).map(<[u8]>::len).sum();
    let control = rest[plain..].iter().position(|&byte| byte < 0x20);
    start + control.map_or(rest.len(), |control| plain + control)
}

/// Has the highest bit of the first byte of a word that does not stand for itself, and perhaps of some behind it, counted from the lowest.
/// The way in which words are searched for a byte: <https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>.
#[inline]
fn specials(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let below = |word: u64, bound: u64| word.wrapping_sub(EACH * bound) & !word;
    let quotes = below(word ^ (EACH * u64::from(b'"')), 1);
    let backslashes = below(word ^ (EACH * u64::from(b'\\')), 1);
    (quotes | backslashes | below(word, 0x20)) & (EACH << 7)
}

#[cfg(test)]
mod tests;
