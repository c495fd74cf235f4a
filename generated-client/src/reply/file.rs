//! Waiting until a reply is known to be bytes that were asked for: what is something else is an error before anybody saves it.

use reqwest::header::CONTENT_TYPE;

use super::context::is_success;
pub(crate) use super::media::Declared;
use super::media::{self, Text};
use super::{envelope, sniff};
use crate::error::Error;
use crate::http::incoming::Received;
use crate::{ErrorKind, Result};

/// Waits until a reply is known to be of a declared media type; a refusal or something else in its place is an error.
pub(crate) async fn recognise(
    mut received: Box<Received>,
    declared: Declared,
) -> Result<Box<Received>> {
    if !is_success(received.context.status) {
        collect(&mut received).await?;
        let body = received.incoming.buffered();
        return Err(envelope::failed(&received.context, body));
    }
    if received.encoding.is_some() {
        collect(&mut received).await?;
    }
    let beginning = received.beginning().await?;
    if beginning.is_empty() && (received.context.status == 204 || media::is_never_empty(declared)) {
        return Err(other(&received, "the reply is empty"));
    }
    let label = received.context.headers.text(CONTENT_TYPE);
    match (
        media::of_beginning(&beginning),
        media::is_foreign(declared, &label.unwrap_or_default(), &beginning),
    ) {
        (Some(Text::Page), true) => Err(received.into_page_error().await),
        (Some(Text::Json), true) => json_instead(received, declared).await,
        (Some(Text::Events | Text::Plain), true) => {
            let what = sniff::instead_of(declared, &beginning);
            Err(other(&received, &what))
        }
        (Some(Text::Json), false) => file_or_refusal(received).await,
        (None, _) | (Some(_), false) => Ok(received),
    }
}

/// JSON where none was due, unless it only begins like it.
async fn json_instead(mut received: Box<Received>, declared: Declared) -> Result<Box<Received>> {
    collect(&mut received).await?;
    let body = received.incoming.buffered();
    if media::of_beginning(body).is_none() {
        return Ok(received);
    }
    let refusal = envelope::refusal(&received.context, body);
    Err(refusal.unwrap_or_else(|| other(&received, &sniff::instead_of(declared, body))))
}

/// A file that is JSON, unless it is a refusal in the frame of the service.
async fn file_or_refusal(mut received: Box<Received>) -> Result<Box<Received>> {
    let beginning = received.incoming.peek_short(envelope::MAX_REFUSAL).await;
    beginning.map_err(|e| received.context.of(e))?;
    let body = received.incoming.buffered();
    match envelope::framed_refusal(&received.context, body) {
        Some(refusal) => Err(refusal),
        None => Ok(received),
    }
}

async fn collect(received: &mut Received) -> Result<()> {
    let collected = received.collect().await;
    collected.map_err(|e| received.context.of(e))
}

fn other(received: &Received, what: &str) -> Error {
    let error = Error::new(ErrorKind::Decode, what);
    let body = received.incoming.buffered();
    received.context.of_reply(error, body)
}
