//! Which token a call goes with, and what happens when the service refuses it.

use std::fmt;

use reqwest::header::HeaderValue;

use super::cache::{Issued, TokenCache};
use super::header::Token;
use super::secret::Secret;
use super::source::TokenSource;
use crate::Result;
use crate::error::codes;
use crate::generated::conventions::ENVELOPE;
use crate::http::incoming::Received;
use crate::http::options::Signature;

/// Where a client has its tokens from.
#[derive(Clone)]
pub(crate) enum Credentials {
    Fixed(Token),
    Source(TokenCache),
}

impl Credentials {
    pub(crate) fn source(source: impl TokenSource) -> Self {
        Self::Source(TokenCache::new(Box::new(source)))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(token) => token.fmt(f),
            Self::Source(_) => f.write_str("<token source>"),
        }
    }
}

/// The token that one attempt at a call is signed with.
pub(crate) enum Bearer {
    Nobody,
    Fixed(Token),
    Issued(TokenCache, Issued),
}

impl Bearer {
    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> Result<Option<HeaderValue>> {
        self.token().map(Token::header).transpose()
    }

    pub(crate) fn secret(&self) -> Option<&Secret> {
        self.token().map(Token::secret)
    }

    fn token(&self) -> Option<&Token> {
        match self {
            Self::Nobody => None,
            Self::Fixed(token) => Some(token),
            Self::Issued(_, issued) => Some(&issued.token),
        }
    }

    /// Whether the service refused it, and there may be another.
    pub(crate) fn may_be_renewed(&self, outcome: &Result<Box<Received>>) -> bool {
        matches!(self, Self::Issued(..)) && is_refusal(outcome)
    }

    /// Another one, if there is one.
    pub(crate) async fn instead(&self) -> Result<Option<Self>> {
        let Self::Issued(cache, issued) = self else {
            return Ok(None);
        };
        let other = cache.instead_of(issued).await?;
        Ok(other.map(|other| Self::Issued(cache.clone(), other)))
    }
}

/// What to sign a call with: the token of the call, or else of the client.
pub(crate) async fn bearer(signature: &Signature, client: Option<&Credentials>) -> Result<Bearer> {
    match (signature, client) {
        (Signature::Nobody, _) | (Signature::Client, None) => Ok(Bearer::Nobody),
        (Signature::Own(token), _) | (Signature::Client, Some(Credentials::Fixed(token))) => {
            Ok(Bearer::Fixed(token.clone()))
        }
        (Signature::Client, Some(Credentials::Source(cache))) => {
            Ok(Bearer::Issued(cache.clone(), cache.token().await?))
        }
    }
}

fn is_refusal(outcome: &Result<Box<Received>>) -> bool {
    let (status, code) = match outcome {
        Ok(received) => {
            let code = received.code_of_refusal();
            (received.context.status, code)
        }
        Err(error) => match error.as_api() {
            Some(api) => (api.status(), api.code()),
            None => return false,
        },
    };
    // The code counts before the status; a gateway's refusal has no code. A missing permission is not renewed: the next token would lack
    // it as well.
    let has_no_code = code == 0 || ENVELOPE.is_none();
    codes::find(code).is_some_and(|known| known.renew) || (status == 401 && has_no_code)
}
