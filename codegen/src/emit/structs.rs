//! A struct: its definition, its constructor and setters when it is sent, and how it is read.

use quote::format_ident;

use super::debug::Debug;
use super::docs;
use super::setters::Settable;
use super::values::{FieldStorage, Scope, accept, equality, field_storage, ident, rust_type};
use crate::ir::{Api, Field, Type, TypeDef};
use crate::render::literal;
use crate::tokens::{TokenStream, quote};
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
    if !has_rest(fields) {
        items.push(written(api, definition, fields));
        items.push(quote!(serialize!(#name);));
    }
    items
}

fn declaration(api: &Api, definition: &TypeDef, fields: &[Field], debug: &Debug) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let docs = docs::of_type(definition);
    let is_derived = has_rest(fields);
    let declared = fields
        .iter()
        .map(|field| declare_field(api, definition, field, is_derived));
    let derives = debug
        .derive()
        .into_iter()
        .chain([quote!(Default)])
        .chain(equality(definition))
        .chain(is_derived.then(|| quote!(Serialize)));
    quote! {
        #docs
        #[derive(Clone, #(#derives),*)]
        #[non_exhaustive]
        pub struct #name {
            #(#declared)*
        }
    }
}

/// Whether there is a field for all other keys. Only what serde derives writes those beside the others.
fn has_rest(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.rest)
}

fn declare_field(api: &Api, definition: &TypeDef, field: &Field, is_derived: bool) -> TokenStream {
    let name = ident(&field.name);
    let text = docs::or_type(api, &field.docs, &field.ty);
    let mut docs = docs::attributes(&text);
    if definition.flow.sent {
        docs = docs::with_default(docs, field.default.as_ref(), &field.presence);
    }
    if field.deprecated {
        docs.extend([docs::attributes(&[String::new(), "Deprecated.".to_owned()])]);
    }
    let storage = field_storage(api, definition.flow, field);
    let serde = is_derived
        .then(|| serde_attribute(field, storage))
        .flatten();
    let ty = storage.holds(&rust_type(api, Scope::Types, &field.ty));
    quote!(#docs #serde pub #name: #ty,)
}

/// How serde writes the field.
fn serde_attribute(field: &Field, storage: FieldStorage) -> Option<TokenStream> {
    if storage == FieldStorage::Rest {
        return Some(quote!(#[serde(flatten)]));
    }
    let mut parts: Vec<TokenStream> = Vec::new();
    if plain(&field.name) != field.wire {
        let wire = &field.wire;
        parts.push(quote!(rename = #wire));
    }
    if matches!(
        storage,
        FieldStorage::Optional | FieldStorage::OptionalNullable
    ) {
        parts.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    if field.ty == Type::IntText {
        let function = match storage {
            FieldStorage::Plain | FieldStorage::Rest => "int_text",
            FieldStorage::Optional | FieldStorage::Nullable => "optional_int_text",
            FieldStorage::OptionalNullable => "nullable_int_text",
        };
        parts.push(quote!(serialize_with = #function));
    }
    if field.ty == Type::Bytes {
        parts.push(quote!(serialize_with = "base64_bytes::serialize"));
    }
    (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
}

fn constructor(api: &Api, definition: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let of = |field: &&Field| field_storage(api, definition.flow, field);
    let required: Vec<&Field> = definition
        .constructor
        .iter()
        .map(|index| &fields[*index])
        .collect();
    let new = new(api, &required);
    let setters = fields
        .iter()
        .map(|field| Settable::field(field, of(&field)).methods(api));
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
        #[inline]
        pub fn new(#(#parameters),*) -> Self { #body }
    }
}

/// How it is written: one line for each field, as for how it is read.
fn written(api: &Api, definition: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let lines = fields.iter().map(|field| {
        let (key, storage) = (&field.wire, field_storage(api, definition.flow, field));
        let value = written_value(field, storage);
        match storage {
            FieldStorage::Plain | FieldStorage::Nullable | FieldStorage::Rest => {
                quote!(fields.add(#key, &#value);)
            }
            FieldStorage::Optional | FieldStorage::OptionalNullable => {
                quote!(fields.add_some(#key, &#value);)
            }
        }
    });
    let fields = if fields.is_empty() {
        quote!(_)
    } else {
        quote!(fields)
    };
    quote! {
        impl HasFields for #name {
            fn fields<F: TakesFields>(&self, #fields: &mut F) {
                #(#lines)*
            }
        }
    }
}

/// What is written of a field.
fn written_value(field: &Field, storage: FieldStorage) -> TokenStream {
    let name = ident(&field.name);
    match (&field.ty, storage) {
        (Type::IntText, FieldStorage::Plain | FieldStorage::Rest) => quote!(IntText(self.#name)),
        (Type::IntText, FieldStorage::Optional | FieldStorage::Nullable) => {
            quote!(self.#name.map(IntText))
        }
        (Type::IntText, FieldStorage::OptionalNullable) => {
            quote!(self.#name.map(|value| value.map(IntText)))
        }
        (Type::Bytes, _) => quote!(base64_bytes::Base64(&self.#name)),
        _ => quote!(self.#name),
    }
}

/// How it is read: one line for each field, so that a field added or removed is a difference of its own lines.
fn record(definition: &TypeDef, fields: &[Field]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let (rest, named): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.rest);
    let slots = named.iter().map(|field| {
        let name = ident(&field.name);
        let keys = std::iter::once(&field.wire).chain(&field.aliases);
        let keys = keys.map(|key| literal(key));
        quote!(#(#keys)|* => &mut self.#name,)
    });
    let body = if named.is_empty() {
        quote!(None)
    } else {
        quote! {
            let slot: &mut dyn Decode = match key { #(#slots)* _ => return None };
            Some(slot)
        }
    };
    let key = if named.is_empty() {
        quote!(_)
    } else {
        quote!(key)
    };
    let rest = rest.iter().map(|field| {
        let field = ident(&field.name);
        quote! {
            #[inline]
            fn rest(&mut self) -> Option<&mut dyn Rest> {
                Some(&mut self.#field)
            }
        }
    });
    quote! {
        impl Record for #name {
            #[inline]
            fn slot(&mut self, #key: &str) -> Option<&mut dyn Decode> { #body }
            #(#rest)*
        }
    }
}
