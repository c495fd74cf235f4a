//! What can go wrong: one opaque [`Error`], as large as one pointer, that says which call failed, why, and what to do.

pub(crate) mod api_error;
pub(crate) mod codes;
mod hint;
pub(crate) mod kind;
mod refusal;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use self::api_error::ApiError;
pub use self::kind::ErrorKind;
use self::refusal::Refusal;
// part coze
use crate::auth::OAuthError;
// end part
use crate::http::retry::advice::{Advice, Delivery};
use crate::operation::Operation;
use crate::redaction::{LONGEST_ID, Redaction};
use crate::text::{Shown, beginning};

/// How many characters of one sentence, and of a log id, a text shows.
const SHOWN: usize = 1000;
const SHOWN_ID: usize = 100;

/// How many bytes of a reply an error keeps.
const KEPT: usize = 64 * 1024;

type Source = Arc<dyn std::error::Error + Send + Sync>;

/// Everything that can go wrong in this crate.
///
/// [`kind`](Self::kind) says what happened in coarse terms, [`as_api`](Self::as_api) what the service answered. Its text is one
/// sentence with the call, the service's code and message, and the log id to quote to the service's support. It never holds a
/// token.
///
/// Cloning is cheap: clones share their content.
// part coze
#[doc(alias = "CozeError")]
#[doc(alias = "CozeInvalidEventError")]
// end part
#[derive(Clone)]
pub struct Error(Arc<Inner>);

// Every `Result` of the crate makes room for it.
const _: () = assert!(size_of::<Error>() == size_of::<usize>());

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<Operation>,
    log_id: Option<String>,
    attempts: u32,
    advice: Advice,
    refusal: Option<Refusal>,
    /// In place of the advice that follows from the refusal.
    hint: Option<&'static str>,
    body: Bytes,
    source: Option<Source>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Arc::new(Inner {
            kind,
            message,
            operation: None,
            log_id: None,
            attempts: 1,
            advice: Advice::default(),
            refusal: None,
            hint: None,
            body: Bytes::new(),
            source: None,
        }))
    }

    /// A refusal by the service; its kind follows from the code, or else from the status.
    pub(crate) fn api(api: ApiError) -> Self {
        let mut error = Self::new(api.kind(), String::new());
        error.inner().refusal = Some(Refusal::Api(Arc::new(api)));
        error
    }

    // part coze
    /// A refusal by an authorization server.
    pub(crate) fn oauth(oauth: OAuthError) -> Self {
        let mut error = Self::new(ErrorKind::OAuth, String::new());
        error.inner().refusal = Some(Refusal::OAuth(Arc::new(oauth)));
        error
    }

    // end part
    /// For changes while the error is made, before it has clones.
    fn inner(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.0)
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.inner().source = Some(Source::from(source.into()));
        self
    }

    pub(crate) fn with_operation(mut self, operation: &Operation) -> Self {
        self.inner().operation = Some(operation.clone());
        self
    }

    /// Adds the call, unless the error is of another one that was made for it.
    pub(crate) fn or_operation(mut self, operation: &Operation) -> Self {
        self.inner()
            .operation
            .get_or_insert_with(|| operation.clone());
        self
    }

    /// Adds a log id; one that is there already is nearer to the cause and stays.
    pub(crate) fn or_log_id(mut self, log_id: Option<&str>) -> Self {
        if self.0.log_id.is_none() {
            self.inner().log_id = log_id.map(|id| beginning(id, LONGEST_ID).to_owned());
        }
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.inner().attempts = attempts;
        self
    }

    /// The error, without what must not be seen of its call, whoever has repeated it.
    pub(crate) fn redacted(mut self, redaction: &Redaction) -> Self {
        let inner = self.inner();
        redaction.hide_in(&mut inner.message);
        if let Some(log_id) = &mut inner.log_id {
            redaction.hide_in(log_id);
        }
        match &mut inner.refusal {
            Some(Refusal::Api(api)) => Arc::make_mut(api).hide(redaction),
            // part coze
            Some(Refusal::OAuth(oauth)) => Arc::make_mut(oauth).hide(redaction),
            // end part
            None => {}
        }
        self
    }

    /// Adds what the service says about sending the call again, as far as that is not known.
    pub(crate) fn or_advice(mut self, advice: Advice) -> Self {
        self.inner().advice = self.0.advice.or(advice);
        self
    }

    /// Replaces the reply by a text that may be kept of it.
    pub(crate) fn with_body(mut self, body: String) -> Self {
        self.inner().body = body.into();
        self
    }

    /// Adds the beginning of the reply that could not be used, unless there is one.
    pub(crate) fn or_body(mut self, body: &[u8]) -> Self {
        if self.0.body.is_empty() {
            self.inner().body = Bytes::copy_from_slice(&body[..body.len().min(KEPT)]);
        }
        self
    }

    // part coze
    /// Says what to do about it, in words that continue the error's sentence.
    #[cfg(feature = "realtime")]
    pub(crate) fn with_hint(mut self, hint: &'static str) -> Self {
        self.inner().hint = Some(hint);
        self
    }

    // end part
    /// Adds how far the call got.
    pub(crate) fn with_delivery(mut self, delivery: Delivery) -> Self {
        self.inner().advice.delivery = delivery;
        self
    }

    pub(crate) fn advice(&self) -> Advice {
        self.0.advice
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The service's refusal, if it refused the call; `None` for failures in this program or on the network.
    #[must_use]
    pub fn as_api(&self) -> Option<&ApiError> {
        match self.0.refusal.as_ref()? {
            Refusal::Api(api) => Some(api),
            // part coze
            Refusal::OAuth(_) => None,
            // end part
        }
    }

    /// The body of the reply, at most its first 64 KiB, if the error is about its content: a refusal, or a reply that does not fit the API.
    /// `None` for a reply that holds tokens.
    ///
    /// It may hold arbitrary text of a third party, so it is not part of the error's text.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        Some(&*self.0.body).filter(|body| !body.is_empty())
    }

    // part coze
    /// The authorization server's refusal, if it refused to give a token; see the module [`auth`](crate::auth).
    #[must_use]
    pub fn as_oauth(&self) -> Option<&OAuthError> {
        match self.0.refusal.as_ref()? {
            Refusal::OAuth(oauth) => Some(oauth),
            Refusal::Api(_) => None,
        }
    }

    // end part
    /// The id under which the service logged the call. Quote it to the service's support. `None` if no reply arrived.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.0.log_id.as_deref()
    }

    /// How often the call was sent: 1, unless it was [repeated](crate::ClientBuilder::max_retries).
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the service asks to wait before the next call (`Retry-After`), at most a year; `None` if it does not say.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.advice.retry_after
    }

    /// Whether the same call may succeed a little later: no connection, a timeout, a rate limit, a failing gateway.
    ///
    /// It does not say that repeating is safe: after a broken connection, a call that creates something may have been carried out.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect
            | ErrorKind::Transport
            | ErrorKind::Timeout
            | ErrorKind::Truncated => true,
            ErrorKind::Auth
            | ErrorKind::RateLimit
            | ErrorKind::NotFound
            | ErrorKind::Api
            | ErrorKind::OAuth => self.0.refusal.as_ref().is_some_and(Refusal::is_retryable),
            ErrorKind::Config | ErrorKind::Argument | ErrorKind::File | ErrorKind::Decode => false,
        }
    }

    /// Whether a time limit of this client was exceeded. See the timeouts of [`ClientBuilder`](crate::ClientBuilder).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let cause = self
            .0
            .source
            .as_ref()
            .and_then(|source| source.downcast_ref::<reqwest::Error>());
        // A connection that was not made in time is of kind `Connect`, because then nothing was sent.
        self.0.kind == ErrorKind::Timeout || cause.is_some_and(reqwest::Error::is_timeout)
    }
}

