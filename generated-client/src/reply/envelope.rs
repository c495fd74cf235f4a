//! The frame around JSON replies, where the document states one, such as `{"code":0,"msg":"","data":…,"detail":{"logid":"…"}}`, and
//! what counts as success. Where no frame is stated, the status says it.
//!
//! A code other than 0 is a refusal also at HTTP status 200. A reply without a code, as that of an asynchronous workflow run, is
//! one of this API if something of what was asked for stands in it. Everything else with a good status comes from somebody in
//! between, or says nothing, and is an error that keeps what came.

use super::context::{Context, is_success};
use super::failure::Failure;
use super::frame::{Elsewhere, Keys, Places};
use super::payload::Payload;
use super::sniff;
use crate::error::Error;
use crate::generated::conventions::ENVELOPE;
use crate::json::decode::{Decode, Found};
use crate::json::reader::{Known, Reader};
use crate::json::record::Record;
use crate::text::excerpt;
use crate::{ErrorKind, Result};
use serde_json::Value;

/// How many characters of a reply that is not JSON become the error's message.
const EXCERPT: usize = 200;

/// How long a refusal is at most: a code, a message and ids, and of a self-hosted server a trace of its calls.
pub(crate) const MAX_REFUSAL: usize = 16 * 1024;

/// What is read of a reply: its frame, and what it carries.
struct Framed<'d> {
    failure: &'d mut Failure,
    payload: Payload<'d>,
}

impl Record for Framed<'_> {
    fn slot(&mut self, key: &str) -> Option<&mut dyn Decode> {
        let payload = self.payload.slot(key);
        payload.or_else(|| self.failure.slot(key))
    }
}

impl Decode for Framed<'_> {
    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<Found> {
        reader.record(self)
    }
}

/// Reads what stands at the first of these places at which there is something into `slot`. A list may be missing; everything else is due.
pub(crate) fn read_data_at(
    places: Places,
    context: &mut Context,
    body: &[u8],
    slot: &mut dyn Decode,
) -> Result<()> {
    check_json(context, body)?;
    let mut failure = Failure::in_frame(ENVELOPE);
    let mut framed = Framed {
        failure: &mut failure,
        payload: Payload::new(places.keys, &mut *slot),
    };
    let read = Reader::read_within(context.allowance, body, &mut framed);
    let mut found = framed.payload.found();
    let read = match read {
        Ok(_) if failure.is_success() != Some(false) => {
            read_elsewhere(places.others, context, body, &mut found, slot)
        }
        read => read.map(|_| ()),
    };
    if let Err(unreadable) = read {
        // A refusal may carry anything as its data, and is what matters then.
        return match refusal(context, body) {
            Some(refusal) => Err(refusal),
            None => Err(context.of_reply(unreadable, body)),
        };
    }
    // Without a code, an object has to hold a field of ours; a list may be empty.
    let is_known = match found {
        None => false,
        Some(Found::Empty) => !slot.is_due(),
        Some(Found::Nothing | Found::Value) => true,
    };
    settle(context, body, &mut failure, is_known)?;
    if found <= Some(Found::Nothing) && slot.is_due() {
        let what = format!("the reply lacks what was asked for: {places}");
        return Err(context.of_reply(Error::new(ErrorKind::Decode, what), body));
    }
    Ok(())
}

/// Looks elsewhere, until something was found.
fn read_elsewhere(
    places: &[Elsewhere],
    context: &Context,
    body: &[u8],
    found: &mut Option<Found>,
    slot: &mut dyn Decode,
) -> Result<()> {
    for place in places {
        if *found > Some(Found::Nothing) {
            break;
        }
        let here = match place {
            Elsewhere::At(keys) => found_at(keys, context, body, slot)?,
            Elsewhere::Bare(key) => {
                let mark = found_at(key, context, body, &mut Value::Null)?;
                if mark > Some(Found::Nothing) {
                    Reader::read_within(context.allowance, body, slot)?;
                }
                mark
            }
        };
        *found = here.max(*found);
    }
    Ok(())
}

/// Reads what stands at the end of these keys, whatever stands around it.
fn found_at(
    keys: Keys,
    context: &Context,
    body: &[u8],
    slot: &mut dyn Decode,
) -> Result<Option<Found>> {
    let mut framed = Framed {
        failure: &mut Failure::default(),
        payload: Payload::new(keys, slot),
    };
    Reader::read_within(context.allowance, body, &mut framed)?;
    Ok(framed.payload.found())
}

/// Reads a reply that tells nothing but whether the call succeeded.
pub(crate) fn read_unit(
    _: Places,
    context: &mut Context,
    body: &[u8],
    _: &mut dyn Decode,
) -> Result<()> {
    // The one status that says itself that there is nothing to read.
    if context.status == 204 {
        return Ok(());
    }
    if ENVELOPE.is_none() {
        return check_status(context, body);
    }
    check_json(context, body)?;
    let mut failure = Failure::in_frame(ENVELOPE);
    Reader::read_all(body, &mut failure).map_err(|e| context.of_reply(e, body))?;
    let is_known = failure.is_of_this_api();
    settle(context, body, &mut failure, is_known)
}

/// Reads a reply whose fields stand beside its code.
pub(crate) fn read_flat(
    _: Places,
    context: &mut Context,
    body: &[u8],
    value: &mut dyn Decode,
) -> Result<()> {
    check_json(context, body)?;
    let mut failure = Failure::of(body);
    if failure.is_success() == Some(false) {
        return settle(context, body, &mut failure, false);
    }
    let known = Reader::read_within(context.allowance, body, value)
        .map_err(|e| context.of_reply(e, body))?;
    settle(context, body, &mut failure, known == Known::Some)
}

