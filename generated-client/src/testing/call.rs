//! A call that arrived at the server.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::redaction::named;

/// A call that arrived at the server.
///
/// Its `Debug` shows neither tokens nor values whose names are those of secrets.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    pub(super) operation: Option<&'static str>,
}

impl Call {
    pub(super) fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: pairs(query),
            ..Self::default()
        }
    }

    /// The HTTP method, in upper case.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path as it was sent, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name of the call in the client, such as `conversations.messages.list`; `None` for a path that the document does not have.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.operation
    }

    /// The first query parameter of this name, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        let found = pairs.find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All query parameters, decoded, in order.
    #[must_use]
    pub fn queries(&self) -> &[(String, String)] {
        &self.query
    }

    /// The value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The access token of the call.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        let value = self.header("authorization")?;
        Some(value.strip_prefix("Bearer ").unwrap_or(value))
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as JSON; null if it is not JSON. `call.json()["bot_id"]` is one of its fields.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The content of a part of a multipart body.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&[u8]> {
        let boundary = self.header("content-type")?.split("boundary=").nth(1)?;
        let boundary = format!("--{}", boundary.trim_matches('"'));
        let wanted = format!("name=\"{name}\"");
        let mut parts = pieces(&self.body, boundary.as_bytes()).into_iter();
        parts.find_map(|part| {
            let end = find(part, b"\r\n\r\n")?;
            let head = String::from_utf8_lossy(&part[..end]);
            let mut parameters = head.split(['\r', '\n', ';']).map(str::trim);
            let is_wanted = parameters.any(|parameter| parameter == wanted);
            is_wanted.then(|| {
                part[end + 4..]
                    .strip_suffix(b"\r\n")
                    .unwrap_or(&part[end + 4..])
            })
        })
    }

    /// An argument from the query or a JSON body, as text.
    pub(super) fn argument(&self, name: &str) -> Option<String> {
        if let Some(value) = self.query(name) {
            return Some(value.to_owned());
        }
        match &self.json()[name] {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            value => Some(value.to_string()),
        }
    }
}

/// Method, path and query.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (index, (name, value)) in self.query.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(f, "{separator}{name}={value}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |text: &str| named::hidden(text).unwrap_or_else(|| text.to_owned());
        let is_shown = |(name, _): &&(String, String)| name != "authorization" && name != "cookie";
        let headers = self.headers.iter().filter(is_shown);
        let headers: Vec<String> = headers
            .map(|(name, value)| hidden(&format!("{name}: {value}")))
            .collect();
        f.debug_struct("Call")
            .field("call", &hidden(&self.to_string()))
            .field("headers", &headers)
            .field("body", &hidden(&self.text()))
            .finish_non_exhaustive()
    }
}

/// The names and values of a query.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// What stands between the boundaries of a form.
fn pieces<'b>(mut body: &'b [u8], boundary: &[u8]) -> Vec<&'b [u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = find(body, boundary) {
        pieces.push(&body[..at]);
        body = &body[at + boundary.len()..];
    }
    pieces
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|bytes| bytes == wanted)
}
