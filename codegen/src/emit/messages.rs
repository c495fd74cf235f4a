//! What one side of a channel sends.

use quote::format_ident;

use super::docs;
use super::values::{Scope, equality, named, rust_type};
use crate::ir::{Api, Message, Messages, Sender, Type, TypeDef};
use crate::lower::catch_all;
use crate::tokens::{TokenStream, quote};

pub(super) fn items(api: &Api, definition: &TypeDef, messages: &Messages) -> Vec<TokenStream> {
    let mut items = vec![
        declaration(api, definition, messages),
        writer(definition, messages),
    ];
    match messages.sender {
        Sender::Client => {
            items.push(frame(definition, messages));
            items.extend(conversions(api, definition, messages));
        }
        Sender::Server => items.push(reader(definition, messages)),
    }
    items
}

fn declaration(api: &Api, definition: &TypeDef, messages: &Messages) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let docs = docs::of_type(definition);
    let variants = messages.list.iter().map(|message| {
        let wire = &message.wire;
        let mut lines = message.docs.clone();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("`{wire}`"));
        let docs = docs::attributes(&lines);
        let aliases = docs::aliases([wire], &message.variant);
        let variant = format_ident!("{}", message.variant);
        let payload = message.payload.as_ref().map(|payload| {
            let payload = rust_type(api, Scope::Types, payload);
            quote!((#payload))
        });
        quote!(#docs #aliases #variant #payload,)
    });
    let others = other(messages.sender);
    let others_docs = docs::attributes(&[match messages.sender {
        Sender::Client => "An event of your own, sent as it is.".to_owned(),
        Sender::Server => "An event that this version of the crate does not know.".to_owned(),
    }]);
    let equality = equality(definition);
    quote! {
        #docs
        #[doc = ""]
        #[doc = " It is serialized as `{\"event\": …, \"data\": …}`."]
        #[derive(Clone, Debug, #(#equality),*)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #others_docs
            #others(RawEvent),
        }
    }
}

fn other(sender: Sender) -> proc_macro2::Ident {
    format_ident!("{}", catch_all(sender))
}

/// How an event is passed on: its name and its data.
fn writer(definition: &TypeDef, messages: &Messages) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let others = other(messages.sender);
    let arms = messages.list.iter().map(|message| {
        let (variant, wire) = (format_ident!("{}", message.variant), &message.wire);
        if message.payload.is_some() {
            quote!(Self::#variant(data) => event::serialize(#wire, data, serializer),)
        } else {
            quote!(Self::#variant => event::serialize(#wire, &(), serializer),)
        }
    });
    quote! {
        impl Serialize for #name {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                match self {
                    #(#arms)*
                    Self::#others(event) => event.serialize(serializer),
                }
            }
        }
    }
}

/// How an event of the client is sent.
fn frame(definition: &TypeDef, messages: &Messages) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let others = other(messages.sender);
    let arms = messages.list.iter().map(|message| {
        let (variant, wire) = (format_ident!("{}", message.variant), &message.wire);
        if message.payload.is_some() {
            quote!(Self::#variant(data) => Frame::of(#wire, data),)
        } else {
            quote!(Self::#variant => Ok(Frame::signal(#wire)),)
        }
    });
    quote! {
        impl ClientEvent for #name {
            fn frame(&self) -> Result<Frame> {
                match self {
                    #(#arms)*
                    Self::#others(event) => Frame::raw(event),
                }
            }
        }
    }
}

/// What an event carries is the event, where only one of them carries it.
fn conversions(
    api: &Api,
    definition: &TypeDef,
    messages: &Messages,
) -> impl Iterator<Item = TokenStream> {
    let name = format_ident!("{}", definition.name);
    let carried = |message: &Message| message.payload.as_ref().and_then(only_named);
    let single = messages.list.iter().filter_map(move |message| {
        let id = carried(message)?;
        let same = messages.list.iter();
        let same = same.filter(|other| carried(other) == Some(id));
        (same.count() == 1).then_some((message, id))
    });
    let others = other(messages.sender);
    let raw = conversion(&name, &quote!(RawEvent), &others);
    let typed = single.map(move |(message, id)| {
        let payload = named(api, Scope::Types, id);
        conversion(&name, &payload, &format_ident!("{}", message.variant))
    });
    typed
        .chain(std::iter::once(raw))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The type of the arena that a type is.
fn only_named(ty: &Type) -> Option<crate::ir::TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

fn conversion(
    name: &proc_macro2::Ident,
    payload: &TokenStream,
    variant: &proc_macro2::Ident,
) -> TokenStream {
    quote! {
        impl From<#payload> for #name {
            #[inline]
            fn from(data: #payload) -> Self {
                Self::#variant(data)
            }
        }
    }
}

/// How an event of the service is read.
fn reader(definition: &TypeDef, messages: &Messages) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let others = other(messages.sender);
    let arms = messages.list.iter().map(|message| {
        let (variant, wire) = (format_ident!("{}", message.variant), &message.wire);
        if message.payload.is_some() {
            quote!(#wire => Self::#variant(raw.json()?),)
        } else {
            quote!(#wire => Self::#variant,)
        }
    });
    quote! {
        impl ServerEvent for #name {
            #[inline]
            fn read(raw: RawEvent) -> Result<Self> {
                Ok(match raw.event() {
                    #(#arms)*
                    _ => Self::#others(raw),
                })
            }
        }
    }
}
