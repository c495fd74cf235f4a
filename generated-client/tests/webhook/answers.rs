//! What a server answers.

use coze_client::types::AuditStatus;
use coze_client::webhook::{Audit, Challenge};
use serde_json::{Value, json};

#[test]
fn a_channel_answers_with_the_numbers_of_a_review() {
    let of =
        |answer: Audit| -> Value { serde_json::from_str(&answer.to_json()).expect("it is JSON") };
    let in_review = of(Audit::in_review());
    assert_eq!(
        in_review,
        json!({"audit": {"audit_status": 1, "reason": ""}})
    );
    let approved = of(Audit::approved().share_link("https://example.com/7"));
    assert_eq!(
        approved,
        json!({"audit": {"audit_status": 2, "reason": ""}, "share_link": "https://example.com/7"})
    );
    let rejected = of(Audit::rejected("a \"bad\" name"));
    assert_eq!(
        rejected,
        json!({"audit": {"audit_status": 3, "reason": "a \"bad\" name"}})
    );
    // They are those of the call that tells the result later.
    for (status, answer) in [
        (AuditStatus::InReview, in_review),
        (AuditStatus::Approved, approved),
        (AuditStatus::Rejected, rejected),
    ] {
        assert_eq!(
            Some(&answer["audit"]["audit_status"]),
            serde_json::to_value(status).ok().as_ref()
        );
    }
}

#[test]
fn a_challenge_is_given_back_as_it_came() {
    for body in [
        r#"{"challenge":"3f9a"}"#,
        r#"{"challenge":12345678901234567890}"#,
    ] {
        let challenge = Challenge::read(body.as_bytes()).expect("it is one");
        assert_eq!(challenge.to_json(), body);
    }
    let more = Challenge::read(br#"{"type": "url_verification", "challenge": "a\"<b>"}"#);
    let more = more.expect("it is one");
    assert_eq!(more.to_json(), r#"{"challenge":"a\"<b>"}"#);
    assert_eq!(more.value(), "a\"<b>");
}

/// Nobody gets around the signature of an event with a challenge in it.
#[test]
fn an_event_is_no_challenge() {
    let long = json!({"challenge": "a".repeat(9000)}).to_string();
    for body in [
        r#"{"challenge":"1","event":{}}"#,
        r#"{"challenge":"1","header":{}}"#,
        r#"{"challenge":{}}"#,
        r#"{"challenge":null}"#,
        r#"["challenge"]"#,
        "challenge",
        "",
        &long,
    ] {
        assert_eq!(Challenge::read(body.as_bytes()), None, "{body}");
    }
}
