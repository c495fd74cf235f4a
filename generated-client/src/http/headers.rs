//! Headers that a caller may set, and those by which the crate says who it is.

use std::sync::LazyLock;

use bytes::Bytes;
use reqwest::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName,
    HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use crate::error::Error;
use crate::generated::conventions::IDENTITY_HEADER;
use crate::{ErrorKind, Result};

/// Headers that describe the body and the connection. A second value for one of them would allow request smuggling.
const FRAMING: [HeaderName; 8] = [
    CONNECTION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    HOST,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// A header's name, if the caller may set it.
pub(crate) fn header_name(name: &str) -> Result<HeaderName> {
    let fault = |what: String| Err(Error::new(ErrorKind::Argument, what));
    let Ok(parsed) = HeaderName::try_from(name) else {
        return fault(format!("{name:?} is not a header name"));
    };
    if parsed == AUTHORIZATION {
        return fault("the Authorization header is set from the access token".to_owned());
    }
    if FRAMING.contains(&parsed) {
        return fault(format!("the header {name:?} is set by the client itself"));
    }
    Ok(parsed)
}

/// A header's value. The error does not show it: it may be a secret.
pub(crate) fn header_value(name: &str, value: &str) -> Result<HeaderValue> {
    HeaderValue::try_from(value).map_err(|_| {
        Error::new(
            ErrorKind::Argument,
            format!("the value of header {name:?} holds characters that cannot be sent"),
        )
    })
}

/// Who is calling: the user agent, and the header by which the service tells its SDKs apart, if it has one.
pub(crate) fn identity() -> HeaderMap {
    const NAME: &str = env!("CARGO_PKG_NAME");
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    // Kept for ever, so that nobody counts who uses them: all threads that make calls would do that at one place.
    static TEXTS: LazyLock<[String; 2]> = LazyLock::new(|| {
        let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
        let agent = format!("{NAME}/{VERSION} rust {system}/{machine}");
        let details = format!(
            r#"{{"version":"{VERSION}","lang":"rust","lang_version":"unknown","os_name":"{system}","os_version":"unknown"}}"#
        );
        [agent, details]
    });
    let mut headers = HeaderMap::new();
    for (name, text) in [Some("user-agent"), IDENTITY_HEADER]
        .into_iter()
        .zip(&*TEXTS)
    {
        let value = HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()));
        if let (Some(Ok(name)), Ok(value)) = (name.map(HeaderName::try_from), value) {
            headers.insert(name, value);
        }
    }
    headers
}
