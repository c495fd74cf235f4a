//! Types that are one of several.

use std::collections::HashMap;

use quote::format_ident;

use super::docs;
use super::values::{Scope, equality, rust_type};
use crate::docs::code;
use crate::ir::{Alternative, Api, Fit, Type, TypeDef, TypeKind, Union};
use crate::tokens::{TokenStream, quote};

pub(super) fn items(api: &Api, definition: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let name = format_ident!("{}", definition.name);
    let mut items = vec![declaration(api, definition, union)];
    let distinct = distinct(api, union).into_iter();
    items.extend(distinct.flat_map(|one| from(api, definition, one)));
    if definition.flow.sent
        && union
            .alternatives
            .iter()
            .all(|one| one.ty.is_text(&api.types))
    {
        items.push(query_value(definition, union));
    }
    items.push(reader(definition, union));
    items.push(quote!(union!(#name);));
    items
}

fn declaration(api: &Api, definition: &TypeDef, union: &Union) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let docs = docs::of_type(definition);
    let owners = owners(union);
    let variants = union.alternatives.iter().map(|one| {
        let docs = docs::attributes(&[meaning(union, one, &owners)]);
        let variant = format_ident!("{}", one.name);
        let ty = rust_type(api, Scope::Types, &one.ty);
        quote!(#docs #variant(#ty),)
    });
    let equality = equality(definition);
    quote! {
        #docs
        #[derive(Clone, Debug, #(#equality,)* Serialize)]
        #[non_exhaustive]
        #[serde(untagged)]
        pub enum #name {
            #(#variants)*
            /// Anything else, as it came.
            #[serde(serialize_with = "unrecognized")]
            Unrecognized(Value),
        }
    }
}

/// Which values the variant is for.
fn meaning(union: &Union, one: &Alternative, owners: &HashMap<&str, usize>) -> String {
    let keys = |keys: &[String]| {
        let keys: Vec<String> = keys.iter().map(|key| code(key)).collect();
        keys.join(", ")
    };
    match &one.fit {
        Fit::Bool => "`true` or `false`.".to_owned(),
        Fit::Number => "A number.".to_owned(),
        Fit::Text => "A text.".to_owned(),
        Fit::List => "A list.".to_owned(),
        Fit::Object => "An object.".to_owned(),
        Fit::Tag(values) => {
            let tag = union.tag.as_deref().unwrap_or_default();
            format!("An object with {} at {}.", keys(values), code(tag))
        }
        Fit::Keys { required, optional } => {
            let own = own_keys(one, owners);
            match (own.is_empty(), required.is_empty()) {
                (false, _) => format!("An object with keys such as {}.", keys(&own)),
                (true, false) => format!("An object with {}, and little else.", keys(required)),
                (true, true) => format!("An object with {}, and little else.", keys(optional)),
            }
        }
    }
}

/// How many alternatives have each key.
fn owners(union: &Union) -> HashMap<&str, usize> {
    let mut owners = HashMap::new();
    for key in union.alternatives.iter().flat_map(keys_of) {
        *owners.entry(key).or_default() += 1;
    }
    owners
}

fn keys_of(one: &Alternative) -> impl Iterator<Item = &str> {
    let (required, optional): (&[String], &[String]) = match &one.fit {
        Fit::Keys { required, optional } => (required, optional),
        _ => (&[], &[]),
    };
    required.iter().chain(optional).map(String::as_str)
}

/// The first keys that no other alternative has.
fn own_keys(one: &Alternative, owners: &HashMap<&str, usize>) -> Vec<String> {
    const SHOWN: usize = 3;
    let own = keys_of(one).filter(|key| owners[key] == 1);
    own.take(SHOWN).map(str::to_owned).collect()
}

/// The alternatives whose Rust type no other has: of two with one type, a value does not say which one it is.
fn distinct<'u>(api: &Api, union: &'u Union) -> Vec<&'u Alternative> {
    let text = |one: &Alternative| rust_type(api, Scope::Types, &one.ty).to_string();
    let mut by_type: HashMap<String, usize> = HashMap::new();
    for one in &union.alternatives {
        *by_type.entry(text(one)).or_default() += 1;
    }
    let all = union.alternatives.iter();
    all.filter(|one| by_type[&text(one)] == 1).collect()
}

