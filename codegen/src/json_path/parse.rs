//! A text -> the path that it is, or where and why it is none (RFC 9535, appendix A).

mod filter;
mod functions;
mod number;
mod segments;
mod text;

use std::ops::Range;

use super::syntax::Segment;
use super::{Error, JsonPath};

type Parsed<T> = Result<T, Error>;

/// How deep filters, their parentheses and functions may stand in one another.
const DEEPEST: usize = 64;

/// The path that a text is.
pub(super) fn path(text: &str) -> Parsed<JsonPath> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
        from_root: Vec::new(),
    };
    parser.expect("$")?;
    let segments = parser.segments()?;
    if !parser.rest().is_empty() {
        return Err(parser.wrong("`.`, `[` or the end"));
    }
    Ok(JsonPath {
        segments,
        from_root: parser.from_root,
    })
}

struct Parser<'t> {
    text: &'t str,
    /// The bytes that are read.
    at: usize,
    /// How deep this is.
    depth: usize,
    /// The queries of filters that begin at the root.
    from_root: Vec<Vec<Segment>>,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += next.map_or(0, char::len_utf8);
        next
    }

    /// Reads a token, if it is what comes next.
    fn eat(&mut self, token: &str) -> bool {
        let is_next = self.rest().starts_with(token);
        if is_next {
            self.at += token.len();
        }
        is_next
    }

    /// Reads a token, if it is what comes next after blanks, and these in any case.
    fn eat_after_blanks(&mut self, token: &str) -> bool {
        self.blanks();
        self.eat(token)
    }

    fn expect(&mut self, token: &str) -> Parsed<()> {
        if self.eat(token) {
            Ok(())
        } else {
            Err(self.wrong(format!("`{token}`")))
        }
    }

    fn blanks(&mut self) {
        self.eat_all(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
    }

    /// Reads characters of a kind, as many as there are.
    fn eat_all(&mut self, is_one: fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(is_one).len();
        self.at += length;
        &rest[..length]
    }

    /// One deeper, if that is not too deep; who calls this comes up again.
    fn go_deeper(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth <= DEEPEST {
            return Ok(());
        }
        let expected = format!("filters and functions in one another at most {DEEPEST} deep");
        Err(self.wrong(expected))
    }

    /// What comes next is not what is expected.
    fn wrong(&self, expected: impl Into<String>) -> Error {
        match self.peek() {
            Some(next) => self.wrong_at(self.at, &shown(next), "", expected),
            None => self.wrong_at(self.at, "the end", "", expected),
        }
    }

    /// What stands at a place is not what is expected.
    fn wrong_in(&self, place: Range<usize>, why: &str, expected: impl Into<String>) -> Error {
        let there = self.text[place.clone()].replace(char::is_control, " ");
        let there = format!("`{there}`");
        self.wrong_at(place.start, &there, why, expected)
    }

    fn wrong_at(&self, at: usize, what: &str, why: &str, expected: impl Into<String>) -> Error {
        let column = self.text[..at].chars().count() + 1;
        Error {
            found: format!("{what} in column {column}{why}"),
            expected: expected.into(),
        }
    }
}

/// A character in a message.
fn shown(character: char) -> String {
    if character.is_control() {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("`{character}`")
    }
}
