// part coze

//! Headers and body of a request in, what Coze has sent out, or why it is not taken.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::delivery::{self, Delivery};
use super::error::WebhookError;
use super::signature::{Signed, is_signed};
use crate::auth::token::secret::Secret;

/// Says whether a nonce was not seen before.
type IsNew = dyn Fn(&str) -> bool + Send + Sync;

/// Takes deliveries that are signed with a token of yours; see the [module](super).
///
/// It is cheap to clone, and `Debug` does not show its tokens.
#[derive(Clone)]
pub struct Verifier {
    tokens: Vec<Secret>,
    tolerance: Duration,
    max_body: usize,
    is_new: Option<Arc<IsNew>>,
}

impl Verifier {
    /// The limit on a body unless [`max_body`](Self::max_body) says otherwise: 1 MiB. The events of today have less than 2 KiB.
    pub const MAX_BODY: usize = 1024 * 1024;

    /// The age at which a delivery is refused unless [`tolerance`](Self::tolerance) says otherwise: 5 minutes.
    pub const TOLERANCE: Duration = Duration::from_secs(5 * 60);

    /// Takes what is signed with this token: the `verify_token` of the callback app, which
    /// [`api_apps().create`](crate::resources::api_apps::ApiApps::create) and the page of the app show.
    ///
    /// An empty token signs nothing: with no other one, every delivery is refused with [`WebhookError::NoToken`].
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        let verifier = Self {
            tokens: Vec::new(),
            tolerance: Self::TOLERANCE,
            max_body: Self::MAX_BODY,
            is_new: None,
        };
        verifier.or_token(token)
    }

    /// Takes what is signed with this token, too: the new one while the old one is still in use, or that of another callback app.
    #[must_use]
    pub fn or_token(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        // Everybody could sign with it.
        if !token.is_empty() {
            self.tokens.push(Secret::new(token));
        }
        self
    }

    /// How far the time of a delivery may lie before or after now. The default is [`TOLERANCE`](Self::TOLERANCE).
    ///
    /// The time is when the event happened. Whether a repeated delivery has a time of its own is not documented; if yours are
    /// refused as [`Stale`](WebhookError::Stale), allow more.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// How many bytes a body may have. The default is [`MAX_BODY`](Self::MAX_BODY).
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Refuses a nonce of which this says `false`: that it was seen before. It is asked for deliveries that are Coze's and fresh, just
    /// before they are read, and has to keep a nonce for twice the [`tolerance`](Self::tolerance).
    ///
    /// A delivery that Coze repeats because your server failed may have the same nonce. Where that matters, go by
    /// `header.event_id` instead, when you have done what the event asks for.
    ///
    /// ```
    /// use std::collections::HashSet;
    /// use std::sync::Mutex;
    ///
    /// use coze_client::webhook::Verifier;
    ///
    /// let seen = Mutex::new(HashSet::new());
    /// let is_new = move |nonce: &str| seen.lock().is_ok_and(|mut seen| seen.insert(nonce.to_owned()));
    /// let verifier = Verifier::new("token").nonces(is_new);
    /// # let _ = verifier;
    /// ```
    #[must_use]
    pub fn nonces(mut self, is_new: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.is_new = Some(Arc::new(is_new));
        self
    }

    /// Reads a delivery, if it is signed with one of the tokens and fresh.
    ///
    /// Headers are pairs of a name, in any case, and a value: `&http::HeaderMap` and `&HashMap<String, String>` have them. The body is
    /// what came, byte by byte.
    ///
    /// # Errors
    ///
    /// Each [`WebhookError`] is one reason not to take it; [`status`](WebhookError::status) is what to answer.
    pub fn receive<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<Delivery, WebhookError> {
        self.receive_at(headers, body, SystemTime::now())
    }

    /// The same at another time than now, for tests and for deliveries that waited in a queue of yours.
    ///
    /// # Errors
    ///
    /// As [`receive`](Self::receive).
    pub fn receive_at<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Delivery, WebhookError> {
        let mut signed = Signed::default();
        for (name, value) in headers {
            signed.take(name.as_ref(), value.as_ref());
        }
        self.read(signed, body, now)
    }

    fn read(&self, signed: Signed, body: &[u8], now: SystemTime) -> Result<Delivery, WebhookError> {
        if self.tokens.is_empty() {
            return Err(WebhookError::NoToken);
        }
        if body.len() > self.max_body {
            return Err(WebhookError::TooLarge {
                limit: self.max_body,
            });
        }
        let signed = signed.complete()?;
        if !is_signed(&signed, body, &self.tokens) {
            return Err(WebhookError::WrongSignature);
        }
        self.check_time(signed.milliseconds, now)?;
        if let Some(is_new) = &self.is_new
            && !is_new(&signed.nonce)
        {
            return Err(WebhookError::Repeated);
        }
        delivery::read(signed.nonce, signed.milliseconds, body)
    }

    fn check_time(&self, milliseconds: u64, now: SystemTime) -> Result<(), WebhookError> {
        let then = Duration::from_millis(milliseconds);
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let age = now.abs_diff(then);
        if age > self.tolerance {
            return Err(WebhookError::Stale {
                age,
                is_early: then > now,
            });
        }
        Ok(())
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("tokens", &self.tokens)
            .field("tolerance", &self.tolerance)
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}
