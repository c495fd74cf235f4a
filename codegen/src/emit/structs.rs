//! A struct: its definition, its constructor and setters when it is sent, and how it is read.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::debug::Debug;
use super::docs;
use super::values::{Scope, accept, ident, is_optional, rust_type};
use crate::ir::{Api, Field, Type, TypeDef};
use crate::words::plain;

pub(super) fn items(api: &Api, definition: &TypeDef, fields: &[Field]) -> Vec<TokenStream> {
    let name = format_ident!("{}", definition.name);
    let shown: Vec<_> = fields
        .iter()
        .map(|field| (ident(&field.name), field.secret))
        .collect();
    let debug = Debug::of(&name, &shown);
    let mut items = vec![declaration(api, definition, fields, &debug)];
    items.extend(debug.implementation());
    if definition.flow.sent {
        items.push(constructor(api, definition, fields));
    }
    items.push(record(definition, fields));
    items.push(quote!(record!(#name);));
    items
}

fn declaration(api: &Api, definition: &TypeDef, fields: &[Field], debug: &Debug) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let docs = docs::of_type(definition);
    let fields = fields
        .iter()
        .map(|field| declare_field(api, definition, field));
    let derives =
        debug
            .derive()
            .into_iter()
            .chain([quote!(Default), quote!(PartialEq), quote!(Serialize)]);
    quote! {
        #docs
        #[derive(Clone, #(#derives),*)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
    }
}

fn declare_field(api: &Api, definition: &TypeDef, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let mut docs = docs::or_wire(&field.docs, &field.wire);
    if field.deprecated {
        docs.extend(docs::attributes(&[String::new(), "Deprecated.".to_owned()]));
    }
    let optional = is_optional(api, definition.flow, &field.ty, field.required);
    let serde = serde_attribute(field, optional);
    let ty = rust_type(api, Scope::Types, &field.ty);
    let ty = if optional { quote!(Option<#ty>) } else { ty };
    quote!(#docs #serde pub #name: #ty,)
}

/// How the field is written.
fn serde_attribute(field: &Field, optional: bool) -> Option<TokenStream> {
    let mut parts: Vec<TokenStream> = Vec::new();
    if plain(&field.name) != field.wire {
        let wire = &field.wire;
        parts.push(quote!(rename = #wire));
    }
    if optional {
        parts.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    if field.ty == Type::IntText {
        let function = if optional {
            "optional_int_text"
        } else {
            "int_text"
        };
        parts.push(quote!(serialize_with = #function));
    }
    (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
}

fn constructor(api: &Api, definition: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let (optional, required): (Vec<&Field>, Vec<&Field>) = fields
        .iter()
        .partition(|field| is_optional(api, definition.flow, &field.ty, field.required));
    let new = new(api, &required);
    let setters = optional.iter().map(|field| setter(api, field));
    quote! {
        impl #name {
            #new
            #(#setters)*
        }
    }
}

fn new(api: &Api, required: &[&Field]) -> TokenStream {
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    for field in required {
        let name = ident(&field.name);
        let (ty, value) = accept(api, Scope::Types, &field.ty, &name);
        parameters.push(quote!(#name: #ty));
        let shorthand = name == value.to_string();
        values.push(if shorthand {
            quote!(#name)
        } else {
            quote!(#name: #value)
        });
    }
    let docs = if required.is_empty() {
        quote!(
            /// An empty value; everything in it is optional.
        )
    } else {
        quote!(
            /// A value with what is required.
        )
    };
    let body = if values.is_empty() {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values,)* ..Self::default() })
    };
    quote! {
        #docs
        #[must_use]
        pub fn new(#(#parameters),*) -> Self { #body }
    }
}

fn setter(api: &Api, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let (ty, value) = accept(api, Scope::Types, &field.ty, &name);
    let docs = docs::attributes(&[format!(
        "Sets [`{0}`](field@Self::{0}).",
        plain(&field.name)
    )]);
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

fn record(definition: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let keys = fields.iter().enumerate().map(|(index, field)| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let keys = std::iter::once(&field.wire).chain(&field.aliases);
        quote!(#(#keys)|* => #index,)
    });
    let reads = fields.iter().enumerate().map(|(index, field)| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let field = ident(&field.name);
        quote!(#index => reader.read(&mut self.#field),)
    });
    quote! {
        impl Record for #name {
            fn index(&self, key: &str) -> usize {
                match key { #(#keys)* _ => UNKNOWN }
            }
            fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<()> {
                match index { #(#reads)* _ => reader.skip() }
            }
        }
    }
}
