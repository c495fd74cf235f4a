//! Bodies that arrive compressed, though the client never asks for it: gateways do that, to failures above all.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// What is in a compressed body, at most `limit` bytes of it, and whether that is all. `None` if it is not compressed in a way that is
/// known here; `encoding` is its label, which gzip does not need.
pub(super) fn content(
    body: &[u8],
    encoding: Option<&str>,
    limit: usize,
) -> Option<(Vec<u8>, bool)> {
    let encoding = encoding.unwrap_or_default();
    if body.starts_with(b"\x1f\x8b") {
        Some(read(MultiGzDecoder::new(body), limit))
    } else if encoding.eq_ignore_ascii_case("deflate") {
        Some(read(ZlibDecoder::new(body), limit))
    } else {
        None
    }
}

fn read(decoder: impl Read, limit: usize) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    let read = decoder.take(limit as u64 + 1).read_to_end(&mut content);
    let is_all = read.is_ok() && content.len() <= limit;
    content.truncate(limit);
    (content, is_all)
}
