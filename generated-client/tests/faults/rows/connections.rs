//! Connections that break or stay silent before there is a reply.

use super::{Fault, Read, Reset, Send, Silence, answer, fault, then};
use crate::calls::Call::Plain;

pub(super) fn rows() -> Vec<Fault> {
    let frames = b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64".to_vec();
    vec![
        fault("accept, close", Plain, [], &["Transport"]),
        fault("accept, reset", Plain, [Reset], &["Transport"]),
        fault("accept, silent", Plain, [Silence], &["Timeout"]),
        fault("call read, close", Plain, [Read], &["Transport"]),
        fault("call read, reset", Plain, [Read, Reset], &["Transport"]),
        fault("call read, silent", Plain, [Read, Silence], &["Timeout"]),
        fault(
            "half a status line, close",
            Plain,
            answer("HTTP/1."),
            &["Transport"],
        ),
        fault(
            "half a head, reset",
            Plain,
            then("HTTP/1.1 200 OK\r\nCont", Reset),
            &["Transport"],
        ),
        fault(
            "HTTP/0.9 reply",
            Plain,
            answer("{\"code\":0}"),
            &["Transport"],
        ),
        fault(
            "HTTP/2 frames to HTTP/1",
            Plain,
            answer(frames),
            &["Transport", "Timeout"],
        ),
        fault(
            "HTTP/3.0 version",
            Plain,
            answer("HTTP/3.0 200 OK\r\n\r\n"),
            &["Transport"],
        ),
        fault(
            "a reply before the call",
            Plain,
            [Send(
                b"HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n".to_vec(),
            )],
            &["Transport", "Api"],
        ),
        fault(
            "TLS alert to plain HTTP",
            Plain,
            answer(b"\x15\x03\x01\x00\x02\x02\x46".to_vec()),
            &["Transport"],
        ),
    ]
}
