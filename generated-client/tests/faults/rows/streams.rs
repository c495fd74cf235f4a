//! Streams of events that are none, break off, or say nothing.

use super::{
    DELTA, DONE, DRIP, Fault, REFUSED, Repeat, Reset, Silence, answer, drip, endless, events,
    fault, head, json, reply, then,
};
use crate::calls::Call::{Stream, Watched};

const API: &[&str] = &["Api"];
const DECODE: &[&str] = &["Decode"];
const OK: &[&str] = &["Ok"];
const TRUNCATED: &[&str] = &["Truncated"];

pub(super) fn rows() -> Vec<Fault> {
    [broken(), without_end(), refusals(), spellings()].concat()
}

fn open(text: &str) -> String {
    head("200 OK", "Content-Type: text/event-stream\r\n") + text
}

fn broken() -> Vec<Fault> {
    let half = &DELTA[..DELTA.len() - 4];
    let within = [
        open(&DELTA[..50]).as_bytes(),
        "\u{6263}".as_bytes().split_at(2).0,
    ]
    .concat();
    let announced = |text: &str| head("200 OK", "Content-Length: 9999\r\n") + text;
    vec![
        fault(
            "stream: closed before its end",
            Stream,
            answer(open(DELTA)),
            TRUNCATED,
        ),
        fault(
            "stream: closed before its announced end",
            Stream,
            answer(announced(DELTA)),
            TRUNCATED,
        ),
        fault(
            "stream: RST after an event",
            Stream,
            then(open(DELTA), Reset),
            TRUNCATED,
        ),
        fault(
            "stream: cut within an event",
            Stream,
            answer(open(half)),
            TRUNCATED,
        ),
        fault(
            "stream: cut within a character",
            Stream,
            answer(within),
            TRUNCATED,
        ),
        fault(
            "stream: cut within the terminator",
            Stream,
            answer(open(&format!("{DELTA}event:do"))),
            TRUNCATED,
        ),
        fault(
            "stream: empty",
            Stream,
            answer(open("")),
            &["Truncated", "Decode"],
        ),
        fault(
            "stream: 204",
            Stream,
            answer("HTTP/1.1 204 No Content\r\n\r\n"),
            &["Truncated", "Decode"],
        ),
        fault(
            "stream: NUL bytes",
            Stream,
            answer(open(&"\0".repeat(99))),
            &["Truncated", "Decode"],
        ),
        fault(
            "stream: an event that is no JSON",
            Stream,
            answer(open("event:conversation.message.delta\ndata:{oops\n\n")),
            DECODE,
        ),
        fault(
            "stream: page for a browser",
            Stream,
            answer(reply("200 OK", "text/html", "<html>Log in</html>")),
            DECODE,
        ),
        fault("stream: JSON instead", Stream, answer(json("{}")), DECODE),
        fault(
            "stream: UTF-16",
            Stream,
            answer([open("").as_bytes(), &super::bodies::utf16(DONE)].concat()),
            &["Truncated", "Decode"],
        ),
    ]
}

fn without_end() -> Vec<Fault> {
    let comments = || Repeat(b": alive\n\n".to_vec(), DRIP);
    let unknown = || Repeat(b"event:new\ndata:{}\n\n".to_vec(), DRIP);
    let slow = |head: String, text: &str| then(head, drip(text));
    vec![
        fault(
            "stream: silent at once",
            Stream,
            then(open(""), Silence),
            &["Timeout"],
        ),
        fault(
            "stream: silent after an event",
            Stream,
            then(open(DELTA), Silence),
            &["Timeout"],
        ),
        fault(
            "stream: endless data lines",
            Stream,
            then(open(""), endless("data: yes\n".repeat(999))),
            DECODE,
        ),
        fault(
            "stream: endless line",
            Stream,
            then(open("data:"), endless("a".repeat(9999))),
            DECODE,
        ),
        fault(
            "stream: endless comments, 300 ms apart",
            Watched,
            then(open(""), comments()),
            &["Timeout"],
        ),
        fault(
            "stream: endless comments after an event",
            Watched,
            then(open(DELTA), comments()),
            &["Timeout"],
        ),
        fault(
            "stream: unknown events without end",
            Watched,
            then(open(""), unknown()),
            &["endless"],
        ),
        fault(
            "stream: refusal 500, 1 byte each 300 ms",
            Stream,
            slow(head("500 X", ""), REFUSED),
            &["Api", "Timeout"],
        ),
        fault(
            "stream: JSON instead, 1 byte each 300 ms",
            Stream,
            slow(open(""), REFUSED),
            &["Api", "Timeout"],
        ),
        fault(
            "stream: page instead, 1 byte each 300 ms",
            Stream,
            slow(open(""), "<html>Log in</html>"),
            &["Decode", "Timeout"],
        ),
    ]
}

