//! The keys and passwords that a client has, and how they are written.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;

use super::scheme::{Carrier, Scheme};
use super::token::header;
use super::token::secret::Secret;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// What is set for one way to sign calls.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) scheme: &'static Scheme,
    /// As it is sent, without the word before it.
    pub(crate) sent: Secret,
    /// The secret texts in it, which are redacted.
    pub(crate) secret: Secret,
    /// Why it cannot be sent, if so; checked before anything is written.
    fault: Option<&'static str>,
}

/// By their schemes.
#[derive(Clone, Default)]
pub(crate) struct Keys(Vec<Key>);

impl Key {
    /// A key or a token, without the white space that is often copied with it.
    pub(crate) fn new(scheme: &'static Scheme, key: &str) -> Self {
        let sent = match scheme.carrier {
            Carrier::Bearer => header::cleaned(key),
            Carrier::Basic | Carrier::Header(_) | Carrier::Query(_) | Carrier::Cookie(_) => {
                Secret::new(key.trim())
            }
        };
        Self {
            scheme,
            secret: sent.clone(),
            fault: sent.expose().is_empty().then_some("is empty"),
            sent,
        }
    }

    /// A user and a password (RFC 7617).
    pub(crate) fn login(scheme: &'static Scheme, user: &str, password: &str) -> Self {
        let fault = "has a colon in the name of the user, where HTTP ends it";
        Self {
            scheme,
            sent: Secret::new(STANDARD.encode(format!("{user}:{password}"))),
            secret: Secret::new(password),
            fault: user.contains(':').then_some(fault),
        }
    }

    /// The value of its header; nothing if it stands elsewhere. It is marked as sensitive, so that HTTP/2 does not put it into its table.
    pub(crate) fn header_value(&self) -> Result<Option<HeaderValue>> {
        let text = self.sent.expose();
        let text = match self.scheme.carrier {
            Carrier::Bearer => return header::value(&self.sent).map(Some),
            Carrier::Basic => format!("Basic {text}"),
            Carrier::Header(_) => text.to_owned(),
            Carrier::Cookie(name) => format!("{name}={text}"),
            Carrier::Query(_) => return Ok(None),
        };
        let Ok(mut value) = HeaderValue::try_from(text) else {
            return Err(self.wrong("holds characters that cannot be sent in a header"));
        };
        value.set_sensitive(true);
        Ok(Some(value))
    }

    fn check(&self) -> Result<()> {
        if let Some(fault) = self.fault {
            return Err(self.wrong(fault));
        }
        let is_cookie = matches!(self.scheme.carrier, Carrier::Cookie(_));
        // RFC 6265, section 4.1.1.
        let splits = |c: char| c.is_whitespace() || "\",;\\".contains(c);
        if is_cookie && self.sent.expose().contains(splits) {
            return Err(self.wrong("holds characters that no cookie can have"));
        }
        self.header_value().map(drop)
    }

    fn wrong(&self, what: &str) -> Error {
        let method = self.scheme.method;
        Error::new(
            ErrorKind::Config,
            format!("what `{method}` was given {what}"),
        )
    }
}

impl Keys {
    /// Sets a key in the place of an earlier one.
    // A document decides whether there are any.
    #[allow(dead_code)]
    pub(crate) fn set(&mut self, key: Key) {
        self.0
            .retain(|other| other.scheme.method != key.scheme.method);
        self.0.push(key);
    }

    pub(crate) fn of(&self, scheme: &Scheme) -> Option<&Key> {
        self.0.iter().find(|key| key.scheme.method == scheme.method)
    }

    /// Finds out whether all of them can be sent.
    pub(crate) fn check(&self) -> Result<()> {
        self.0.iter().try_for_each(Key::check)
    }
}

/// The methods by which they were set.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.0.iter().map(|key| key.scheme.method);
        f.debug_list().entries(methods).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Scheme = Scheme {
        method: "key",
        carrier: Carrier::Header("X-Key"),
    };
    const LOGIN: Scheme = Scheme {
        method: "login",
        carrier: Carrier::Basic,
    };
    const SESSION: Scheme = Scheme {
        method: "session",
        carrier: Carrier::Cookie("sid"),
    };

    fn written(key: &Key) -> String {
        key.check().expect("it can be sent");
        let value = key.header_value().expect("valid").expect("a header");
        assert!(value.is_sensitive());
        value.to_str().expect("text").to_owned()
    }

    #[test]
    fn each_is_written_as_its_carrier_wants_it() {
        // The example of RFC 7617, section 2.
        let login = Key::login(&LOGIN, "Aladdin", "open sesame");
        assert_eq!(written(&login), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(written(&Key::new(&KEY, " k-1\n")), "k-1");
        assert_eq!(written(&Key::new(&SESSION, "s=1")), "sid=s=1");
    }

    #[test]
    fn what_cannot_be_sent_is_refused_and_not_shown() {
        for (key, word) in [
            (Key::new(&KEY, " "), "empty"),
            (Key::new(&KEY, "secret\u{7f}"), "characters"),
            (Key::new(&SESSION, "secret; admin=1"), "cookie"),
            (Key::login(&LOGIN, "secret:", "x"), "colon"),
        ] {
            let error = key.check().expect_err(word).to_string();
            assert!(error.contains(word) && !error.contains("secret"), "{error}");
        }
        let mut keys = Keys::default();
        keys.set(Key::new(&KEY, "secret"));
        keys.set(Key::new(&KEY, "other secret"));
        assert_eq!(format!("{keys:?}"), "[\"key\"]");
    }
}
