//! A call: the method that begins it, and its request with setters and `send`.

use proc_macro2::Literal;
use quote::format_ident;

use super::debug::Debug;
use super::setters::Settable;
use super::values::{
    FieldStorage, Scope, accept, argument_storage, argument_type, ident, named, rust_type,
};
use super::{call_docs, credentials, docs, paging};
use crate::ir::{
    Api, Argument, Body, Call, Constant, ConstantValue, Elsewhere, Place, Places, Reply, Resource,
    Style, Type,
};
use crate::tokens::{TokenStream, quote};

/// The method of the handle.
pub(super) fn method(api: &Api, resource: &Resource, call: &Call) -> TokenStream {
    let docs = docs::attributes(&call_docs::method(api, call, resource.at_once(call)));
    let aliases = docs::aliases(
        std::iter::once(&call.operation_id).chain(&call.search_words),
        &call.method_name,
    );
    let deprecated = call.deprecated.then(|| deprecation(api));
    let method = ident(&call.method_name);
    let request = format_ident!("{}", call.type_name);
    let parameters = call.required().map(|argument| {
        let name = ident(&argument.name);
        let (ty, _) = accept(api, Scope::Calls, &argument.ty, &name);
        quote!(#name: #ty)
    });
    let mut values = Vec::new();
    for argument in &call.arguments {
        let name = ident(&argument.name);
        if argument.is_required() {
            let (_, value) = accept(api, Scope::Calls, &argument.ty, &name);
            values.push(if name == value.to_string() {
                quote!(#name)
            } else {
                quote!(#name: #value)
            });
        } else if let Some(preset) = argument.preset {
            let preset = Literal::i64_unsuffixed(preset);
            values.push(quote!(#name: #preset));
        } else {
            values.push(quote!(#name: None));
        }
    }
    quote! {
        #docs
        #aliases
        #deprecated
        #[inline]
        pub fn #method(&self, #(#parameters),*) -> #request {
            #request { client: self.client.clone(), options: CallOptions::default(), #(#values),* }
        }
    }
}

/// In the words of the document, if it has any.
fn deprecation(api: &Api) -> TokenStream {
    let text = api.conventions.service.deprecated.as_ref();
    text.map_or_else(
        || quote!(#[deprecated]),
        |text| quote!(#[deprecated = #text]),
    )
}

/// The request and what it can do.
pub(super) fn items(api: &Api, resource: &Resource, call: &Call) -> Vec<TokenStream> {
    let name = format_ident!("{}", call.type_name);
    let shown: Vec<_> = call
        .arguments
        .iter()
        .map(|argument| (ident(&argument.name), argument.secret))
        .collect();
    let debug = Debug::of(&name, &shown);
    let mut items = vec![declaration(api, resource, call, &debug)];
    items.extend(debug.implementation());
    items.push(inherent(api, call, resource.at_once(call)));
    if let (Some(goes_on), Some(Type::Named(page))) = (&call.paging, call.reply.value()) {
        items.push(paging::paged(api, call, goes_on, *page));
    }
    items
}

fn declaration(api: &Api, resource: &Resource, call: &Call, debug: &Debug) -> TokenStream {
    let name = format_ident!("{}", call.type_name);
    let docs = docs::attributes(&call_docs::request(resource, call));
    let fields = call.arguments.iter().map(|argument| {
        let name = ident(&argument.name);
        let ty = argument_storage(argument).holds(&argument_type(api, &argument.ty));
        // Hand-written methods on requests need the arguments.
        quote!(pub(crate) #name: #ty,)
    });
    let derives = std::iter::once(quote!(Clone)).chain(debug.derive());
    quote! {
        #docs
        #[derive(#(#derives),*)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name {
            pub(crate) client: Client,
            pub(crate) options: CallOptions,
            #(#fields)*
        }
    }
}

fn inherent(api: &Api, call: &Call, at_once: Option<&Call>) -> TokenStream {
    let name = format_ident!("{}", call.type_name);
    let setters = call.optional();
    let setters = setters.map(|argument| {
        let docs = call_docs::setter(api, argument, at_once);
        Settable::argument(argument, argument_storage(argument), docs).methods(api)
    });
    let request = request(api, call);
    let send = send(api, call);
    let pages = call
        .paging
        .as_ref()
        .map(|found| paging::pages(api, call, found));
    quote! {
        impl #name {
            #(#setters)*
            call_options!();
            #request
            #send
            #pages
        }
    }
}

/// The HTTP request as data.
fn request(api: &Api, call: &Call) -> TokenStream {
    let method = format_ident!(
        "{}",
        crate::words::camel(&call.method.as_str().to_lowercase())
    );
    let path = &call.path;
    let begun = match &call.body {
        Body::Json(media) => Some((quote!(.json()), media.as_str())),
        Body::FormUrlEncoded(media) => Some((quote!(.form_urlencoded()), media.as_str())),
        Body::Multipart => Some((quote!(.multipart()), "")),
        Body::Value(media) => Some((quote!(), media.as_str())),
        Body::None | Body::File(_) => None,
    };
    let begun = begun.map(|(begun, media)| {
        let media = (!media.is_empty()).then(|| quote!(.media(#media)));
        quote!(#begun #media)
    });
    let security = credentials::of_call(api, call).map(|sets| quote!(.security(#sets)));
    let arguments = call
        .arguments
        .iter()
        .map(|argument| piece(&call.body, argument));
    let constants = call.constants.iter().map(constant);
    quote! {
        #[inline]
        fn request(&self) -> Request {
            Request::new(Method::#method, #path) #security #begun #(#constants)* #(#arguments)*
        }
    }
}

fn piece(body: &Body, argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    let wire = &argument.wire;
    let list = if argument.is_required() {
        quote!(&self.#name)
    } else {
        quote!(self.#name.as_ref())
    };
    match (argument.place, body) {
        (Place::Path, _) => {
            let value = text(argument);
            quote!(.path(#wire, #value))
        }
        (Place::Query, _) => query(argument, &list),
        (Place::Header, _) => {
            let value = text(argument);
            quote!(.header(#wire, #value))
        }
        (Place::Cookie, _) => {
            let value = text(argument);
            quote!(.cookie(#wire, #value))
        }
        (Place::WholeBody, Body::File(media)) => quote!(.whole_file(#media, #list)),
        (Place::WholeBody, _) => whole_body(argument),
        (Place::Body, Body::Multipart) => part(argument, &list),
        (Place::Body, Body::FormUrlEncoded(_)) => form_field(argument),
        (Place::Body, _) => field(argument),
    }
}

/// A value that is one text.
fn text(argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    match argument.style {
        Style::Json => quote!(&AsJson(&self.#name)),
        Style::Joined(separator) => quote!(&Joined(#separator, &self.#name)),
        Style::Plain | Style::Each | Style::Fields | Style::Deep => quote!(&self.#name),
    }
}

/// A parameter of the query, or several.
fn query(argument: &Argument, list: &TokenStream) -> TokenStream {
    let (name, wire) = (ident(&argument.name), &argument.wire);
    match argument.style {
        Style::Each => quote!(.query_each(#wire, #list)),
        Style::Fields => quote!(.query_fields(#wire, &self.#name)),
        Style::Deep => quote!(.query_deep(#wire, &self.#name)),
        Style::Plain | Style::Joined(_) | Style::Json => {
            let value = text(argument);
            quote!(.query(#wire, #value))
        }
    }
}

/// A value of a form without files, or several.
fn form_field(argument: &Argument) -> TokenStream {
    let (name, wire) = (ident(&argument.name), &argument.wire);
    match argument.style {
        Style::Each => quote!(.form_each(#wire, &self.#name)),
        Style::Fields => quote!(.form_fields(#wire, &self.#name)),
        Style::Deep => quote!(.form_deep(#wire, &self.#name)),
        Style::Plain | Style::Joined(_) | Style::Json => {
            let value = text(argument);
            quote!(.form(#wire, #value))
        }
    }
}

/// A part of a form with files, or several.
fn part(argument: &Argument, list: &TokenStream) -> TokenStream {
    let (name, wire, media) = (ident(&argument.name), &argument.wire, &argument.media);
    let value = text(argument);
    match (&argument.ty, argument.style, media.as_str()) {
        (Type::File, _, "") => quote!(.file(#wire, &self.#name)),
        (Type::File, ..) => quote!(.file_of(#media, #wire, &self.#name)),
        (ty, _, "") if ty.is_files() => quote!(.files(#wire, #list)),
        (ty, ..) if ty.is_files() => quote!(.files_of(#media, #wire, #list)),
        (_, Style::Each, _) => quote!(.texts_of(#media, #wire, &self.#name)),
        (_, _, "") => quote!(.text(#wire, #value)),
        _ => quote!(.text_of(#media, #wire, #value)),
    }
}

/// A JSON body that is one value.
fn whole_body(argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    match (argument_storage(argument), argument.ty == Type::IntText) {
        (FieldStorage::Plain | FieldStorage::Rest, true) => quote!(.body(&IntText(self.#name))),
        (FieldStorage::Nullable, true) => quote!(.body(&self.#name.map(IntText))),
        (FieldStorage::Optional, true) => quote!(.optional_body(self.#name.map(IntText).as_ref())),
        (FieldStorage::OptionalNullable, true) => {
            quote!(.optional_body(self.#name.map(|value| value.map(IntText)).as_ref()))
        }
        (FieldStorage::Plain | FieldStorage::Rest | FieldStorage::Nullable, false) => {
            quote!(.body(&self.#name))
        }
        (FieldStorage::Optional | FieldStorage::OptionalNullable, false) => {
            quote!(.optional_body(self.#name.as_ref()))
        }
    }
}

/// A field of a JSON body.
fn field(argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    let wire = &argument.wire;
    match (argument_storage(argument), argument.ty == Type::IntText) {
        (FieldStorage::Plain | FieldStorage::Rest, true) => {
            quote!(.field(#wire, &IntText(self.#name)))
        }
        (FieldStorage::Optional, true) => quote!(.field(#wire, &self.#name.map(IntText))),
        (FieldStorage::Plain | FieldStorage::Rest | FieldStorage::Optional, false) => {
            quote!(.field(#wire, &self.#name))
        }
        (FieldStorage::Nullable, true) => quote!(.nullable(#wire, Some(&self.#name.map(IntText)))),
        (FieldStorage::Nullable, false) => quote!(.nullable(#wire, Some(&self.#name))),
        (FieldStorage::OptionalNullable, true) => {
            quote!(.nullable(#wire, self.#name.map(|value| value.map(IntText)).as_ref()))
        }
        (FieldStorage::OptionalNullable, false) => quote!(.nullable(#wire, self.#name.as_ref())),
    }
}

fn constant(constant: &Constant) -> TokenStream {
    let wire = &constant.wire;
    let value = match &constant.value {
        ConstantValue::Bool(value) => quote!(&#value),
        ConstantValue::Text(value) => quote!(#value),
    };
    match constant.place {
        Place::Header => quote!(.header(#wire, #value)),
        Place::Cookie => quote!(.cookie(#wire, #value)),
        Place::Query => quote!(.query(#wire, #value)),
        Place::Path => quote!(.path(#wire, #value)),
        Place::Body | Place::WholeBody => quote!(.field(#wire, #value)),
    }
}

fn send_data_at(places: &Places, sent: &TokenStream) -> TokenStream {
    let keys = slice(&places.keys);
    if places.others.is_empty() {
        return quote!(send_data_at(#keys, #sent));
    }
    let others = places.others.iter().map(|place| match place {
        Elsewhere::At(keys) => {
            let keys = slice(keys);
            quote!(Elsewhere::At(#keys))
        }
        Elsewhere::Bare(key) => quote!(Elsewhere::Bare(&[#key])),
    });
    quote!(send_data_at_one_of(#keys, &[#(#others),*], #sent))
}

fn slice(keys: &[String]) -> TokenStream {
    quote!(&[#(#keys),*])
}

fn send(api: &Api, call: &Call) -> TokenStream {
    let sent = quote!(self.request(), self.options);
    if let Some(channel) = call.channel() {
        let name = format_ident!("{}", channel.name);
        return quote! {
            /// Opens the connection.
            pub fn connect(self) -> crate::realtime::Connecting<crate::realtime::#name> {
                self.client.open(#sent)
            }
        };
    }
    let (output, expression) = match &call.reply {
        Reply::Unit | Reply::Channel(_) => (quote!(()), quote!(send_unit(#sent))),
        Reply::Data(ty) => (rust_type(api, Scope::Calls, ty), quote!(send_data(#sent))),
        Reply::DataAt(places, ty) => (
            rust_type(api, Scope::Calls, ty),
            send_data_at(places, &sent),
        ),
        Reply::Flat(ty) => (rust_type(api, Scope::Calls, ty), quote!(send_flat(#sent))),
        Reply::Plain(ty) => (rust_type(api, Scope::Calls, ty), quote!(send_plain(#sent))),
        Reply::Binary(declared) => (
            quote!(Download),
            quote!(send_binary(&[#(#declared),*], #sent)),
        ),
        Reply::Events(id) => {
            let events = named(api, Scope::Calls, *id);
            (quote!(EventStream<#events>), quote!(send_events(#sent)))
        }
    };
    quote! {
        /// Sends the request.
        #[inline]
        pub fn send(self) -> ResponseFuture<#output> {
            self.client.#expression
        }
    }
}
