//! A top-level resource: its handles, and the requests of their calls.

use quote::format_ident;

use super::values::ident;
use super::{call_docs, calls, credentials, docs};
use crate::ir::{Api, Resource};
use crate::tokens::{TokenStream, quote};
use crate::words::plain;

pub(super) fn items(api: &Api, resource: &Resource) -> Vec<TokenStream> {
    let mut items = vec![quote!(
        use crate::support::*;
    )];
    let calls = resource.all_calls();
    if calls
        .iter()
        .any(|call| call.sends_types() || call.receives_types())
    {
        items.push(quote!(
            use crate::types;
        ));
    }
    if credentials::are_named(api, &calls) {
        items.push(quote!(
            use crate::generated::credentials;
        ));
    }
    items.push(entry(resource));
    below(api, resource, &mut items);
    items
}

/// The way from the client to the resource.
fn entry(resource: &Resource) -> TokenStream {
    let method = ident(&resource.path[0]);
    let handle = format_ident!("{}", resource.type_name);
    let docs = docs::attributes(&introduction(resource));
    let aliases = docs::aliases(&resource.search_words, &resource.path[0]);
    quote! {
        impl Client {
            #docs
            #aliases
            #[must_use]
            #[inline]
            pub fn #method(&self) -> #handle {
                #handle { client: self.clone() }
            }
        }
    }
}

fn below(api: &Api, resource: &Resource, items: &mut Vec<TokenStream>) {
    items.push(handle(resource));
    items.push(methods(api, resource));
    for call in &resource.calls {
        items.extend(calls::items(api, resource, call));
    }
    for child in &resource.children {
        below(api, child, items);
    }
}

fn handle(resource: &Resource) -> TokenStream {
    let name = format_ident!("{}", resource.type_name);
    let docs = docs::attributes(&contents(resource));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name { client: Client }
    }
}

/// What the resource is, and where its calls are.
fn introduction(resource: &Resource) -> Vec<String> {
    let handle = &resource.type_name;
    if resource.docs.is_empty() {
        return vec![format!(
            "Calls below `client.{}`: see [`{handle}`].",
            path(resource)
        )];
    }
    let calls = format!("See [`{handle}`] for its calls.");
    [resource.docs.as_slice(), &[String::new(), calls]].concat()
}

/// What the module of a resource is about.
pub(super) fn module_docs(resource: &Resource) -> Vec<String> {
    if resource.docs.is_empty() {
        return vec![format!("Calls below `client.{}`.", path(resource))];
    }
    resource.docs.clone()
}

/// What can be called here, as a list of endpoints, and what a resource is that has no module of its own.
fn contents(resource: &Resource) -> Vec<String> {
    let mut lines = Vec::new();
    if resource.path.len() > 1 && !resource.docs.is_empty() {
        lines.extend(resource.docs.iter().cloned().chain([String::new()]));
    }
    lines.extend([
        format!("The calls of `client.{}`.", path(resource)),
        String::new(),
    ]);
    let link = |method: &str| format!("[`{0}`]({1}::{0})", plain(method), resource.type_name);
    for call in &resource.calls {
        let method = link(&call.method_name);
        let does = docs::in_a_list(&call.summary);
        let does = does.unwrap_or_else(|| call_docs::address(call));
        lines.push(format!("* {method}: {does}"));
    }
    for child in &resource.children {
        let method = link(child.path.last().map(String::as_str).unwrap_or_default());
        let is = docs::in_a_list(&child.docs).unwrap_or_else(|| "further calls".to_owned());
        lines.push(format!("* {method}: {is}"));
    }
    lines
}

fn path(resource: &Resource) -> String {
    resource
        .path
        .iter()
        .map(|part| format!("{}()", plain(part)))
        .collect::<Vec<_>>()
        .join(".")
}

fn methods(api: &Api, resource: &Resource) -> TokenStream {
    let name = format_ident!("{}", resource.type_name);
    let children = resource.children.iter().map(|child| {
        let method = ident(child.path.last().map(String::as_str).unwrap_or_default());
        let handle = format_ident!("{}", child.type_name);
        let docs = docs::attributes(&introduction(child));
        let aliases = docs::aliases(
            &child.search_words,
            child.path.last().map_or("", String::as_str),
        );
        quote! {
            #docs
            #aliases
            #[must_use]
            #[inline]
            pub fn #method(&self) -> #handle {
                #handle { client: self.client.clone() }
            }
        }
    });
    let calls = resource.calls.iter();
    let calls = calls.map(|call| calls::method(api, resource, call));
    quote! {
        impl #name {
            #(#children)*
            #(#calls)*
        }
    }
}
