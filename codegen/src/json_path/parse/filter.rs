//! Filters (RFC 9535, 2.3.5.1).

use std::ops::Range;

use serde_json::Value;

use super::super::syntax::{Comparison, Filter, Operand, Operator, Query, Segment};
use super::{Parsed, Parser};

const OPERATORS: [(&str, Operator); 6] = [
    ("==", Operator::Equal),
    ("!=", Operator::Unequal),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

/// Signs that are one in other languages.
const TWICE: [&str; 3] = ["==", "&&", "||"];

/// What stands in a filter by itself or on a side of a comparison.
pub(super) enum Part {
    Query { query: Query, is_singular: bool },
    Value(Operand),
    Test(Filter),
}

impl Parser<'_> {
    /// All of a filter, or of what stands in parentheses.
    pub(super) fn filter(&mut self) -> Parsed<Filter> {
        self.go_deeper()?;
        let mut any = vec![self.all()?];
        while self.eat_after_blanks("||") {
            any.push(self.all()?);
        }
        self.depth -= 1;
        let rest = self.rest();
        let is_once = |sign: &&str| rest.starts_with(&sign[..1]) && !rest.starts_with(*sign);
        match TWICE.into_iter().find(is_once) {
            Some(sign) => Err(self.wrong(format!("`{sign}`"))),
            None => Ok(one_or(any, Filter::Any)),
        }
    }

    fn all(&mut self) -> Parsed<Filter> {
        let mut all = vec![self.basic()?];
        while self.eat_after_blanks("&&") {
            all.push(self.basic()?);
        }
        Ok(one_or(all, Filter::All))
    }

    /// What is in parentheses, a comparison or a test.
    fn basic(&mut self) -> Parsed<Filter> {
        self.blanks();
        let start = self.at;
        let is_negated = self.eat("!");
        self.blanks();
        let filter = if self.eat("(") {
            let filter = self.filter()?;
            self.blanks();
            self.expect(")")?;
            filter
        } else {
            self.comparison_or_test(is_negated.then_some(start))?
        };
        Ok(if is_negated {
            Filter::Not(Box::new(filter))
        } else {
            filter
        })
    }

    fn comparison_or_test(&mut self, negation: Option<usize>) -> Parsed<Filter> {
        let start = self.at;
        let left = self.part()?;
        let end = self.at;
        let Some(operator) = self.operator() else {
            return self.test(left, start..end);
        };
        let left = self.value(left, start..end)?;
        self.blanks();
        let start = self.at;
        let right = self.part()?;
        let right = self.value(right, start..self.at)?;
        if let Some(start) = negation {
            let expected = "parentheses around the comparison after `!`";
            return Err(self.wrong_in(start..self.at, "", expected));
        }
        Ok(Filter::Compares(Box::new(Comparison {
            left,
            operator,
            right,
        })))
    }

    fn operator(&mut self) -> Option<Operator> {
        self.blanks();
        let operator = OPERATORS.iter().find(|(token, _)| self.eat(token));
        operator.map(|(_, operator)| *operator)
    }

    /// A path, a value or a function.
    pub(super) fn part(&mut self) -> Parsed<Part> {
        match self.peek() {
            Some('@' | '$') => self.query(),
            Some('\'' | '"') => self.quoted().map(literal),
            Some('-' | '0'..='9') => self.number().map(literal),
            Some('a'..='z') => self.word(),
            _ => Err(self.wrong("a path from `@` or `$`, a text in quotes, a number, `true`, `false`, `null` or a function")),
        }
    }

    /// A function, or a value that is a word.
    fn word(&mut self) -> Parsed<Part> {
        let start = self.at;
        let word = self.eat_all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'));
        if self.eat("(") {
            return self.function(word, start);
        }
        match word {
            "true" => Ok(literal(true)),
            "false" => Ok(literal(false)),
            "null" => Ok(literal(Value::Null)),
            _ => Err(self.wrong_in(
                start..self.at,
                "",
                "`true`, `false`, `null` or a function with its parentheses",
            )),
        }
    }

    fn query(&mut self) -> Parsed<Part> {
        let from_root = self.next() == Some('$');
        let segments = self.segments()?;
        let is_singular = segments.iter().all(Segment::is_singular);
        let query = if from_root {
            self.from_root.push(segments);
            Query::FromRoot(self.from_root.len() - 1)
        } else {
            Query::FromHere(segments)
        };
        Ok(Part::Query { query, is_singular })
    }

    /// What a part that stands somewhere says alone.
    fn test(&self, part: Part, place: Range<usize>) -> Parsed<Filter> {
        match part {
            Part::Query { query, .. } => Ok(Filter::Exists(query)),
            Part::Test(filter) => Ok(filter),
            Part::Value(_) => {
                let expected = "a comparison with it, such as `== 1`";
                Err(self.wrong_in(place, " is a value alone", expected))
            }
        }
    }

    /// The value of a part that stands somewhere.
    pub(super) fn value(&self, part: Part, place: Range<usize>) -> Parsed<Operand> {
        match part {
            Part::Query {
                query,
                is_singular: true,
            } => Ok(Operand::Node(query)),
            Part::Value(operand) => Ok(operand),
            Part::Query { .. } => Err(self.wrong_in(
                place,
                " may lead to several values",
                "a path of names and indices alone, or one in `value(…)`",
            )),
            Part::Test(_) => Err(self.wrong_in(place, " is true or false by itself", "a value")),
        }
    }
}

fn literal(value: impl Into<Value>) -> Part {
    Part::Value(Operand::Literal(value.into()))
}

/// A list of filters as one.
fn one_or(mut filters: Vec<Filter>, several: fn(Vec<Filter>) -> Filter) -> Filter {
    match filters.pop() {
        Some(only) if filters.is_empty() => only,
        last => several(filters.into_iter().chain(last).collect()),
    }
}
