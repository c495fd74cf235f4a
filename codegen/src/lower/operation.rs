//! Operations -> calls.

mod accept;
mod argument_order;
mod availability;
mod body;
pub(crate) mod channel;
pub(crate) mod declared;
pub(crate) mod default_names;
mod events;
pub(crate) mod forms;
mod paging;
mod parameters;
mod payload;
mod repetition;
mod reply;
mod reply_object;
pub(crate) mod request;
pub(crate) mod security;
mod style;
pub(crate) mod text_places;
mod told;

use serde_json::{Value, json};

use self::declared::{DeclaredOperation, PlacedCall, success};
use crate::document::media::{self, Media};
use crate::extension::Extension;
use crate::ir::{Body, Call, Reply, Type};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::naming;
use crate::lower::types::docs;
use crate::names::{CallName, OperationNames};
use crate::openapi::MediaType;
use crate::report::Place;
use crate::words::plain;

/// The calls of an operation: one, or two when the caller chooses between a reply at once and a stream.
pub(crate) fn lower<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
) -> Vec<PlacedCall> {
    if channel::is_one(operation) {
        return opens_channel(context, operation);
    }
    match replies(context, operation) {
        (Some(reply), Some((location, media))) => {
            let stream = Reply::Events(events::lower(context, &location, media));
            let when = media.extension("x-when");
            let when = Extension::of(when, &location.pointer, "x-when");
            let calls = both(context, operation, reply, stream, when.as_ref());
            with_example(calls, media)
        }
        (Some(reply), None) => only(context, operation, reply),
        (None, Some((location, media))) => {
            let stream = Reply::Events(events::lower(context, &location, media));
            with_example(only(context, operation, stream), media)
        }
        (None, None) => Vec::new(),
    }
}

/// The calls, of which the one that streams learns how a stream looks.
fn with_example(mut calls: Vec<PlacedCall>, media: MediaType<'_>) -> Vec<PlacedCall> {
    let streams = |placed: &&mut PlacedCall| matches!(placed.call.reply, Reply::Events(_));
    if let Some(placed) = calls.iter_mut().find(streams) {
        let text = media.example().and_then(Value::as_str);
        placed.call.example = text.map(str::to_owned);
    }
    calls
}

/// An operation that opens a connection.
fn opens_channel<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
) -> Vec<PlacedCall> {
    let names = call_names(context, operation, false);
    let Some(name) = names.call.or(names.stream) else {
        return Vec::new();
    };
    let channel = channel::lower(context, operation, &name);
    let reply = Reply::Channel(channel);
    vec![call(context, operation, name, reply, &Mode::Only)]
}

/// An operation that replies in one way.
fn only<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    reply: Reply,
) -> Vec<PlacedCall> {
    let names = call_names(context, operation, false);
    let name = names.call.or(names.stream);
    name.map(|name| call(context, operation, name, reply, &Mode::Only))
        .into_iter()
        .collect()
}

/// An operation that replies in two ways; `when` says which field of the request chooses.
fn both<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    reply: Reply,
    stream: Reply,
    when: Option<&Extension<'_>>,
) -> Vec<PlacedCall> {
    let OperationNames {
        call: Some(at_once),
        stream: Some(streamed),
    } = call_names(context, operation, true)
    else {
        return Vec::new();
    };
    if when.is_none() {
        context.warn(
            &operation.pointer(),
            "nothing says which field of the request chooses between reply and stream; both calls leave it to the caller",
            "Add `x-when: {stream: true}` beside `x-events` in an overlay.",
        );
    }
    let replies = Mode::AtOnce {
        when,
        other: &streamed,
    };
    let streams = Mode::Streamed {
        when,
        other: &at_once,
    };
    vec![
        call(context, operation, at_once.clone(), reply, &replies),
        call(context, operation, streamed.clone(), stream, &streams),
    ]
}

/// How a call relates to the other one of its operation.
enum Mode<'a> {
    Only,
    AtOnce {
        when: Option<&'a Extension<'a>>,
        other: &'a CallName,
    },
    Streamed {
        when: Option<&'a Extension<'a>>,
        other: &'a CallName,
    },
}

impl Mode<'_> {
    /// The field that chooses, and whether this call is the one that streams.
    fn choice(&self) -> Option<(&Extension<'_>, bool)> {
        match self {
            Self::Only => None,
            Self::AtOnce { when, .. } => when.map(|when| (when, false)),
            Self::Streamed { when, .. } => when.map(|when| (when, true)),
        }
    }

    /// Which of the two this is, and where the other one is.
    fn docs(&self, own: &CallName) -> Option<String> {
        let link = |other: &CallName| {
            let method = plain(&other.method);
            if other.resource == own.resource {
                format!("[`{method}`](Self::{method})")
            } else {
                format!("`{other}`")
            }
        };
        match self {
            Self::Only => None,
            Self::AtOnce { other, .. } => Some(format!(
                "Replies at once; {} streams what happens.",
                link(other)
            )),
            Self::Streamed { other, .. } if self.is_explained_beside(own) => Some(format!(
                "Streams what happens; {} replies at once, and its text is about both.",
                link(other)
            )),
            Self::Streamed { other, .. } => Some(format!(
                "Streams what happens; {} replies at once.",
                link(other)
            )),
        }
    }

    /// Whether a call on the same handle has the operation's description.
    fn is_explained_beside(&self, own: &CallName) -> bool {
        matches!(self, Self::Streamed { other, .. } if other.resource == own.resource)
    }
}

