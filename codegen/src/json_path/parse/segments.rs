//! Segments and selectors (RFC 9535, 2.3 and 2.5).

use super::super::syntax::{Segment, Selector, Slice};
use super::{Parsed, Parser};

impl Parser<'_> {
    /// All segments that come next.
    pub(super) fn segments(&mut self) -> Parsed<Vec<Segment>> {
        let mut segments = Vec::new();
        loop {
            let before = self.at;
            self.blanks();
            let descends = self.eat("..");
            let selectors = if self.eat("[") {
                self.bracketed()?
            } else if descends || self.eat(".") {
                vec![self.shorthand()?]
            } else {
                self.at = before;
                return Ok(segments);
            };
            segments.push(Segment {
                descends,
                selectors,
            });
        }
    }

    /// What stands behind a dot.
    fn shorthand(&mut self) -> Parsed<Selector> {
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        let begins_name = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
        if !self.peek().is_some_and(begins_name) {
            return Err(self.wrong("a name or `*`"));
        }
        let name = self.eat_all(|c| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii());
        Ok(Selector::Name(name.to_owned()))
    }

    /// What stands in brackets, of which the first is read.
    fn bracketed(&mut self) -> Parsed<Vec<Selector>> {
        let mut selectors = Vec::new();
        loop {
            self.blanks();
            selectors.push(self.selector()?);
            if self.eat_after_blanks("]") {
                return Ok(selectors);
            }
            if !self.eat(",") {
                return Err(self.wrong("`,` or `]`"));
            }
        }
    }

    fn selector(&mut self) -> Parsed<Selector> {
        match self.peek() {
            Some('\'' | '"') => Ok(Selector::Name(self.quoted()?)),
            Some('*') => {
                self.next();
                Ok(Selector::Wildcard)
            }
            Some('?') => {
                self.next();
                Ok(Selector::Filter(self.filter()?))
            }
            Some('-' | '0'..='9' | ':') => self.index_or_slice(),
            _ => Err(self.wrong("a name in quotes, an index, a slice, `*` or `?`")),
        }
    }

    fn index_or_slice(&mut self) -> Parsed<Selector> {
        let start = self.bound()?;
        let is_slice = self.eat_after_blanks(":");
        if let Some(index) = start
            && !is_slice
        {
            return Ok(Selector::Index(index));
        }
        let end = self.bound()?;
        let step = if self.eat_after_blanks(":") {
            self.bound()?
        } else {
            None
        };
        Ok(Selector::Slice(Slice {
            start,
            end,
            step: step.unwrap_or(1),
        }))
    }

    /// A number of a slice, if it is given.
    fn bound(&mut self) -> Parsed<Option<i64>> {
        self.blanks();
        match self.peek() {
            Some('-' | '0'..='9') => self.whole_number().map(Some),
            _ => Ok(None),
        }
    }
}
