//! What an event means for its stream: an event as it came in, a typed one or the end out.

use super::event::RawEvent;
use crate::error::Error;
use crate::{ApiError, Result};

/// A type of events. Emitted code implements it.
pub(crate) trait Event: Sized + 'static {
    /// Whether some event is the last; else the stream ends where the reply does.
    const HAS_END: bool;

    /// Reads one event.
    fn read(raw: &RawEvent) -> Result<Step<Self>>;

    /// Reads the first event as far as it says whether the call was refused.
    fn first(raw: &RawEvent) -> Beginning {
        match Self::read(raw) {
            Ok(Step::Skip) => Beginning::Open,
            Ok(Step::Fail(error)) => Beginning::Refused(error.as_api().map_or(0, ApiError::code)),
            Ok(_) | Err(_) => Beginning::Begun,
        }
    }
}

/// How a stream begins, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// With pings, which say nothing about it.
    Open,
    Begun,
    /// With an error that has this code.
    Refused(i64),
}

/// [`Event::first`] of some type of events.
pub(crate) type First = fn(&RawEvent) -> Beginning;

/// What an event means for its stream.
// A document decides which of these occur.
#[allow(dead_code)]
pub(crate) enum Step<E> {
    /// Hand it on.
    Event(E),
    /// Hand it on; what was asked for is complete, so that the end of the connection is no error from here on.
    Complete(E),
    /// Hand it on; the stream is over.
    Last(E),
    /// The stream is over.
    End,
    /// The service failed; the stream is over.
    Fail(Error),
    /// Nothing for the user, such as a ping.
    Skip,
}

/// Reads an event, and hands it on as it came.
pub(super) fn raw<E: Event>(raw: &RawEvent) -> Result<Step<RawEvent>> {
    Ok(match E::read(raw)? {
        Step::Event(_) => Step::Event(raw.clone()),
        Step::Complete(_) => Step::Complete(raw.clone()),
        Step::Last(_) => Step::Last(raw.clone()),
        Step::End => Step::End,
        Step::Fail(error) => Step::Fail(error),
        Step::Skip => Step::Skip,
    })
}

/// Events of an endpoint that is not known here: each is handed on, up to the mark by which most streams end, or to the end of the reply.
impl Event for RawEvent {
    const HAS_END: bool = false;

    fn read(raw: &RawEvent) -> Result<Step<Self>> {
        let is_last = raw.is_mark(&["[DONE]"]);
        Ok(if is_last {
            Step::Last(raw.clone())
        } else {
            Step::Event(raw.clone())
        })
    }
}