/// What converts into the union, so that setters take it as it is, and replies are easily made in tests.
fn from(api: &Api, definition: &TypeDef, one: &Alternative) -> Vec<TokenStream> {
    let name = format_ident!("{}", definition.name);
    let variant = format_ident!("{}", one.name);
    let ty = rust_type(api, Scope::Types, &one.ty);
    let mut found = vec![quote! {
        impl From<#ty> for #name {
            #[inline]
            fn from(value: #ty) -> Self {
                Self::#variant(value)
            }
        }
    }];
    if one.ty == Type::Text || is_text_enum(api, &one.ty) {
        found.push(quote! {
            impl From<&str> for #name {
                #[inline]
                fn from(value: &str) -> Self {
                    Self::#variant(value.into())
                }
            }
        });
    }
    found
}

fn is_text_enum(api: &Api, ty: &Type) -> bool {
    ty.named()
        .filter(|_| matches!(ty, Type::Named(_)))
        .is_some_and(|id| matches!(api.type_def(id).kind, TypeKind::StringEnum(_)))
}

/// How the union is written in a query, if all of its alternatives can be.
fn query_value(definition: &TypeDef, union: &Union) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let variants = union
        .alternatives
        .iter()
        .map(|one| format_ident!("{}", one.name));
    quote! {
        impl QueryValue for #name {
            fn text(&self) -> std::result::Result<Option<String>, Unwritable> {
                match self {
                    #(Self::#variants(value) => value.text(),)*
                    Self::Unrecognized(value) => value.text(),
                }
            }
        }
    }
}

fn reader(definition: &TypeDef, union: &Union) -> TokenStream {
    let name = format_ident!("{}", definition.name);
    let scalars = union.alternatives.iter().filter_map(|one| {
        let kinds = kinds(union, &one.fit)?;
        let take = take(&one.name);
        Some(quote!(#kinds => #take,))
    });
    let object = object(union).map(|expression| quote!(JsonKind::Object => #expression,));
    let other = take("Unrecognized");
    quote! {
        impl Union for #name {
            #[inline]
            fn read(ahead: &Lookahead<'_>, reader: &mut Reader<'_>) -> Result<Option<Self>> {
                match ahead.kind() {
                    #(#scalars)*
                    #object
                    _ => #other,
                }
            }
        }
    }
}

fn take(variant: &str) -> TokenStream {
    let variant = format_ident!("{variant}");
    quote!(take(reader, Self::#variant))
}

/// The kinds of JSON that an alternative is read from; a text holds a number or a truth value as well, where nothing else does.
fn kinds(union: &Union, fit: &Fit) -> Option<TokenStream> {
    let has = |fit: &Fit| union.alternatives.iter().any(|one| one.fit == *fit);
    match fit {
        Fit::Bool => Some(quote!(JsonKind::Bool)),
        Fit::Number => Some(quote!(JsonKind::Number)),
        Fit::List => Some(quote!(JsonKind::List)),
        Fit::Text => {
            let number = (!has(&Fit::Number)).then(|| quote!(| JsonKind::Number));
            let boolean = (!has(&Fit::Bool)).then(|| quote!(| JsonKind::Bool));
            Some(quote!(JsonKind::Text #number #boolean))
        }
        Fit::Object | Fit::Tag(_) | Fit::Keys { .. } => None,
    }
}

/// Which of the objects is read; `None` where none is.
fn object(union: &Union) -> Option<TokenStream> {
    let any = union.alternatives.iter().find(|one| one.fit == Fit::Object);
    let otherwise = take(any.map_or("Unrecognized", |one| one.name.as_str()));
    let tagged: Vec<TokenStream> = union
        .alternatives
        .iter()
        .filter_map(|one| match &one.fit {
            Fit::Tag(values) => {
                let take = take(&one.name);
                Some(quote!(#(#values)|* => #take,))
            }
            _ => None,
        })
        .collect();
    if let (Some(tag), false) = (&union.tag, tagged.is_empty()) {
        return Some(quote! {
            match ahead.text(#tag).as_str() { #(#tagged)* _ => #otherwise }
        });
    }
    let candidates: Vec<TokenStream> = union.alternatives.iter().filter_map(candidate).collect();
    if candidates.is_empty() {
        return any.map(|_| otherwise);
    }
    let keep = take("Unrecognized");
    Some(quote! {
        match ahead.best_match(&[#(#candidates),*]) {
            Some(read) => reader.either(read, |reader| #keep),
            None => #otherwise,
        }
    })
}

/// An object that is told by its keys, and how it is read.
fn candidate(one: &Alternative) -> Option<TokenStream> {
    let Fit::Keys { required, optional } = &one.fit else {
        return None;
    };
    let take = take(&one.name);
    Some(quote!((&[#(#required),*], &[#(#optional),*], |reader| #take)))
}
