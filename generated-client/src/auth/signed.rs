//! What a call is signed with: its own token and what the client has, by what the document says that it needs.

use std::borrow::Cow;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::keys::{Key, Keys};
use super::scheme::{Carrier, Choice, Scheme, TOKEN, choose};
use super::token::bearer::{Bearer, Credentials, bearer};
use crate::error::Error;
use crate::generated::credentials::SCHEMES;
use crate::http::incoming::Received;
use crate::http::options::{CallOptions, Signature};
use crate::http::request::Request;
use crate::redaction::Redaction;
use crate::{ErrorKind, Result};

/// What one attempt at a call is signed with.
pub(crate) struct Signed {
    bearer: Bearer,
    keys: Vec<Key>,
    /// What there should be; an error once everything else about the call is known to be right.
    missing: Option<String>,
}

/// What a client signs its calls with.
#[derive(Clone, Copy)]
pub(crate) struct Signer<'a> {
    pub(crate) token: Option<&'a Credentials>,
    pub(crate) keys: &'a Keys,
    /// Those that go with every call.
    pub(crate) headers: &'a HeaderMap,
}

impl Signer<'_> {
    /// Signs a call.
    pub(crate) async fn sign(&self, request: &Request, options: &CallOptions) -> Result<Signed> {
        let chosen = match &options.signature {
            Signature::Nobody => Choice::Signed(Cow::default()),
            Signature::Own(_) if !takes_token(request) => Choice::Signed(vec![&TOKEN].into()),
            Signature::Own(_) | Signature::Client => {
                let has = |scheme: &Scheme| self.has(scheme, request, options);
                choose(request.security, SCHEMES, &has)
            }
        };
        let (schemes, missing) = match chosen {
            Choice::Signed(schemes) => (schemes, None),
            Choice::Missing => (Cow::default(), Some(missing(request))),
        };
        let mut signed = Signed {
            bearer: Bearer::Nobody,
            keys: Vec::new(),
            missing,
        };
        for scheme in schemes.iter() {
            let is_own = matches!(options.signature, Signature::Own(_));
            match self.keys.of(scheme) {
                _ if scheme.carrier == Carrier::Bearer && is_own => {
                    signed.bearer = bearer(&options.signature, None).await?;
                }
                Some(key) => signed.keys.push(key.clone()),
                None if scheme.carrier == Carrier::Bearer => {
                    signed.bearer = bearer(&options.signature, self.token).await?;
                }
                // The caller has put it there.
                None => {}
            }
        }
        Ok(signed)
    }

    fn has(&self, scheme: &Scheme, request: &Request, options: &CallOptions) -> bool {
        let is_given = match scheme.carrier {
            Carrier::Bearer => {
                self.token.is_some() || matches!(options.signature, Signature::Own(_))
            }
            Carrier::Header(name) => {
                let is_name = |other: &str| other.eq_ignore_ascii_case(name);
                self.headers.contains_key(name)
                    || request.headers.iter().any(|(other, _)| is_name(other))
                    || options.headers.iter().any(|(other, _)| is_name(other))
            }
            Carrier::Query(name) => request.has_query(name),
            Carrier::Basic | Carrier::Cookie(_) => false,
        };
        is_given || self.keys.of(scheme).is_some()
    }
}

/// Whether there is room for a token.
fn takes_token(request: &Request) -> bool {
    let mut schemes = request.security.unwrap_or(&[&[&TOKEN]]).iter().copied();
    schemes.any(|set| set.iter().any(|scheme| scheme.carrier == Carrier::Bearer))
}

/// Says which methods would give the call what it needs.
fn missing(request: &Request) -> String {
    let mut methods = String::new();
    for set in request.security.unwrap_or_default() {
        methods += if methods.is_empty() { "" } else { ", or " };
        for (at, scheme) in set.iter().enumerate() {
            let and = if at == 0 { "" } else { " and " };
            for piece in [and, "`", scheme.method, "`"] {
                methods += piece;
            }
        }
    }
    if methods == "`token`" {
        return "there is no access token: give one to the client's builder, or to the call by `with_token`"
            .to_owned();
    }
    format!(
        "the client has not been given the credentials that this call needs: call {methods} of its builder"
    )
}

impl Signed {
    /// Puts into the headers what stands there. What the caller has put there stays.
    pub(crate) fn write(&self, headers: &mut HeaderMap) -> Result<()> {
        if let Some(text) = &self.missing {
            return Err(Error::new(ErrorKind::Config, text.clone()));
        }
        if let Some(value) = self.bearer.header()? {
            headers.insert(AUTHORIZATION, value);
        }
        for key in &self.keys {
            let Some(value) = key.header_value()? else {
                continue;
            };
            match key.scheme.carrier {
                Carrier::Bearer | Carrier::Basic => {
                    headers.insert(AUTHORIZATION, value);
                }
                Carrier::Header(name) => {
                    if let Ok(name) = HeaderName::try_from(name) {
                        headers.entry(name).or_insert(value);
                    }
                }
                Carrier::Cookie(_) => add_cookie(headers, value),
                Carrier::Query(_) => {}
            }
        }
        Ok(())
    }

    /// What stands in the query, names and values.
    pub(crate) fn query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.keys.iter().filter_map(|key| match key.scheme.carrier {
            Carrier::Query(name) => Some((name, key.sent.expose())),
            Carrier::Bearer | Carrier::Basic | Carrier::Header(_) | Carrier::Cookie(_) => None,
        })
    }

    /// Adds the secret texts to what is redacted.
    pub(crate) fn add_secrets(&self, redaction: &mut Redaction) {
        if let Some(token) = self.bearer.secret() {
            redaction.add(token.clone());
        }
        for key in &self.keys {
            redaction.add(key.sent.clone());
            redaction.add(key.secret.clone());
        }
    }

    /// Whether the service refused the token, and there may be another.
    pub(crate) fn may_be_renewed(&self, outcome: &Result<Box<Received>>) -> bool {
        self.bearer.may_be_renewed(outcome)
    }

    /// With another token, if there is one.
    pub(crate) async fn instead(&self) -> Result<Option<Self>> {
        let bearer = self.bearer.instead().await?;
        Ok(bearer.map(|bearer| Self {
            bearer,
            keys: self.keys.clone(),
            missing: None,
        }))
    }
}

/// Cookies share one header.
fn add_cookie(headers: &mut HeaderMap, cookie: HeaderValue) {
    let both = headers.get(COOKIE).map(|given| {
        let both = [given.as_bytes(), b"; ", cookie.as_bytes()].concat();
        HeaderValue::from_bytes(&both)
    });
    let mut value = both.and_then(std::result::Result::ok).unwrap_or(cookie);
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
}
