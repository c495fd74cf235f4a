use crate::ApiError;

use super::*;

/// The events of a stream that arrives in the given pieces.
fn decode(pieces: &[&[u8]]) -> Vec<(String, String, String)> {
    let mut decoder = Decoder::new(MAX_EVENT);
    let mut events = Vec::new();
    for piece in pieces {
        decoder.feed(Bytes::copy_from_slice(piece));
        take_all(&mut decoder, &mut events);
    }
    decoder.finish();
    take_all(&mut decoder, &mut events);
    events
        .into_iter()
        .map(|e| {
            (
                e.id().unwrap_or("-").to_owned(),
                e.event().to_owned(),
                e.data().to_owned(),
            )
        })
        .collect()
}

/// Takes all events that have arrived, and gives their memory back.
fn take_all(decoder: &mut Decoder, events: &mut Vec<RawEvent>) {
    while let Some(event) = decoder.next().expect("small events") {
        events.push(event.clone());
        decoder.reuse(event);
    }
}

/// Decodes at once, at every split into two, and byte by byte: all must agree.
fn every_split(stream: &str) -> Vec<(String, String, String)> {
    let bytes = stream.as_bytes();
    let expected = decode(&[bytes]);
    for at in 0..=bytes.len() {
        assert_eq!(
            decode(&[&bytes[..at], &bytes[at..]]),
            expected,
            "split at {at}"
        );
    }
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(decode(&single), expected, "byte by byte");
    expected
}

fn event(id: &str, event: &str, data: &str) -> (String, String, String) {
    (id.to_owned(), event.to_owned(), data.to_owned())
}

#[test]
fn every_kind_of_line_end_and_optional_space() {
    let expected = [event("-", "a", "扣子 😀"), event("-", "b", " two\nlines")];
    for end in ["\n", "\r", "\r\n"] {
        let stream = [
            "event:a",
            "data:扣子 😀",
            "",
            "event: b",
            "data:  two",
            "data: lines",
            "",
            "",
        ]
        .join(end);
        assert_eq!(every_split(&stream), expected, "{end:?}");
    }
}

#[test]
fn byte_order_mark_comments_retry_and_unknown_fields_say_nothing() {
    let stream = "\u{feff}: hello\nretry: 5\nevent: a\nwhat: ever\n: ping\ndata: 1\nnocolon\n\n\n\n: bye\n\n";
    assert_eq!(every_split(stream), [event("-", "a", "1")]);
}

#[test]
fn an_id_alone_is_no_event_and_a_name_alone_is_one() {
    assert_eq!(
        every_split("id: 7\n\nevent: done\n\n"),
        [event("-", "done", "")]
    );
    assert_eq!(every_split("data\n\n"), [event("-", "message", "")]);
}

#[test]
fn a_repeated_field_ends_the_event_where_blank_lines_are_missing() {
    let stream =
        "id: 0\nevent: Message\ndata: 1\nid: 1\nevent: Message\ndata: 2\nevent: Done\ndata: {}";
    assert_eq!(
        every_split(stream),
        [
            event("0", "Message", "1"),
            event("1", "Message", "2"),
            event("-", "Done", "{}")
        ]
    );
}

#[test]
fn fields_may_come_in_any_order() {
    assert_eq!(
        every_split("data: 1\nid: 3\nevent: a\n\n"),
        [event("3", "a", "1")]
    );
}

#[test]
fn a_stream_that_ends_within_an_event_gives_what_there_is() {
    assert_eq!(
        every_split("event:done\ndata:\"[DONE]\""),
        [event("-", "done", "\"[DONE]\"")]
    );
}

