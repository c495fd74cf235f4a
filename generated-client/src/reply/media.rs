//! Which bytes were asked for: a document declares media types, a server labels its reply, and the bytes say what they are.
//!
//! What is no text is taken for what was asked for, whatever its label. Of a text, the label and its beginning say whether it is a
//! refusal, a page or a stream in place of a sound, a picture or an archive, which are no texts.

use super::sniff::{Looks, is_text, looks};

/// The media types, or ranges of them, that a document declares for a reply.
pub(crate) type Declared = &'static [&'static str];

/// What is never a text, and never empty.
const BYTES: [&str; 9] = [
    "audio/",
    "image/",
    "video/",
    "font/",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-tar",
    "application/ogg",
];

/// A kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Json,
    /// For a browser, or XML.
    Page,
    Events,
    /// None of the others.
    Plain,
}

/// The kind of text that a media type is.
fn of_type(essence: &str) -> Option<Text> {
    match essence {
        "text/event-stream" => Some(Text::Events),
        "text/html" | "text/xml" | "application/xml" => Some(Text::Page),
        _ if essence.contains("json") => Some(Text::Json),
        _ if essence.starts_with("application/") && essence.ends_with("+xml") => Some(Text::Page),
        _ if essence.starts_with("text/") => Some(Text::Plain),
        _ => None,
    }
}

/// The kind of text that a reply begins like; `None` if it is none.
pub(super) fn of_beginning(beginning: &[u8]) -> Option<Text> {
    if !is_text(beginning) {
        return None;
    }
    Some(match looks(beginning) {
        Looks::Object => Text::Json,
        Looks::Page => Text::Page,
        Looks::Events => Text::Events,
        Looks::Other if is_value(beginning.trim_ascii()) => Text::Json,
        Looks::Empty | Looks::Other => Text::Plain,
    })
}

/// Whether a text may be JSON that is no object.
fn is_value(text: &[u8]) -> bool {
    text.starts_with(b"[")
        || text.starts_with(b"\"")
        || matches!(text, b"null" | b"true" | b"false")
}

/// Whether a text is something else than what was asked for, by its label or by its beginning.
pub(super) fn is_foreign(declared: &[&str], label: &str, beginning: &[u8]) -> bool {
    let Some(kind) = of_beginning(beginning) else {
        return false;
    };
    let label = essence(label);
    let is_declared = declared.iter().any(|range| covers(range, &label));
    let is_drawing = label == "image/svg+xml" && kind == Text::Page;
    if is_declared && (kind == Text::Plain || is_drawing) {
        return false;
    }
    let says_otherwise = of_type(&label).is_some_and(|of_label| {
        !is_declared && !declared.iter().any(|range| may_be_called(range, of_label))
    });
    says_otherwise || !declared.iter().any(|range| may_hold(range, kind))
}

/// Whether an empty reply lacks what was asked for: a file may be empty, a sound is not.
pub(super) fn is_never_empty(declared: &[&str]) -> bool {
    declared.iter().all(|range| is_bytes(range))
}

/// Whether a file of this type may be a text of that kind.
fn may_hold(range: &str, kind: Text) -> bool {
    match of_type(&essence(range)) {
        Some(Text::Plain) => true,
        Some(own) => own == kind || kind == Text::Plain,
        None => !is_bytes(range),
    }
}

/// Whether a file of this type may come with the label of that kind.
fn may_be_called(range: &str, kind: Text) -> bool {
    of_type(&essence(range)) == Some(kind) || (kind == Text::Plain && !is_bytes(range))
}

fn is_bytes(range: &str) -> bool {
    let essence = essence(range);
    BYTES.iter().any(|bytes| essence.starts_with(bytes))
}

fn covers(range: &str, label: &str) -> bool {
    let range = essence(range);
    match range.strip_suffix('*') {
        Some("*/") => !label.is_empty(),
        Some(kind) => label.starts_with(kind),
        None => range == label,
    }
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::is_foreign;

    const JSON: &str = r#"{"a":1}"#;
    const PAGE: &str = "<!DOCTYPE html><p>Hello</p>";
    const SOUND: &str = "<\u{0}\u{1}{";

    #[test]
    fn a_text_is_no_sound() {
        for (label, text, is) in [
            ("audio/mpeg", JSON, true),
            ("", JSON, true),
            ("audio/mpeg", "[1]", true),
            ("audio/mpeg", "null", true),
            ("audio/mpeg", PAGE, true),
            ("audio/mpeg", "data: x\n\n", true),
            ("Text/Plain; charset=utf-8", "upstream", true),
            ("application/problem+json", "upstream", true),
            ("", "upstream", true),
            // Whatever it is called.
            ("application/json", SOUND, false),
            ("text/html", SOUND, false),
            ("", SOUND, false),
            ("audio/pcm", "short", false),
        ] {
            let found = is_foreign(&["audio/*"], label, text.as_bytes());
            assert_eq!(found, is, "{label} {text:?}");
        }
    }

    #[test]
    fn a_file_may_be_a_text_but_not_be_called_another_one() {
        for (declared, label, text, is) in [
            (
                "application/octet-stream",
                "application/octet-stream",
                JSON,
                false,
            ),
            ("application/octet-stream", "", PAGE, false),
            ("application/octet-stream", "text/plain", "a log", false),
            ("application/octet-stream", "application/json", JSON, true),
            ("application/octet-stream", "text/html", PAGE, true),
            ("application/json", "application/json", JSON, false),
            ("*/*", "application/json", JSON, false),
            ("text/csv", "text/csv", "a,b", false),
            ("text/csv", "text/plain", "a,b", false),
            ("text/csv", "text/html", PAGE, true),
            ("application/yaml", "text/yaml", "a: b", false),
            ("image/*", "image/svg+xml", "<svg></svg>", false),
            ("image/*", "text/html", PAGE, true),
            ("application/pdf", "application/pdf", "%PDF-1.7", false),
        ] {
            let found = is_foreign(&[declared], label, text.as_bytes());
            assert_eq!(found, is, "{declared} {label} {text:?}");
        }
    }
}
