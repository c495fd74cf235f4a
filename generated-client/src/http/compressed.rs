//! Replies that are compressed although the client did not ask for it, as gateways do with error pages.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// What gzip begins with.
pub(crate) const MARK: &[u8] = b"\x1f\x8b";

/// What else a `Content-Encoding` may say; other words in that place, such as `utf-8`, are mistakes.
const ENCODINGS: [&str; 7] = [
    "gzip",
    "x-gzip",
    "deflate",
    "br",
    "zstd",
    "compress",
    "x-compress",
];

/// Whether a label means that a body is compressed.
pub(super) fn is_encoding(label: &str) -> bool {
    let mut encodings = label.split(',').map(str::trim);
    encodings.any(|label| {
        ENCODINGS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(label))
    })
}

pub(super) fn is_gzip(encoding: &str) -> bool {
    encoding.eq_ignore_ascii_case("gzip") || encoding.eq_ignore_ascii_case("x-gzip")
}

/// Whether a body begins like gzip.
pub(super) fn is_marked(body: &[u8]) -> bool {
    body.starts_with(MARK)
}

/// What is in a compressed body, at most `limit` bytes of it, and whether that is all. `None` if it is not compressed in a way that is
/// known here; `encoding` is its label, which gzip does not need.
pub(super) fn content(
    body: &[u8],
    encoding: Option<&str>,
    limit: usize,
) -> Option<(Vec<u8>, bool)> {
    let encoding = encoding.unwrap_or_default();
    if is_marked(body) {
        let mut decoder = MultiGzDecoder::new(body);
        Some(read(&mut |piece| decoder.read(piece), limit))
    } else if encoding.eq_ignore_ascii_case("deflate") {
        let mut decoder = ZlibDecoder::new(body);
        let with_frame = read(&mut |piece| decoder.read(piece), limit);
        // Some servers leave out the frame that the standard has around it.
        let is_framed = with_frame.1 || !with_frame.0.is_empty();
        Some(if is_framed {
            with_frame
        } else {
            let mut decoder = DeflateDecoder::new(body);
            read(&mut |piece| decoder.read(piece), limit)
        })
    } else {
        None
    }
}

/// Reads piece by piece. Of all that a decoder can do, this is all that is compiled for each of them.
fn read(next: &mut dyn FnMut(&mut [u8]) -> io::Result<usize>, limit: usize) -> (Vec<u8>, bool) {
    let (mut content, mut piece) = (Vec::new(), [0; 8 * 1024]);
    let is_all = loop {
        match next(&mut piece) {
            Ok(0) => break true,
            Ok(_) if content.len() > limit => break false,
            Ok(read) => content.extend_from_slice(&piece[..read]),
            Err(_) => break false,
        }
    };
    let is_all = is_all && content.len() <= limit;
    content.truncate(limit);
    (content, is_all)
}
