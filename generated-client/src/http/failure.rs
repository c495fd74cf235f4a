//! Converts errors of the HTTP client. The original is kept as the source, without its URL, which holds arguments.

use std::error::Error as StdError;

use super::retry::advice::Delivery;
use crate::ErrorKind;
use crate::error::Error;

/// The error for a call without a reply; `delivery` is how far its body got.
#[cold]
pub(super) fn error(cause: reqwest::Error, delivery: Delivery) -> Error {
    // A file that could not be read while it was sent.
    if let Some(own) = find::<Error>(&cause) {
        return Error::new(own.kind(), own.to_string()).with_source(cause.without_url());
    }
    if cause.is_connect() {
        return Error::new(ErrorKind::Connect, "there is no connection to the service")
            .with_source(cause.without_url());
    }
    let delivery = proven(&cause).unwrap_or(delivery);
    let message = match delivery {
        Delivery::NotBegun => "the connection was closed before the call was sent",
        Delivery::Incomplete => "the connection broke before all of the call was sent",
        Delivery::Unknown => "the connection broke before the reply",
    };
    Error::new(ErrorKind::Transport, message)
        .with_delivery(delivery)
        .with_source(cause.without_url())
}

/// How far a call got, if the connection itself says so.
fn proven(cause: &reqwest::Error) -> Option<Delivery> {
    if find::<hyper::Error>(cause).is_some_and(hyper::Error::is_canceled) {
        return Some(Delivery::NotBegun);
    }
    if is_unfinished(cause) {
        return Some(Delivery::Incomplete);
    }
    // RFC 9113, section 8.7: what a server has refused, or not begun as it went away, can be sent again.
    let error = find::<h2::Error>(cause).filter(|error| error.is_remote())?;
    match error.reason() {
        Some(h2::Reason::REFUSED_STREAM) => Some(Delivery::Incomplete),
        Some(h2::Reason::NO_ERROR) if error.is_go_away() => Some(Delivery::NotBegun),
        _ => None,
    }
}

/// Whether the body could not be written to the end. Only over HTTP/1.1 what is written to the connection is of this call alone.
fn is_unfinished(cause: &reqwest::Error) -> bool {
    if find::<h2::Error>(cause).is_some() {
        return false;
    }
    // hyper has no method for its kind, only this text.
    let failed_to_write = find::<hyper::Error>(cause)
        .is_some_and(|error| error.to_string().starts_with("error writing a body"));
    // Only a write can fail with a broken pipe.
    let broken = |io: &std::io::Error| io.kind() == std::io::ErrorKind::BrokenPipe;
    failed_to_write || find(cause).is_some_and(broken)
}

/// The first error of a kind among the causes.
fn find<E: StdError + 'static>(cause: &reqwest::Error) -> Option<&E> {
    let mut source: Option<&(dyn StdError + 'static)> = Some(cause);
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        source = error.source();
    }
    None
}
