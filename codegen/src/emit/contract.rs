//! Contract tests: every call twice, with what is required and with everything, as plain functions; and tables of them.
//!
//! The tests send them to a server that knows the document and not this generator, and compare what comes back. Both sides keep to
//! one rule, so that no two arguments can be confused in silence: see [`arguments`].

mod arguments;

use proc_macro2::Ident;
use quote::format_ident;

pub(super) use self::arguments::Extent;

use self::arguments::Values;
use super::values::ident;
use super::{file_name, module_name};
use crate::file::{File, Job};
use crate::ir::{
    Api, Argument, Call, Carrier, EventAction, Reply, Resource, Type, TypeId, TypeKind,
};
use crate::tokens::{TokenStream, quote};

/// All files below `tests/contract/generated`.
pub(super) fn jobs(api: &Api) -> Vec<Job<'_>> {
    let mut jobs: Vec<Job<'_>> = vec![
        Box::new(|| index(api)),
        Box::new(|| events(api)),
        Box::new(|| types(api)),
    ];
    for resource in called(api) {
        jobs.push(Box::new(|| cases(api, resource)));
    }
    jobs
}

/// The resources whose calls have a reply; there is a server of its own for channels.
fn called(api: &Api) -> impl Iterator<Item = &Resource> {
    let resources = api.resources.iter();
    resources.filter(|resource| !resource.is_of_channels())
}