impl Inner {
    /// `POST /v3/chat: the service answered with code 4013, "…" (log id …); hint`
    fn sentence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = &self.operation {
            write!(f, "{operation}: ")?;
        }
        match &self.refusal {
            Some(refusal) => write!(f, "{refusal}")?,
            None => write!(f, "{}", Shown::new(&self.message, SHOWN))?,
        }
        let log_id = self.log_id.as_deref();
        match (log_id.map(|id| Shown::new(id, SHOWN_ID)), self.attempts) {
            (None, ..=1) => {}
            (None, attempts) => write!(f, " ({attempts} attempts)")?,
            (Some(log_id), ..=1) => write!(f, " (log id {log_id})")?,
            (Some(log_id), attempts) => write!(f, " (log id {log_id}, {attempts} attempts)")?,
        }
        match self.hint.or_else(|| self.refusal.as_ref()?.hint()) {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.sentence(f)
    }
}

/// The sentence of `Display` and what lies behind it: a `main` that returns an error shows it in this form.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({:?})", self.0.kind)?;
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            write!(f, "\n  because: {}", Shown::new(&cause.to_string(), SHOWN))?;
            source = cause.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Method;

    fn refused(code: i64, status: u16) -> Error {
        Error::api(ApiError::new(code, "no", status))
            .with_operation(&Operation {
                method: Method::Post,
                template: "/v3/chat".into(),
            })
            .or_log_id(Some("20240101ABC"))
    }

    #[test]
    fn an_error_travels_between_threads() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<Error>();
    }

    #[test]
    fn the_text_names_call_code_message_log_id_and_remedy() {
        let text = refused(4101, 200).to_string();
        assert!(
            text.starts_with(
                "POST /v3/chat: the service answered with code 4101: no (log id 20240101ABC); "
            ),
            "{text}"
        );
        assert!(text.contains("region"), "{text}");
    }

    #[test]
    fn the_kind_follows_the_code_then_the_status() {
        for (code, status, kind, retryable) in [
            (4101, 200, ErrorKind::Auth, false),
            (4100, 401, ErrorKind::Auth, false),
            (4013, 200, ErrorKind::RateLimit, true),
            (0, 429, ErrorKind::RateLimit, true),
            (4200, 200, ErrorKind::NotFound, false),
            (4000, 400, ErrorKind::Api, false),
            (0, 502, ErrorKind::Api, true),
            (4016, 200, ErrorKind::Api, false),
        ] {
            let error = refused(code, status);
            assert_eq!(
                (error.kind(), error.is_retryable()),
                (kind, retryable),
                "{code} {status}"
            );
        }
    }
}
