// part coze

//! An event of the service, with what the service says of it.

use std::time::{Duration, SystemTime};

use super::channel::ServerEvent;
use super::frame::Arrived;
use crate::Result;
use crate::error::Error;
use crate::reply::context::Context;

/// The event by which the service says that something went wrong.
const ERROR: &str = "error";

/// An event of the service, with what the service says of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServerMessage<E> {
    /// The event itself.
    pub event: E,
    /// The id of the event; empty if it has none.
    pub id: String,
    /// The id under which the service logged the event. Quote it to the service's support.
    pub log_id: Option<String>,
    /// When the service sent the event.
    pub responded_at: Option<SystemTime>,
    failure: Option<Error>,
}

impl<E> ServerMessage<E> {
    /// The failure that the event reports, if it is the event `error`: the service could not do what it was asked for. The session goes on.
    #[must_use]
    pub fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }
}

#[allow(private_bounds)] // nobody else calls it
impl<E: ServerEvent> ServerMessage<E> {
    /// Reads an event of a session, whose data may become as large as this.
    pub(super) fn read(arrived: Arrived, context: &Context, limit: usize) -> Result<Self> {
        let log_id = Some(context.redaction.of_log_id(&arrived.detail.log_id));
        let log_id = log_id.filter(|id| !id.is_empty());
        let of = |error: Error| context.of(error.or_log_id(log_id.as_deref()));
        let raw = arrived.raw(limit);
        let failure =
            (raw.event() == ERROR).then(|| of(raw.failure(&["code"], &["msg", "message"])));
        let milliseconds = u64::try_from(arrived.detail.responded_at).unwrap_or(0);
        let since = Duration::from_millis(milliseconds);
        Ok(Self {
            event: E::read(raw).map_err(of)?,
            id: arrived.id,
            log_id,
            responded_at: SystemTime::UNIX_EPOCH
                .checked_add(since)
                .filter(|_| !since.is_zero()),
            failure,
        })
    }
}
