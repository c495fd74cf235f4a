//! How a reply begins where events are due: as a stream, or as something else in its place.

use std::future::poll_fn;
use std::task::Poll;

use super::decoder::Decoder;
use super::event::RawEvent;
use super::read::{Beginning, First};
use super::timer::EventTimer;
use crate::error::Error;
use crate::http::incoming::Received;
use crate::reply::context::{Context, is_success};
use crate::reply::envelope;
use crate::reply::sniff::Looks;
use crate::{ApiError, ErrorKind, Result};

/// How much of a stream is waited for until its first event: a refusal is short.
const FIRST: usize = 16 * 1024;

/// Waits until a reply is known to be a stream; a refusal in its place is an error, whatever its label says. A stream may be a refusal,
/// too, if its first event is an error.
pub(crate) async fn recognise(mut received: Box<Received>, first: First) -> Result<Box<Received>> {
    if is_success(received.context.status) {
        // What arrives in compressed pieces is known only at its end.
        if received.is_compressed().await? {
            let collected = received.collect().await;
            collected.map_err(|e| received.context.of(e))?;
        }
        match received.looks().await? {
            Looks::Events | Looks::Other | Looks::Empty => return begun(received, first).await,
            Looks::Page => return Err(received.into_page_error().await),
            Looks::Object => {}
        }
    }
    let collected = received.collect().await;
    collected.map_err(|e| received.context.of(e))?;
    let context = &received.context;
    let body = received.incoming.buffered();
    if !is_success(context.status) {
        return Err(envelope::failed(context, body));
    }
    Err(envelope::refusal(context, body).unwrap_or_else(|| {
        let what = "the reply is a JSON object instead of a stream of events";
        context.of_reply(Error::new(ErrorKind::Decode, what), body)
    }))
}

/// Waits for the first event, so that a call that it refuses can be sent again. It stays in its place.
async fn begun(mut received: Box<Received>, first: First) -> Result<Box<Received>> {
    let mut timer = EventTimer::new(received.event_timeout);
    let mut decoder = Decoder::new(received.max_event);
    let mut read = 0;
    let mut is_over = false;
    while read < FIRST {
        let arrived = received.incoming.buffered();
        let end = arrived.len().min(FIRST);
        decoder.feed(arrived.slice(read..end));
        read = end;
        if is_over && end == arrived.len() {
            decoder.finish();
        }
        let Ok(beginning) = first_of(&mut decoder, &received.context, first) else {
            break;
        };
        if let Beginning::Refused(code) = beginning {
            received.refused = Some(code);
        }
        if is_over || beginning != Beginning::Open {
            break;
        }
        let more = poll_fn(|cx| match received.incoming.poll_more(cx) {
            Poll::Pending => timer.poll(cx).map(Err),
            arrived @ Poll::Ready(_) => arrived,
        });
        is_over = !more.await.map_err(|e| received.context.of(e))?;
    }
    Ok(received)
}

/// What the first event says that says anything; those behind it are not read here.
fn first_of(decoder: &mut Decoder, context: &Context, first: First) -> Result<Beginning> {
    while let Some(raw) = decoder.next()? {
        let beginning = match nameless_refusal(context, &raw) {
            Some(error) => Beginning::Refused(error.as_api().map_or(0, ApiError::code)),
            None => first(&raw),
        };
        if beginning != Beginning::Open {
            return Ok(beginning);
        }
    }
    Ok(Beginning::Open)
}

/// The refusal that an event without a name is, if it is one: a service that names its events tells of a failure this way, or somebody
/// in between does.
pub(super) fn nameless_refusal(context: &Context, raw: &RawEvent) -> Option<Error> {
    let is_candidate = raw.is_nameless() && raw.data().len() <= FIRST;
    let refusal = |json: &[u8]| envelope::refusal(context, json);
    is_candidate
        .then(|| refusal(raw.data().as_bytes()))
        .flatten()
}
