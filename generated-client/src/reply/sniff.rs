//! Recognises a reply by its beginning: its declared media type can be wrong, and gateways send replies of their own.

use crate::http::compressed::MARK as GZIP;
use crate::text::{BYTE_ORDER_MARK, excerpt};

/// How many characters of an unexpected reply an error shows.
const SHOWN: usize = 100;

/// What the lines of an event stream begin with.
const FIELDS: [&[u8]; 5] = [b"event:", b"data:", b"id:", b"retry:", b":"];

/// How long the words are at most by which a text is recognised.
const LONGEST: usize = b"event:".len();

/// What a text begins like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looks {
    /// There is nothing but white space.
    Empty,
    /// A JSON object.
    Object,
    /// A page for a browser, or XML.
    Page,
    /// Server-sent events.
    Events,
    Other,
}

/// What a text looks like, from its beginning.
pub(crate) fn looks(text: &[u8]) -> Looks {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let text = text.trim_ascii_start();
    match text.first() {
        None => Looks::Empty,
        Some(b'{') => Looks::Object,
        Some(b'<') => Looks::Page,
        Some(_) if begins_with_a_field(text) => Looks::Events,
        Some(_) => Looks::Other,
    }
}

/// Whether what has arrived may still become anything: it is white space, or a part of a word by which a text is recognised.
pub(crate) fn is_undecided(beginning: &[u8]) -> bool {
    const LITERALS: [&[u8]; 3] = [b"null", b"true", b"false"];
    let rest = beginning.strip_prefix(BYTE_ORDER_MARK).unwrap_or(beginning);
    let word = rest.trim_ascii_start();
    let marks = [BYTE_ORDER_MARK, GZIP];
    let mut words = FIELDS.iter().chain(&LITERALS).chain(&marks);
    word.len() < LONGEST && words.any(|known| known.starts_with(word) && known.len() > word.len())
}

/// Whether it is a text, as far as it has arrived: UTF-8, without characters that no text has.
pub(crate) fn is_text(beginning: &[u8]) -> bool {
    let text = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        // A character that has arrived in part.
        Err(e) if e.error_len().is_none() => {
            std::str::from_utf8(&beginning[..e.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}');
    !text.contains(is_odd)
}

/// Whether the first line is one of an event stream. JSON has neither these words nor a colon at its beginning.
fn begins_with_a_field(text: &[u8]) -> bool {
    FIELDS.iter().any(|field| text.starts_with(field))
}

/// Describes what came in place of JSON, if it is certainly something else.
pub(crate) fn instead_of_json(body: &[u8]) -> Option<String> {
    match looks(body) {
        Looks::Empty => Some("the reply is empty".to_owned()),
        Looks::Page => Some(page(body)),
        Looks::Events => Some(events(body)),
        Looks::Object | Looks::Other => None,
    }
}

/// Describes an HTML page, which the API never sends: the login page of a network, the error page of a gateway.
pub(crate) fn page(body: &[u8]) -> String {
    format!(
        "the reply is a page for a browser: {}",
        excerpt(body, SHOWN)
    )
}

/// Describes an event stream in place of JSON, as some servers send it.
pub(crate) fn events(body: &[u8]) -> String {
    format!(
        "the reply is a stream of events where JSON was due; if the server knows nothing else, use the call that streams: {}",
        excerpt(body, SHOWN)
    )
}

/// Describes a text in place of bytes of these media types.
pub(crate) fn instead_of(declared: &[&str], text: &[u8]) -> String {
    let due = declared.join("` or `");
    format!(
        "the reply is a text where `{due}` was due: {}",
        excerpt(text, SHOWN)
    )
}

#[cfg(test)]
mod tests {
    use super::{Looks, is_text, is_undecided, looks};

    #[test]
    fn a_text_is_what_it_begins_like() {
        for (text, is) in [
            ("", Looks::Empty),
            (" \r\n", Looks::Empty),
            ("\u{feff}\n {\"a\":1}", Looks::Object),
            ("<!DOCTYPE html>", Looks::Page),
            ("\n\nevent:done\ndata:", Looks::Events),
            (": a comment\n\n", Looks::Events),
            ("data: {}", Looks::Events),
            ("[1]", Looks::Other),
            ("null", Looks::Other),
            ("eventually", Looks::Other),
        ] {
            assert_eq!(looks(text.as_bytes()), is, "{text:?}");
        }
    }

    #[test]
    fn a_part_of_a_word_may_become_anything() {
        for (text, is) in [
            (&b""[..], true),
            (b" \n", true),
            (b"\xef\xbb", true),
            (b"\xef\xbb\xbf", true),
            (b"nul", true),
            (b"null", false),
            (b"dat", true),
            (b"data:", false),
            (b"sound", false),
            (b"{", false),
        ] {
            assert_eq!(is_undecided(text), is, "{text:?}");
        }
    }

    #[test]
    fn a_text_has_neither_odd_bytes_nor_controls() {
        for (bytes, is) in [
            (&b"a\tb\r\n"[..], true),
            ("扣子".as_bytes(), true),
            (&"扣子".as_bytes()[..4], true),
            (b"{\x00}", false),
            (b"ID3\x03", false),
            (b"\xff\xfb\x90", false),
            (b"a\xff", false),
        ] {
            assert_eq!(is_text(bytes), is, "{bytes:?}");
        }
    }
}
