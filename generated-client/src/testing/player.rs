//! A reply as a test says it -> what is sent, in the frame of the operation.

use bytes::Bytes;
use serde_json::Value;

use super::call::Call;
use super::fault::Fault;
use super::frame;
use super::http::{Body, Sent};
use super::operation::{Operation, Outcome};
use super::reply::{Content, Reply};
// part coze
#[cfg(feature = "realtime")]
use super::script::Script;
#[cfg(feature = "realtime")]
use super::session::{self, Heard, Session};
use super::studio;
// end part
use super::{pages, stream};
use crate::error::kind::ErrorKind;
use crate::generated::conventions::LOG_ID_HEADERS;

/// What a file holds of which a test says nothing.
const FILE: &[u8] = b"bytes of a file";

/// What is played to one call.
pub(super) struct Player<'a> {
    pub(super) call: &'a Call,
    /// None for a path that the document does not have.
    pub(super) operation: Option<&'a Operation>,
    pub(super) log_id: String,
    // part coze
    /// Where what clients say in sessions is kept.
    #[cfg(feature = "realtime")]
    pub(super) heard: Heard,
    // end part
    // part coze
    /// Whether it is Coze Studio that is played.
    pub(super) is_studio: bool,
    // end part
}

impl Player<'_> {
    /// What is sent for a reply.
    pub(super) fn play(&self, reply: &Reply) -> Sent {
        let refused = reply.faults.iter().find_map(|fault| self.refusal(*fault));
        // part coze
        let studio = self
            .is_studio
            .then(|| studio::refusal(self.operation, reply));
        let studio = studio.flatten();
        let studio = studio.map(|(status, body)| (status, JSON.to_owned(), json(&body)));
        let refused = studio.or(refused);
        // end part
        let (status, media_type, body) = refused.unwrap_or_else(|| self.content(reply));
        let length = match &body {
            Body::Whole(body) => body.len(),
            Body::Events(events) => events.len(),
            // part coze
            #[cfg(feature = "realtime")]
            Body::Session(_) => 0,
            // end part
        };
        let breaks = reply.faults.contains(&Fault::CutOff);
        let mut headers = vec![("content-type".to_owned(), media_type)];
        // part coze
        #[cfg(feature = "realtime")]
        if let (Body::Session(_), Some(answer)) = (&body, session::answer(self.call)) {
            let upgrade = [("connection", "Upgrade"), ("upgrade", "websocket")];
            headers = upgrade
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec();
            headers.push(("sec-websocket-accept".to_owned(), answer));
        }
        // end part
        let log_id_header = LOG_ID_HEADERS.first().copied();
        // part coze
        let studio = self.is_studio.then_some(studio::LOG_ID_HEADER);
        let log_id_header = studio.or(log_id_header);
        // end part
        headers.extend(log_id_header.map(|name| (name.to_owned(), self.log_id.clone())));
        // A header of the test's own counts.
        headers.retain(|(name, _)| {
            !reply
                .headers
                .iter()
                .any(|(own, _)| own.eq_ignore_ascii_case(name))
        });
        headers.extend(reply.headers.iter().cloned());
        Sent {
            status: reply.status.unwrap_or(status),
            headers,
            body,
            gate: reply.gate.clone(),
            cut: reply.cut.or(breaks.then_some(length / 2)),
            is_hangup: reply.faults.contains(&Fault::Hangup),
        }
    }

    /// What comes instead of a good reply.
    fn refusal(&self, fault: Fault) -> Option<(u16, String, Body)> {
        match fault {
            Fault::RateLimited => {
                let code = frame::code(ErrorKind::RateLimit, false);
                let status = if code.is_some() { 200 } else { 429 };
                Some(self.error(status, code.unwrap_or(429), "too many calls"))
            }
            Fault::ExpiredToken => {
                let code = frame::code(ErrorKind::Auth, true).unwrap_or(401);
                Some(self.error(401, code, "the token has expired"))
            }
            Fault::EmptyReply => Some((200, "text/plain".to_owned(), Body::default())),
            Fault::GatewayTimeout => {
                let page = "<html><head><title>504 Gateway Time-out</title></head></html>";
                Some((504, "text/html".to_owned(), Body::Whole(page.into())))
            }
            Fault::NullLists
            | Fault::NumbersAsText
            | Fault::UnknownFields
            | Fault::UnknownValues
            | Fault::CutOff
            | Fault::Hangup => None,
        }
    }

    fn error(&self, status: u16, code: i64, message: &str) -> (u16, String, Body) {
        let body = frame::refusal(code, message, &self.log_id);
        (status, JSON.to_owned(), json(&body))
    }

    fn content(&self, reply: &Reply) -> (u16, String, Body) {
        let faults = &reply.faults;
        match (&reply.content, self.operation) {
            (Content::Error(code, message), _) => self.error(200, *code, message),
            (Content::Raw(media_type, body), _) => {
                (200, media_type.clone(), Body::Whole(body.clone()))
            }
            // part coze
            #[cfg(feature = "realtime")]
            (Content::Session(script), _) => self.session(script),
            // end part
            (content, Some(operation)) => self.of_operation(operation, content, faults),
            (Content::Example, None) => {
                let message = format!("there is no such endpoint: {}", self.call);
                self.error(404, 404, &message)
            }
            (Content::Value(value), None) => (200, JSON.to_owned(), json(value)),
            (Content::Items(items) | Content::Events(items), None) => {
                (200, JSON.to_owned(), json(&items.iter().cloned().collect()))
            }
        }
    }

    // part coze
    /// The beginning of a session, for who asks for one.
    #[cfg(feature = "realtime")]
    fn session(&self, script: &Script) -> (u16, String, Body) {
        if session::answer(self.call).is_none() {
            return self.error(426, 426, "this endpoint speaks over a WebSocket");
        }
        let session = Session {
            script: script.clone(),
            heard: self.heard.clone(),
        };
        (101, String::new(), Body::Session(session))
    }

    // end part
    fn of_operation(
        &self,
        operation: &Operation,
        content: &Content,
        faults: &[Fault],
    ) -> (u16, String, Body) {
        let outcome = &operation.outcome;
        let events = match (content, outcome) {
            (Content::Events(events), _) => Some(stream::of_events(outcome, events, faults)),
            (Content::Example, Outcome::Events { .. }) => Some(stream::example(outcome, faults)),
            _ => None,
        };
        // part coze
        let events = match events {
            Some(events) if self.is_studio => Some(studio::events(operation, events)),
            events => events,
        };
        // end part
        if let Some(events) = events {
            return (200, "text/event-stream".to_owned(), Body::Events(events));
        }
        if let (Content::Example, Outcome::Binary(media_type)) = (content, outcome) {
            return (
                200,
                of_range(media_type),
                Body::Whole(Bytes::from_static(FILE)),
            );
        }
        let mut value = match content {
            Content::Value(value) => value.clone(),
            Content::Items(items) => pages::of_items(operation, items, self.call),
            _ => pages::example(operation, self.call),
        };
        if let Some(shape) = outcome.shape() {
            for fault in faults {
                fault.change(shape, &mut value);
            }
        }
        // part coze
        if self.is_studio {
            let reply = studio::success(operation, value);
            return (200, JSON.to_owned(), json(&reply));
        }
        // end part
        let reply = frame::success(outcome, value, &self.log_id);
        (200, JSON.to_owned(), json(&reply))
    }
}

const JSON: &str = "application/json";

/// A media type out of a range of them.
fn of_range(range: &str) -> String {
    let known = range.replace("*/*", "application/octet-stream");
    known.replace("audio/*", "audio/mpeg").replace('*', "plain")
}

fn json(value: &Value) -> Body {
    Body::Whole(value.to_string().into())
}
