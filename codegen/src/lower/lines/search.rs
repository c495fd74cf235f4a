//! Pages and words for the search, put where the client's items are.

use super::complete::{call_name, path_name};
use super::declared::{Pages, Rows, Search};
use crate::ir::{Api, Page, Resource};

/// Gives calls the addresses of their pages; both calls of an operation have the page of the first that is named.
pub(super) fn pages(api: &mut Api, pages: &Pages<'_>, rows: &mut Rows) {
    let mut found: Vec<(String, &str)> = Vec::new();
    each(&mut api.resources, &mut |resource| {
        for call in &resource.calls {
            let name = call_name(&resource.path, call);
            if let Some(page) = rows.take(&["x-pages", "calls"], &pages.calls, &name) {
                found.push((call.operation_id.clone(), page));
            }
        }
    });
    each(&mut api.resources, &mut |resource| {
        for call in &mut resource.calls {
            let mut named = found.iter().filter(|(id, _)| *id == call.operation_id);
            let Some((_, page)) = named.next() else {
                continue;
            };
            let sites = pages.sites.iter().map(|(site, address)| Page {
                site: (*site).to_owned(),
                address: format!("{address}{page}"),
            });
            call.pages.extend(sites);
        }
    });
}

/// Gives resources, calls and types the words by which people look for them.
pub(super) fn words(api: &mut Api, search: &Search<'_>, rows: &mut Rows) {
    each(&mut api.resources, &mut |resource| {
        let name = path_name(&resource.path);
        let words = rows.take(&["x-search", "resources"], &search.resources, &name);
        resource
            .search_words
            .extend(words.into_iter().flatten().map(owned));
        for call in &mut resource.calls {
            let name = call_name(&resource.path, call);
            let words = rows.take(&["x-search", "calls"], &search.calls, &name);
            call.search_words
                .extend(words.into_iter().flatten().map(owned));
        }
    });
    for definition in &mut api.types {
        let words = rows.take(&["x-search", "types"], &search.types, &definition.name);
        definition
            .search_words
            .extend(words.into_iter().flatten().map(owned));
    }
}

fn each(resources: &mut [Resource], work: &mut impl FnMut(&mut Resource)) {
    for resource in resources {
        work(resource);
        each(&mut resource.children, work);
    }
}

fn owned(word: &&str) -> String {
    (*word).to_owned()
}
