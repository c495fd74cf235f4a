//! Which of several media types of a reply the request asks for.

use super::declared::success;
use crate::document::media::{self, Media};
use crate::ir::{Constant, ConstantValue, Place};
use crate::openapi::{Document, Operation};

/// The `Accept` header, where the reply might else come in another media type than the one that is read. A reply that is declared
/// as `application/json` and nothing else needs none, nor does one that a field of the request chooses.
pub(crate) fn header(
    document: Document<'_>,
    operation: Operation<'_>,
    streams: bool,
) -> Option<Constant> {
    let (_, response) = success(document, operation)?;
    let content = response.content();
    let names = || content.names();
    let is_stream = |name: &str| media::of(name) == Media::Events;
    let mut media = names().filter_map(|name| content.get(name));
    let is_chosen = media.any(|media| media.extension("x-when").is_some());
    let read = if streams {
        names().find(|name| is_stream(name))
    } else {
        media::received(names())
    }?;
    let offered = names().filter(|name| !is_chosen || is_stream(name) == streams);
    let is_plain = media::declared_json(read).is_empty() || !media::is_json(read);
    let is_only = offered.count() == 1 && is_plain;
    let value = (!is_only && !read.contains('*')).then(|| ConstantValue::Text(read.to_owned()))?;
    Some(Constant {
        wire: "Accept".to_owned(),
        place: Place::Header,
        value,
    })
}
