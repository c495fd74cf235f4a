//! A call whose reply is a page: how its request goes on to the next one.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::values::{Held, Scope, held, ident, kept, named, rust_type};
use crate::ir::{Api, Call, More, PageBy, Paging, TypeId, TypeKind};

pub(super) fn pages(api: &Api, call: &Call, paging: &Paging) -> Option<TokenStream> {
    let page = rust_type(api, Scope::Calls, call.reply.value()?);
    let item = rust_type(api, Scope::Calls, &paging.item);
    Some(quote! {
        /// This page and all that follow; each is fetched when it is asked for.
        pub fn pages(self) -> Pages<#page> {
            paging::pages(self)
        }
        /// The items of this page and of all that follow; pages are fetched as they are needed.
        pub fn items(self) -> Items<#item> {
            paging::items(self)
        }
    })
}

/// Whether the request counts items to know when a total is reached.
pub(super) fn counts_items(call: &Call) -> bool {
    matches!(
        call.paging,
        Some(Paging {
            by: PageBy::Number(_),
            ..
        })
    )
}

/// The struct that is a page.
struct Page {
    id: TypeId,
}

impl Page {
    /// A field of the page, and how it keeps its value: a page may be a type that is also sent.
    fn field(&self, api: &Api, field_name: &str) -> (TokenStream, Held) {
        let name = ident(field_name);
        let definition = api.type_def(self.id);
        let held = match &definition.kind {
            TypeKind::Struct(fields) => fields
                .iter()
                .find(|field| field.name == field_name)
                .map(|field| held(api, definition.flow, field)),
            _ => None,
        };
        (quote!(page.#name), held.unwrap_or(Held::Plain))
    }

    /// The field's value.
    fn value(&self, api: &Api, field_name: &str) -> TokenStream {
        match self.field(api, field_name) {
            (field, Held::Plain | Held::Rest) => field,
            (field, Held::Optional | Held::Nullable) => quote!(#field.unwrap_or_default()),
            (field, Held::OptionalNullable) => quote!(#field.flatten().unwrap_or_default()),
        }
    }

    /// How many items the field holds.
    fn len(&self, api: &Api, field_name: &str) -> TokenStream {
        match self.field(api, field_name) {
            (field, Held::Plain | Held::Rest) => quote!(#field.len()),
            (field, Held::Optional | Held::Nullable) => {
                quote!(#field.as_ref().map_or(0, Vec::len))
            }
            (field, Held::OptionalNullable) => {
                quote!(#field.as_ref().and_then(Option::as_ref).map_or(0, Vec::len))
            }
        }
    }

    /// The field's text.
    fn text(&self, api: &Api, field_name: &str) -> TokenStream {
        match self.field(api, field_name) {
            (field, Held::Plain | Held::Rest) => quote!(&#field),
            (field, Held::Optional | Held::Nullable) => {
                quote!(#field.as_deref().unwrap_or_default())
            }
            (field, Held::OptionalNullable) => {
                quote!(#field.as_ref().and_then(Option::as_deref).unwrap_or_default())
            }
        }
    }
}

/// The request as a list of pages; `page` is the struct that it replies with.
pub(super) fn paged(api: &Api, call: &Call, paging: &Paging, page: TypeId) -> TokenStream {
    let page = &Page { id: page };
    let name = format_ident!("{}", call.type_name);
    let page_type = named(api, Scope::Calls, page.id);
    let item = rust_type(api, Scope::Calls, &paging.item);
    let items = page.value(api, &paging.items);
    let next = next(api, call, paging, page);
    quote! {
        impl Paged for #name {
            type Page = #page_type;
            type Item = #item;
            fn fetch(&self) -> ResponseFuture<Self::Page> {
                self.clone().send()
            }
            fn into_items(page: Self::Page) -> Vec<Self::Item> {
                #items
            }
            fn next(&self, page: &Self::Page) -> Option<Self> {
                #next
            }
        }
    }
}

fn next(api: &Api, call: &Call, paging: &Paging, page: &Page) -> TokenStream {
    let argument = ident(&paging.argument);
    let plain = call
        .arguments
        .iter()
        .any(|a| a.name == paging.argument && kept(a) == Held::Plain);
    let current = if plain {
        quote!(Some(self.#argument))
    } else {
        quote!(self.#argument)
    };
    let set = if plain {
        quote!(#argument)
    } else {
        quote!(#argument: Some(#argument))
    };
    let len = page.len(api, &paging.items);
    match &paging.by {
        PageBy::Number(more) => {
            let more = match more {
                More::Total(field) => {
                    let field = page.value(api, field);
                    quote!(More::Total(#field))
                }
                More::HasMore(field) => {
                    let field = page.value(api, field);
                    quote!(More::Flag(#field))
                }
            };
            quote! {
                let (#argument, seen) = paging::number(#current, self.seen, #len, #more)?;
                Some(Self { #set, seen, ..self.clone() })
            }
        }
        PageBy::Token { next, has_more } => {
            let next = page.text(api, next);
            let has_more = page.value(api, has_more);
            quote! {
                let #argument = paging::token(&self.#argument, #next, #len, #has_more)?;
                Some(Self { #set, ..self.clone() })
            }
        }
    }
}
