//! The parts of a form in, a `multipart/form-data` body with known length out (RFC 7578).
//!
//! The body is made anew for every attempt to send it; files are opened here and read while they are sent.

use bytes::Bytes;

use super::body::{Outgoing, Piece};
#[cfg(not(target_family = "wasm"))]
use super::file::disk;
use super::file::{FilePart, Source};
use super::headers::header_value;
use super::random;
use super::request::{Part, PartValue};
use crate::Result;

/// A form, ready to be sent once.
pub(crate) struct Form {
    pub(crate) content_type: String,
    pub(crate) body: Outgoing,
}

/// Opens the files of a form and lays out its body.
pub(crate) async fn form(parts: &[Part]) -> Result<Form> {
    let boundary = boundary();
    let mut body = Outgoing::new();
    for part in parts {
        body.push(head(part, &boundary)?, None);
        let report = match &part.value {
            PartValue::Text(_) => None,
            PartValue::File(file) => file.report().cloned(),
        };
        body.push(content(&part.value).await?, report);
        body.push(Piece::Bytes(Bytes::from_static(b"\r\n")), None);
    }
    body.push(format!("--{boundary}--\r\n"), None);
    Ok(Form {
        content_type: format!("multipart/form-data; boundary={boundary}"),
        body,
    })
}

/// Opens a file that is a body by itself.
pub(crate) async fn file(file: &FilePart) -> Result<Outgoing> {
    let mut body = Outgoing::new();
    body.push(opened(file).await?, file.report().cloned());
    Ok(body)
}

fn head(part: &Part, boundary: &str) -> Result<String> {
    let name = quotable(&part.name);
    let (file, own) = match &part.value {
        PartValue::Text(_) => (String::new(), ""),
        PartValue::File(file) => (
            format!("; filename=\"{}\"", quotable(file.name())),
            file.mime(),
        ),
    };
    let media = match if part.media.is_empty() {
        own
    } else {
        part.media
    } {
        "" => String::new(),
        media => {
            header_value("Content-Type", media)?;
            format!("Content-Type: {media}\r\n")
        }
    };
    Ok(format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n{media}\r\n"
    ))
}

/// A name as browsers write it: the characters that would end the quotes or the line are percent-encoded
/// (<https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data>).
fn quotable(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

async fn content(value: &PartValue) -> Result<Piece> {
    match value {
        PartValue::Text(text) => Ok(Piece::from(text.clone())),
        PartValue::File(file) => opened(file).await,
    }
}

#[cfg_attr(target_family = "wasm", allow(clippy::unused_async))] // only files on disk are waited for
async fn opened(file: &FilePart) -> Result<Piece> {
    match file.source() {
        Source::Bytes(bytes) => Ok(Piece::Bytes(bytes.clone())),
        #[cfg(not(target_family = "wasm"))]
        Source::Path { path, .. } => disk::open(path).await,
    }
}

/// A line that no content holds: 128 random bits.
fn boundary() -> String {
    format!("part-{:016x}{:016x}", random::number(), random::number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_end_its_header() {
        let head = head(&part("text/plain"), "b").expect("a head");
        assert_eq!(head.lines().count(), 4, "{head}");
        assert!(
            head.contains("filename=\"a%22%0D%0AX-Evil: 1.txt\""),
            "{head}"
        );
    }

    #[test]
    fn a_media_type_is_sent_as_it_is_or_not_at_all() {
        let quoted = "text/plain; charset=\"utf-8\"";
        let sent = head(&part(quoted), "b").expect("a head");
        assert!(
            sent.contains(&format!("\r\nContent-Type: {quoted}\r\n")),
            "{sent}"
        );
        let error = head(&part("text/plain\r\nX-Evil: 2"), "b").expect_err("two lines");
        assert_eq!(error.kind(), crate::ErrorKind::Argument);
    }

    fn part(media: &str) -> Part {
        let file = FilePart::bytes("a\"\r\nX-Evil: 1.txt", "x").with_mime(media);
        Part {
            name: "file".into(),
            media: "",
            value: PartValue::File(file),
        }
    }

    #[test]
    fn every_digit_of_a_boundary_is_random() {
        let boundaries: Vec<String> = (0..64).map(|_| boundary()).collect();
        for digit in "coze-".len().."coze-".len() + 32 {
            let met = boundaries.iter().map(|boundary| &boundary[digit..=digit]);
            let met: std::collections::BTreeSet<&str> = met.collect();
            assert!(met.len() > 4, "digit {digit} is one of {met:?}");
        }
    }
}
