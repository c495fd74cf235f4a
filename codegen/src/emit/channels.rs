//! The endpoints that speak over a `WebSocket`: a name for each, and a module with its events.

use quote::format_ident;

use super::docs;
use super::values::ident;
use crate::file::File;
use crate::ir::{Api, Call, Channel, Resource};
use crate::tokens::{TokenStream, quote};
use crate::words::plain;

/// The file of all endpoints.
pub(super) fn file(api: &Api) -> File {
    let mut items = vec![quote!(
        use crate::realtime::Channel;
    )];
    for resource in api.all_resources() {
        for call in &resource.calls {
            let channel = call.channel().into_iter();
            items.extend(channel.flat_map(|channel| of_channel(api, resource, call, channel)));
        }
    }
    File {
        path: "realtime.rs".to_owned(),
        docs: "The endpoints that speak over a WebSocket, and their events.".to_owned(),
        items,
    }
}

fn of_channel(api: &Api, resource: &Resource, call: &Call, channel: &Channel) -> [TokenStream; 3] {
    let name = format_ident!("{}", channel.name);
    let module = ident(&channel.module);
    let client = format_ident!("{}", api.type_def(channel.client).name);
    let server = format_ident!("{}", api.type_def(channel.server).name);
    let summary = docs::in_a_list(&call.summary).into_iter();
    let method = plain(&call.method_name);
    let handle = &resource.type_name;
    let path = plain(&resource.path[0]);
    let opened = format!(
        "Sessions of the WebSocket `{}`; [`{handle}::{method}`](crate::resources::{path}::{handle}::{method}) opens one.",
        call.path
    );
    let marker = docs::attributes(&[opened]);
    let events = format!("Events of the WebSocket `{}`.", call.path);
    let events: Vec<String> = std::iter::once(events)
        .chain(summary.flat_map(|text| [String::new(), text]))
        .collect();
    let events = docs::attributes(&events);
    [
        quote! {
            #marker
            #[derive(Clone, Copy, Debug)]
            pub enum #name {}
        },
        quote! {
            impl Channel for #name {
                type ClientEvent = crate::types::#client;
                type ServerEvent = crate::types::#server;
            }
        },
        quote! {
            #events
            pub mod #module {
                #[doc(inline)]
                pub use crate::types::{#client as ClientEvent, #server as ServerEvent};
            }
        },
    ]
}
