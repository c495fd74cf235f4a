//! What the server for tests plays: every operation with how it replies, and every type of replies with a value for each field.

mod shapes;

use self::shapes::shape;
use super::conventions::option;
use crate::file::{File, Job};
use crate::ir::{
    Api, Call, ConstantValue, Elsewhere, Ending, Event, EventAction, More, PageBy, Paging, Place,
    Reply, Resource, Type, TypeId, TypeKind,
};
use crate::tokens::{TokenStream, quote};
use crate::words::plain;

/// The files below `testing`, and the one that lists them.
pub(super) fn jobs(api: &Api) -> [Job<'_>; 3] {
    [
        Box::new(index),
        Box::new(|| operations(api)),
        Box::new(|| shapes::file(api)),
    ]
}

fn index() -> File {
    // A document decides what is imported.
    let modules = quote! {
        #[allow(unused_imports)]
        pub(crate) mod operations;
        #[allow(non_upper_case_globals, unused_imports)]
        mod types;
    };
    File {
        path: "testing.rs".to_owned(),
        docs: "What the server for tests plays.".to_owned(),
        items: vec![modules],
    }
}

fn operations(api: &Api) -> File {
    let mut rows = Vec::new();
    for resource in api.all_resources() {
        let calls = resource.calls.iter();
        let calls = calls.filter(|call| call.channel().is_none());
        rows.extend(calls.map(|call| row(api, resource, call)));
    }
    File {
        path: "testing/operations.rs".to_owned(),
        docs: "Every call, and how it is replied to.".to_owned(),
        items: vec![
            quote!(
                use super::types;
            ),
            quote!(
                use crate::testing::operation::{Ends, Event, Operation, Outcome, Pages, Remaining};
            ),
            quote!(
                use crate::testing::shape::Shape;
            ),
            quote! {
                /// In the order of the resources.
                pub(crate) static OPERATIONS: &[Operation] = &[#(#rows),*];
            },
        ],
    }
}

fn row(api: &Api, resource: &Resource, call: &Call) -> TokenStream {
    let (id, method, path) = (&call.operation_id, call.method.as_str(), &call.path);
    let handles = resource.path.iter().map(|part| plain(part));
    let names: Vec<&str> = handles.chain([plain(&call.method_name)]).collect();
    let name = names.join(".");
    let when = call.constants.iter().filter_map(|constant| {
        let ConstantValue::Bool(value) = constant.value else {
            return None;
        };
        let wire = &constant.wire;
        (constant.place == Place::Body).then(|| quote!((#wire, #value)))
    });
    let outcome = outcome(api, call);
    let pages = option(call.paging.as_ref().map(|paging| pages(api, call, paging)));
    let servers = call.availability.iter().map(|one| &one.server);
    let elsewhere = option(elsewhere(call));
    quote! {
        Operation {
            id: #id,
            name: #name,
            method: #method,
            path: #path,
            when: &[#(#when),*],
            outcome: #outcome,
            pages: #pages,
            servers: &[#(#servers),*],
            elsewhere: #elsewhere,
        }
    }
}

/// The keys that lead to what a reply carries where another server has it elsewhere.
fn elsewhere(call: &Call) -> Option<TokenStream> {
    let Reply::DataAt(places, _) = &call.reply else {
        return None;
    };
    places.others.first().map(|place| match place {
        Elsewhere::At(keys) => quote!(&[#(#keys),*] as &[&str]),
        Elsewhere::Bare(_) => quote!(&[] as &[&str]),
    })
}

fn outcome(api: &Api, call: &Call) -> TokenStream {
    let shape = |ty: &Type| shape(api, &quote!(types::), ty);
    match &call.reply {
        Reply::Unit | Reply::Channel(_) => quote!(Outcome::Unit),
        Reply::Data(ty) => {
            let shape = shape(ty);
            quote!(Outcome::Data(#shape))
        }
        Reply::DataAt(places, ty) => {
            let (keys, shape) = (&places.keys, shape(ty));
            quote!(Outcome::DataAt(&[#(#keys),*], #shape))
        }
        Reply::Flat(ty) => {
            let shape = shape(ty);
            quote!(Outcome::Flat(#shape))
        }
        Reply::Plain(ty) => {
            let shape = shape(ty);
            quote!(Outcome::Plain(#shape))
        }
        Reply::Binary(declared) => {
            let media_type = declared.first().map_or("*/*", String::as_str);
            quote!(Outcome::Binary(#media_type))
        }
        Reply::Events(id) => events(api, *id, call.example.as_deref()),
    }
}

/// How a list goes on, by names on the wire.
pub(super) fn pages(api: &Api, call: &Call, paging: &Paging) -> TokenStream {
    let mut arguments = call.arguments.iter();
    let argument = arguments.find(|argument| argument.name == paging.argument);
    let page = argument.map_or("", |argument| &argument.wire);
    let field = |name: &str| field(api, &call.reply, name);
    let items = field(&paging.items);
    let remaining = match &paging.by {
        PageBy::Number(More::Total(total)) => {
            let total = field(total);
            quote!(Remaining::Total(#total))
        }
        PageBy::Number(More::HasMore(has_more)) => {
            let has_more = field(has_more);
            quote!(Remaining::Flag(#has_more))
        }
        PageBy::Token { next, has_more } => {
            let (next, has_more) = (field(next), field(has_more));
            quote!(Remaining::Mark { next: #next, has_more: #has_more })
        }
    };
    quote!(Pages { page: #page, items: #items, remaining: #remaining })
}

/// The name on the wire of a field of a reply.
fn field<'a>(api: &'a Api, reply: &Reply, name: &str) -> &'a str {
    let id = reply.value().and_then(Type::named);
    let fields = id.map(|id| &api.type_def(id).kind);
    match fields {
        Some(TypeKind::Struct(fields)) => {
            let mut fields = fields.iter();
            let field = fields.find(|field| field.name == name);
            field.map_or("", |field| &field.wire)
        }
        _ => "",
    }
}

fn events(api: &Api, id: TypeId, example: Option<&str>) -> TokenStream {
    let TypeKind::Events(events) = &api.type_def(id).kind else {
        return quote!(Outcome::Unit);
    };
    let events = events.iter().map(|one| event(api, one));
    let example = option(example.map(|text| quote!(#text)));
    quote!(Outcome::Events { events: &[#(#events),*], example: #example })
}

fn event(api: &Api, event: &Event) -> TokenStream {
    let name = &event.wire;
    let mark = event.marks.first().map_or("", String::as_str);
    let (data, ends) = match &event.action {
        EventAction::Deliver {
            payload, ending, ..
        } => {
            let shape = shape(api, &quote!(types::), payload);
            let ends = match ending {
                Ending::Last => quote!(Ends::Well),
                Ending::Open | Ending::Possible => quote!(Ends::Not),
            };
            (Some(shape), ends)
        }
        EventAction::End => (None, quote!(Ends::Well)),
        EventAction::Fail { .. } => (None, quote!(Ends::Badly)),
        EventAction::Ignore => (None, quote!(Ends::Not)),
    };
    let data = option(data);
    quote!(Event { name: #name, data: #data, mark: #mark, ends: #ends })
}
