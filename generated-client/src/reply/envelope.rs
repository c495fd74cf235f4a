//! The frame around every JSON reply: `{"code":0,"msg":"","data":…,"detail":{"logid":"…"}}`.
//!
//! A code other than 0 is a refusal also at HTTP status 200. No code is code 0: the reply of an asynchronous workflow run has none.

use super::context::{Context, is_success};
use crate::Result;
use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::json::decode::{Decode, Found, integer};
use crate::json::reader::Reader;
use crate::json::record::{Record, UNKNOWN};
use crate::text::excerpt;

/// The keys that lead from a reply's root to its result; none where the root is the result.
pub(crate) type Keys = &'static [&'static str];

/// How many characters of a reply that is not JSON become the error's message.
const EXCERPT: usize = 200;

/// How long a refusal is at most: a code, a message and ids.
const SHORT: usize = 4096;

/// What is read of a reply besides its data.
#[derive(Default)]
struct Envelope<'d> {
    /// As text: a gateway in between may have codes that are words.
    code: String,
    message: String,
    detail: Detail,
    /// Where older replies have their log id.
    error: Detail,
    payload: Option<Payload<'d>>,
}

/// What the caller is after: the value at the end of these keys, usually just `data`.
struct Payload<'d> {
    keys: Keys,
    slot: &'d mut dyn Decode,
}

impl Payload<'_> {
    fn begins_with(&self, key: &str) -> bool {
        self.keys.first() == Some(&key)
    }

    /// Reads the value of the first key.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        let keys = &self.keys[1..];
        if keys.is_empty() {
            return reader.read(&mut *self.slot);
        }
        let mut inner = Payload {
            keys,
            slot: &mut *self.slot,
        };
        reader.record(&mut inner).map(drop)
    }
}

impl Record for Payload<'_> {
    fn index(&self, key: &str) -> usize {
        if self.begins_with(key) { 0 } else { UNKNOWN }
    }

    fn read(&mut self, _index: usize, reader: &mut Reader<'_>) -> Result<()> {
        Payload::read(self, reader)
    }
}

#[derive(Default)]
struct Detail {
    log_id: String,
}

impl Record for Envelope<'_> {
    fn index(&self, key: &str) -> usize {
        match key {
            key if self.payload.as_ref().is_some_and(|p| p.begins_with(key)) => 4,
            "code" => 0,
            "msg" | "message" => 1,
            "detail" => 2,
            "error" => 3,
            _ => UNKNOWN,
        }
    }

    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<()> {
        match (index, &mut self.payload) {
            (0, _) => reader.read(&mut self.code),
            (1, _) => reader.read(&mut self.message),
            (2, _) => self.detail.read_if_object(reader),
            (3, _) => self.error.read_if_object(reader),
            (4, Some(payload)) => payload.read(reader),
            _ => reader.skip(),
        }
    }
}

impl Decode for Envelope<'_> {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

impl Detail {
    /// Some replies have a text in this place; it is not worth an error.
    fn read_if_object(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        if reader.is_composite()? {
            // Whatever else stands there is none of our business either.
            let _ = Reader::read_all(reader.raw()?, self);
            return Ok(());
        }
        reader.skip()
    }
}

impl Record for Detail {
    fn index(&self, key: &str) -> usize {
        if key == "logid" { 0 } else { UNKNOWN }
    }

    fn read(&mut self, _index: usize, reader: &mut Reader<'_>) -> Result<()> {
        reader.read(&mut self.log_id)
    }
}

impl Decode for Detail {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

impl Envelope<'_> {
    fn is_refusal(&self) -> bool {
        !self.code.is_empty() && integer(&self.code) != Some(0)
    }

    /// The code as a number; a gateway's word is none.
    fn number(&self) -> i64 {
        integer(&self.code).unwrap_or(0)
    }

    fn log_id(&self) -> Option<&str> {
        [&self.detail.log_id, &self.error.log_id]
            .into_iter()
            .find(|id| !id.is_empty())
            .map(String::as_str)
    }

    fn into_error(self, context: &Context) -> Error {
        let log_id = self.log_id().map(str::to_owned);
        let api = ApiError {
            code: self.number(),
            message: self.message,
            status: context.status,
        };
        context.of(Error::api(api)).or_log_id(log_id.as_deref())
    }
}

/// Reads what stands at the end of `keys` into `slot`, which stays as it is if the reply has no such thing.
pub(crate) fn read_at(
    keys: Keys,
    context: &mut Context,
    body: &[u8],
    slot: &mut dyn Decode,
) -> Result<()> {
    if !is_success(context.status) || body.trim_ascii().is_empty() {
        return read_nothing(context, body);
    }
    let mut envelope = Envelope {
        payload: Some(Payload { keys, slot }),
        ..Envelope::default()
    };
    match Reader::read_all(body, &mut envelope) {
        Ok(()) => settle(envelope, context),
        // A refusal may carry anything as its data, and is what matters then.
        Err(unreadable) => match read_nothing(context, body) {
            Err(refusal) if refusal.as_api().is_some() => Err(refusal),
            _ => Err(context.of(unreadable)),
        },
    }
}

/// Reads a reply that tells nothing but whether the call succeeded.
pub(crate) fn read_nothing(context: &mut Context, body: &[u8]) -> Result<()> {
    if is_success(context.status) && body.trim_ascii().is_empty() {
        return Ok(());
    }
    let mut envelope = Envelope::default();
    let read = Reader::read_all(body, &mut envelope);
    if is_success(context.status) {
        read.map_err(|e| context.of(e))?;
        return settle(envelope, context);
    }
    if let Some(elsewhere) = &context.elsewhere {
        envelope.message.clone_from(elsewhere);
    } else if envelope.message.is_empty() {
        envelope.message = excerpt(body, EXCERPT);
    }
    Err(envelope.into_error(context))
}

/// The code of a refusal; 0 for every other reply.
pub(crate) fn code_of_refusal(body: &[u8]) -> i64 {
    // A refusal is short; whatever is longer need not be read twice.
    if body.len() > SHORT {
        return 0;
    }
    let mut envelope = Envelope::default();
    match Reader::read_all(body, &mut envelope) {
        Ok(()) => envelope.number(),
        Err(_) => 0,
    }
}

/// Reads a reply whose fields stand beside its code.
pub(crate) fn read_whole(context: &mut Context, body: &[u8], whole: &mut dyn Decode) -> Result<()> {
    read_nothing(context, body)?;
    if body.trim_ascii().is_empty() {
        return Ok(());
    }
    Reader::read_all(body, whole).map_err(|e| context.of(e))
}

/// Reads a reply that has no envelope, whatever its fields are called.
pub(crate) fn read_bare(context: &mut Context, body: &[u8], bare: &mut dyn Decode) -> Result<()> {
    if !is_success(context.status) || body.trim_ascii().is_empty() {
        return read_nothing(context, body);
    }
    Reader::read_all(body, bare).map_err(|e| context.of(e))
}

fn settle(envelope: Envelope<'_>, context: &mut Context) -> Result<()> {
    if envelope.is_refusal() {
        return Err(envelope.into_error(context));
    }
    if context.log_id.is_none() {
        context.log_id = envelope.log_id().map(str::to_owned);
    }
    Ok(())
}

/// Whether a text looks like a JSON object, whatever its declared type.
pub(crate) fn looks_like_object(body: &[u8]) -> bool {
    body.trim_ascii_start().first() == Some(&b'{')
}
