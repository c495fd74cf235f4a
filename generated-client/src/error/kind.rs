//! The coarse kinds of what can go wrong.

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up correctly: its base URL, its token, a header. Nothing was sent.
    Config,
    /// An argument cannot be sent, such as an empty id in a path. Nothing was sent.
    Argument,
    /// A local file could not be read or written.
    File,
    /// No connection to the service: DNS, network or TLS. Nothing was sent.
    Connect,
    /// The connection broke while sending or receiving.
    Transport,
    /// A time limit was exceeded: no reply, or no further piece of one.
    Timeout,
    /// The service did not accept the token, or the token lacks a permission, or it belongs to another
    /// region of the service.
    Auth,
    /// Too many calls.
    RateLimit,
    /// The thing that the call names does not exist, or is not visible with this token.
    NotFound,
    /// The service refused the call or failed for any other reason; see [`Error::as_api`](crate::Error::as_api).
    Api,
    /// The reply does not have the form that the API documents; the text names the place in it.
    Decode,
    /// No access token could be obtained: a [`TokenSource`](crate::auth::TokenSource) failed.
    // part coze
    /// Or the authorization server refused; [`Error::as_oauth`](crate::Error::as_oauth) has the details.
    // end part
    OAuth,
    /// A stream or a download ended too early: part of the reply is missing.
    Truncated,
}
