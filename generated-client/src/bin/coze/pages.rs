// part coze

//! `--all`: one page after the other, each printed when it comes.

use std::collections::HashSet;
use std::io::{self, IsTerminal};

use coze_client::Client;
use serde_json::{Value, json};

use super::failure::Failure;
use super::given::Given;
use super::output::{Output, note};
use super::replies::fetched;
use super::table::{Argument, Operation, Pages, Remaining};

/// Prints the items of all pages.
pub(crate) async fn print_all(
    client: &Client,
    operation: &'static Operation,
    pages: &'static Pages,
    mut given: Given,
    output: Output,
) -> Result<(), Failure> {
    let mut position = Position::at(given.get(pages.page));
    loop {
        let page = fetched(client, operation, &given).await?;
        let none = Vec::new();
        let items = page[pages.items].as_array().unwrap_or(&none);
        output.items(items)?;
        let next = position.next(&pages.remaining, &page, items.len())?;
        let (Some(next), Some(argument)) = (next, argument_of(operation, pages)) else {
            return Ok(());
        };
        given.set(argument, next);
    }
}

/// Says on a terminal that a page is not all.
pub(crate) fn hint(pages: &Pages, page: &Value) -> io::Result<()> {
    let items = page[pages.items].as_array().map_or(0, Vec::len);
    let has_more = match pages.remaining {
        Remaining::Total(total) => number(&page[total]).is_some_and(|total| total > items as u64),
        Remaining::Flag(has_more) | Remaining::Mark { has_more, .. } => is_true(&page[has_more]),
    };
    if has_more && io::stdout().is_terminal() {
        note("there is more: --all prints all of it")?;
    }
    Ok(())
}

fn argument_of(operation: &'static Operation, pages: &Pages) -> Option<&'static Argument> {
    let mut arguments = operation.arguments.iter();
    arguments.find(|argument| argument.wire == pages.page)
}

/// Where a list is.
struct Position {
    number: i64,
    /// Whether it began with the first page, so that the items can be counted.
    is_whole: bool,
    items: usize,
    marks: HashSet<String>,
}

impl Position {
    fn at(page: Option<&Value>) -> Self {
        let number = page.and_then(Value::as_i64);
        Self {
            number: number.unwrap_or(1),
            is_whole: number.is_none_or(|number| number == 1),
            items: 0,
            marks: HashSet::new(),
        }
    }

    /// The page behind this one; `None` behind the last.
    fn next(
        &mut self,
        remaining: &Remaining,
        page: &Value,
        items: usize,
    ) -> Result<Option<Value>, Failure> {
        self.items += items;
        let has_next = match remaining {
            Remaining::Mark { next, has_more } => return self.mark(&page[next], &page[has_more]),
            Remaining::Flag(has_more) => is_true(&page[has_more]),
            Remaining::Total(total) => {
                let total = number(&page[total]).filter(|_| self.is_whole);
                total.is_none_or(|total| (self.items as u64) < total)
            }
        };
        self.number += 1;
        Ok((items > 0 && has_next).then(|| json!(self.number)))
    }

    fn mark(&mut self, next: &Value, has_more: &Value) -> Result<Option<Value>, Failure> {
        let mark = match next {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        if !is_true(has_more) {
            return Ok(None);
        }
        if mark.is_empty() || !self.marks.insert(mark) {
            let line = "the list says that there is more, and not where";
            return Err(Failure::Reported(line.to_owned()));
        }
        Ok(Some(next.clone()))
    }
}

/// The service writes numbers as texts and the other way round.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn is_true(value: &Value) -> bool {
    matches!(value, Value::Bool(true)) || value == "true" || number(value) == Some(1)
}
