//! A call whose reply is a page: how its request goes on to the next one.

use quote::format_ident;

use super::values::{
    FieldStorage, Scope, argument_storage, field_storage, ident, named, rust_type,
};
use crate::ir::{Api, Call, More, PageBy, Paging, TypeId, TypeKind};
use crate::tokens::{TokenStream, quote};

pub(super) fn pages(api: &Api, call: &Call, paging: &Paging) -> Option<TokenStream> {
    let page = rust_type(api, Scope::Calls, call.reply.value()?);
    let item = rust_type(api, Scope::Calls, &paging.item);
    Some(quote! {
        /// This page and all that follow; each is fetched when it is asked for.
        #[inline]
        pub fn pages(self) -> Pages<#page> {
            paging::pages(self)
        }
        /// The items of this page and of all that follow; pages are fetched as they are needed.
        #[inline]
        pub fn items(self) -> Items<#item> {
            paging::items(self)
        }
    })
}

/// The struct that is a page.
struct Page {
    id: TypeId,
}

impl Page {
    /// A field of the page, and how it keeps its value: a page may be a type that is also sent.
    fn field(&self, api: &Api, field_name: &str) -> (TokenStream, FieldStorage) {
        let name = ident(field_name);
        let definition = api.type_def(self.id);
        let storage = match &definition.kind {
            TypeKind::Struct(fields) => fields
                .iter()
                .find(|field| field.name == field_name)
                .map(|field| field_storage(api, definition.flow, field)),
            _ => None,
        };
        (quote!(page.#name), storage.unwrap_or(FieldStorage::Plain))
    }

    /// The field's value.
    fn value(&self, api: &Api, field_name: &str) -> TokenStream {
        match self.field(api, field_name) {
            (field, FieldStorage::Plain | FieldStorage::Rest) => field,
            (field, FieldStorage::Optional | FieldStorage::Nullable) => {
                quote!(#field.unwrap_or_default())
            }
            (field, FieldStorage::OptionalNullable) => quote!(#field.flatten().unwrap_or_default()),
        }
    }

    /// The items that the field holds.
    fn items(&self, api: &Api, field_name: &str) -> TokenStream {
        match self.field(api, field_name) {
            (field, FieldStorage::Plain | FieldStorage::Rest) => quote!(&#field),
            (field, FieldStorage::Optional | FieldStorage::Nullable) => {
                quote!(#field.as_deref().unwrap_or_default())
            }
            (field, FieldStorage::OptionalNullable) => {
                quote!(#field.as_ref().and_then(Option::as_deref).unwrap_or_default())
            }
        }
    }

    /// The field's text.
    fn text(&self, api: &Api, field_name: &str) -> TokenStream {
        match self.field(api, field_name) {
            (field, FieldStorage::Plain | FieldStorage::Rest) => quote!(&#field),
            (field, FieldStorage::Optional | FieldStorage::Nullable) => {
                quote!(#field.as_deref().unwrap_or_default())
            }
            (field, FieldStorage::OptionalNullable) => {
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
    let into_items = page.value(api, &paging.items);
    let items = page.items(api, &paging.items);
    let more = more(api, paging, page);
    let argument = ident(&paging.argument);
    let at = at(call, paging);
    quote! {
        impl Paged for #name {
            type Page = #page_type;
            type Item = #item;
            #[inline]
            fn fetch(self) -> ResponseFuture<#page_type> {
                self.send()
            }
            #[inline]
            fn items(page: &#page_type) -> &[#item] {
                #items
            }
            #[inline]
            fn into_items(page: #page_type) -> Vec<#item> {
                #into_items
            }
            #[inline]
            fn more(page: &#page_type) -> More<'_> {
                #more
            }
            #[inline]
            fn page(&self) -> Option<String> {
                self.#argument.text().unwrap_or_default()
            }
            #[inline]
            fn turn_to(&mut self, page: &str) {
                #at
            }
        }
    }
}

/// What a page says of those after it.
fn more(api: &Api, paging: &Paging, page: &Page) -> TokenStream {
    match &paging.by {
        PageBy::Number(More::Total(field)) => {
            let total = page.value(api, field);
            quote!(More::Total(#total))
        }
        PageBy::Number(More::HasMore(field)) => {
            let has_more = page.value(api, field);
            quote!(More::Flag(#has_more))
        }
        PageBy::Token { next, has_more } => {
            let next = page.text(api, next);
            let has_more = page.value(api, has_more);
            quote!(More::Mark { next: #next, has_more: #has_more })
        }
    }
}

/// Sets the argument that says which page.
fn at(call: &Call, paging: &Paging) -> TokenStream {
    let argument = ident(&paging.argument);
    let mut arguments = call.arguments.iter();
    let is_plain =
        arguments.any(|a| a.name == paging.argument && argument_storage(a) == FieldStorage::Plain);
    match (&paging.by, is_plain) {
        (PageBy::Number(_), true) => quote! {
            if let Ok(page) = page.parse() {
                self.#argument = page;
            }
        },
        (PageBy::Number(_), false) => quote!(self.#argument = page.parse().ok();),
        (PageBy::Token { .. }, _) => quote!(self.#argument = Some(page.to_owned());),
    }
}
