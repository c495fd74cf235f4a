//! What the command line knows of the API: every call with what it is given, how it is sent, and what comes back, as one table.
//!
//! The program includes this file itself, so that the library does not hold it.

mod form;
mod kind;
mod text;

use self::kind::kind;
use self::text::text;
use super::conventions::option;
use super::testing::pages;
use crate::file::{File, Job};
use crate::ir::{
    Api, Argument, Body, Call, ConstantValue, Ending, Event, EventAction, Place, Reply, Resource,
    Style, TypeId, TypeKind,
};
use crate::render::literal;
use crate::tokens::{TokenStream, quote};
use crate::words::plain;

/// The part of a crate that needs the table.
const PART: &str = "coze";

/// The table, where the crate has a command line.
pub(super) fn job(api: &Api) -> Option<Job<'_>> {
    let parts = &api.conventions.service.parts;
    let is_wanted = parts.iter().any(|part| part == PART);
    is_wanted.then(|| -> Job<'_> { Box::new(|| table(api)) })
}

fn table(api: &Api) -> File {
    let resources = api.all_resources();
    // A session over a WebSocket is more than a command can say.
    let is_command = |call: &Call| call.channel().is_none();
    let has_commands = |resource: &&&Resource| resource.all_calls().into_iter().any(is_command);
    let groups = resources.iter().filter(has_commands);
    let groups = groups.map(|resource| group(resource));
    let mut rows = Vec::new();
    for resource in &resources {
        let calls = resource.calls.iter().filter(|call| is_command(call));
        rows.extend(calls.map(|call| row(api, resource, call)));
    }
    File {
        path: "command_line.rs".to_owned(),
        docs: "Every call, as the command line knows it.".to_owned(),
        items: vec![
            quote!(
                use crate::table::*;
            ),
            quote! {
                /// The resources, each before those below it.
                pub(crate) static GROUPS: &[Group] = &[#(#groups),*];
            },
            quote! {
                /// The calls, in the order of the resources.
                pub(crate) static OPERATIONS: &[Operation] = &[#(#rows),*];
            },
        ],
    }
}

fn group(resource: &Resource) -> TokenStream {
    let path = words(&resource.path);
    let about = text(&resource.docs);
    quote!(Group { path: &[#(#path),*], about: #about })
}

/// Names as they are typed: `voice_print_groups` is `voice-print-groups`.
fn words(path: &[String]) -> Vec<String> {
    path.iter().map(|name| word(name)).collect()
}

fn word(name: &str) -> String {
    plain(name).replace('_', "-")
}

fn row(api: &Api, resource: &Resource, call: &Call) -> TokenStream {
    let mut path = words(&resource.path);
    path.push(word(&call.method_name));
    let path = path.iter().map(|word| literal(word));
    let (method, endpoint) = (call.method.as_str(), literal(&call.path));
    let about = text(&call.summary);
    let more = text(&more(call));
    let addresses = call.pages.iter().map(|page| literal(&page.address));
    let arguments = call.arguments.iter().map(|one| argument(api, one));
    let constants = call.constants.iter().map(|constant| {
        let (wire, place) = (&constant.wire, place(constant.place));
        let value = match &constant.value {
            ConstantValue::Bool(value) => quote!(Constant::Bool(#value)),
            ConstantValue::Text(value) => quote!(Constant::Text(#value)),
        };
        quote!((#wire, #place, #value))
    });
    let body = match &call.body {
        Body::None => quote!(Body::None),
        Body::Json(_) | Body::Value(_) => quote!(Body::Json),
        Body::File(_) => quote!(Body::File),
        Body::FormUrlEncoded(_) => quote!(Body::Form),
        Body::Multipart => quote!(Body::Multipart),
    };
    let reply = reply(api, call);
    let pages = option(call.paging.as_ref().map(|paging| pages(api, call, paging)));
    quote! {
        Operation {
            path: &[#(#path),*],
            method: #method,
            endpoint: #endpoint,
            about: #about,
            more: #more,
            addresses: &[#(#addresses),*],
            arguments: &[#(#arguments),*],
            constants: &[#(#constants),*],
            body: #body,
            reply: #reply,
            pages: #pages,
        }
    }
}

/// What is said of a call beyond the first line.
fn more(call: &Call) -> Vec<String> {
    let paragraphs = [&call.servers, &call.repetition, &call.description];
    let written = paragraphs.into_iter().filter(|lines| !lines.is_empty());
    written.cloned().collect::<Vec<_>>().join(&String::new())
}

fn argument(api: &Api, argument: &Argument) -> TokenStream {
    let (flag, wire) = (literal(&word(&argument.name)), literal(&argument.wire));
    let place = place(argument.place);
    let kind = kind(api, &argument.ty);
    let required = argument.is_required();
    let joined = match argument.style {
        Style::Plain => quote!(Some(",")),
        Style::Joined(separator) => quote!(Some(#separator)),
        Style::Each => quote!(None),
        // Whatever is no text stands there as JSON.
        Style::Json | Style::Fields | Style::Deep => quote!(Some("")),
    };
    let preset = option(argument.preset.map(|value| {
        let value = value.to_string();
        quote!(#value)
    }));
    let default = option(argument.default.as_ref().map(|value| quote!(#value)));
    let about = text(&argument.docs);
    quote! {
        Argument {
            flag: #flag,
            wire: #wire,
            place: #place,
            kind: #kind,
            required: #required,
            joined: #joined,
            preset: #preset,
            default: #default,
            about: #about,
        }
    }
}

fn place(place: Place) -> TokenStream {
    match place {
        Place::Path => quote!(Place::Path),
        Place::Query => quote!(Place::Query),
        Place::Header => quote!(Place::Header),
        Place::Cookie => quote!(Place::Cookie),
        Place::Body => quote!(Place::Body),
        Place::WholeBody => quote!(Place::WholeBody),
    }
}

fn reply(api: &Api, call: &Call) -> TokenStream {
    match &call.reply {
        Reply::Unit | Reply::Channel(_) => quote!(Reply::Unit),
        Reply::Data(_) => quote!(Reply::Data),
        Reply::DataAt(places, _) => {
            let keys = &places.keys;
            quote!(Reply::DataAt(&[#(#keys),*]))
        }
        Reply::Flat(_) | Reply::Plain(_) => quote!(Reply::Whole),
        Reply::Binary(_) => quote!(Reply::Binary),
        Reply::Events(id) => events(api, *id),
    }
}

fn events(api: &Api, id: TypeId) -> TokenStream {
    let TypeKind::Events(events) = &api.type_def(id).kind else {
        return quote!(Reply::Events(&[]));
    };
    let events = events.iter().filter_map(event);
    quote!(Reply::Events(&[#(#events),*]))
}

/// An event that means something for its stream.
fn event(event: &Event) -> Option<TokenStream> {
    let ends = match &event.action {
        EventAction::Deliver {
            ending: Ending::Open,
            ..
        } => return None,
        EventAction::Deliver {
            ending: Ending::Last,
            ..
        }
        | EventAction::End => quote!(Ends::Well),
        EventAction::Deliver {
            ending: Ending::Possible,
            ..
        } => quote!(Ends::Complete),
        EventAction::Fail { .. } => quote!(Ends::Badly),
        EventAction::Ignore => quote!(Ends::Ignored),
    };
    let names = std::iter::once(&event.wire).chain(&event.aliases);
    let marks = &event.marks;
    Some(quote!(Event { names: &[#(#names),*], marks: &[#(#marks),*], ends: #ends }))
}
