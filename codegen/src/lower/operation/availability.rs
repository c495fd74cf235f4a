//! `x-availability` of an operation -> which servers of the API have it, besides or instead of the service itself.

use serde::Deserialize;

use super::declared::DeclaredOperation;
use crate::ir::Availability;
use crate::lower::context::Context;

/// One entry, as `spec/README.md` defines it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    server: String,
    since: String,
    differs: Option<String>,
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
    match read
        .map_err(|problem| problem.to_string())
        .and_then(checked)
    {
        Ok(servers) => servers,
        Err(problem) => {
            context.error(
                &format!("{}/x-availability", operation.pointer()),
                format!("`x-availability` cannot be read: {problem}"),
                "Write a list of `{server: its name, since: its version, differs: in what, only: true}`, each server once.",
            );
            Vec::new()
        }
    }
}

fn checked(declared: Vec<Declared>) -> Result<Vec<Availability>, String> {
    let mut servers: Vec<Availability> = Vec::new();
    let count = declared.len();
    for entry in declared {
        if servers.iter().any(|known| known.server == entry.server) {
            return Err(format!("`{}` is named twice", entry.server));
        }
        if entry.only && count > 1 {
            return Err(format!("not only `{}` has it", entry.server));
        }
        servers.push(Availability {
            server: entry.server,
            since: entry.since,
            differs: entry.differs,
            only: entry.only,
        });
    }
    Ok(servers)
}

/// What the documentation of the call says of it.
pub(super) fn sentence(availability: &Availability) -> String {
    let Availability {
        server,
        since,
        differs,
        only,
    } = availability;
    let sentence = if *only {
        format!("Only {server} has it, since {since}.")
    } else {
        format!("{server} has it since {since}.")
    };
    match differs {
        Some(differs) => format!("{sentence} There, {differs}."),
        None => sentence,
    }
}