/// The reply at once and the stream, as far as the operation declares them.
fn replies<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
) -> (Option<Reply>, Option<(SchemaLocation, MediaType<'a>)>) {
    let Some((status, response)) = success(context.document, operation.spec) else {
        return (Some(Reply::Unit), None);
    };
    let location = |media: &str| SchemaLocation {
        key: format!("{}.reply", operation.id()),
        pointer: format!(
            "{}/responses/{status}/content/{}",
            operation.pointer(),
            crate::pointer::escape(media)
        ),
    };
    let offered = response.content();
    let names = offered.names();
    let mut streams = names
        .clone()
        .filter(|name| media::of(name) == Media::Events);
    let stream = streams.next().and_then(|name| {
        let events = SchemaLocation {
            key: format!("{}.events", operation.id()),
            ..location(name)
        };
        Some((events, offered.get(name)?))
    });
    let bytes = || {
        let at_once = names
            .clone()
            .filter(|name| media::of(name) != Media::Events);
        Reply::Binary(at_once.map(str::to_owned).collect())
    };
    let at_once = match media::received(names.clone()) {
        Some(name) if media::of(name) == Media::Json => {
            let schema = offered.get(name).and_then(MediaType::schema);
            let reply = reply::reply(context, &location(name), schema, operation);
            // A file may be JSON as well.
            let is_file = matches!(reply, Reply::Plain(Type::File) | Reply::Flat(Type::File));
            Some(if is_file { bytes() } else { reply })
        }
        Some(_) => Some(bytes()),
        None => offered.is_empty().then_some(Reply::Unit),
    };
    (at_once, stream)
}

/// The chosen names, else those by rule; as many as the operation has calls.
fn call_names(
    context: &mut Context<'_>,
    operation: &DeclaredOperation<'_>,
    both: bool,
) -> OperationNames {
    if let Some(names) = context.names.operations.get(operation.id()) {
        let wanted = match (both, &names.call, &names.stream) {
            (true, Some(_), Some(_)) | (false, Some(_), None) | (false, None, Some(_)) => None,
            (true, ..) => Some("replies at once or streams, so it needs the names of two calls"),
            (false, ..) => Some("replies in one way, so it needs the name of one call"),
        };
        let Some(wanted) = wanted else {
            return names.clone();
        };
        let place = Place::names(crate::pointer::join("/operations", operation.id()));
        context
            .report
            .error(place, format!("`{}` {wanted}", operation.id()))
            .expected("`{call: chat.create, stream: chat.stream}` for two, `chat.create` for one");
    }
    let call = context.default_calls.get(operation.id()).cloned();
    let call =
        call.unwrap_or_else(|| naming::call_name(operation.method.as_str(), operation.path, false));
    let stream = both.then(|| default_names::streaming(&call));
    let row = match &stream {
        Some(stream) => json!({"call": call.to_string(), "stream": stream.to_string()}),
        None => call.to_string().into(),
    };
    context
        .default_operations
        .insert(operation.id().to_owned(), row);
    OperationNames {
        call: Some(call),
        stream,
    }
}

fn call<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    name: CallName,
    reply: Reply,
    mode: &Mode<'_>,
) -> PlacedCall {
    let mut arguments = Vec::new();
    let mut constants = Vec::new();
    parameters::lower(context, operation, &mut arguments, &mut constants);
    let body = match &reply {
        // What goes over the connection is no part of the request.
        Reply::Channel(_) => Body::None,
        _ => body::lower(context, operation, &mut arguments),
    };
    if let Some((when, streams)) = mode.choice() {
        request::choose(context, when, streams, &mut arguments, &mut constants);
    }
    let streams = matches!(reply, Reply::Events(_));
    constants.extend(accept::header(context.document, operation.spec, streams));
    request::unique_arguments(&mut arguments);
    text_places::check(context, operation, &arguments, &body);
    argument_order::sort(&mut arguments, operation.path);
    let paging = paging::lower(context, operation, &mut arguments, &reply);
    let availability = availability::lower(context, operation);
    let repetition = repetition::paragraphs(context, operation);
    let call = Call {
        operation_id: operation.id().to_owned(),
        method_name: name.method.clone(),
        type_name: naming::request_name(&name),
        method: operation.method,
        path: operation.path.to_owned(),
        security: security::needed(context.conventions, operation.spec),
        deprecated: operation.spec.is_deprecated(),
        summary: docs::lines(context.web(), [operation.spec.summary()]),
        mode: mode.docs(&name),
        pages: Vec::new(),
        servers: availability::paragraphs(context, &availability),
        repetition,
        description: description(context.web(), operation, &name, mode),
        search_words: Vec::new(),
        arguments,
        signature: Vec::new(),
        constants,
        body,
        reply,
        example: None,
        paging,
        availability,
    };
    PlacedCall { name, call }
}

/// What the document says of the operation, unless a call beside this one says it.
fn description(
    site: Option<&str>,
    operation: &DeclaredOperation<'_>,
    name: &CallName,
    mode: &Mode<'_>,
) -> Vec<String> {
    let own = operation.spec.description();
    docs::lines(site, [own.filter(|_| !mode.is_explained_beside(name))])
}