fn refusals() -> Vec<Fault> {
    let after = |text: &str| answer(open(&format!("{DELTA}{text}")));
    vec![
        fault(
            "stream: JSON refusal declared as events",
            Stream,
            answer(events(REFUSED)),
            API,
        ),
        fault(
            "stream: JSON refusal of a wrong token",
            Stream,
            answer(json(r#"{"code":4100,"msg":"no"}"#)),
            &["Auth"],
        ),
        fault(
            "stream: first event is a refusal",
            Stream,
            answer(events("event:error\ndata:{\"code\":4013}\n\n")),
            &["RateLimit"],
        ),
        fault(
            "stream: BOM before a refusal",
            Stream,
            answer(events("\u{feff}event:error\ndata:out of service\n\n")),
            API,
        ),
        fault(
            "stream: refusal after an event",
            Stream,
            after("event:error\ndata:{\"code\":5000}\n\n"),
            API,
        ),
        fault(
            "stream: JSON refusal after an event",
            Stream,
            after(REFUSED),
            API,
        ),
        fault(
            "stream: JSON refusal over several lines after an event",
            Stream,
            after("{\n  \"code\": 4013,\n\n  \"msg\": \"slower\"\n}\n"),
            &["RateLimit"],
        ),
        fault(
            "stream: JSON refusal over several lines, then the end",
            Stream,
            after(&format!("{{\r\n  \"code\": 5000\r\n}}\r\n\r\n{DONE}")),
            API,
        ),
        fault(
            "stream: page for a browser after an event",
            Stream,
            after("<html>\n\n<h1>502</h1>\n</html>"),
            DECODE,
        ),
        fault(
            "stream: text after an event",
            Stream,
            after("upstream connect error"),
            TRUNCATED,
        ),
        fault(
            "stream: refusal without JSON",
            Stream,
            after("event:error\ndata:out of service\n\n"),
            API,
        ),
        fault(
            "stream: refusal called conversation.error",
            Stream,
            after("event: conversation.error \ndata:{\"error_code\":1}\n\n"),
            API,
        ),
        fault(
            "stream: refusal without a name",
            Stream,
            after("data: {\"code\":4000,\"msg\":\"bad\"}\n\n"),
            API,
        ),
        fault(
            "stream: refusal of a gateway without a name, then the end",
            Stream,
            after("data: {\"error\":{\"message\":\"upstream\"}}\n\ndata: [DONE]\n\n"),
            API,
        ),
        fault(
            "stream: refusal without its blank line",
            Stream,
            after("event:error\ndata:{\"code\":5000}"),
            API,
        ),
    ]
}

fn spellings() -> Vec<Fault> {
    let of = |name, text: &str| fault(name, Stream, answer(open(text)), OK);
    let completed =
        "event:conversation.chat.completed\ndata:{\"id\":\"1\",\"status\":\"completed\"}\n\n";
    vec![
        of(
            "stream: CR only, BOM, comments",
            &format!(
                "\u{feff}: hi\r\r{}",
                format!("{DELTA}{DONE}").replace('\n', "\r")
            ),
        ),
        of(
            "stream: CR LF, spaces around names",
            &format!("{DELTA}event:  done \ndata: [DONE] \n\n").replace('\n', "\r\n"),
        ),
        of("stream: events after the end", &format!("{DONE}{DELTA}")),
        of(
            "stream: data after the end that is no event",
            &format!("{DONE}\0\0\0garbage"),
        ),
        of(
            "stream: [DONE] without a name",
            &format!("{DELTA}data: [DONE]\n\n"),
        ),
        of(
            "stream: the end of Coze Studio",
            &format!("{DELTA}event:conversation.stream.done\ndata:{{}}\n\n"),
        ),
        of(
            "stream: the end without its blank line",
            &format!("{DELTA}event:done"),
        ),
        of(
            "stream: retry, ids, unknown fields",
            &format!("retry: 1\nid: 1\nfoo: bar\n\n{DELTA}{DONE}"),
        ),
        of(
            "stream: half a surrogate pair",
            &format!(
                "event:conversation.message.delta\ndata:{{\"content\":\"a\\ud83d\"}}\n\n{DONE}"
            ),
        ),
        of("stream: closed after the chat was complete", completed),
        fault(
            "stream: reset after the chat was complete",
            Stream,
            then(open(completed), Reset),
            OK,
        ),
    ]
}
