//! What counts as signed by Coze.

use std::collections::HashMap;
use std::time::UNIX_EPOCH;

use coze_client::webhook::{Event, Verifier, WebhookError, sign};

use crate::vectors::{
    BODY, BODY_OF_NO_TEXT, CONTINUED_SIGNATURE, NOBODYS_SIGNATURE, NONCE, OTHERS_SIGNATURE,
    SIGNATURE, SIGNATURE_OF_NO_TEXT, TIMESTAMP, TOKEN, continued_body, headers, then,
};

/// Why a delivery with these headers and this body is refused; `None` if it is taken.
fn refusal(verifier: &Verifier, headers: [(&str, &str); 3], body: &[u8]) -> Option<WebhookError> {
    verifier.receive_at(headers, body, then()).err()
}

#[test]
fn what_openssl_has_signed_is_taken() {
    let verifier = Verifier::new(TOKEN);
    let headers = headers(TIMESTAMP, NONCE, SIGNATURE);
    let delivery = verifier.receive_at(headers, BODY, then());
    let delivery = delivery.expect("it is signed");
    assert_eq!(delivery.nonce, NONCE);
    assert_eq!(delivery.timestamp, 1_757_318_670_060);
    assert_eq!(delivery.header.event_id, "5a1f");
    assert!(
        matches!(delivery.event, Event::BotPublished(bot) if bot.bot_id == "7545418082177600001")
    );
}

#[test]
fn signing_for_tests_makes_the_signatures_of_openssl() {
    for (body, signature) in [(BODY, SIGNATURE), (BODY_OF_NO_TEXT, SIGNATURE_OF_NO_TEXT)] {
        let signed = sign(TOKEN, NONCE, then(), body);
        let signed = signed
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        assert_eq!(signed, headers(TIMESTAMP, NONCE, signature));
    }
    // Times before 1970 are none.
    let early = sign(
        TOKEN,
        NONCE,
        UNIX_EPOCH - std::time::Duration::from_secs(1),
        BODY,
    );
    assert_eq!(early[0].1, "0");
}

#[test]
fn the_signature_is_of_the_bytes_as_they_came() {
    let verifier = Verifier::new(TOKEN);
    let headers = headers(TIMESTAMP, NONCE, SIGNATURE_OF_NO_TEXT);
    let delivery = verifier.receive_at(headers, BODY_OF_NO_TEXT, then());
    let delivery = delivery.expect("it is signed");
    assert!(
        matches!(&delivery.event, Event::BotDeleted(bot) if bot.bot_id == "7" && bot.bot_name == "\u{fffd}\u{fffd}")
    );
    let read_and_written = String::from_utf8_lossy(BODY_OF_NO_TEXT);
    let refused = refusal(&verifier, headers, read_and_written.as_bytes());
    assert!(matches!(refused, Some(WebhookError::WrongSignature)));
}

#[test]
fn no_byte_can_be_changed() {
    let verifier = Verifier::new(TOKEN);
    let right = [TIMESTAMP, NONCE, SIGNATURE];
    for header in 0..right.len() {
        for at in 0..right[header].len() {
            let mut values = right.map(str::to_owned);
            let other = if &values[header][at..=at] == "1" {
                "2"
            } else {
                "1"
            };
            values[header].replace_range(at..=at, other);
            let changed = headers(&values[0], &values[1], &values[2]);
            let refused = refusal(&verifier, changed, BODY);
            assert!(
                matches!(refused, Some(WebhookError::WrongSignature)),
                "{values:?}: {refused:?}"
            );
        }
    }
    for at in 0..BODY.len() {
        let mut body = BODY.to_vec();
        body[at] ^= 1;
        let refused = refusal(&verifier, headers(TIMESTAMP, NONCE, SIGNATURE), &body);
        assert!(
            matches!(refused, Some(WebhookError::WrongSignature)),
            "{at}"
        );
    }
    for body in [&BODY[..BODY.len() - 1], b"", &[BODY, b" "].concat()] {
        let refused = refusal(&verifier, headers(TIMESTAMP, NONCE, SIGNATURE), body);
        assert!(matches!(refused, Some(WebhookError::WrongSignature)));
    }
}

/// In what is signed, nothing stands between the timestamp and the nonce.
#[test]
fn digits_cannot_move_between_timestamp_and_nonce() {
    let verifier = Verifier::new(TOKEN);
    let both = [TIMESTAMP, NONCE].concat();
    for cut in (0..both.len()).filter(|cut| *cut != TIMESTAMP.len()) {
        let (timestamp, nonce) = both.split_at(cut);
        let refused = refusal(&verifier, headers(timestamp, nonce, SIGNATURE), BODY);
        assert!(refused.is_some(), "{timestamp} {nonce}");
    }
}

#[test]
fn a_signature_that_was_continued_without_the_token_brings_nothing() {
    let headers = headers(TIMESTAMP, NONCE, CONTINUED_SIGNATURE);
    let refused = refusal(&Verifier::new(TOKEN), headers, &continued_body());
    // It is signed indeed.
    assert!(
        matches!(refused, Some(WebhookError::Unreadable(_))),
        "{refused:?}"
    );
}

#[test]
fn several_tokens_count_during_a_rotation() {
    let rotating = Verifier::new("another-token").or_token(TOKEN);
    for signature in [SIGNATURE, OTHERS_SIGNATURE] {
        let refused = refusal(&rotating, headers(TIMESTAMP, NONCE, signature), BODY);
        assert!(refused.is_none(), "{refused:?}");
    }
    let rotated = Verifier::new("another-token");
    let refused = refusal(&rotated, headers(TIMESTAMP, NONCE, SIGNATURE), BODY);
    assert!(matches!(refused, Some(WebhookError::WrongSignature)));
}

#[test]
fn an_empty_token_signs_nothing() {
    let signed = headers(TIMESTAMP, NONCE, NOBODYS_SIGNATURE);
    let refused = refusal(&Verifier::new(""), signed, BODY);
    assert!(matches!(refused, Some(WebhookError::NoToken)));
    let refused = refusal(&Verifier::new(TOKEN).or_token(""), signed, BODY);
    assert!(matches!(refused, Some(WebhookError::WrongSignature)));
}

#[test]
fn headers_come_in_every_case_and_from_every_map() {
    let verifier = Verifier::new(TOKEN);
    let upper = SIGNATURE.to_uppercase();
    let signed = headers(TIMESTAMP, NONCE, &upper);
    let taken =
        |headers: HashMap<String, String>| verifier.receive_at(&headers, BODY, then()).is_ok();
    let spelled = |spelling: fn(&str) -> String| {
        taken(
            signed
                .map(|(name, value)| (spelling(name), value.to_owned()))
                .into(),
        )
    };
    assert!(spelled(str::to_lowercase));
    assert!(spelled(str::to_uppercase));
    assert!(!spelled(|name| name.replace('-', "_")));

    let mut map = http::HeaderMap::new();
    map.insert("accept", http::HeaderValue::from_static("*/*"));
    for (name, value) in headers(TIMESTAMP, NONCE, SIGNATURE) {
        map.insert(name, value.parse().expect("it is one"));
    }
    assert!(verifier.receive_at(&map, BODY, then()).is_ok());
}
