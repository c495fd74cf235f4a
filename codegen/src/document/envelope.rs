//! The envelope around the replies of Coze.

/// Every JSON reply of Coze is `{code, msg, data, detail: {logid}}`; some have further fields beside `code`.
pub(crate) const ENVELOPE: [&str; 3] = [CODE, "msg", "detail"];
pub(crate) const CODE: &str = "code";
pub(crate) const PAYLOAD: &str = "data";

/// Whether a reply with these fields is an envelope. A country has a code, too, so `code` alone is not enough.
pub(crate) fn is_envelope(has: impl Fn(&str) -> bool) -> bool {
    let mut others = ENVELOPE.into_iter().chain([PAYLOAD]);
    has(CODE) && others.any(|key| key != CODE && has(key))
}
