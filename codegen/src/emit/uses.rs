//! Every public item -> code that uses it as its users do.
//!
//! What a call, a setter or a constructor takes is given twice: as a value of precisely its type, and as users write it. Each piece
//! needs as little of the others as it can, so that what no longer compiles is what has changed.

use proc_macro2::Ident;
use quote::format_ident;

use super::contract::{Extent, call_of, request_of, sends, setter_of};
use super::values::{FieldStorage, Scope, field_storage, ident, named, option, rust_type};
use crate::ir::{
    Api, Argument, Call, Carrier, Event, EventAction, Field, Message, Reply, Resource, Scheme,
    Type, TypeDef, TypeKind,
};
use crate::lower::catch_all;
use crate::tokens::{TokenStream, quote};
use crate::uses::Use;
use crate::words::{plain, snake};

/// The uses of all items, in the order of the surface.
pub(super) fn all(api: &Api) -> Vec<Use> {
    let schemes = api.conventions.schemes.iter();
    let mut uses: Vec<Use> = schemes
        .filter(|scheme| !scheme.is_the_token())
        .map(credentials)
        .collect();
    for resource in api.all_resources() {
        uses.push(handle(resource));
        for call in &resource.calls {
            uses.push(of_call(api, resource, call));
            let optional = call.optional();
            uses.extend(optional.map(|argument| setter(api, resource, call, argument)));
        }
    }
    for definition in &api.types {
        uses.push(of_type(api, definition));
        uses.extend(members(api, definition));
    }
    uses
}

fn new(path: Vec<String>, expression: &TokenStream, code: &TokenStream) -> Use {
    Use {
        path,
        code: code.to_string(),
        expression: expression.to_string(),
    }
}

