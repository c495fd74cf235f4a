//! Operations -> calls.

mod argument_order;
pub(crate) mod declared;
pub(crate) mod default_names;
mod events;
mod paging;
mod reply;
mod reply_object;
pub(crate) mod request;
pub(crate) mod text_places;

use openapiv3::MediaType;
use serde_json::{Value, json};

use self::declared::{Found, PlacedCall, success};
use crate::document::media::{self, Media};
use crate::ir::{Call, Reply};
use crate::lower::context::{Context, Site};
use crate::lower::naming;
use crate::lower::types::docs;
use crate::names::{CallName, OperationNames};
use crate::report::Place;
use crate::words::plain;

/// The calls of an operation: one, or two when the caller chooses between a reply at once and a stream.
pub(crate) fn lower<'a>(context: &mut Context<'a>, found: &Found<'a>) -> Vec<PlacedCall> {
    match replies(context, found) {
        (Some(reply), Some((site, media))) => {
            let stream = Reply::Events(events::lower(context, &site, media));
            both(
                context,
                found,
                reply,
                stream,
                media.extensions.get("x-when"),
            )
        }
        (Some(reply), None) => only(context, found, reply),
        (None, Some((site, media))) => {
            let stream = Reply::Events(events::lower(context, &site, media));
            only(context, found, stream)
        }
        (None, None) => Vec::new(),
    }
}

/// An operation that replies in one way.
fn only(context: &mut Context<'_>, found: &Found<'_>, reply: Reply) -> Vec<PlacedCall> {
    let names = call_names(context, found, false);
    let name = names.call.or(names.stream);
    name.map(|name| call(context, found, name, reply, &Mode::Only))
        .into_iter()
        .collect()
}

/// An operation that replies in two ways; `when` says which field of the request chooses.
fn both(
    context: &mut Context<'_>,
    found: &Found<'_>,
    reply: Reply,
    stream: Reply,
    when: Option<&Value>,
) -> Vec<PlacedCall> {
    let OperationNames {
        call: Some(at_once),
        stream: Some(streamed),
    } = call_names(context, found, true)
    else {
        return Vec::new();
    };
    if when.is_none() {
        context.warn(
            &found.pointer(),
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
        call(context, found, at_once.clone(), reply, &replies),
        call(context, found, streamed.clone(), stream, &streams),
    ]
}

/// How a call relates to the other one of its operation.
enum Mode<'a> {
    Only,
    AtOnce {
        when: Option<&'a Value>,
        other: &'a CallName,
    },
    Streamed {
        when: Option<&'a Value>,
        other: &'a CallName,
    },
}

impl Mode<'_> {
    /// The field that chooses, and whether this call is the one that streams.
    fn choice(&self) -> Option<(&Value, bool)> {
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
            Self::Streamed { other, .. } => Some(format!(
                "Streams what happens; {} replies at once.",
                link(other)
            )),
        }
    }
}

