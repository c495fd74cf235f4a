//! The table of contents of the API's documentation -> a module that is nothing but its text.

use std::collections::BTreeSet;

use super::call_docs::{address, word};
use super::docs::cell;
use super::servers::Servers;
use crate::file::File;
use crate::ir::{Api, Call, Covered, Entry, Resource, RuntimeItem, Section};
use crate::words::plain;

/// The page: what the documentation lists and what the client has for it; without a table of contents, all endpoints.
pub(super) fn file(api: &Api) -> File {
    let mut lines = Vec::new();
    let servers = Servers::of(api);
    if api.coverage.is_empty() {
        lines.extend([
            "The endpoints of the API, and the calls for them.".to_owned(),
            String::new(),
        ]);
        lines.extend(servers.summary());
        lines.extend(endpoints(api, &servers));
    } else {
        let first = "What the documentation of the API lists, and the calls for it.";
        lines.extend([
            first.to_owned(),
            String::new(),
            summary(&api.coverage),
            String::new(),
        ]);
        lines.extend(servers.summary());
        for section in &api.coverage {
            lines.extend(table(api, section, &servers));
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    File {
        path: "coverage.rs".to_owned(),
        docs: lines.join("\n"),
        items: Vec::new(),
    }
}

/// How many entries there are, of each kind.
fn summary(sections: &[Section]) -> String {
    let entries: Vec<&Entry> = sections.iter().flat_map(|part| &part.entries).collect();
    let count = |wanted: fn(&Covered) -> bool| {
        let found = entries.iter().filter(|entry| wanted(&entry.covered));
        found.count()
    };
    let calls = count(|covered| matches!(covered, Covered::Operation(_)));
    let runtime = count(|covered| matches!(covered, Covered::Runtime(_)));
    let planned = count(|covered| matches!(covered, Covered::Planned(_)));
    let others = count(|covered| matches!(covered, Covered::NotHttp(_)));
    format!(
        "Titles: {}. Calls: {calls}. In the runtime: {runtime}. Planned: {planned}. Not HTTP calls: {others}.",
        entries.len()
    )
}

fn table(api: &Api, section: &Section, servers: &Servers<'_>) -> Vec<String> {
    let mut lines = vec![format!("# {}", cell(&section.title)), String::new()];
    lines.extend(servers.head(&word(api, "Title", "标题")));
    lines.extend(section.entries.iter().map(|entry| {
        let operation = match &entry.covered {
            Covered::Operation(id) => Some(id.as_str()),
            Covered::Runtime(_) | Covered::Planned(_) | Covered::NotHttp(_) => None,
        };
        let covered = match &entry.covered {
            Covered::Operation(id) => links(api, id),
            Covered::Runtime(item) => runtime(item),
            Covered::Planned(reason) => format!("planned: {}", cell(reason)),
            Covered::NotHttp(reason) => format!("not an HTTP call: {}", cell(reason)),
        };
        format!(
            "| {} | {covered} |{}",
            cell(&entry.title),
            servers.cells(operation)
        )
    }));
    lines.push(String::new());
    lines
}

/// A link to an item, and the feature that brings it.
fn runtime(item: &RuntimeItem) -> String {
    let link = format!("[`{0}`](crate::{0})", item.path);
    match &item.feature {
        Some(feature) => format!("{link}, with the feature `{feature}`"),
        None => link,
    }
}

/// The features that bring items to which the page leads. Without them, their links lead nowhere.
pub(super) fn features(api: &Api) -> Vec<&str> {
    let entries = api.coverage.iter().flat_map(|section| &section.entries);
    let features = entries.filter_map(|entry| match &entry.covered {
        Covered::Runtime(item) => item.feature.as_deref(),
        Covered::Operation(_) | Covered::Planned(_) | Covered::NotHttp(_) => None,
    });
    let channels = api.has_channels().then_some("realtime");
    let features = features.chain(channels);
    features.collect::<BTreeSet<_>>().into_iter().collect()
}

fn endpoints(api: &Api, servers: &Servers<'_>) -> Vec<String> {
    let mut lines = servers.head(&word(api, "Endpoint", "接口")).to_vec();
    for resource in api.all_resources() {
        lines.extend(resource.calls.iter().map(|call| {
            let endpoint = address(call);
            let cells = servers.cells(Some(&call.operation_id));
            format!("| {endpoint} | {} |{cells}", link(resource, call))
        }));
    }
    lines
}

/// The calls of an operation, and the first line of what they do.
fn links(api: &Api, operation: &str) -> String {
    let mut links = Vec::new();
    let mut does = None;
    let mut feature = "";
    for resource in api.all_resources() {
        for call in &resource.calls {
            if call.operation_id == operation {
                links.push(link(resource, call));
                if call.channel().is_some() {
                    feature = ", with the feature `realtime`";
                }
                does = does.or(call.summary.first());
            }
        }
    }
    let links = links.join(", ") + feature;
    does.map_or_else(
        || links.clone(),
        |does| format!("{links}: {}", does.replace('|', "\\|")),
    )
}

/// `` [`datasets().list`](crate::resources::datasets::Datasets::list) ``
fn link(resource: &Resource, call: &Call) -> String {
    let path: Vec<&str> = resource.path.iter().map(|name| plain(name)).collect();
    let method = plain(&call.method_name);
    format!(
        "[`{}().{method}`](crate::resources::{}::{}::{method})",
        path.join("()."),
        path[0],
        resource.type_name
    )
}