fn credentials(scheme: &Scheme) -> Use {
    let method = ident(&scheme.method);
    let path = vec!["ClientBuilder".to_owned(), plain(&scheme.method).to_owned()];
    let (parameters, values) = match scheme.carrier {
        Carrier::Basic => (
            quote!(user: String, password: String),
            quote!(user, password),
        ),
        Carrier::Bearer | Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => {
            (quote!(key: String), quote!(key))
        }
    };
    let expression = quote!(builder.#method(#values));
    let code =
        quote!(pub fn given(builder: ClientBuilder, #parameters) -> ClientBuilder { #expression });
    new(path, &expression, &code)
}

/// `client.things()`, which stands for the resource in paths.
fn resource_path(resource: &Resource) -> String {
    let parts = resource.path.iter();
    let parts: Vec<String> = parts.map(|part| format!("{}()", plain(part))).collect();
    format!("client.{}", parts.join("."))
}

fn handle(resource: &Resource) -> Use {
    let ty = in_resources(resource, &resource.type_name);
    let handles = resource.path.iter().map(|part| ident(part));
    let expression = quote!(client #(.#handles())*);
    let code = quote!(pub fn had(client: &Client) -> #ty { #expression });
    new(vec![resource_path(resource)], &expression, &code)
}

/// A handle or a request.
fn in_resources(resource: &Resource, name: &str) -> TokenStream {
    let (module, name) = (ident(&resource.path[0]), format_ident!("{name}"));
    quote!(resources::#module::#name)
}

fn of_call(api: &Api, resource: &Resource, call: &Call) -> Use {
    let path = vec![resource_path(resource), plain(&call.method_name).to_owned()];
    let request = in_resources(resource, &call.type_name);
    let handles = resource.path.iter().map(|part| ident(part));
    let method = ident(&call.method_name);
    let types = call.required().map(|argument| given(api, &argument.ty));
    let (names, parameters) = parameters(types);
    let result = result(api, &call.reply);
    let sends = sends(call);
    let items = call.paging.as_ref().map(|paging| {
        let item = rust_type(api, Scope::Calls, &paging.item);
        quote!(pub fn items(request: #request) -> Items<#item> { request.items() })
    });
    let [least, most] =
        [Extent::Required, Extent::Everything].map(|extent| call_of(api, resource, call, extent));
    let code = quote! {
        pub fn made(client: &Client, #(#parameters),*) -> #request { client #(.#handles())* .#method(#(#names),*) }
        pub async fn sent(request: #request) -> Result<#result> { request.#sends().await }
        #items
        pub async fn least(client: &Client) -> Result<()> { let _ = #least; Ok(()) }
        pub async fn most(client: &Client) -> Result<()> { let _ = #most; Ok(()) }
    };
    new(
        path,
        &request_of(api, resource, call, Extent::Required),
        &code,
    )
}

fn result(api: &Api, reply: &Reply) -> TokenStream {
    match reply {
        Reply::Unit => quote!(()),
        Reply::Data(ty) | Reply::DataAt(_, ty) | Reply::Flat(ty) | Reply::Plain(ty) => {
            rust_type(api, Scope::Calls, ty)
        }
        Reply::Binary(_) => quote!(Download),
        Reply::Events(id) => {
            let events = named(api, Scope::Calls, *id);
            quote!(EventStream<#events>)
        }
        Reply::Channel(channel) => {
            let name = format_ident!("{}", channel.name);
            quote!(coze_client::realtime::Session<coze_client::realtime::#name>)
        }
    }
}

/// Parameters of these types: their names, and their declarations.
fn parameters(types: impl Iterator<Item = TokenStream>) -> (Vec<Ident>, Vec<TokenStream>) {
    let named = types.enumerate().map(|(index, ty)| {
        let name = format_ident!("given{index}");
        let parameter = quote!(#name: #ty);
        (name, parameter)
    });
    named.unzip()
}

/// The type of a value as it is given: boxes are made inside, and of lists and maps only that they can be gone through counts.
fn given(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Boxed(id) => named(api, Scope::Calls, *id),
        Type::List(item) => {
            let item = rust_type(api, Scope::Calls, item);
            quote!(impl IntoIterator<Item = #item>)
        }
        Type::Map(value) if !ty.is_open_object() => {
            let value = rust_type(api, Scope::Calls, value);
            quote!(impl IntoIterator<Item = (String, #value)>)
        }
        ty => rust_type(api, Scope::Calls, ty),
    }
}

fn setter(api: &Api, resource: &Resource, call: &Call, argument: &Argument) -> Use {
    let name = plain(&argument.name).to_owned();
    let path = vec![
        resource_path(resource),
        plain(&call.method_name).to_owned(),
        name,
    ];
    let request = in_resources(resource, &call.type_name);
    let (setter, clears) = (ident(&argument.name), ident(&argument.option_setter));
    let ty = given(api, &argument.ty);
    let (held, _) = option(api, Scope::Calls, &argument.ty, &setter);
    let code = quote! {
        pub fn set(request: #request, value: #ty) -> #request { request.#setter(value) }
        pub fn set_or_clear(request: #request, value: Option<#held>) -> #request { request.#clears(value) }
    };
    new(path, &setter_of(api, resource, call, argument), &code)
}

fn of_type(api: &Api, definition: &TypeDef) -> Use {
    let name = format_ident!("{}", definition.name);
    let equal = definition
        .total_eq
        .then(|| quote!(pub fn key(value: types::#name) -> impl Eq + std::hash::Hash { value }));
    let (expression, code) = match &definition.kind {
        TypeKind::Struct(fields) => structure(api, definition, fields),
        TypeKind::StringEnum(_) => (
            quote!(types::#name),
            quote!(pub fn text(value: &types::#name) -> &str { value.as_str() }),
        ),
        TypeKind::IntEnum(_) => (
            quote!(types::#name),
            quote!(pub fn number(value: &types::#name) -> Option<i64> { value.value() }),
        ),
        TypeKind::Union(_) => (
            quote!(types::#name),
            taken(&name, "Unrecognized", &quote!(Value)),
        ),
        TypeKind::Events(_) => (
            quote!(types::#name),
            taken(&name, "Unrecognized", &quote!(RawEvent)),
        ),
        TypeKind::Messages(messages) => (
            quote!(types::#name),
            taken(&name, catch_all(messages.sender), &quote!(RawEvent)),
        ),
    };
    new(
        vec![definition.name.clone()],
        &expression,
        &quote!(#code #equal),
    )
}

/// How an object is held, and made where it is sent.
fn structure(api: &Api, definition: &TypeDef, fields: &[Field]) -> (TokenStream, TokenStream) {
    let name = format_ident!("{}", definition.name);
    let held = quote!(pub fn held(value: types::#name) { let types::#name { .. } = value; });
    if !definition.flow.sent {
        return (quote!(types::#name), held);
    }
    let required = definition.constructor.iter().map(|index| &fields[*index]);
    let written = required.clone().map(|field| ident(&field.name));
    let expression = quote!(types::#name::new(#(#written),*));
    let (names, parameters) = parameters(required.map(|field| given(api, &field.ty)));
    let code = quote! {
        #held
        pub fn made(#(#parameters),*) -> types::#name { types::#name::new(#(#names),*) }
    };
    (expression, code)
}

/// What a variant holds, taken out of it.
fn taken(name: &Ident, variant: &str, held: &TokenStream) -> TokenStream {
    let variant = format_ident!("{variant}");
    quote! {
        pub fn taken(value: types::#name) -> Option<#held> {
            match value { types::#name::#variant(held) => Some(held), _ => None }
        }
    }
}

fn members(api: &Api, definition: &TypeDef) -> Vec<Use> {
    match &definition.kind {
        TypeKind::Struct(fields) => {
            let fields = fields.iter();
            fields.map(|it| field(api, definition, it)).collect()
        }
        TypeKind::StringEnum(variants) => {
            let names = variants.iter().map(|variant| &variant.name);
            names.map(|name| value(definition, name)).collect()
        }
        TypeKind::IntEnum(variants) => {
            let names = variants.iter().map(|variant| &variant.name);
            names.map(|name| value(definition, name)).collect()
        }
        TypeKind::Union(union) => {
            let of = |one: &crate::ir::Alternative| holder(api, definition, &one.name, &one.ty);
            union.alternatives.iter().map(of).collect()
        }
        TypeKind::Events(events) => {
            let of = |one: &Event| match &one.action {
                EventAction::Deliver {
                    variant, payload, ..
                } => Some(holder(api, definition, variant, payload)),
                // Signals have no names in Rust.
                EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
            };
            events.iter().filter_map(of).collect()
        }
        TypeKind::Messages(messages) => {
            let of = |one: &Message| match &one.payload {
                Some(payload) => holder(api, definition, &one.variant, payload),
                None => value(definition, &one.variant),
            };
            messages.list.iter().map(of).collect()
        }
    }
}

fn field(api: &Api, definition: &TypeDef, field: &Field) -> Use {
    let name = ident(&field.name);
    let owner = format_ident!("{}", definition.name);
    let storage = field_storage(api, definition.flow, field);
    let held = storage.holds(&rust_type(api, Scope::Calls, &field.ty));
    let setters = definition.flow.sent.then(|| {
        let clears = match storage {
            FieldStorage::Plain | FieldStorage::Rest => None,
            FieldStorage::Optional | FieldStorage::Nullable | FieldStorage::OptionalNullable => {
                let setter = ident(&field.option_setter);
                let ty = match &field.ty {
                    Type::Boxed(id) => named(api, Scope::Calls, *id),
                    ty => rust_type(api, Scope::Calls, ty),
                };
                Some(quote! {
                    pub fn set_or_clear(owner: types::#owner, value: Option<#ty>) -> types::#owner { owner.#setter(value) }
                })
            }
        };
        let ty = given(api, &field.ty);
        quote! {
            pub fn set(owner: types::#owner, value: #ty) -> types::#owner { owner.#name(value) }
            #clears
        }
    });
    let code = quote! {
        pub fn read(owner: &types::#owner) -> &#held { &owner.#name }
        #setters
    };
    let variable = format_ident!("{}", snake(&definition.name));
    new(
        member(definition, plain(&field.name)),
        &quote!(#variable.#name),
        &code,
    )
}

fn value(definition: &TypeDef, variant: &str) -> Use {
    let (owner, name) = (
        format_ident!("{}", definition.name),
        format_ident!("{variant}"),
    );
    let expression = quote!(types::#owner::#name);
    let code = quote!(pub fn made() -> types::#owner { #expression });
    new(member(definition, variant), &expression, &code)
}

/// A variant with something in it.
fn holder(api: &Api, definition: &TypeDef, variant: &str, ty: &Type) -> Use {
    let (owner, name) = (
        format_ident!("{}", definition.name),
        format_ident!("{variant}"),
    );
    let code = taken(&owner, variant, &rust_type(api, Scope::Calls, ty));
    let expression = quote!(types::#owner::#name);
    new(member(definition, variant), &expression, &code)
}

fn member(definition: &TypeDef, name: &str) -> Vec<String> {
    vec![definition.name.clone(), name.to_owned()]
}
