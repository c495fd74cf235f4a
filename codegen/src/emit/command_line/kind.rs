//! Types of arguments -> what a person types for them.

use super::form::form;
use super::text::text;
use super::word;
use crate::ir::{Api, Type, TypeKind, Variant};
use crate::tokens::{TokenStream, quote};
use crate::words::snake;

/// What is typed for a value of a type.
pub(super) fn kind(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(Kind::Bool),
        Type::Int | Type::UInt => quote!(Kind::Int),
        Type::IntText => quote!(Kind::IntText),
        Type::Float => quote!(Kind::Float),
        Type::Text | Type::Bytes => quote!(Kind::Text),
        Type::File => quote!(Kind::File),
        Type::Nullable(inner) => kind(api, inner),
        Type::List(item) if is_one_word(api, item) => {
            let item = kind(api, item);
            quote!(Kind::List(&#item))
        }
        Type::Named(id) | Type::Boxed(id) => match &api.type_def(*id).kind {
            TypeKind::StringEnum(variants) => {
                let choices = variants.iter().map(|one| choice(&one.value, one));
                quote!(Kind::Words(&[#(#choices),*]))
            }
            TypeKind::IntEnum(variants) => {
                let choices = variants
                    .iter()
                    .map(|one| choice(&word(&snake(&one.name)), one));
                quote!(Kind::Numbers(&[#(#choices),*]))
            }
            TypeKind::Struct(_)
            | TypeKind::Union(_)
            | TypeKind::Events(_)
            | TypeKind::Messages(_) => json(api, ty),
        },
        Type::Json | Type::List(_) | Type::Map(_) => json(api, ty),
    }
}

fn json(api: &Api, ty: &Type) -> TokenStream {
    let form = form(api, ty);
    quote!(Kind::Json(#form))
}

/// Whether an item of a list is given by an option of its own.
fn is_one_word(api: &Api, item: &Type) -> bool {
    match item {
        Type::Bool
        | Type::Int
        | Type::UInt
        | Type::IntText
        | Type::Float
        | Type::Text
        | Type::Bytes
        | Type::File => true,
        Type::Named(id) => matches!(
            api.type_def(*id).kind,
            TypeKind::StringEnum(_) | TypeKind::IntEnum(_)
        ),
        Type::Json | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Boxed(_) => false,
    }
}

fn choice<V: ToString>(typed: &str, variant: &Variant<V>) -> TokenStream {
    let value = variant.value.to_string();
    let about = text(&variant.docs);
    quote!(Choice { word: #typed, value: #value, about: #about })
}
