//! The events of a stream.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::values::{Scope, rust_type};
use crate::ir::{Api, Event, EventAction, TypeDef};

pub(super) fn items(api: &Api, definition: &TypeDef, events: &[Event]) -> Vec<TokenStream> {
    vec![
        declaration(api, definition, events),
        reader(definition, events),
    ]
}

fn declaration(api: &Api, definition: &TypeDef, events: &[Event]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let docs = docs::of_type(definition);
    let variants = events.iter().filter_map(|event| match &event.action {
        EventAction::Deliver {
            variant,
            payload,
            docs,
            ..
        } => {
            let mut lines = docs.clone();
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(format!("`{}`", event.wire));
            let docs = docs::attributes(&lines);
            let variant = format_ident!("{variant}");
            let payload = rust_type(api, Scope::Types, payload);
            Some(quote!(#docs #variant(#payload),))
        }
        EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// An event that this version of the crate does not know.
            Unrecognized(RawEvent),
        }
    }
}

fn reader(definition: &TypeDef, events: &[Event]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let arms = events.iter().map(|event| {
        let wire = &event.wire;
        let step = step(&event.action);
        quote!(#wire => #step,)
    });
    quote! {
        impl Event for #name {
            fn read(raw: RawEvent) -> Result<Step<Self>> {
                Ok(match raw.event() {
                    #(#arms)*
                    _ => Step::Event(Self::Unrecognized(raw)),
                })
            }
        }
    }
}

fn step(action: &EventAction) -> TokenStream {
    match action {
        EventAction::Deliver { variant, last, .. } => {
            let variant = format_ident!("{variant}");
            if *last {
                quote!(Step::Last(Self::#variant(raw.json()?)))
            } else {
                quote!(Step::Event(Self::#variant(raw.json()?)))
            }
        }
        EventAction::End => quote!(Step::End),
        EventAction::Fail { code, message } => quote!(Step::Fail(raw.failure(#code, #message))),
        EventAction::Ignore => quote!(Step::Skip),
    }
}