/// The modules, and the table of tables.
fn index(api: &Api) -> File {
    let names = called(api).map(|resource| &resource.path[0]);
    let modules: Vec<Ident> = names.map(|name| module_name(&cases_name(name))).collect();
    let mut items = vec![quote!(
        use crate::support::*;
    )];
    let tables = quote!(
        mod events;
    );
    let types = quote!(
        pub(crate) mod types;
    );
    items.extend([tables, types]);
    items.extend(modules.iter().map(|name| quote!(mod #name;)));
    items.push(quote! {
        /// The calls of every resource.
        pub(crate) const CASES: &[&[Case]] = &[#(#modules::CASES),*];
    });
    items.push(signed(api));
    File {
        path: "mod.rs".to_owned(),
        docs: "Every call of the client, twice.".to_owned(),
        items,
    }
}

/// Gives a client all credentials that the document knows. What each of them is, the server knows by the name of the scheme.
fn signed(api: &Api) -> TokenStream {
    let setters = api.conventions.schemes.iter().map(|scheme| {
        let (method, id) = (ident(&scheme.method), &scheme.id);
        match scheme.carrier {
            Carrier::Basic => quote!(.#method(user(#id), secret(#id))),
            Carrier::Bearer | Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => {
                quote!(.#method(secret(#id)))
            }
        }
    });
    quote! {
        /// Gives a client all credentials that there are.
        pub(crate) fn signed(builder: ClientBuilder) -> ClientBuilder {
            builder #(#setters)*
        }
    }
}

/// The module of a resource's calls, beside those that are there anyway. No name of a resource ends like this.
fn cases_name(resource: &str) -> String {
    match resource {
        "events" | "types" => format!("{resource}_"),
        other => other.to_owned(),
    }
}

/// A resource's calls.
fn cases(api: &Api, resource: &Resource) -> File {
    let mut rows = Vec::new();
    let mut functions = Vec::new();
    visit(resource, &mut |resource| {
        for call in &resource.calls {
            rows.push(row(resource, call));
            for extent in [Extent::Required, Extent::Everything] {
                functions.push(function(api, resource, call, extent));
            }
        }
    });
    let mut items = vec![quote!(
        use crate::support::*;
    )];
    let calls = resource.all_calls();
    if calls.iter().any(|call| call.sends_types()) {
        items.push(quote!(
            use coze_client::types;
        ));
    }
    if calls
        .iter()
        .any(|call| matches!(call.reply, Reply::Events(_)))
    {
        items.push(quote!(
            use super::events;
        ));
    }
    items.push(quote! {
        /// The calls of this file.
        pub(super) const CASES: &[Case] = &[#(#rows),*];
    });
    items.extend(functions);
    let name = &resource.path[0];
    File {
        path: format!("{}.rs", file_name(&cases_name(name))),
        docs: format!("Calls below `client.{}()`.", file_name(name)),
        items,
    }
}

fn visit(resource: &Resource, action: &mut dyn FnMut(&Resource)) {
    action(resource);
    for child in &resource.children {
        visit(child, action);
    }
}

/// `messages_list_required` for a call below the resource of the file.
fn function_name(resource: &Resource, call: &Call, extent: Extent) -> Ident {
    let below = resource.path[1..].iter().map(String::as_str);
    let mut words: Vec<&str> = below
        .chain([call.method_name.as_str()])
        .map(|name| file_name(name).trim_end_matches('_'))
        .collect();
    words.push(extent.word());
    format_ident!("{}", words.join("_"))
}

fn row(resource: &Resource, call: &Call) -> TokenStream {
    let operation = &call.operation_id;
    let (method, path) = (call.method.as_str(), &call.path);
    let handles = resource.path.iter().map(|part| file_name(part));
    let names: Vec<&str> = handles.chain([file_name(&call.method_name)]).collect();
    let name = names.join("().");
    let required = function_name(resource, call, Extent::Required);
    let everything = function_name(resource, call, Extent::Everything);
    quote! {
        Case {
            operation: #operation,
            call: #name,
            method: #method,
            path: #path,
            required: |client| Box::pin(#required(client)),
            everything: |client| Box::pin(#everything(client)),
        }
    }
}

/// The expression that makes a call.
pub(super) fn call_of(api: &Api, resource: &Resource, call: &Call, extent: Extent) -> TokenStream {
    let request = request_of(api, resource, call, extent);
    let sends = sends(call);
    quote!(#request .#sends().await?)
}

/// The method that sends a request.
pub(super) fn sends(call: &Call) -> Ident {
    let opens = call.channel().is_some();
    format_ident!("{}", if opens { "connect" } else { "send" })
}

/// The expression that makes a request and sets one of its arguments.
pub(super) fn setter_of(
    api: &Api,
    resource: &Resource,
    call: &Call,
    argument: &Argument,
) -> TokenStream {
    let request = request_of(api, resource, call, Extent::Required);
    let values = Values::new(api, Extent::Required);
    let value = values.accepted(&argument.ty, &argument.wire);
    let name = ident(&argument.name);
    quote!(#request .#name(#value))
}

/// The expression that makes a request.
pub(super) fn request_of(
    api: &Api,
    resource: &Resource,
    call: &Call,
    extent: Extent,
) -> TokenStream {
    let values = Values::new(api, extent);
    let handles = resource.path.iter().map(|part| ident(part));
    let method = ident(&call.method_name);
    let given = |argument: &Argument| values.accepted(&argument.ty, &argument.wire);
    let required = call.required().map(given);
    let setters = call.optional().filter(|_| extent == Extent::Everything);
    let setters = setters.map(|argument| {
        let (name, value) = (ident(&argument.name), given(argument));
        quote!(.#name(#value))
    });
    quote!(client #(.#handles())* .#method(#(#required),*) #(#setters)*)
}

/// One call, and its reply as JSON.
fn function(api: &Api, resource: &Resource, call: &Call, extent: Extent) -> TokenStream {
    let function = function_name(resource, call, extent);
    let sent = call_of(api, resource, call, extent);
    let body = match &call.reply {
        Reply::Unit | Reply::Channel(_) => quote!(#sent; Ok(Value::Null)),
        Reply::Data(_) | Reply::DataAt(..) | Reply::Flat(_) | Reply::Plain(_) => {
            quote!(let reply = #sent; Ok(json(&reply)))
        }
        Reply::Binary(_) => {
            quote!(let download = #sent; Ok(json(&download.bytes().await?.to_vec())))
        }
        Reply::Events(id) => {
            let read = events_function(api, *id);
            quote!(let stream = #sent; collect(stream, events::#read).await)
        }
    };
    quote!(async fn #function(client: &Client) -> Result<Value> { #body })
}

/// A program with the simplest of the calls, one that reads if there is any.
pub(super) fn example(api: &Api) -> Option<TokenStream> {
    let mut calls = Vec::new();
    for resource in called(api) {
        visit(resource, &mut |resource| {
            let is_simple = |call: &&Call| call.required().all(|one| is_plain(&one.ty));
            let simple = resource.calls.iter().filter(is_simple);
            calls.extend(simple.map(|call| {
                let setters = example_credentials(api, call);
                let call = call_of(api, resource, call, Extent::Required);
                (setters, call)
            }));
        });
    }
    let by_default = api.conventions.servers.is_empty();
    let base_url = by_default.then(|| quote!(.base_url("https://api.example.com")));
    let (setters, call) = calls.into_iter().next()?;
    Some(quote! {
        use coze_client::{Client, Result};

        async fn example() -> Result<()> {
            let client = Client::builder() #base_url #(#setters)* .build()?;
            let reply = #call;
            println!("{reply:?}");
            Ok(())
        }
    })
}

/// What the client has to be given for a call; a token, where nothing is said.
fn example_credentials(api: &Api, call: &Call) -> Vec<TokenStream> {
    let Some(sets) = &call.security else {
        return vec![quote!(.token("a token"))];
    };
    let schemes = sets.first().into_iter().flatten();
    let schemes = schemes.map(|index| &api.conventions.schemes[*index]);
    let setters = schemes.map(|scheme| {
        let method = ident(&scheme.method);
        match scheme.carrier {
            Carrier::Bearer => quote!(.#method("a token")),
            Carrier::Basic => quote!(.#method("a user", "a password")),
            Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => {
                quote!(.#method("a key"))
            }
        }
    });
    setters.collect()
}

/// Whether a value can be written without a word of explanation.
fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Bool | Type::Int | Type::Float)
}

fn events_function(api: &Api, id: TypeId) -> Ident {
    format_ident!("{}", crate::words::snake(&api.type_def(id).name))
}

/// Events of every stream -> JSON.
fn events(api: &Api) -> File {
    let mut items = vec![
        quote!(
            use crate::support::*;
        ),
        quote!(
            use coze_client::types;
        ),
    ];
    items.extend(
        api.types
            .iter()
            .enumerate()
            .filter_map(|(index, definition)| {
                let TypeKind::Events(events) = &definition.kind else {
                    return None;
                };
                let function = events_function(api, TypeId(index));
                let name = format_ident!("{}", definition.name);
                let arms = events.iter().filter_map(|event| match &event.action {
                    EventAction::Deliver { variant, .. } => {
                        let (variant, wire) = (format_ident!("{variant}"), &event.wire);
                        Some(quote!(types::#name::#variant(data) => event(#wire, data),))
                    }
                    EventAction::End | EventAction::Fail { .. } | EventAction::Ignore => None,
                });
                Some(quote! {
                    pub(super) fn #function(item: &types::#name) -> Value {
                        match item {
                            #(#arms)*
                            types::#name::Unrecognized(event) => raw(event),
                            other => event("", &format!("{other:?}")),
                        }
                    }
                })
            }),
    );
    if items.len() == 2 {
        items.clear();
    }
    File {
        path: "events.rs".to_owned(),
        docs: "Events of streams as JSON: their name on the wire, and their data.".to_owned(),
        items,
    }
}

/// Everything that can be received, by the place of its schema in the document.
fn types(api: &Api) -> File {
    let received = api
        .types
        .iter()
        .filter(|definition| definition.flow.received);
    let rows = received.filter_map(|definition| {
        let (place, name) = (&definition.pointer, &definition.name);
        let ty = format_ident!("{name}");
        match definition.kind {
            TypeKind::Events(_) | TypeKind::Messages(_) => None,
            TypeKind::Struct(_)
            | TypeKind::StringEnum(_)
            | TypeKind::IntEnum(_)
            | TypeKind::Union(_) => Some(quote! {
                Type {
                    name: #name,
                    schema: #place,
                    round_trip: round_trip::<types::#ty>,
                }
            }),
        }
    });
    let rows: Vec<TokenStream> = rows.collect();
    let import = (!rows.is_empty()).then(|| {
        quote!(
            use coze_client::types;
        )
    });
    let mut items = vec![quote!(
        use crate::support::*;
    )];
    items.extend(import);
    items.push(quote! {
        /// The types, in the order of their names.
        pub(crate) const TYPES: &[Type] = &[#(#rows),*];
    });
    File {
        path: "types.rs".to_owned(),
        docs: "The types of replies.".to_owned(),
        items,
    }
}
