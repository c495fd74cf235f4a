//! What is refused, why, and what nobody learns from it.

use std::collections::HashSet;
use std::error::Error;
use std::sync::Mutex;
use std::time::Duration;

use coze_client::webhook::{Verifier, WebhookError, sign};

use crate::vectors::{BODY, NONCE, OTHERS_SIGNATURE, SIGNATURE, TIMESTAMP, TOKEN, headers, then};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn each_header_is_needed() {
    for missing in 0..3 {
        let all = headers(TIMESTAMP, NONCE, SIGNATURE);
        let some = all.iter().enumerate().filter(|(at, _)| *at != missing);
        let refused =
            Verifier::new(TOKEN).receive_at(some.map(|(_, header)| *header), BODY, then());
        let refused = refused.expect_err("a header is missing");
        assert!(matches!(refused, WebhookError::MissingHeader(name) if name == all[missing].0));
        assert_eq!(
            refused.to_string(),
            format!("the delivery has no header {}", all[missing].0)
        );
        assert_eq!(refused.status(), 401);
    }
}

#[test]
fn headers_of_another_form_are_named() {
    let cases = [
        (
            "X-Coze-Timestamp",
            headers("1757318670060.5", NONCE, SIGNATURE),
        ),
        (
            "X-Coze-Timestamp",
            headers("+1757318670060", NONCE, SIGNATURE),
        ),
        ("X-Coze-Timestamp", headers("", NONCE, SIGNATURE)),
        (
            "X-Coze-Timestamp",
            headers("99999999999999999999", NONCE, SIGNATURE),
        ),
        ("X-Coze-Signature", headers(TIMESTAMP, NONCE, "")),
        (
            "X-Coze-Signature",
            headers(TIMESTAMP, NONCE, &SIGNATURE[1..]),
        ),
        (
            "X-Coze-Signature",
            headers(TIMESTAMP, NONCE, "824a8aad320c58297be2dc83ae91f72f8063b44g"),
        ),
        (
            "X-Coze-Signature",
            headers(
                TIMESTAMP,
                NONCE,
                "824a8aad320c58297be2dc83ae91f72f8063b448824a",
            ),
        ),
    ];
    for (wanted, headers) in cases {
        let refused = Verifier::new(TOKEN).receive_at(headers, BODY, then());
        let refused = refused.expect_err("a header is malformed");
        assert!(
            matches!(refused, WebhookError::MalformedHeader(name) if name == wanted),
            "{refused}"
        );
    }
    let mut bytes =
        headers(TIMESTAMP, NONCE, SIGNATURE).map(|(name, value)| (name, value.as_bytes()));
    bytes[1].1 = b"\xff";
    let refused = Verifier::new(TOKEN).receive_at(bytes, BODY, then());
    assert!(matches!(
        refused,
        Err(WebhookError::MalformedHeader("X-Coze-Nonce"))
    ));
}

#[test]
fn a_delivery_is_refused_when_its_time_is_far_away() {
    let taken = |verifier: &Verifier, now| {
        verifier.receive_at(headers(TIMESTAMP, NONCE, SIGNATURE), BODY, now)
    };
    let verifier = Verifier::new(TOKEN);
    let limit = Verifier::TOLERANCE;
    assert!(taken(&verifier, then() + limit).is_ok());
    assert!(taken(&verifier, then() - limit).is_ok());
    let late = taken(&verifier, then() + limit + SECOND).expect_err("it is old");
    assert!(matches!(late, WebhookError::Stale { is_early: false, age } if age == limit + SECOND));
    assert_eq!(
        late.to_string(),
        "the delivery is signed, but of a time 301 seconds ago"
    );
    let early = taken(&verifier, then() - limit - SECOND).expect_err("it is from the future");
    assert_eq!(
        early.to_string(),
        "the delivery is signed, but of a time 301 seconds in the future"
    );

    let patient = verifier.clone().tolerance(limit + SECOND);
    assert!(taken(&patient, then() + limit + SECOND).is_ok());
    let strict = verifier.tolerance(SECOND);
    assert!(taken(&strict, then() + 2 * SECOND).is_err());
}

