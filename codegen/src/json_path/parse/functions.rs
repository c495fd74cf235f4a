//! Functions, whose types are known before they are called (RFC 9535, 2.4).

use serde_json::Value;

use super::super::pattern::{Pattern, compile};
use super::super::syntax::{Filter, Match, Operand, Query};
use super::filter::Part;
use super::{Parsed, Parser};

impl Parser<'_> {
    /// A call of a function, of which the name at `start` and the parenthesis are read.
    pub(super) fn function(&mut self, name: &str, start: usize) -> Parsed<Part> {
        self.go_deeper()?;
        self.blanks();
        let part = match name {
            "length" => Part::Value(Operand::Length(Box::new(self.value_argument()?))),
            "count" => Part::Value(Operand::Count(self.nodes_argument()?)),
            "value" => Part::Value(Operand::Node(self.nodes_argument()?)),
            "match" => Part::Test(self.match_arguments(true)?),
            "search" => Part::Test(self.match_arguments(false)?),
            _ => {
                let place = start..start + name.len();
                let expected = "one of the functions length, count, match, search, value";
                return Err(self.wrong_in(place, "", expected));
            }
        };
        self.blanks();
        self.expect(")")?;
        self.depth -= 1;
        Ok(part)
    }

    fn value_argument(&mut self) -> Parsed<Operand> {
        let start = self.at;
        let part = self.part()?;
        self.value(part, start..self.at)
    }

    fn nodes_argument(&mut self) -> Parsed<Query> {
        let start = self.at;
        match self.part()? {
            Part::Query { query, .. } => Ok(query),
            _ => Err(self.wrong_in(start..self.at, "", "a path from `@` or `$`")),
        }
    }

    fn match_arguments(&mut self, whole: bool) -> Parsed<Filter> {
        let text = self.value_argument()?;
        self.blanks();
        self.expect(",")?;
        self.blanks();
        let start = self.at;
        let pattern = match self.value_argument()? {
            Operand::Literal(Value::String(pattern)) => {
                let pattern = compile(&pattern, whole).map_err(|why| {
                    let expected = format!("a regular expression of RFC 9485: {why}");
                    self.wrong_in(start..self.at, "", expected)
                })?;
                Pattern::Known(pattern)
            }
            from => Pattern::Computed { from, whole },
        };
        Ok(Filter::Matches(Box::new(Match { text, pattern })))
    }
}