/// Reads a reply that has no envelope, whatever its fields are called.
pub(crate) fn read_plain(
    _: Places,
    context: &mut Context,
    body: &[u8],
    value: &mut dyn Decode,
) -> Result<()> {
    check_json(context, body)?;
    match Reader::read_within(context.allowance, body, value) {
        Ok(Known::None) => Err(foreign(context, body, Failure::of(body))),
        Ok(Known::Some | Known::Empty) => Ok(()),
        Err(unreadable) => Err(context.of_reply(unreadable, body)),
    }
}

/// The code of a refusal; 0 for every other reply.
pub(crate) fn code_of_refusal(body: &[u8]) -> i64 {
    // A refusal is short; whatever is longer need not be read twice.
    if ENVELOPE.is_none() || body.len() > MAX_REFUSAL || begins_with_success(body) {
        return 0;
    }
    let failure = Failure::of(body);
    match failure.is_success() {
        Some(true) => 0,
        Some(false) | None => failure.code(),
    }
}

/// Whether the first that a reply says is that the call succeeded. It need not be read for its code then.
fn begins_with_success(body: &[u8]) -> bool {
    let behind_code = || {
        let key = behind(behind(body, b"{")?, b"\"")?;
        let key_end = key.strip_prefix(ENVELOPE?.code.as_bytes())?;
        behind(behind(key_end.strip_prefix(b"\"")?, b":")?, b"0")
    };
    let next = behind_code().and_then(|rest| rest.trim_ascii_start().first());
    matches!(next, Some(b',' | b'}'))
}

/// What stands behind this mark, if the text begins with it, white space aside.
fn behind<'t>(text: &'t [u8], mark: &[u8]) -> Option<&'t [u8]> {
    text.trim_ascii_start().strip_prefix(mark)
}

/// The refusal that a reply with a good status is, if it is one. Where no frame is stated, there is no such thing.
pub(crate) fn refusal(context: &Context, body: &[u8]) -> Option<Error> {
    ENVELOPE?;
    let failure = Failure::of(body);
    let is_refusal = match failure.is_success() {
        Some(is_success) => !is_success,
        None => failure.is_told(),
    };
    is_refusal.then(|| told(context, body, failure, ""))
}

/// The refusal that a reply is by the code in its frame, if it is one. A file may say everything else that a refusal may.
pub(crate) fn framed_refusal(context: &Context, body: &[u8]) -> Option<Error> {
    let failure = Failure::of(body);
    let is_refusal = failure.is_success() == Some(false);
    is_refusal.then(|| told(context, body, failure, ""))
}

fn check_status(context: &Context, body: &[u8]) -> Result<()> {
    if is_success(context.status) {
        Ok(())
    } else {
        Err(failed(context, body))
    }
}

/// Checks that JSON may follow: the status is good, and the text is not something else altogether.
fn check_json(context: &Context, body: &[u8]) -> Result<()> {
    check_status(context, body)?;
    match sniff::instead_of_json(body) {
        None => Ok(()),
        Some(what) => Err(context.of_reply(Error::new(ErrorKind::Decode, what), body)),
    }
}

/// The error for a status that reports a failure.
pub(crate) fn failed(context: &Context, body: &[u8]) -> Error {
    let mut failure = Failure::of(body);
    if context.redirect_target.is_some() {
        failure = Failure::default();
    }
    let otherwise = match &context.redirect_target {
        Some(target) => target.clone(),
        None => excerpt(body, EXCERPT),
    };
    told(context, body, failure, &otherwise)
}

/// The error that a reply tells of; `otherwise` is its message where it has none.
fn told(context: &Context, body: &[u8], failure: Failure, otherwise: &str) -> Error {
    let log_id = failure.log_id().map(str::to_owned);
    let error = failure.into_error(context.status, otherwise);
    let error = context.of_logged(error, log_id.as_deref());
    error.or_body(body)
}

/// What a reply with a good status comes to; `is_known` says whether something of what was asked for stands in it.
fn settle(context: &mut Context, body: &[u8], failure: &mut Failure, is_known: bool) -> Result<()> {
    let is_told = || failure.is_told() && ENVELOPE.is_some();
    let is_success = failure.is_success();
    if !is_success.unwrap_or_else(|| is_known && !is_told()) {
        return Err(foreign(context, body, std::mem::take(failure)));
    }
    if context.log_id.is_none() {
        let log_id = failure.log_id();
        context.log_id = log_id.map(|id| context.redaction.of_log_id(id));
    }
    Ok(())
}

/// The error for a reply that tells of an error, or is none of this API.
fn foreign(context: &Context, body: &[u8], failure: Failure) -> Error {
    if failure.is_success() == Some(false) || !failure.is_empty() {
        return told(context, body, failure, "");
    }
    let what = format!(
        "the reply is none of this API, it holds nothing of what was asked for: {}",
        excerpt(body, EXCERPT)
    );
    context.of_reply(Error::new(ErrorKind::Decode, what), body)
}

#[cfg(test)]
mod tests {
    use super::begins_with_success;

    #[test]
    fn only_a_whole_zero_in_front_of_everything_else_spares_the_reading() {
        for text in [r#"{"code":0}"#, " {\n \"code\" : 0 , \"msg\": 1"] {
            assert!(begins_with_success(text.as_bytes()), "{text}");
        }
        for text in [
            r#"{"code":0.5}"#,
            r#"{"code":01}"#,
            r#"{"code":"0"}"#,
            r#"{"code":7,"x":{"code":0}}"#,
            r#"{"codes":0}"#,
            r#"{" code":0}"#,
            r#"{"msg":"","code":0}"#,
            r#"{"code":0"#,
            r#"["code",0]"#,
            "",
        ] {
            assert!(!begins_with_success(text.as_bytes()), "{text}");
        }
    }
}