#[test]
fn now_is_the_time_unless_another_one_is_given() {
    let now = std::time::SystemTime::now();
    let verifier = Verifier::new(TOKEN);
    assert!(
        verifier
            .receive(sign(TOKEN, NONCE, now, BODY), BODY)
            .is_ok()
    );
    let old = verifier.receive(headers(TIMESTAMP, NONCE, SIGNATURE), BODY);
    assert!(matches!(old, Err(WebhookError::Stale { .. })));
}

#[test]
fn a_nonce_counts_once_and_only_from_coze() {
    let seen = Mutex::new(HashSet::new());
    let is_new = move |nonce: &str| {
        seen.lock()
            .is_ok_and(|mut seen| seen.insert(nonce.to_owned()))
    };
    let verifier = Verifier::new(TOKEN).nonces(is_new);
    let receive =
        |signature, now| verifier.receive_at(headers(TIMESTAMP, NONCE, signature), BODY, now);
    // Nobody else can use nonces up.
    assert!(matches!(
        receive(OTHERS_SIGNATURE, then()),
        Err(WebhookError::WrongSignature)
    ));
    let late = then() + Verifier::TOLERANCE + SECOND;
    assert!(matches!(
        receive(SIGNATURE, late),
        Err(WebhookError::Stale { .. })
    ));
    assert!(receive(SIGNATURE, then()).is_ok());
    let again = receive(SIGNATURE, then()).expect_err("it was there before");
    assert!(matches!(again, WebhookError::Repeated));
    assert_eq!(again.status(), 409);
}

#[test]
fn a_body_has_a_limit() {
    let signed = headers(TIMESTAMP, NONCE, SIGNATURE);
    let verifier = Verifier::new(TOKEN).max_body(BODY.len() - 1);
    let refused = verifier
        .receive_at(signed, BODY, then())
        .expect_err("it is too large");
    assert!(matches!(refused, WebhookError::TooLarge { limit } if limit == BODY.len() - 1));
    assert_eq!(refused.status(), 413);
    assert!(
        verifier
            .max_body(BODY.len())
            .receive_at(signed, BODY, then())
            .is_ok()
    );
    let body = vec![b' '; Verifier::MAX_BODY + 1];
    let refused = Verifier::new(TOKEN).receive_at(signed, &body, then());
    assert!(matches!(refused, Err(WebhookError::TooLarge { .. })));
}

#[test]
fn signed_nonsense_is_no_delivery() {
    for body in [
        "",
        "[]",
        "null",
        "{}",
        "{",
        r#"{"event":{}}"#,
        r#"{"header":{"event_type":""}}"#,
    ] {
        let body = body.as_bytes();
        let refused =
            Verifier::new(TOKEN).receive_at(sign(TOKEN, NONCE, then(), body), body, then());
        let refused = refused.expect_err("there is no event in it");
        assert!(
            matches!(refused, WebhookError::Unreadable(_)),
            "{refused:?}"
        );
        assert_eq!(refused.status(), 400);
        assert!(refused.source().is_some());
    }
}

#[test]
fn neither_the_token_nor_the_right_signature_is_shown() {
    let verifier = Verifier::new(TOKEN).or_token("another-token");
    let wrong = verifier.receive_at(
        headers(TIMESTAMP, NONCE, &SIGNATURE.replace('8', "9")),
        BODY,
        then(),
    );
    let wrong = wrong.expect_err("it is not signed");
    let texts = [
        format!("{verifier:?}"),
        format!("{wrong:?}"),
        wrong.to_string(),
    ];
    for text in texts {
        for secret in [TOKEN, "another-token", SIGNATURE, OTHERS_SIGNATURE] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
