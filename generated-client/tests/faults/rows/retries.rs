//! Failures that a client repeats, and what they end with.

use super::{Fault, Read, Reset, answer, fault, head, json, reply};
use crate::calls::Call::{Begun, Deleted, Repeated};

const RATE_LIMIT: &[&str] = &["RateLimit"];

pub(super) fn rows() -> Vec<Fault> {
    let busy = |value: &str| {
        let header = format!("Retry-After: {value}\r\nContent-Length: 0\r\n");
        answer(head("429 Too Many", &header))
    };
    vec![
        fault(
            "429, Retry-After: 99999999999999999999",
            Repeated,
            busy("99999999999999999999"),
            RATE_LIMIT,
        ),
        fault(
            "429, Retry-After: 18446744073709551615",
            Repeated,
            busy("18446744073709551615"),
            RATE_LIMIT,
        ),
        fault("429, Retry-After: -5", Repeated, busy("-5"), RATE_LIMIT),
        fault("429, Retry-After: 0.1", Repeated, busy("0.1"), RATE_LIMIT),
        fault(
            "429, Retry-After: a date that is over",
            Repeated,
            busy("Sun, 06 Nov 1994 08:49:37 GMT"),
            RATE_LIMIT,
        ),
        fault(
            "429, Retry-After: a date that never comes",
            Repeated,
            busy("Fri, 31 Dec 9999 23:59:59 GMT"),
            RATE_LIMIT,
        ),
        fault(
            "429, Retry-After: garbage",
            Repeated,
            busy("soon"),
            RATE_LIMIT,
        ),
        fault("429, Retry-After: NaN", Repeated, busy("NaN"), RATE_LIMIT),
        fault(
            "500 again and again",
            Repeated,
            answer(reply("500 X", "text/plain", "")),
            &["Api"],
        ),
        fault("closed again and again", Repeated, [Read], &["Transport"]),
        fault(
            "reset again and again, POST",
            Begun,
            [Read, Reset],
            &["Transport"],
        ),
        fault(
            "code 4013 again and again, POST",
            Begun,
            answer(json(r#"{"code":4013,"msg":"no"}"#)),
            RATE_LIMIT,
        ),
        fault(
            "deleted: 404 at once",
            Deleted,
            answer(reply("404 X", "text/plain", "")),
            &["NotFound"],
        ),
    ]
}
