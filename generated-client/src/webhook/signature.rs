// part coze

//! What the headers of a delivery say, and whether a token of ours made the signature among them.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use sha1::{Digest, Sha1};
use subtle::{Choice, ConstantTimeEq};

use super::error::WebhookError;
use crate::auth::token::secret::Secret;

const TIMESTAMP: &str = "X-Coze-Timestamp";
const NONCE: &str = "X-Coze-Nonce";
const SIGNATURE: &str = "X-Coze-Signature";

/// The headers that count, as far as they were there.
#[derive(Default)]
pub(super) struct Signed {
    timestamp: Option<Vec<u8>>,
    nonce: Option<Vec<u8>>,
    signature: Option<Vec<u8>>,
}

/// All of them.
pub(super) struct Complete {
    timestamp: String,
    pub(super) milliseconds: u64,
    pub(super) nonce: String,
    signature: [u8; 20],
}

impl Signed {
    /// Keeps a header if it is one of them; of several with one name the first.
    pub(super) fn take(&mut self, name: &str, value: &[u8]) {
        let slots = [
            (TIMESTAMP, &mut self.timestamp),
            (NONCE, &mut self.nonce),
            (SIGNATURE, &mut self.signature),
        ];
        for (known, slot) in slots {
            if name.eq_ignore_ascii_case(known) {
                slot.get_or_insert_with(|| value.to_vec());
            }
        }
    }

    pub(super) fn complete(self) -> Result<Complete, WebhookError> {
        let timestamp = text(self.timestamp, TIMESTAMP)?;
        let nonce = text(self.nonce, NONCE)?;
        let signature = text(self.signature, SIGNATURE)?;
        Ok(Complete {
            milliseconds: milliseconds(&timestamp)
                .ok_or(WebhookError::MalformedHeader(TIMESTAMP))?,
            signature: bytes(&signature).ok_or(WebhookError::MalformedHeader(SIGNATURE))?,
            timestamp,
            nonce,
        })
    }
}

fn text(value: Option<Vec<u8>>, name: &'static str) -> Result<String, WebhookError> {
    let value = value.ok_or(WebhookError::MissingHeader(name))?;
    String::from_utf8(value).map_err(|_| WebhookError::MalformedHeader(name))
}

/// A timestamp in milliseconds. Seconds are none: nothing separates timestamp and nonce in what is signed, so that whoever moves
/// the last digits of a timestamp to the front of the nonce would have a second nonce with the same signature and time.
fn milliseconds(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// The bytes of a signature in hexadecimal digits.
fn bytes(text: &str) -> Option<[u8; 20]> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == 40)?;
    let mut bytes = [0; 20];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::try_from(pair[0] * 16 + pair[1]).ok()?;
    }
    Some(bytes)
}

/// Whether one of the tokens made the signature. It takes as long for a wrong signature as for a right one, whichever token it is.
pub(super) fn is_signed(signed: &Complete, body: &[u8], tokens: &[Secret]) -> bool {
    let mut found = Choice::from(0);
    for token in tokens {
        let right = signature(&signed.timestamp, &signed.nonce, token.expose(), body);
        found |= right.ct_eq(&signed.signature);
    }
    found.into()
}

fn signature(timestamp: &str, nonce: &str, token: &str, body: &[u8]) -> [u8; 20] {
    let hash = Sha1::new_with_prefix(timestamp);
    hash.chain_update(nonce)
        .chain_update(token)
        .chain_update(body)
        .finalize()
        .into()
}

/// The headers of a delivery with this body, as Coze sends them: for tests of your server.
///
/// ```
/// use std::time::SystemTime;
///
/// use coze_client::webhook::{Event, Verifier, sign};
///
/// let body = br#"{"header": {"event_type": "bot.deleted"}, "event": {"bot_id": "7"}}"#;
/// let headers = sign("token", "a nonce", SystemTime::now(), body);
/// let delivery = Verifier::new("token").receive(headers, body);
/// assert!(delivery.is_ok_and(|delivery| matches!(delivery.event, Event::BotDeleted(bot) if bot.bot_id == "7")));
/// ```
#[must_use]
pub fn sign(
    token: &str,
    nonce: &str,
    time: SystemTime,
    body: &[u8],
) -> [(&'static str, String); 3] {
    let timestamp = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let timestamp = timestamp.as_millis().to_string();
    let mut digits = String::with_capacity(40);
    for byte in signature(&timestamp, nonce, token, body) {
        // Writing to a string cannot fail.
        _ = write!(digits, "{byte:02x}");
    }
    [
        (TIMESTAMP, timestamp),
        (NONCE, nonce.to_owned()),
        (SIGNATURE, digits),
    ]
}
