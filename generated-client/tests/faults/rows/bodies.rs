//! Bodies that break off, go on for ever, or are no JSON of this API.

use super::{
    DRIP, FOUND, Fault, REFUSED, Repeat, Reset, Silence, answer, drip, endless, fault, head, json,
    reply, then,
};
use crate::calls::Call::{Begun, Plain};

const API: &[&str] = &["Api"];
const DECODE: &[&str] = &["Decode"];
const OK: &[&str] = &["Ok"];
const BROKEN: &[&str] = &["Truncated", "Transport"];

pub(super) fn rows() -> Vec<Fault> {
    [
        broken(),
        chunks(),
        too_large(),
        refusals(),
        no_successes(),
        odd_json(),
    ]
    .concat()
}

fn long() -> String {
    head("200 OK", "Content-Length: 999\r\n") + FOUND
}

fn broken() -> Vec<Fault> {
    vec![
        fault(
            "Content-Length too long, close",
            Plain,
            answer(long()),
            &["Truncated"],
        ),
        fault(
            "Content-Length too long, reset",
            Plain,
            then(long(), Reset),
            BROKEN,
        ),
        fault(
            "Content-Length too long, silent",
            Plain,
            then(long(), Silence),
            &["Timeout"],
        ),
        fault(
            "no length, closed within the JSON",
            Plain,
            answer(head("200 OK", "") + &FOUND[..20]),
            DECODE,
        ),
        fault(
            "no length, no body",
            Plain,
            answer(head("200 OK", "")),
            DECODE,
        ),
    ]
}

fn chunks() -> Vec<Fault> {
    let with = |chunks: &str| head("200 OK", "Transfer-Encoding: chunked\r\n") + chunks;
    vec![
        fault(
            "chunk size garbage",
            Plain,
            answer(with("xyz\r\n{}")),
            BROKEN,
        ),
        fault(
            "chunk size overflow",
            Plain,
            answer(with("fffffffffffffffffffff\r\n{}")),
            BROKEN,
        ),
        fault(
            "chunk longer than its size",
            Plain,
            answer(with("2\r\n{}}}}\r\n0\r\n\r\n")),
            BROKEN,
        ),
        fault(
            "chunked without its end",
            Plain,
            answer(with("2\r\n{}\r\n")),
            &["Truncated"],
        ),
        fault(
            "endless chunk extension",
            Plain,
            then(with("2;a="), endless("a".repeat(9999))),
            BROKEN,
        ),
        fault(
            "endless chunks of one byte",
            Plain,
            then(with(""), Repeat("1\r\n \r\n".repeat(999).into(), DRIP)),
            &["Decode", "Timeout"],
        ),
        fault(
            "endless trailers",
            Plain,
            then(with("0\r\n"), endless("X-A: a\r\n".repeat(999))),
            &["Decode", "Truncated", "Transport"],
        ),
    ]
}

fn too_large() -> Vec<Fault> {
    let announced = head("200 OK", "Content-Length: 5242880\r\n");
    let many = format!(
        r#"{{"code":0,"data":{{"dataset_list":[{}{{}}]}}}}"#,
        "{},".repeat(200_000)
    );
    vec![
        fault(
            "5 MB reply, limit 1 MB, announced",
            Plain,
            then(announced, Silence),
            DECODE,
        ),
        fault(
            "endless reply, limit 1 MB",
            Plain,
            then(head("200 OK", ""), endless(" ".repeat(9999))),
            DECODE,
        ),
        fault(
            "a reply that becomes much more than it is",
            Plain,
            answer(json(&many)),
            DECODE,
        ),
    ]
}

