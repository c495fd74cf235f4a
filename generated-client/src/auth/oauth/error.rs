// part coze

//! What an authorization server says when it refuses: a code, a description, a status.

use std::fmt;

use crate::open_enum::{UnknownText, text_enum};
use crate::redaction::Redaction;
use crate::text::{beginning, excerpt};

/// How many characters of the description a sentence repeats.
const SHOWN: usize = 300;

/// How many characters of a code that is not known.
const SHOWN_CODE: usize = 60;

/// How many bytes of the code and of the description are kept.
const KEPT: usize = 16 * 1024;

/// An authorization server's refusal; see [`Error::as_oauth`](crate::Error::as_oauth).
#[doc(alias = "CozePKCEAuthError")]
#[doc(alias = "CozeAuthException")]
#[doc(alias = "AuthError")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OAuthError {
    pub(crate) code: OAuthErrorCode,
    pub(crate) description: String,
    pub(crate) status: u16,
}

impl OAuthError {
    #[inline]
    pub(crate) fn new(code: &str, description: &str, status: u16) -> Self {
        Self {
            code: OAuthErrorCode::from(beginning(code, KEPT)),
            description: beginning(description, KEPT).to_owned(),
            status,
        }
    }

    #[inline]
    pub(crate) fn hide(&mut self, redaction: &Redaction) {
        redaction.hide_in(&mut self.description);
        if let OAuthErrorCode::Unrecognized(code) = &self.code {
            let mut code = code.as_str().to_owned();
            redaction.hide_in(&mut code);
            self.code = OAuthErrorCode::from(code);
        }
    }

    /// Why it refused.
    #[must_use]
    #[inline]
    pub fn code(&self) -> &OAuthErrorCode {
        &self.code
    }

    /// The server's own description; often empty.
    #[must_use]
    #[inline]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The HTTP status, which is 200 for some refusals; 0 if there was no reply (an error in a redirect, a code that expired on this side).
    #[must_use]
    #[inline]
    pub fn status(&self) -> u16 {
        self.status
    }

    #[inline]
    pub(crate) fn is_retryable(&self) -> bool {
        matches!(
            self.code,
            OAuthErrorCode::AuthorizationPending
                | OAuthErrorCode::SlowDown
                | OAuthErrorCode::InternalError
        ) || matches!(self.status, 429 | 500..=599)
    }

    /// Advice in words that continue the error's sentence.
    #[inline]
    pub(crate) fn hint(&self) -> Option<&'static str> {
        Some(match self.code {
            OAuthErrorCode::InvalidClient => {
                "check client id, secret or key, and that the base URL is the one of the app's region"
            }
            OAuthErrorCode::InvalidGrant => {
                "a code or refresh token works once and not for ever: let the user sign in again"
            }
            OAuthErrorCode::ExpiredToken => "the device code expired: ask for a new one",
            OAuthErrorCode::AccessDeny => "the app is disabled or of another type",
            OAuthErrorCode::AuthorizationPending
            | OAuthErrorCode::SlowDown
            | OAuthErrorCode::AccessDenied
            | OAuthErrorCode::InvalidRequest
            | OAuthErrorCode::UnauthorizedClient
            | OAuthErrorCode::UnsupportedGrantType
            | OAuthErrorCode::InvalidScope
            | OAuthErrorCode::InternalError
            | OAuthErrorCode::Unrecognized(_) => return None,
        })
    }
}

impl fmt::Display for OAuthError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&excerpt(self.code.as_str().as_bytes(), SHOWN_CODE))?;
        if !matches!(self.status, 0 | 200) {
            write!(f, " and HTTP status {}", self.status)?;
        }
        match self.description.as_str() {
            "" => Ok(()),
            description => write!(f, ": {}", excerpt(description.as_bytes(), SHOWN)),
        }
    }
}

impl std::error::Error for OAuthError {}

/// Why an authorization server refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuthErrorCode {
    /// `authorization_pending`: the user has not decided yet.
    AuthorizationPending,
    /// `slow_down`: asked too often.
    SlowDown,
    /// `access_denied`: the user refused.
    AccessDenied,
    /// `expired_token`: the device code expired.
    ExpiredToken,
    /// `invalid_request`: a parameter is wrong.
    InvalidRequest,
    /// `invalid_client`: client id, secret or JWT are not accepted.
    InvalidClient,
    /// `invalid_grant`: the code or the refresh token is not, or no longer, accepted.
    InvalidGrant,
    /// `unauthorized_client`: the app may not use this flow.
    UnauthorizedClient,
    /// `unsupported_grant_type`: the server does not know this flow.
    UnsupportedGrantType,
    /// `invalid_scope`: the requested permissions are not available.
    InvalidScope,
    /// `access_deny`: the app is disabled, or of another type.
    AccessDeny,
    /// `internal_error`: the server failed.
    InternalError,
    /// A code that this version of the crate does not know; read it with [`as_str`](Self::as_str).
    Unrecognized(UnknownText),
}

impl OAuthErrorCode {
    /// The code as the server writes it.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::AccessDenied => "access_denied",
            Self::ExpiredToken => "expired_token",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDeny => "access_deny",
            Self::InternalError => "internal_error",
            Self::Unrecognized(code) => code.as_str(),
        }
    }
}

impl From<&str> for OAuthErrorCode {
    #[inline]
    fn from(code: &str) -> Self {
        match code {
            "authorization_pending" => Self::AuthorizationPending,
            "slow_down" => Self::SlowDown,
            "access_denied" => Self::AccessDenied,
            "expired_token" => Self::ExpiredToken,
            "invalid_request" => Self::InvalidRequest,
            "invalid_client" => Self::InvalidClient,
            "invalid_grant" => Self::InvalidGrant,
            "unauthorized_client" => Self::UnauthorizedClient,
            "unsupported_grant_type" => Self::UnsupportedGrantType,
            "invalid_scope" => Self::InvalidScope,
            "access_deny" => Self::AccessDeny,
            "internal_error" => Self::InternalError,
            code => Self::Unrecognized(UnknownText::new(code)),
        }
    }
}

text_enum!(OAuthErrorCode);
