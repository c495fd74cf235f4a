//! Who refused, and how.

use std::fmt;
use std::sync::Arc;

use super::api_error::ApiError;
use super::hint;
// part coze
use crate::auth::OAuthError;
// end part

/// A refusal, by whom it comes from.
#[derive(Clone)]
pub(super) enum Refusal {
    /// By the service.
    Api(Arc<ApiError>),
    // part coze
    /// By the authorization server.
    OAuth(Arc<OAuthError>),
    // end part
}

impl Refusal {
    pub(super) fn is_retryable(&self) -> bool {
        match self {
            Self::Api(api) => api.is_retryable(),
            // part coze
            Self::OAuth(oauth) => oauth.is_retryable(),
            // end part
        }
    }

    /// What to do about it, in words that continue the error's sentence.
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Api(api) => hint::of(api.code, api.status),
            // part coze
            Self::OAuth(oauth) => oauth.hint(),
            // end part
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(api) => write!(f, "the service answered with {api}"),
            // part coze
            Self::OAuth(oauth) => write!(f, "the authorization failed with {oauth}"),
            // end part
        }
    }
}
