//! Lists that are given page by page, as they are asked for.

use serde_json::{Value, json};

use super::call::Call;
use super::operation::{Operation, Outcome, Pages, Remaining};

/// The names by which calls say how many items a page may have.
const SIZES: [&str; 4] = ["page_size", "size", "limit", "per_page"];

/// Items of a list of which a test says nothing.
const EXAMPLES: usize = 3;

/// What the document shows; of a list, several items.
pub(super) fn example(operation: &Operation, call: &Call) -> Value {
    let value = operation.outcome.shape().map(super::shape::Shape::value);
    let value = value.unwrap_or_default();
    let Some(pages) = &operation.pages else {
        return value;
    };
    let item = value[pages.items].get(0).cloned();
    let items: Vec<Value> = item.into_iter().cycle().take(EXAMPLES).collect();
    page(pages, value, &items, call)
}

/// The page that the call asks for; of what is no list with pages, all items.
pub(super) fn of_items(operation: &Operation, items: &[Value], call: &Call) -> Value {
    let value = operation.outcome.shape().map(super::shape::Shape::value);
    match (&operation.pages, &operation.outcome) {
        (Some(pages), _) => page(pages, value.unwrap_or_default(), items, call),
        (None, Outcome::Events { .. } | Outcome::Binary(_) | Outcome::Unit) => Value::Null,
        (None, _) => items.iter().cloned().collect(),
    }
}

/// Fills a page.
fn page(pages: &Pages, mut page: Value, items: &[Value], call: &Call) -> Value {
    let number = |name: &str| call.argument(name)?.parse::<usize>().ok();
    let size = SIZES
        .iter()
        .find_map(|name| number(name))
        .unwrap_or(items.len())
        .max(1);
    let asked = number(pages.page);
    let start = match pages.remaining {
        // The mark of a page is where it begins.
        Remaining::Mark { .. } => asked.unwrap_or(0),
        Remaining::Total(_) | Remaining::Flag(_) => (asked.unwrap_or(1).max(1) - 1) * size,
    };
    let end = start.saturating_add(size).min(items.len());
    let given = items.get(start..end).unwrap_or_default();
    let has_more = end < items.len();
    page[pages.items] = json!(given);
    match pages.remaining {
        Remaining::Total(total) => page[total] = json!(items.len()),
        Remaining::Flag(flag) => page[flag] = json!(has_more),
        Remaining::Mark {
            next,
            has_more: flag,
        } => {
            page[flag] = json!(has_more);
            page[next] = json!(if has_more {
                end.to_string()
            } else {
                String::new()
            });
        }
    }
    page
}
