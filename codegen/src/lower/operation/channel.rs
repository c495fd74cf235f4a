//! An operation that opens a connection -> the events of both sides.

use super::declared::DeclaredOperation;
use super::events;
use crate::asyncapi::{MEDIA, SWITCHING_PROTOCOLS};
use crate::extension::{Extension, Members, Reader};
use crate::ir::{Channel, Message, Messages, Sender, TypeId, TypeKind};
use crate::lower::context::{Context, SchemaLocation};
use crate::lower::types::{docs, schema};
use crate::names::CallName;
use crate::openapi::{MediaType, SchemaRef};
use crate::words::{camel, plain};

/// An event, as [`asyncapi`](crate::asyncapi) writes it.
struct Entry<'a> {
    event: &'a str,
    name: &'a str,
    description: Option<&'a str>,
    schema: Option<SchemaRef<'a>>,
}

impl<'a> Entry<'a> {
    fn read(members: &mut Members<'a, '_>) -> Self {
        Self {
            event: members.text("event"),
            name: members.text("name"),
            description: members.optional("description", Reader::text),
            schema: members.optional("schema", events::schema),
        }
    }
}

/// Whether an operation opens a connection.
pub(super) fn is_one(operation: &DeclaredOperation<'_>) -> bool {
    let mark = operation.spec.extension("x-channel");
    mark.is_some_and(|mark| mark == true)
}

/// The connection that an operation opens.
pub(super) fn lower<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    name: &CallName,
) -> Channel {
    let at = operation.pointer();
    let client = format!("{at}/requestBody");
    let server = format!("{at}/responses/{SWITCHING_PROTOCOLS}");
    let (sent, received) = media(context, operation);
    Channel {
        name: camel(plain(&name.method)),
        module: name.method.clone(),
        client: messages(context, operation, Sender::Client, &client, sent),
        server: messages(context, operation, Sender::Server, &server, received),
    }
}

/// What holds the events of each side.
fn media<'a>(
    context: &Context<'a>,
    operation: &DeclaredOperation<'a>,
) -> (Option<MediaType<'a>>, Option<MediaType<'a>>) {
    let document = context.document;
    let body = operation.spec.request_body();
    let body = body.and_then(|body| document.resolve(body));
    let mut replies = operation.spec.responses();
    let reply = replies.find(|(status, _)| *status == SWITCHING_PROTOCOLS);
    let reply = reply.and_then(|(_, reply)| document.resolve(reply));
    let sent = body.and_then(|body| body.content().get(MEDIA));
    (sent, reply.and_then(|reply| reply.content().get(MEDIA)))
}

/// The enum of the events of a side.
fn messages<'a>(
    context: &mut Context<'a>,
    operation: &DeclaredOperation<'a>,
    sender: Sender,
    carrier: &str,
    media: Option<MediaType<'a>>,
) -> TypeId {
    let media_at = crate::pointer::join_all(carrier, &["content", MEDIA]);
    let at = format!("{media_at}/x-events");
    let word = match sender {
        Sender::Client => "client",
        Sender::Server => "server",
    };
    let key = format!("{}.{word}", operation.id());
    let mut list: Vec<Message> = Vec::new();
    for (index, entry) in entries(context, &media_at, media).into_iter().enumerate() {
        let location = SchemaLocation {
            key: format!("{key}.{}", entry.event),
            pointer: format!("{at}/{index}/schema"),
        };
        let payload = entry
            .schema
            .map(|payload| schema::lower(context, &location, payload));
        let message = Message {
            variant: camel(entry.name),
            wire: entry.event.to_owned(),
            payload,
            docs: docs::lines(context.web(), [entry.description]),
        };
        if let Some(found) = repeated(&message, sender, &list) {
            context.error(
                &format!("{at}/{index}"),
                found,
                "Remove one of the two, or rename it.",
            );
        }
        list.push(message);
    }
    let location = SchemaLocation { key, pointer: at };
    let messages = Messages { sender, list };
    context.add(&location, Vec::new(), TypeKind::Messages(messages))
}

/// The variants that hold what no other variant is for.
pub(crate) fn catch_all(sender: Sender) -> &'static str {
    match sender {
        Sender::Client => "Raw",
        Sender::Server => "Unrecognized",
    }
}

/// Each event has one variant, and each variant one event.
fn repeated(message: &Message, sender: Sender, before: &[Message]) -> Option<String> {
    let Message { wire, variant, .. } = message;
    if before.iter().any(|other| other.wire == *wire) {
        return Some(format!("the event `{wire}` stands in this list before"));
    }
    let is_taken = |other: &Message| other.variant == *variant;
    let is_taken = before.iter().any(is_taken) || variant == catch_all(sender);
    is_taken.then(|| format!("another variant is called `{variant}`, too"))
}

/// The events as they are written.
fn entries<'a>(
    context: &mut Context<'a>,
    at: &str,
    media: Option<MediaType<'a>>,
) -> Vec<Entry<'a>> {
    const FIX: &str = "Write `{event: its name on the wire, name: its variant, description: .., schema: ..}` for each.";
    let events = media.and_then(|media| media.extension("x-events"));
    let entries = Extension::of(events, at, "x-events").and_then(|extension| {
        context.read(&extension, FIX, |reader, events| {
            reader.objects(events, Entry::read)
        })
    });
    entries.unwrap_or_default()
}