#[test]
fn json_between_events_is_kept_aside() {
    let mut decoder = Decoder::new(MAX_EVENT);
    let mut events = Vec::new();
    for piece in ["event:a\ndata:1\n\n{\"code\":4016", ",\"msg\":\"busy\"}"] {
        decoder.feed(piece.into());
        take_all(&mut decoder, &mut events);
    }
    decoder.finish();
    take_all(&mut decoder, &mut events);
    assert_eq!(events.len(), 1);
    assert_eq!(decoder.stray(), br#"{"code":4016,"msg":"busy"}"#);
}

#[test]
fn an_event_without_end_is_refused() {
    let mut decoder = Decoder::new(MAX_EVENT);
    let piece = Bytes::from(vec![b'x'; 1 << 20]);
    let refused = (0..17).find_map(|_| {
        decoder.feed(piece.clone());
        decoder.next().err()
    });
    assert_eq!(
        refused.expect("17 MiB without an end").kind(),
        ErrorKind::Decode
    );
}

#[test]
fn events_wait_in_what_has_arrived_until_they_are_asked_for() {
    let mut decoder = Decoder::new(MAX_EVENT);
    decoder.feed("data:1\n\ndata:".into());
    decoder.feed("2\n\n{\"code\":1}".into());
    let mut next = || {
        decoder
            .next()
            .expect("small")
            .map(|event| event.data().to_owned())
    };
    assert_eq!(
        [next(), next(), next()],
        [Some("1".into()), Some("2".into()), None]
    );
}

#[test]
fn the_mark_of_the_end_reads_as_nothing() {
    for data in ["", "[DONE]", "\"[DONE]\""] {
        let raw = RawEvent::received(None, "", data.to_owned(), MAX_EVENT);
        assert_eq!(
            raw.json::<std::collections::BTreeMap<String, String>>()
                .expect(data)
                .len(),
            0
        );
    }
    let raw = RawEvent::received(None, "", "oops".to_owned(), MAX_EVENT);
    assert_eq!(
        raw.json::<Vec<String>>().expect_err("not JSON").kind(),
        ErrorKind::Decode
    );
}

#[test]
fn a_failure_has_its_code_message_and_log_id() {
    let raw = |data: &str| RawEvent::received(None, "", data.to_owned(), MAX_EVENT);
    let error =
        raw(r#"{"code":4016,"msg":"busy","detail":{"logid":"L1"}}"#).failure(&["code"], &["msg"]);
    let api = error.as_api().expect("from the service");
    assert_eq!(
        (api.code(), api.message(), error.log_id()),
        (4016, "busy", Some("L1"))
    );
    let error = raw(r#"{"error_code":"720702222","error_message":"gone"}"#)
        .failure(&["error_code"], &["error_message"]);
    assert_eq!(error.as_api().map(ApiError::code), Some(720_702_222));
    let error = raw("out of order").failure(&["code"], &["msg"]);
    assert_eq!(error.as_api().map(ApiError::message), Some("out of order"));
}

/// Everything the service is known to send, and everything the standard allows, in one stream.
#[test]
fn a_mixed_recording_reads_the_same_however_it_is_cut() {
    let stream = concat!(
        "\u{feff}: connected\r\nretry: 3000\r\n\r\n",
        "event:conversation.chat.created\ndata:{\"id\":\"1\",\"last_error\":null}\n\n",
        "id: 0\r\nevent: Message\r\ndata: {\"content\":\"你好 👋\"}\r\n\r\n",
        "event:PING\ndata:\n\n",
        ": keep-alive\n\n",
        "data: one\rdata\rdata:  three\r\r",
        // No blank line between these two.
        "id: 1\nevent: Message\ndata: {}\nid: 2\nevent: Message\ndata: {\"a\":\"b: c\"}\n\n",
        "event:conversation.chat.completed\ndata:{}\n\n",
        "event:conversation.audio.delta\ndata:{\"content\":\"UklGRg==\"}\n\n",
        "event: error\ndata: out of order\n\n",
        "event:done\ndata:\"[DONE]\"",
    );
    let expected = [
        event(
            "-",
            "conversation.chat.created",
            "{\"id\":\"1\",\"last_error\":null}",
        ),
        event("0", "Message", "{\"content\":\"你好 👋\"}"),
        event("-", "PING", ""),
        event("-", "message", "one\n\n three"),
        event("1", "Message", "{}"),
        event("2", "Message", "{\"a\":\"b: c\"}"),
        event("-", "conversation.chat.completed", "{}"),
        event(
            "-",
            "conversation.audio.delta",
            "{\"content\":\"UklGRg==\"}",
        ),
        event("-", "error", "out of order"),
        event("-", "done", "\"[DONE]\""),
    ];
    assert_eq!(every_split(stream), expected);
    // In three pieces: every piece of up to 32 bytes at every place.
    let bytes = stream.as_bytes();
    let mut cuts = 0;
    for first in 0..bytes.len() {
        for second in first..bytes.len().min(first + 33) {
            let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
            assert_eq!(decode(&pieces), expected, "split at {first} and {second}");
            cuts += 1;
        }
    }
    println!("{} bytes, {cuts} pairs of places to cut", bytes.len());
}
