//! Deliveries whose signatures another program has computed.
//!
//! `printf '%s' "$TIMESTAMP$NONCE$TOKEN$BODY" | openssl dgst -sha1 -r`, with OpenSSL 3, and the same with `hashlib` of Python.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) const TOKEN: &str = "XzHka769anqJdSfyndM5VM6jPTg2Lcel";
pub(crate) const NONCE: &str = "8f0c2d";
pub(crate) const TIMESTAMP: &str = "1757318670060";

pub(crate) const BODY: &[u8] = r#"{"header":{"event_type":"bot.published","event_id":"5a1f","created_at":1757318670060},"event":{"bot_id":7545418082177600001,"bot_name":"小助手"}}"#.as_bytes();
pub(crate) const SIGNATURE: &str = "824a8aad320c58297be2dc83ae91f72f8063b448";

/// With the token `another-token`.
pub(crate) const OTHERS_SIGNATURE: &str = "52533b209cef0ae472144729c3c3407e9ff8d7fd";
/// With an empty token.
pub(crate) const NOBODYS_SIGNATURE: &str = "5ece3750c07df8a2e1c91cd869e35dd01b8385e8";

pub(crate) const BODY_OF_NO_TEXT: &[u8] =
    b"{\"header\":{\"event_type\":\"bot.deleted\",\"event_id\":\"5a20\"},\"event\":{\"bot_id\":\"7\",\"bot_name\":\"\xff\xfe\"}}";
pub(crate) const SIGNATURE_OF_NO_TEXT: &str = "3d99f146bdc1f04b3c2510d63df39749231bb5d1";

/// What follows [`BODY`] in what was hashed for [`SIGNATURE`]: the padding of SHA-1, with 1592 bits as the length. Who has the
/// signature can go on hashing from it, without the token. Computed by a SHA-1 written in Python that starts there.
pub(crate) fn continued_body() -> Vec<u8> {
    let mut body = BODY.to_vec();
    body.push(0x80);
    body.extend([0; 48]);
    body.extend(1592_u64.to_be_bytes());
    body.extend(br#"{"header":{"event_type":"bot.deleted"},"event":{"bot_id":"7"}}"#);
    body
}
pub(crate) const CONTINUED_SIGNATURE: &str = "3fda135f72bea3ecb542f587bf2943fbd3853c8e";

pub(crate) fn headers<'v>(
    timestamp: &'v str,
    nonce: &'v str,
    signature: &'v str,
) -> [(&'static str, &'v str); 3] {
    [
        ("X-Coze-Timestamp", timestamp),
        ("X-Coze-Nonce", nonce),
        ("X-Coze-Signature", signature),
    ]
}

/// When the deliveries were sent.
pub(crate) fn then() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(1_757_318_670_060)
}
