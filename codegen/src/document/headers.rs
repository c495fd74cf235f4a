//! Names of headers that no parameter can set.

/// They follow from what is sent and received, and from the credentials: `OpenAPI` 3.0 ignores parameters of these names.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// They say where a request ends, goes, or how it travels: that is the client's business.
const FRAMING: [&str; 9] = [
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

pub(crate) fn is_ignored(name: &str) -> bool {
    is_one_of(&IGNORED, name)
}

pub(crate) fn is_framing(name: &str) -> bool {
    is_one_of(&FRAMING, name)
}

/// Whether it can be the name of a header at all: a token of HTTP (RFC 9110, 5.6.2).
pub(crate) fn is_name(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token)
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
