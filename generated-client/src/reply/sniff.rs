//! What a text is, by how it begins: labels lie, and servers in between have a say of their own.

use crate::text::{BYTE_ORDER_MARK, excerpt};

/// How many characters of what came instead an error shows.
const SHOWN: usize = 100;

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

/// Whether the first line is one of an event stream. JSON has neither these words nor a colon at its beginning.
fn begins_with_a_field(text: &[u8]) -> bool {
    let fields: [&[u8]; 5] = [b"event:", b"data:", b"id:", b"retry:", b":"];
    fields.iter().any(|field| text.starts_with(field))
}

/// Says what came where JSON was due, if that is something else for certain.
pub(crate) fn instead_of_json(body: &[u8]) -> Option<String> {
    match looks(body) {
        Looks::Empty => Some("the reply is empty".to_owned()),
        Looks::Page => Some(page(body)),
        Looks::Events => Some(events(body)),
        Looks::Object | Looks::Other => None,
    }
}

/// Says that a page for a browser came, which the API never sends: a network's login, a gateway's excuse.
pub(crate) fn page(body: &[u8]) -> String {
    format!(
        "the reply is a page for a browser: {}",
        excerpt(body, SHOWN)
    )
}

/// Says that a stream of events came where JSON was due, as from a server that does not know the difference.
pub(crate) fn events(body: &[u8]) -> String {
    format!(
        "the reply is a stream of events where JSON was due: {}",
        excerpt(body, SHOWN)
    )
}

#[cfg(test)]
mod tests {
    use super::{Looks, looks};

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
}
