// part coze

//! The body of a delivery -> an event of a known type, or what came instead.

use serde::Serialize;
use serde_json::Value;

use super::error::WebhookError;
use super::events::{BotEvent, PluginScaleExpired, PluginScaleRequested, UsageEvent, fields};
use crate::error::Error;
use crate::json::decode::{Decode, from_json};
use crate::json::reader::{Known, Reader};
use crate::json::record::record;
use crate::{ErrorKind, Result};

/// What Coze has sent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// Which event it is, and whose.
    pub header: EventHeader,
    /// What has happened.
    pub event: Event,
    /// The random text that was signed with it.
    pub nonce: String,
    /// The time that was signed with it, in Unix milliseconds.
    pub timestamp: u64,
    raw: Value,
}

impl Delivery {
    /// The `event` of the body as it came: what is newer than this version of the crate is in it, too.
    #[must_use]
    pub fn raw(&self) -> &Value {
        &self.raw
    }
}

fields! {
    /// What every delivery says of its event. Texts are empty and numbers 0 where it does not say it.
    EventHeader {
        /// What kind of event it is, as `bot.published`: the text of a
        /// [`ApiAppEventType`](crate::types::ApiAppEventType).
        event_type: String,
        /// The id of the event. Deliveries of one event have one id: do what it asks for once.
        event_id: String,
        /// When it happened, in Unix milliseconds.
        created_at: i64,
        /// The account that it belongs to; of an agent, that of its workspace's owner.
        coze_account_id: String,
        /// The callback app that is subscribed to it.
        api_app_id: String,
        /// The channel of the agent, where a channel is subscribed.
        connector_id: String,
    }
}

/// What has happened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// `bot.published`: an agent is being published. A channel answers with an [`Audit`](super::Audit) within 10 seconds.
    BotPublished(BotEvent),
    /// `bot.deleted`: an agent was deleted.
    BotDeleted(BotEvent),
    /// `bot.unpublished`: an agent was taken off a channel.
    BotUnpublished(BotEvent),
    /// `benefit.usage`: what a conversation has cost.
    BenefitUsage(Box<UsageEvent>),
    /// `benefit.plugin.scale.requested`: a user asks for more calls of a plugin of yours.
    BenefitPluginScaleRequested(PluginScaleRequested),
    /// `benefit.plugin.scale.expired`: what a user asked for is over.
    BenefitPluginScaleExpired(PluginScaleExpired),
    /// An event that this version of the crate does not know, or one without any field that it knows: as it came.
    Unrecognized(Value),
}

/// Reads the body of what is Coze's.
pub(super) fn read(
    nonce: String,
    timestamp: u64,
    body: &[u8],
) -> std::result::Result<Delivery, WebhookError> {
    let body = parsed(body).map_err(WebhookError::Unreadable)?;
    Ok(Delivery {
        event: event(&body.header.event_type, &body.event),
        header: body.header,
        nonce,
        timestamp,
        raw: body.event,
    })
}

#[derive(Default)]
struct Body {
    header: EventHeader,
    event: Value,
}

impl crate::json::record::Record for Body {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        match key {
            "header" => Some(&mut self.header),
            "event" => Some(&mut self.event),
            _ => None,
        }
    }
}

impl Decode for Body {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<crate::json::decode::Found> {
        reader.record(self)
    }
}

fn parsed(body: &[u8]) -> Result<Body> {
    let body: Body = from_json(body)?;
    if body.header.event_type.is_empty() {
        let nothing = "the body does not say which event it is: header.event_type is missing";
        return Err(Error::new(ErrorKind::Decode, nothing));
    }
    Ok(body)
}

fn event(event_type: &str, raw: &Value) -> Event {
    let known = match event_type {
        "bot.published" => typed(raw).map(Event::BotPublished),
        "bot.deleted" => typed(raw).map(Event::BotDeleted),
        "bot.unpublished" => typed(raw).map(Event::BotUnpublished),
        "benefit.usage" => typed(raw).map(Box::new).map(Event::BenefitUsage),
        "benefit.plugin.scale.requested" => typed(raw).map(Event::BenefitPluginScaleRequested),
        "benefit.plugin.scale.expired" => typed(raw).map(Event::BenefitPluginScaleExpired),
        _ => None,
    };
    known.unwrap_or_else(|| Event::Unrecognized(raw.clone()))
}

/// The event, if at least one field of the type is there.
fn typed<T: Decode + Default>(raw: &Value) -> Option<T> {
    let mut event = T::default();
    let known = Reader::read_all(raw.to_string().as_bytes(), &mut event).ok()?;
    (known == Known::Some).then_some(event)
}
