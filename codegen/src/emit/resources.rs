//! A top-level resource: its handles, and the requests of their calls.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::values::ident;
use super::{calls, docs};
use crate::ir::{Api, Resource};
use crate::words::plain;

pub(super) fn items(api: &Api, resource: &Resource) -> Vec<TokenStream> {
    let mut items = vec![
        quote!(
            use crate::support::*;
        ),
        quote!(
            use crate::types;
        ),
    ];
    items.push(entry(resource));
    below(api, resource, &mut items);
    // A file of calls without types of its own imports none.
    if !items
        .iter()
        .any(|item| item.to_string().contains("types ::"))
    {
        items.remove(1);
    }
    items
}

/// The way from the client to the resource.
fn entry(resource: &Resource) -> TokenStream {
    let method = ident(&resource.path[0]);
    let handle = format_ident!("{}", resource.type_name);
    let docs = docs::attributes(&summary(resource));
    quote! {
        impl Client {
            #docs
            #[must_use]
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
    let docs = docs::attributes(&summary(resource));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name { client: Client }
    }
}

/// What can be called here, as a list of endpoints.
fn summary(resource: &Resource) -> Vec<String> {
    let mut lines = vec![format!("`client.{}`:", path(resource)), String::new()];
    let link = |method: &str| format!("[`{0}`]({1}::{0})", plain(method), resource.type_name);
    for call in &resource.calls {
        let method = link(&call.method_name);
        lines.push(format!(
            "* {method}: `{} {}`",
            call.method.as_str(),
            call.path
        ));
    }
    for child in &resource.children {
        let method = link(child.path.last().map(String::as_str).unwrap_or_default());
        lines.push(format!("* {method}: further calls"));
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
        let docs = docs::attributes(&summary(child));
        quote! {
            #docs
            #[must_use]
            pub fn #method(&self) -> #handle {
                #handle { client: self.client.clone() }
            }
        }
    });
    let calls = resource.calls.iter().map(|call| calls::method(api, call));
    quote! {
        impl #name {
            #(#children)*
            #(#calls)*
        }
    }
}
