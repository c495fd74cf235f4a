//! Heads of replies that are wrong, strange or without end.

use super::{
    DRIP, FOUND, Fault, REFUSED, Repeat, answer, drip, endless, fault, head, json, reply, then,
};
use crate::calls::Call::{Begun, Plain};

const API: &[&str] = &["Api"];
const OK: &[&str] = &["Ok"];
const TRANSPORT: &[&str] = &["Transport"];

pub(super) fn rows() -> Vec<Fault> {
    [odd(), endless_ones(), lengths(), statuses(), redirects()].concat()
}

fn odd() -> Vec<Fault> {
    let with = |header: &str| head("200 OK", header) + FOUND;
    vec![
        fault(
            "header without colon",
            Plain,
            answer(with("garbage\r\n")),
            TRANSPORT,
        ),
        // The HTTP library refuses the whole head: what carries one such byte may carry others that split replies.
        fault(
            "header with NUL",
            Plain,
            answer(with("X-A: a\0b\r\n")),
            TRANSPORT,
        ),
        fault(
            "folded header",
            Plain,
            answer(with("X-A: a\r\n b\r\n")),
            TRANSPORT,
        ),
        fault(
            "200 headers",
            Plain,
            answer(with(&"X-A: a\r\n".repeat(200))),
            TRANSPORT,
        ),
        fault(
            "log id not ASCII",
            Plain,
            answer(with("X-Tt-Logid: 日志\r\n")),
            OK,
        ),
        fault(
            "log id with an escape character",
            Plain,
            answer(with("X-Tt-Logid: a\u{1b}[2J\r\n")),
            TRANSPORT,
        ),
        fault(
            "two log ids",
            Plain,
            answer(with("X-Tt-Logid: a\r\nX-Tt-Logid: b\r\n")),
            OK,
        ),
        fault(
            "Date garbage",
            Plain,
            answer(with("Date: yesterday\r\n")),
            OK,
        ),
        fault(
            "Content-Type garbage",
            Plain,
            answer(with("Content-Type: ;;;\r\n")),
            OK,
        ),
        fault("no Content-Type", Plain, answer(with("")), OK),
        fault(
            "Content-Encoding that is none",
            Plain,
            answer(with("Content-Encoding: utf-8\r\n")),
            OK,
        ),
        fault(
            "Connection: upgrade",
            Plain,
            answer(with("Upgrade: h2c\r\n")),
            OK,
        ),
        fault(
            "103 Early Hints, then 200",
            Plain,
            answer("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".to_owned() + &json(FOUND)),
            OK,
        ),
    ]
}

fn endless_ones() -> Vec<Fault> {
    let status = "HTTP/1.1 200 OK\r\n";
    let interim = "HTTP/1.1 100 Continue\r\n\r\n";
    vec![
        fault(
            "endless headers",
            Plain,
            then(status, endless("X-A: a\r\n".repeat(999))),
            TRANSPORT,
        ),
        fault(
            "endless header value",
            Plain,
            then(status.to_owned() + "X-A: ", endless("a".repeat(9999))),
            TRANSPORT,
        ),
        fault(
            "endless 100 Continue",
            Plain,
            then("", Repeat(interim.into(), DRIP)),
            &["Timeout", "Transport"],
        ),
        fault(
            "head, 1 byte each 300 ms",
            Plain,
            then("", drip(&json(FOUND))),
            &["Timeout", "Transport"],
        ),
        fault(
            "body, 1 byte each 300 ms",
            Plain,
            then(head("200 OK", ""), drip(FOUND)),
            &["Timeout"],
        ),
    ]
}

