//! Types of the API -> Rust types, and how setters accept them.

use proc_macro2::{Ident, Span};
use quote::format_ident;

use crate::ir::{Api, Argument, Field, Flow, Presence, Type, TypeDef, TypeId, TypeKind};
use crate::tokens::{TokenStream, quote};

/// How the types of the arena are written: by name where they are imported, below `types::` elsewhere.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    /// In a file of types.
    Types,
    /// In a file of calls, where handles may have the same names.
    Calls,
}

/// An identifier, raw when it is written `r#type`.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(word) => Ident::new_raw(word, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// What a type of the arena derives for comparing and hashing its values.
pub(super) fn equality(definition: &TypeDef) -> Vec<TokenStream> {
    let total = definition.total_eq.then(|| [quote!(Eq), quote!(Hash)]);
    std::iter::once(quote!(PartialEq))
        .chain(total.into_iter().flatten())
        .collect()
}

/// The Rust type of a value.
pub(super) fn rust_type(api: &Api, scope: Scope, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Int | Type::IntText => quote!(i64),
        Type::UInt => quote!(u64),
        Type::Float => quote!(f64),
        Type::Text => quote!(String),
        Type::Json => quote!(Value),
        Type::File => quote!(FilePart),
        Type::Bytes => quote!(Bytes),
        Type::List(item) => {
            let item = rust_type(api, scope, item);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let value = rust_type(api, scope, value);
            quote!(BTreeMap<String, #value>)
        }
        Type::Nullable(value) => {
            let value = rust_type(api, scope, value);
            quote!(Option<#value>)
        }
        Type::Named(id) => named(api, scope, *id),
        Type::Boxed(id) => {
            let name = named(api, scope, *id);
            quote!(Box<#name>)
        }
    }
}

/// The type of an argument that a request keeps: that of its value, unless it is an object of which nothing is known. Such a one is
/// written when it is given, because anything that becomes an object may be given.
pub(super) fn argument_type(api: &Api, ty: &Type) -> TokenStream {
    if ty.is_open_object() {
        return quote!(OpenObject);
    }
    rust_type(api, Scope::Calls, ty)
}

/// A type of the arena.
pub(super) fn named(api: &Api, scope: Scope, id: TypeId) -> TokenStream {
    let name = format_ident!("{}", api.type_def(id).name);
    match scope {
        Scope::Types => quote!(#name),
        Scope::Calls => quote!(types::#name),
    }
}

/// How a field keeps its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldStorage {
    /// As it is.
    Plain,
    /// As an `Option`; without a value, it is left out.
    Optional,
    /// As an `Option`; without a value, it is null.
    Nullable,
    /// As an `Option` of an `Option`; without the outer one it is left out, without the inner one it is null.
    OptionalNullable,
    /// As a map of all keys that are no other field's.
    Rest,
}

impl FieldStorage {
    /// The type of the field.
    pub(crate) fn holds(self, ty: &TokenStream) -> TokenStream {
        match self {
            Self::Plain | Self::Rest => quote!(#ty),
            Self::Optional | Self::Nullable => quote!(Option<#ty>),
            Self::OptionalNullable => quote!(Option<Option<#ty>>),
        }
    }

    /// The value of the field, made of a given one.
    pub(crate) fn made_of(self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Plain | Self::Rest => quote!(#value),
            Self::Optional | Self::Nullable => quote!(Some(#value)),
            Self::OptionalNullable => quote!(Some(Some(#value))),
        }
    }
}

/// How a field of a type keeps its value.
///
/// What is only received is plain, because the service leaves out empty values; but no object, no enum and no union has an
/// empty value. What is sent is an `Option` unless it is required.
pub(crate) fn field_storage(api: &Api, flow: Flow, field: &Field) -> FieldStorage {
    match (&field.ty, &field.presence) {
        _ if field.rest => FieldStorage::Rest,
        (_, Presence::Nullable) if flow.sent => FieldStorage::Nullable,
        (_, Presence::OptionalNullable(_)) if flow.sent => FieldStorage::OptionalNullable,
        (Type::Boxed(_), _) => FieldStorage::Optional,
        (_, Presence::Required) if flow.sent => FieldStorage::Plain,
        _ if flow.sent => FieldStorage::Optional,
        (Type::Named(id), _) => match api.type_def(*id).kind {
            TypeKind::Events(_) | TypeKind::Messages(_) => FieldStorage::Plain,
            TypeKind::Struct(_)
            | TypeKind::StringEnum(_)
            | TypeKind::IntEnum(_)
            | TypeKind::Union(_) => FieldStorage::Optional,
        },
        _ => FieldStorage::Plain,
    }
}

/// How a request keeps an argument.
pub(crate) fn argument_storage(argument: &Argument) -> FieldStorage {
    match argument.presence {
        Presence::Required => FieldStorage::Plain,
        Presence::Optional if argument.preset.is_some() => FieldStorage::Plain,
        Presence::Optional => FieldStorage::Optional,
        Presence::Nullable => FieldStorage::Nullable,
        Presence::OptionalNullable(_) => FieldStorage::OptionalNullable,
    }
}

/// How a setter takes a value: the parameter's type, and the expression that stores it.
pub(super) fn accept(
    api: &Api,
    scope: Scope,
    ty: &Type,
    name: &Ident,
) -> (TokenStream, TokenStream) {
    match (scope, ty) {
        (Scope::Calls, ty) if ty.is_open_object() => {
            (quote!(impl Serialize), quote!(OpenObject::of(&#name)))
        }
        (Scope::Calls | Scope::Types, ty) => accept_typed(api, scope, ty, name),
    }
}

/// How a setter that takes an `Option` takes its value: what the `Option` holds, and the expression that makes it what is stored.
pub(super) fn option(
    api: &Api,
    scope: Scope,
    ty: &Type,
    name: &Ident,
) -> (TokenStream, TokenStream) {
    match (scope, ty) {
        (Scope::Calls, ty) if ty.is_open_object() => {
            (quote!(Value), quote!(#name.map(OpenObject::from)))
        }
        (_, Type::Boxed(id)) => (named(api, scope, *id), quote!(#name.map(Box::new))),
        (_, ty) => (rust_type(api, scope, ty), quote!(#name)),
    }
}

fn accept_typed(api: &Api, scope: Scope, ty: &Type, name: &Ident) -> (TokenStream, TokenStream) {
    match ty {
        Type::Bool | Type::Int | Type::UInt | Type::IntText | Type::Float | Type::Nullable(_) => {
            (rust_type(api, scope, ty), quote!(#name))
        }
        Type::Text | Type::Json | Type::File | Type::Bytes | Type::Named(_) => {
            let ty = rust_type(api, scope, ty);
            (quote!(impl Into<#ty>), quote!(#name.into()))
        }
        Type::Boxed(id) => {
            let ty = named(api, scope, *id);
            (quote!(impl Into<#ty>), quote!(Box::new(#name.into())))
        }
        Type::List(item) => {
            let (item, convert) = accept_inner(api, scope, item);
            let convert = match convert {
                Conversion::None => None,
                Conversion::Into => Some(quote!(.map(Into::into))),
                Conversion::OfSome => Some(quote!(.map(|item| item.map(Into::into)))),
            };
            (
                quote!(impl IntoIterator<Item = #item>),
                quote!(#name.into_iter()#convert.collect()),
            )
        }
        Type::Map(value) => {
            let (value, convert) = accept_inner(api, scope, value);
            let convert = match convert {
                Conversion::None => quote!(value),
                Conversion::Into => quote!(value.into()),
                Conversion::OfSome => quote!(value.map(Into::into)),
            };
            (
                quote!(impl IntoIterator<Item = (impl Into<String>, #value)>),
                quote!(#name.into_iter().map(|(key, value)| (key.into(), #convert)).collect()),
            )
        }
    }
}

/// How an item of a list or a value of a map becomes what is kept.
#[derive(Clone, Copy)]
enum Conversion {
    /// It is that.
    None,
    /// By `Into`.
    Into,
    /// By `Into`, unless it is null.
    OfSome,
}

/// How a setter takes the items of a list or the values of a map.
fn accept_inner(api: &Api, scope: Scope, ty: &Type) -> (TokenStream, Conversion) {
    match ty {
        Type::Nullable(value) if converts(value) => {
            let value = rust_type(api, scope, value);
            (quote!(Option<impl Into<#value>>), Conversion::OfSome)
        }
        ty if converts(ty) => {
            let ty = rust_type(api, scope, ty);
            (quote!(impl Into<#ty>), Conversion::Into)
        }
        ty => (rust_type(api, scope, ty), Conversion::None),
    }
}

/// Whether the items of a list or map are converted, too.
pub(super) fn converts(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Json | Type::Named(_))
}
