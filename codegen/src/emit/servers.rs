//! Which servers of the API have which operation -> columns of the table of contents, one for each server.

use indexmap::{IndexMap, IndexSet};

use super::call_docs::word;
use super::docs::cell;
use crate::ir::{Api, Availability};

/// The servers that the operations name, and what each operation says of them.
pub(super) struct Servers<'a> {
    api: &'a Api,
    names: IndexSet<&'a str>,
    operations: IndexMap<&'a str, &'a [Availability]>,
}

impl<'a> Servers<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let resources = api.all_resources().into_iter();
        let operations: IndexMap<&str, &[Availability]> = resources
            .flat_map(|resource| &resource.calls)
            .map(|call| (call.operation_id.as_str(), call.availability.as_slice()))
            .collect();
        let entries = operations.values().copied().flatten();
        Self {
            api,
            names: entries.map(|entry| entry.server.as_str()).collect(),
            operations,
        }
    }

    /// How many operations each of the servers has, channels aside: a paragraph each.
    pub(super) fn summary(&self) -> Vec<String> {
        let all = self.api.operation_ids().len();
        let only = self.count(|entry| entry.only);
        let paragraph = |name: &&str| {
            let is_its = |entry: &Availability| entry.server == **name;
            let own = self.count(|entry| is_its(entry) && entry.only);
            let shared = self.count(is_its) - own;
            let further = match own {
                0 => String::new(),
                own => format!(", and {own} that only it has"),
            };
            format!(
                "{}: {shared} of the {} operations{further}.",
                cell(name),
                all - only
            )
        };
        let paragraphs = self.names.iter().map(paragraph);
        paragraphs.flat_map(|line| [line, String::new()]).collect()
    }

    fn count(&self, is_counted: impl Fn(&Availability) -> bool) -> usize {
        let operations = self.operations.values();
        operations
            .filter(|entries| entries.iter().any(&is_counted))
            .count()
    }

    /// The head of a table of calls.
    pub(super) fn head(&self, first: &str) -> [String; 2] {
        let names = self.names.iter().map(|name| cell(name));
        let call = word(self.api, "Call", "调用").into_owned();
        let names: Vec<String> = [call].into_iter().chain(names).collect();
        [
            format!("| {first} | {} |", names.join(" | ")),
            format!("|---|{}", "---|".repeat(names.len())),
        ]
    }

    /// What the servers have of an operation; nothing where there is none to have.
    pub(super) fn cells(&self, operation: Option<&str>) -> String {
        let entries = operation.and_then(|id| self.operations.get(id));
        self.names.iter().fold(String::new(), |cells, name| {
            let content = entries.map(|entries| content(self.api, entries, name));
            format!("{cells} {} |", content.unwrap_or_default())
        })
    }
}

fn content(api: &Api, entries: &[Availability], server: &str) -> String {
    let Some(entry) = entries.iter().find(|entry| entry.server == server) else {
        return word(api, "missing", "没有").into_owned();
    };
    let since = cell(&entry.since);
    let (english, chinese) = if entry.only {
        (
            format!("only here, since {since}"),
            format!("仅此处有，自 {since} 起"),
        )
    } else {
        (format!("since {since}"), format!("自 {since} 起"))
    };
    let Some(differs) = &entry.differs else {
        return word(api, &english, &chinese).into_owned();
    };
    let english = format!("{english}; {}", cell(&differs.english));
    let chinese = match &differs.chinese {
        Some(differs) => format!("{chinese}；{}", cell(differs)),
        None => chinese,
    };
    word(api, &english, &chinese).into_owned()
}
