//! Numbers (RFC 9535, 2.1 and 2.3.5).

use serde_json::Number;

use super::{Parsed, Parser};

/// Beyond it not every whole number is one of JSON's (RFC 7493).
const MOST: i64 = (1 << 53) - 1;

impl<'t> Parser<'t> {
    /// The number of an index or a slice.
    pub(super) fn whole_number(&mut self) -> Parsed<i64> {
        let start = self.at;
        if self.digits()? == "-0" {
            return Err(self.wrong_in(start..self.at, "", "`0`"));
        }
        let number = self.text[start..self.at].parse();
        number
            .ok()
            .filter(|number| (-MOST..=MOST).contains(number))
            .ok_or_else(|| {
                let expected = format!("a number from -{MOST} to {MOST}");
                self.wrong_in(start..self.at, "", expected)
            })
    }

    /// A number that something is compared with.
    pub(super) fn number(&mut self) -> Parsed<Number> {
        let start = self.at;
        self.digits()?;
        if self.eat(".") {
            self.some_digits()?;
        }
        if self.eat("e") || self.eat("E") {
            let _ = self.eat("-") || self.eat("+");
            self.some_digits()?;
        }
        let number = self.text[start..self.at].parse();
        number.map_err(|_| self.wrong_in(start..self.at, "", "a number of at most 1e308"))
    }

    /// The digits before a point, perhaps with a sign.
    fn digits(&mut self) -> Parsed<&'t str> {
        let start = self.at;
        self.eat("-");
        let digits = self.some_digits()?;
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(self.wrong_in(start..self.at, "", "no 0 in front of a number"));
        }
        Ok(&self.text[start..self.at])
    }

    fn some_digits(&mut self) -> Parsed<&'t str> {
        match self.eat_all(|c| c.is_ascii_digit()) {
            "" => Err(self.wrong("a digit")),
            digits => Ok(digits),
        }
    }
}
