// part coze

//! A client from the environment variables that the official SDKs' examples use.

use std::env;

use crate::client::Client;
use crate::error::Error;
use crate::{ErrorKind, Result};

impl Client {
    /// Makes a client from environment variables: `COZE_API_TOKEN` is the token, `COZE_API_BASE` the base URL
    /// ([`Region::Com`](crate::Region::Com) if it is not set).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if there is no token, and the errors of [`ClientBuilder::build`](crate::ClientBuilder::build).
    #[inline]
    pub fn from_env() -> Result<Self> {
        from(|name| env::var(name).ok())
    }
}

fn from(get: impl Fn(&str) -> Option<String>) -> Result<Client> {
    let get = |name| get(name).filter(|value| !value.trim().is_empty());
    let Some(token) = get("COZE_API_TOKEN") else {
        return Err(Error::new(
            ErrorKind::Config,
            "the environment variable COZE_API_TOKEN is not set",
        ));
    };
    let mut builder = Client::builder().token(token);
    if let Some(base) = get("COZE_API_BASE") {
        builder = builder.base_url(base);
    }
    builder.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variables_make_a_client() {
        let variables = |token, base| {
            move |name: &str| {
                match name {
                    "COZE_API_TOKEN" => token,
                    "COZE_API_BASE" => base,
                    _ => None,
                }
                .map(str::to_owned)
            }
        };
        let client = from(variables(Some("pat_secret"), Some("http://127.0.0.1:9")));
        let text = format!("{:?}", client.expect("valid"));
        assert!(text.contains("http://127.0.0.1:9") && !text.contains("secret"));
        for (token, base) in [
            (None, None),
            (Some(" "), None),
            (Some("x"), Some("nowhere")),
        ] {
            let error = from(variables(token, base)).expect_err("unusable");
            assert_eq!(error.kind(), ErrorKind::Config);
        }
    }
}
