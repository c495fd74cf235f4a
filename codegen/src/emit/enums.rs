//! Open enums of texts and of integers.

use proc_macro2::Literal;
use quote::format_ident;

use super::docs;
use crate::ir::{TypeDef, Variant};
use crate::tokens::{TokenStream, quote};

pub(super) fn string(definition: &TypeDef, variants: &[Variant<String>]) -> Vec<TokenStream> {
    let name = format_ident!("{}", definition.name);
    let values: Vec<&String> = variants.iter().map(|variant| &variant.value).collect();
    let names: Vec<_> = variants
        .iter()
        .map(|variant| format_ident!("{}", variant.name))
        .collect();
    let declaration = declaration(definition, variants, "as_str", &quote!(UnknownText));
    let accessor = quote! {
        impl #name {
            /// The value on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #values,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }
    };
    let spellings = variants.iter().map(|variant| {
        let others = &variant.aliases;
        let value = &variant.value;
        quote!(#value #(| #others)*)
    });
    let from = quote! {
        impl From<&str> for #name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    #(#spellings => Self::#names,)*
                    other => Self::Unrecognized(UnknownText::new(other)),
                }
            }
        }
    };
    vec![declaration, accessor, from, quote!(string_enum!(#name);)]
}

pub(super) fn integer(definition: &TypeDef, variants: &[Variant<i64>]) -> Vec<TokenStream> {
    let name = format_ident!("{}", definition.name);
    let values: Vec<Literal> = variants
        .iter()
        .map(|variant| Literal::i64_unsuffixed(variant.value))
        .collect();
    let names: Vec<_> = variants
        .iter()
        .map(|variant| format_ident!("{}", variant.name))
        .collect();
    let declaration = declaration(definition, variants, "value", &quote!(UnknownNumber));
    let accessor = quote! {
        impl #name {
            /// The value on the wire; `None` where there is none, or none that is an integer.
            #[must_use]
            #[inline]
            pub fn value(&self) -> Option<i64> {
                let value = match self {
                    #(Self::#names => #values,)*
                    Self::Unrecognized(value) => return value.get(),
                };
                Some(value)
            }
        }
    };
    let from = quote! {
        impl From<i64> for #name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    #(#values => Self::#names,)*
                    other => Self::Unrecognized(UnknownNumber::new(other)),
                }
            }
        }
    };
    vec![declaration, accessor, from, quote!(int_enum!(#name);)]
}

fn declaration<V: std::fmt::Display>(
    definition: &TypeDef,
    variants: &[Variant<V>],
    accessor: &str,
    unknown: &TokenStream,
) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let docs = docs::of_type(definition);
    let variants = variants.iter().map(|variant| {
        let docs = docs::attributes(&docs::of_value(&variant.value.to_string(), &variant.docs));
        let name = format_ident!("{}", variant.name);
        quote!(#docs #name,)
    });
    let catch_all = format!(
        "A value that this version of the crate does not know; read it with [`{accessor}`](Self::{accessor})."
    );
    let catch_all = docs::attributes(&[catch_all]);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #catch_all
            Unrecognized(#unknown),
        }
    }
}
