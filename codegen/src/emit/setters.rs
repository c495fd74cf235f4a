//! What has a setter in, its methods out: one that takes the value, one that takes an `Option` of it, one that sends null.

use proc_macro2::Literal;

use super::docs;
use super::values::{FieldStorage, Scope, accept, ident, option};
use crate::ir::{Api, Argument, Field, Presence, Type};
use crate::tokens::{TokenStream, quote};
use crate::words::plain;

/// A field of a type or an argument of a request.
pub(super) struct Settable<'a> {
    scope: Scope,
    name: &'a str,
    ty: &'a Type,
    presence: &'a Presence,
    option_setter: &'a str,
    preset: Option<i64>,
    is_deprecated: bool,
    storage: FieldStorage,
    docs: TokenStream,
}

impl<'a> Settable<'a> {
    pub(super) fn field(field: &'a Field, storage: FieldStorage) -> Self {
        let docs = format!("Sets [`{0}`](field@Self::{0}).", plain(&field.name));
        Self {
            scope: Scope::Types,
            name: &field.name,
            ty: &field.ty,
            presence: &field.presence,
            option_setter: &field.option_setter,
            preset: None,
            is_deprecated: field.deprecated,
            storage,
            docs: docs::attributes(&[docs]),
        }
    }

    pub(super) fn argument(
        argument: &'a Argument,
        storage: FieldStorage,
        docs: TokenStream,
    ) -> Self {
        Self {
            scope: Scope::Calls,
            name: &argument.name,
            ty: &argument.ty,
            presence: &argument.presence,
            option_setter: &argument.option_setter,
            preset: argument.preset,
            is_deprecated: argument.deprecated,
            storage,
            docs,
        }
    }

    /// All methods that set it.
    pub(super) fn methods(&self, api: &Api) -> TokenStream {
        let name = ident(self.name);
        let (ty, value) = accept(api, self.scope, self.ty, &name);
        let value = self.storage.made_of(&value);
        let setter = self.method(&self.docs, &quote!(#name), &quote!(, #name: #ty), &value);
        let option = self.takes_option(api);
        let null = self.sends_null();
        quote!(#setter #option #null)
    }

    /// The method that takes an `Option`, unless there is always a value.
    fn takes_option(&self, api: &Api) -> Option<TokenStream> {
        let name = ident(self.name);
        let (ty, made) = option(api, self.scope, self.ty, &name);
        let value = match (self.storage, self.preset) {
            (FieldStorage::Plain, Some(preset)) => {
                let preset = Literal::i64_unsuffixed(preset);
                quote!(#name.unwrap_or(#preset))
            }
            (FieldStorage::Plain | FieldStorage::Rest, _) => return None,
            (FieldStorage::Optional | FieldStorage::Nullable, _) => made,
            (FieldStorage::OptionalNullable, _) => quote!(#made.map(Some)),
        };
        let docs = self.sentence("Sets", ", or clears it for `None`");
        let setter = ident(self.option_setter);
        Some(self.method(
            &docs,
            &quote!(#setter),
            &quote!(, #name: Option<#ty>),
            &value,
        ))
    }

    /// The method that sends null, where that is not the same as to say nothing.
    fn sends_null(&self) -> Option<TokenStream> {
        let Presence::OptionalNullable(setter) = self.presence else {
            return None;
        };
        let docs = match self.scope {
            Scope::Types => self.sentence("Sets", " to null"),
            Scope::Calls => self.sentence("Sends null for", ""),
        };
        let setter = ident(setter);
        Some(self.method(&docs, &quote!(#setter), &quote!(), &quote!(Some(None))))
    }

    fn sentence(&self, before: &str, after: &str) -> TokenStream {
        let name = plain(self.name);
        let namespace = match self.scope {
            Scope::Types => "field@",
            Scope::Calls => "",
        };
        let line = format!("{before} [`{name}`]({namespace}Self::{name}){after}.");
        docs::attributes(&[line])
    }

    fn method(
        &self,
        docs: &TokenStream,
        method: &TokenStream,
        parameters: &TokenStream,
        value: &TokenStream,
    ) -> TokenStream {
        let name = ident(self.name);
        let deprecated = self.is_deprecated.then(|| quote!(#[deprecated]));
        let must_use = match self.scope {
            Scope::Types => Some(quote!(#[must_use])),
            // Requests as such must be used.
            Scope::Calls => None,
        };
        quote! {
            #docs
            #deprecated
            #must_use
            #[inline]
            pub fn #method(mut self #parameters) -> Self {
                self.#name = #value;
                self
            }
        }
    }
}