fn lengths() -> Vec<Fault> {
    let with = |length: &str| head("200 OK", &format!("Content-Length: {length}\r\n")) + FOUND;
    let exact = FOUND.len().to_string();
    let chunked = head(
        "200 OK",
        "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n",
    );
    let chunked = format!("{chunked}{:x}\r\n{FOUND}\r\n0\r\n\r\n", FOUND.len());
    vec![
        fault(
            "two different Content-Lengths",
            Plain,
            answer(with("5\r\nContent-Length: 6")),
            TRANSPORT,
        ),
        fault(
            "the same Content-Length twice",
            Plain,
            answer(with(&format!("{exact}\r\nContent-Length: {exact}"))),
            OK,
        ),
        fault("Content-Length and chunked", Plain, answer(chunked), OK),
        fault("Content-Length: -1", Plain, answer(with("-1")), TRANSPORT),
        fault("Content-Length: +2", Plain, answer(with("+2")), TRANSPORT),
        fault(
            "Content-Length: 2^63, plain",
            Plain,
            answer(with("9223372036854775808")),
            &["Decode"],
        ),
        fault(
            "Content-Length too short",
            Plain,
            answer(with("9")),
            &["Decode"],
        ),
    ]
}

fn statuses() -> Vec<Fault> {
    let with = |status: &str| reply(status, "application/json", REFUSED);
    let empty = |status: &str| reply(status, "text/plain", "");
    vec![
        fault(
            "status 999",
            Plain,
            answer(empty("999 X")),
            &["Api", "Transport"],
        ),
        fault("status 99", Plain, answer(empty("99 X")), TRANSPORT),
        fault(
            "status without a reason",
            Plain,
            answer(json(FOUND).replace(" OK", "")),
            OK,
        ),
        fault(
            "201 Created",
            Plain,
            answer(reply("201 Created", "application/json", FOUND)),
            OK,
        ),
        fault(
            "204",
            Plain,
            answer("HTTP/1.1 204 No Content\r\n\r\n"),
            &["Decode"],
        ),
        fault(
            "304",
            Plain,
            answer("HTTP/1.1 304 Not Modified\r\n\r\n"),
            API,
        ),
        fault("400", Plain, answer(with("400 Bad Request")), API),
        fault("401", Plain, answer(empty("401 Unauthorized")), &["Auth"]),
        fault("403", Plain, answer(empty("403 Forbidden")), &["Auth"]),
        fault("404", Plain, answer(empty("404 Not Found")), &["NotFound"]),
        fault(
            "407",
            Plain,
            answer(empty("407 Proxy Authentication Required")),
            API,
        ),
        fault("429", Plain, answer(empty("429 Too Many")), &["RateLimit"]),
        fault("501", Plain, answer(empty("501 Not Implemented")), API),
        fault(
            "code of a wrong token at 200",
            Plain,
            answer(json(r#"{"code":700012006,"msg":"no"}"#)),
            &["Auth"],
        ),
        fault(
            "code of too many calls at 200",
            Plain,
            answer(json(r#"{"code":"4013","msg":"no"}"#)),
            &["RateLimit"],
        ),
        fault(
            "code of a missing thing at 200",
            Plain,
            answer(json(r#"{"code":4200,"msg":"no"}"#)),
            &["NotFound"],
        ),
        fault(
            "a page of a gateway at 502",
            Plain,
            answer(reply("502 Bad", "text/html", "<html>")),
            API,
        ),
    ]
}

fn redirects() -> Vec<Fault> {
    let to = |status: &str, place: &str| {
        let location = format!("Location: {place}\r\nContent-Length: 0\r\n");
        answer(head(status, &location))
    };
    vec![
        fault(
            "301 to the same host",
            Plain,
            to("301 Moved", "/elsewhere"),
            API,
        ),
        fault(
            "302 to file:///etc/passwd",
            Plain,
            to("302 Found", "file:///etc/passwd"),
            API,
        ),
        fault("302 to garbage", Plain, to("302 Found", "http://["), API),
        fault(
            "307 of a POST to another host",
            Begun,
            to("307 Temporary", "http://other.example/"),
            API,
        ),
    ]
}