fn refusals() -> Vec<Fault> {
    let with = |body: &str| answer(reply("500 X", "application/json", body));
    let of = |body: &str| answer(json(body));
    vec![
        fault("refusal at 200", Plain, of(REFUSED), API),
        fault(
            "refusal with data of another shape",
            Plain,
            of(r#"{"code":1,"msg":"no","data":"none"}"#),
            API,
        ),
        fault(
            "refusal as {error: {}}",
            Plain,
            of(r#"{"error":{"message":"upstream","code":17}}"#),
            API,
        ),
        fault(
            "refusal as error_code",
            Plain,
            of(r#"{"error_code":"720701013","error_message":"no"}"#),
            API,
        ),
        fault(
            "refusal as success: false",
            Plain,
            of(r#"{"success":false}"#),
            API,
        ),
        fault("refusal without a text", Plain, with(""), API),
        fault("refusal as plain text", Plain, with("out of service"), API),
        fault(
            "refusal as an event",
            Plain,
            with("event:error\ndata:{\"code\":1}\n\n"),
            API,
        ),
        fault(
            "gzip in a failure",
            Plain,
            answer(
                [
                    head("500 X", "Content-Encoding: gzip\r\n").as_bytes(),
                    b"\x1f\x8b\x08\x00garbage",
                ]
                .concat(),
            ),
            API,
        ),
        fault(
            "503 endless body",
            Plain,
            then(head("503 X", ""), endless("later ".repeat(999))),
            API,
        ),
        fault(
            "500, 1 byte each 300 ms",
            Plain,
            then(head("500 X", ""), drip(REFUSED)),
            &["Api", "Timeout"],
        ),
        fault(
            "refusal, cut",
            Plain,
            answer(head("400 X", "Content-Length: 99\r\n") + REFUSED),
            API,
        ),
    ]
}

fn no_successes() -> Vec<Fault> {
    let of = |name, body: &str| fault(name, Plain, answer(json(body)), DECODE);
    vec![
        of("page for a browser", "<html>Log in to the hotel</html>"),
        of("empty 200", ""),
        of("white space", " \r\n "),
        of("JSON null", "null"),
        of("JSON true", "true"),
        of("JSON number", "200"),
        of("JSON array", "[1]"),
        of("JSON text", "\"ok\""),
        of("empty object", "{}"),
        of("object of somebody else", r#"{"status":"up"}"#),
        of("no data where an object is due", r#"{"code":0}"#),
        of(
            "data: null where an object is due",
            r#"{"code":0,"data":null}"#,
        ),
        of("two JSON texts", &FOUND.repeat(2)),
        of("events where JSON was due", "event:done\ndata:{}\n\n"),
        of("plain text", "OK"),
        fault(
            "UTF-16 JSON",
            Plain,
            answer([head("200 OK", "").as_bytes(), &utf16(FOUND)].concat()),
            DECODE,
        ),
        fault(
            "success that says nothing, POST",
            Begun,
            answer(json("{}")),
            DECODE,
        ),
        fault(
            "white space without end",
            Plain,
            then(head("200 OK", ""), Repeat(b" ".to_vec(), DRIP)),
            &["Timeout"],
        ),
    ]
}

fn odd_json() -> Vec<Fault> {
    let of = |name, body: &str| fault(name, Plain, answer(json(body)), OK);
    let deep = format!(
        r#"{{"code":0,"data":{{"x":{}1{}}}}}"#,
        "[".repeat(9999),
        "]".repeat(9999)
    );
    let bytes = [b"{\"code\":0,\"data\":{\"x\":\"", &b"\xff\xfe"[..], b"\"}}"].concat();
    let bytes = [head("200 OK", "").into_bytes(), bytes].concat();
    vec![
        of("byte order mark", &format!("\u{feff}{FOUND}")),
        of(
            "half a surrogate pair in a value",
            r#"{"code":0,"data":{"dataset_list":[{"name":"a\ud83d"}]}}"#,
        ),
        of(
            "half a surrogate pair in a key",
            r#"{"code":0,"data":{"\ud83d":1,"total_count":0}}"#,
        ),
        fault("bytes that are no UTF-8", Plain, answer(bytes), OK),
        of("9,999 levels in an unknown field", &deep),
        of(
            "numbers as texts, texts as numbers",
            r#"{"code":"0","data":{"total_count":"7","dataset_list":[{"dataset_id":7}]}}"#,
        ),
        of(
            "times with fractions and in ISO",
            r#"{"code":0,"data":{"dataset_list":[{"create_time":1.5},{"create_time":"2024-05-27T11:37:09Z"}]}}"#,
        ),
        of("{} for a list", r#"{"code":0,"data":{"dataset_list":{}}}"#),
        of("[] for an object", r#"{"code":0,"data":[]}"#),
        of(
            "null in a list",
            r#"{"code":0,"data":{"dataset_list":[null]}}"#,
        ),
        of(
            "a key twice",
            r#"{"code":0,"code":0,"data":null,"data":{"total_count":0}}"#,
        ),
    ]
}

pub(super) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
