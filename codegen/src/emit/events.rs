//! The events of a stream.

use std::collections::HashSet;

use quote::format_ident;

use super::docs;
use super::values::{Scope, equality, rust_type};
use crate::ir::{Api, Ending, Event, EventAction, TypeDef};
use crate::tokens::{TokenStream, quote};

pub(super) fn items(api: &Api, definition: &TypeDef, events: &[Event]) -> Vec<TokenStream> {
    vec![
        declaration(api, definition, events),
        writer(definition, events),
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
    let form = docs::attributes(&[
        String::new(),
        "It is serialized as `{\"event\": …, \"data\": …}`.".to_owned(),
    ]);
    let equality = equality(definition);
    quote! {
        #docs
        #form
        #[derive(Clone, Debug, #(#equality),*)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// An event that this version of the crate does not know.
            Unrecognized(RawEvent),
        }
    }
}

/// How an event is passed on: its name and its data.
fn writer(definition: &TypeDef, events: &[Event]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let mut written = HashSet::new();
    let arms = events.iter().filter_map(|event| match &event.action {
        EventAction::Deliver { variant, .. } if written.insert(variant) => {
            let (variant, wire) = (format_ident!("{variant}"), &event.wire);
            Some(quote!(Self::#variant(data) => event::serialize(#wire, data, serializer),))
        }
        EventAction::Deliver { .. }
        | EventAction::End
        | EventAction::Fail { .. }
        | EventAction::Ignore => None,
    });
    quote! {
        impl Serialize for #name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                match self {
                    #(#arms)*
                    Self::Unrecognized(event) => event.serialize(serializer),
                }
            }
        }
    }
}

fn reader(definition: &TypeDef, events: &[Event]) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let arms = events.iter().map(|event| {
        let names = std::iter::once(&event.wire).chain(&event.aliases);
        let step = step(&event.action);
        quote!(#(#names)|* => #step,)
    });
    let marked = events.iter().filter(|event| !event.marks.is_empty());
    let marks = marked.map(|event| {
        let marks = &event.marks;
        let step = step(&event.action);
        quote!(_ if raw.is_mark(&[#(#marks),*]) => #step,)
    });
    let has_end = events.iter().any(|event| match event.action {
        EventAction::End => true,
        EventAction::Deliver { ending, .. } => ending != Ending::Open,
        EventAction::Fail { .. } | EventAction::Ignore => false,
    });
    quote! {
        impl Event for #name {
            const HAS_END: bool = #has_end;

            #[inline]
            fn read(raw: &RawEvent) -> Result<Step<Self>> {
                Ok(match raw.event() {
                    #(#marks)*
                    #(#arms)*
                    _ => Step::Event(Self::Unrecognized(raw.clone())),
                })
            }
        }
    }
}

fn step(action: &EventAction) -> TokenStream {
    match action {
        EventAction::Deliver {
            variant,
            wraps,
            ending,
            ..
        } => {
            let variant = format_ident!("{variant}");
            let step = match ending {
                Ending::Open => quote!(Step::Event),
                Ending::Possible => quote!(Step::Complete),
                Ending::Last => quote!(Step::Last),
            };
            if wraps.is_empty() {
                quote!(#step(Self::#variant(raw.json()?)))
            } else {
                quote!(#step(Self::#variant(raw.json_in(&[#(#wraps),*])?)))
            }
        }
        EventAction::End => quote!(Step::End),
        EventAction::Fail { codes, messages } => {
            quote!(Step::Fail(raw.failure(&[#(#codes),*], &[#(#messages),*])))
        }
        EventAction::Ignore => quote!(Step::Skip),
    }
}
