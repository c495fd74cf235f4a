//! Names of media types.

use serde_json::{Map, Value};

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether bodies of a media type, or of a range of them, may be JSON.
pub(crate) fn may_be_json(media_type: &str) -> bool {
    is_json(media_type) || matches!(essence(media_type), "application/*" | "*/*")
}

/// Whether the body is a file whose media type is the caller's choice.
pub(crate) fn is_any_file(content: &Map<String, Value>) -> bool {
    let is_file = |name: &String| {
        let is_form = essence(name).ends_with("form-data") || essence(name).ends_with("urlencoded");
        !may_be_json(name) && !is_form
    };
    let has_choice = content.len() > 1 || content.keys().any(|name| name.contains('*'));
    has_choice && content.keys().all(is_file)
}

/// What is declared for a media type.
pub(crate) fn matching<'d>(
    content: &'d Map<String, Value>,
    sent: &str,
) -> Option<(&'d str, &'d Value)> {
    let exact = content
        .iter()
        .find(|(name, _)| essence(name) == essence(sent));
    let found = exact.or_else(|| {
        content
            .iter()
            .find(|(name, _)| covers(essence(name), essence(sent)))
    });
    found.map(|(name, declared)| (name.as_str(), declared))
}

/// Whether a media type, which may be a range of them, covers another.
pub(crate) fn covers(range: &str, media_type: &str) -> bool {
    let Some((before, after)) = range.split_once('*') else {
        return range.eq_ignore_ascii_case(media_type);
    };
    let after = after.trim_start_matches("/*");
    media_type.starts_with(before) && media_type.ends_with(after)
}

#[test]
fn ranges_cover_media_types() {
    assert!(covers("image/*", "image/png") && !covers("image/*", "text/png"));
    assert!(covers("*/*", "text/plain") && covers("application/*+json", "application/hal+json"));
    assert!(may_be_json("application/problem+json; charset=utf-8") && !may_be_json("audio/*"));
}
