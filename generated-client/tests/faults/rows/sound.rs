//! Downloads that are cut, or no downloads at all.

use super::{Fault, REFUSED, Reset, Silence, answer, drip, endless, fault, head, reply, then};
use crate::calls::Call::{Saved, Sound};

const API: &[&str] = &["Api"];
const DECODE: &[&str] = &["Decode"];
const TRUNCATED: &[&str] = &["Truncated"];

const MPEG: &str = "ID3\u{4}\u{0}";

pub(super) fn rows() -> Vec<Fault> {
    let labelled = |label: &str, body: &str| answer(reply("200 OK", label, body));
    let open = |length: &str| {
        let headers = format!("Content-Type: audio/mpeg\r\n{length}");
        head("200 OK", &headers) + MPEG
    };
    let long = || open("Content-Length: 99\r\n");
    let slow = |text: &str| {
        let head = head("200 OK", "Content-Type: audio/mpeg\r\n");
        then(head, drip(text))
    };
    vec![
        fault("download: whole", Sound, answer(open("")), &["Ok"]),
        fault("download: cut", Sound, answer(long()), TRUNCATED),
        fault("download: reset", Sound, then(long(), Reset), TRUNCATED),
        fault(
            "download: silent",
            Sound,
            then(long(), Silence),
            &["Timeout"],
        ),
        fault(
            "download: Content-Length: 2^64-3",
            Sound,
            answer(open("Content-Length: 18446744073709551613\r\n")),
            &["Decode", "Transport"],
        ),
        fault(
            "download: endless, in memory",
            Sound,
            then(open(""), endless(MPEG.repeat(999))),
            DECODE,
        ),
        fault(
            "download: JSON refusal",
            Sound,
            labelled("application/json", REFUSED),
            API,
        ),
        fault(
            "download: JSON refusal declared as sound",
            Sound,
            labelled("audio/mpeg", REFUSED),
            API,
        ),
        fault(
            "download: JSON without a code",
            Sound,
            labelled("application/json", r#"{"status":"up"}"#),
            DECODE,
        ),
        fault(
            "download: JSON without a code declared as sound",
            Sound,
            labelled("audio/mpeg", r#"{"data":null}"#),
            DECODE,
        ),
        fault(
            "download: page for a browser",
            Sound,
            labelled("audio/mpeg", "<!DOCTYPE html>"),
            DECODE,
        ),
        fault(
            "download: plain text",
            Sound,
            labelled("text/plain", "out of service"),
            DECODE,
        ),
        fault(
            "download: nothing",
            Sound,
            labelled("audio/mpeg", ""),
            DECODE,
        ),
        fault(
            "download: refusal, 1 byte each 300 ms",
            Sound,
            slow(REFUSED),
            &["Api", "Timeout"],
        ),
        fault("file: whole", Saved, answer(open("")), &["Ok"]),
        fault("file: cut", Saved, answer(long()), TRUNCATED),
        fault("file: reset", Saved, then(long(), Reset), TRUNCATED),
        fault("file: silent", Saved, then(long(), Silence), &["Timeout"]),
        fault(
            "file: JSON refusal declared as sound",
            Saved,
            labelled("audio/mpeg", REFUSED),
            API,
        ),
        fault(
            "file: page for a browser",
            Saved,
            labelled("audio/mpeg", "<html>"),
            DECODE,
        ),
    ]
}
