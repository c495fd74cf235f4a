//! `x-availability` of an operation -> which servers of the API have it, besides or instead of the service itself.

use serde::Deserialize;

use super::declared::DeclaredOperation;
use super::told;
use crate::ir::Availability;
use crate::lower::context::Context;

/// One entry, as `spec/README.md` defines it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    server: String,
    since: String,
    differs: Option<told::Declared>,
    #[serde(default)]
    only: bool,
}

pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
) -> Vec<Availability> {
    let Some(value) = operation.spec.extensions.get("x-availability") else {
        return Vec::new();
    };
    let read = serde_json::from_value::<Vec<Declared>>(value.clone());
    let pointer = format!("{}/x-availability", operation.pointer());
    match read
        .map_err(|problem| problem.to_string())
        .and_then(checked)
    {
        Ok(servers) => servers
            .into_iter()
            .map(|declared| Availability {
                server: declared.server,
                since: declared.since,
                differs: declared
                    .differs
                    .map(|differs| differs.told(context, &pointer)),
                only: declared.only,
            })
            .collect(),
        Err(problem) => {
            context.error(
                &pointer,
                format!("`x-availability` cannot be read: {problem}"),
                "Write a list of `{server: its name, since: its version, differs: in what, only: true}`, each server once.",
            );
            Vec::new()
        }
    }
}

fn checked(declared: Vec<Declared>) -> Result<Vec<Declared>, String> {
    let mut servers: Vec<Declared> = Vec::new();
    let count = declared.len();
    for entry in declared {
        if servers.iter().any(|known| known.server == entry.server) {
            return Err(format!("`{}` is named twice", entry.server));
        }
        if entry.only && count > 1 {
            return Err(format!("not only `{}` has it", entry.server));
        }
        servers.push(entry);
    }
    Ok(servers)
}

/// What the documentation of the call says of the servers that have it.
pub(super) fn paragraphs(context: &Context<'_>, availability: &[Availability]) -> Vec<String> {
    let english: Vec<String> = availability.iter().map(english).collect();
    let chinese: Vec<String> = availability.iter().map(chinese).collect();
    let (english, chinese) = (english.join(" "), chinese.concat());
    let chinese = context.service().speaks_chinese.then_some(chinese.as_str());
    told::paragraphs(context.web(), &english, chinese)
}

fn english(availability: &Availability) -> String {
    let Availability { server, since, .. } = availability;
    let sentence = if availability.only {
        format!("Only {server} has it, since {since}.")
    } else {
        format!("{server} has it since {since}.")
    };
    match &availability.differs {
        Some(differs) => format!("{sentence} There, {}.", differs.english),
        None => sentence,
    }
}

fn chinese(availability: &Availability) -> String {
    let Availability { server, since, .. } = availability;
    let sentence = if availability.only {
        format!("仅 {server} 提供，自 {since} 起。")
    } else {
        format!("{server} 自 {since} 起支持。")
    };
    match availability
        .differs
        .as_ref()
        .and_then(|differs| differs.chinese.as_ref())
    {
        Some(differs) => format!("{sentence}不同之处：{differs}。"),
        None => sentence,
    }
}