/// The reply at once and the stream, as far as the operation declares them.
fn replies<'a>(
    context: &mut Context<'a>,
    found: &Found<'a>,
) -> (Option<Reply>, Option<(Site, &'a MediaType)>) {
    let Some((status, response)) = success(context.document, found.operation) else {
        return (Some(Reply::Nothing), None);
    };
    let site = |media: &str| Site {
        key: format!("{}.reply", found.id()),
        pointer: format!(
            "{}/responses/{status}/content/{}",
            found.pointer(),
            crate::pointer::escape(media)
        ),
    };
    let names = response.content.keys().map(String::as_str);
    let mut streams = names
        .clone()
        .filter(|name| media::of(name) == Media::Events);
    let stream = streams.next().map(|name| {
        let events = Site {
            key: format!("{}.events", found.id()),
            ..site(name)
        };
        (events, &response.content[name])
    });
    let at_once = match media::received(names) {
        Some(name) if media::of(name) == Media::Json => {
            let declared = found.operation.extensions.get("x-payload");
            let declared = declared.map(|keys| (keys, format!("{}/x-payload", found.pointer())));
            let schema = response.content[name].schema.as_ref();
            Some(reply::reply(context, &site(name), schema, declared))
        }
        Some(_) => Some(Reply::Binary),
        None => response.content.is_empty().then_some(Reply::Nothing),
    };
    (at_once, stream)
}

/// The chosen names, else those by rule; as many as the operation has calls.
fn call_names(context: &mut Context<'_>, found: &Found<'_>, both: bool) -> OperationNames {
    if let Some(names) = context.names.operations.get(found.id()) {
        let wanted = match (both, &names.call, &names.stream) {
            (true, Some(_), Some(_)) | (false, Some(_), None) | (false, None, Some(_)) => None,
            (true, ..) => Some("replies at once or streams, so it needs the names of two calls"),
            (false, ..) => Some("replies in one way, so it needs the name of one call"),
        };
        let Some(wanted) = wanted else {
            return names.clone();
        };
        let place = Place::names(crate::pointer::join("/operations", found.id()));
        context
            .report
            .error(place, format!("`{}` {wanted}", found.id()))
            .expected("`{call: chat.create, stream: chat.stream}` for two, `chat.create` for one");
    }
    let call = context.made_calls.get(found.id()).cloned();
    let call = call.unwrap_or_else(|| naming::call_name(found.method.as_str(), found.path));
    let stream = both.then(|| default_names::streaming(&call));
    let row = match &stream {
        Some(stream) => json!({"call": call.to_string(), "stream": stream.to_string()}),
        None => call.to_string().into(),
    };
    context.made_operations.insert(found.id().to_owned(), row);
    OperationNames {
        call: Some(call),
        stream,
    }
}

fn call(
    context: &mut Context<'_>,
    found: &Found<'_>,
    name: CallName,
    reply: Reply,
    mode: &Mode<'_>,
) -> PlacedCall {
    let mut arguments = Vec::new();
    let mut constants = Vec::new();
    request::parameters(context, found, &mut arguments, &mut constants);
    let body = request::body(context, found, &mut arguments);
    if let Some((when, streams)) = mode.choice() {
        request::choose(
            context,
            found,
            when,
            streams,
            &mut arguments,
            &mut constants,
        );
    }
    request::unique_arguments(&mut arguments);
    text_places::check(context, found, &arguments, &body);
    argument_order::sort(&mut arguments, found.path);
    let paging = paging::lower(context, found, &mut arguments, &reply);
    let call = Call {
        operation_id: found.id().to_owned(),
        method_name: name.method.clone(),
        type_name: naming::request_name(&name),
        method: found.method,
        path: found.path.to_owned(),
        deprecated: found.operation.deprecated,
        docs: docs(found, &name, mode),
        arguments,
        constants,
        body,
        reply,
        paging,
    };
    PlacedCall { name, call }
}

/// Summary, which of two calls this is, endpoint, description: a paragraph each. The description comes last because it
/// may have headings, under which nothing of ours should stand.
fn docs(found: &Found<'_>, name: &CallName, mode: &Mode<'_>) -> Vec<String> {
    let page = found.operation.extensions.get("x-coze-doc-id");
    let page = page
        .and_then(Value::as_str)
        .map(|id| format!(" (documentation page `{id}`)"));
    let endpoint = format!(
        "Endpoint: `{} {}`{}",
        found.method.as_str(),
        found.path,
        page.unwrap_or_default()
    );
    let paragraphs = [
        docs::lines([found.operation.summary.as_deref()]),
        mode.docs(name).into_iter().collect(),
        vec![endpoint],
        docs::lines([found.operation.description.as_deref()]),
    ];
    let written: Vec<Vec<String>> = paragraphs
        .into_iter()
        .filter(|lines| !lines.is_empty())
        .collect();
    written.join(&String::new())
}
