//! A [`Request`] in, the head of its reply out: the only place that talks to the network.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::body::Outgoing;
use super::incoming::{Incoming, Received};
use super::multipart;
use super::options::CallOptions;
use super::progress::Progress;
use super::request::{Content, Request};
use super::retry;
use super::unpooled::Unpooled;
use crate::auth::{Bearer, Credentials};
use crate::error::Error;
use crate::json::limits::Memory;
use crate::operation::{Method, Operation};
use crate::redaction::Redaction;
use crate::reply::context::Context;
use crate::{ErrorKind, Result};
use reqwest::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName,
    HeaderValue, LOCATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

/// The HTTP client and everything that is the same for all calls. Clones share its connections.
#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) unpooled: Unpooled,
    /// Without a trailing slash.
    pub(crate) base: String,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeouts: Timeouts,
    pub(crate) max_retries: u32,
    pub(crate) limits: Limits,
}

/// The most that is kept in memory of what arrives, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of a reply that is wanted as a whole.
    pub(crate) reply: usize,
    /// Of one event of a stream.
    pub(crate) event: usize,
}

/// How long to wait, and for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) connect: Duration,
    /// For a plain call as a whole.
    pub(crate) call: Duration,
    /// For the next piece of an event stream.
    pub(crate) stream: Duration,
    /// For the next piece of an upload or download.
    pub(crate) transfer: Duration,
}

/// How long one call waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// From the end of the request until the head of the reply.
    pub(crate) reply: Duration,
    /// While the request is sent, and it is an upload.
    pub(crate) upload: Duration,
    /// Between two pieces of the reply; `None` if the reply is wanted as a whole, within a time of its own.
    pub(crate) idle: Option<Duration>,
}

impl Patience {
    /// What is left for the reply of what was allowed at some time.
    pub(crate) fn since(self, began: Instant) -> Self {
        Self {
            reply: self.reply.saturating_sub(began.elapsed()),
            ..self
        }
    }
}

impl Transport {
    /// The same, without connections that other calls have left or will use.
    pub(crate) fn apart(&self) -> Result<Self> {
        let http = self.unpooled.client()?;
        Ok(Self {
            http,
            ..self.clone()
        })
    }

    /// Sends a call once and waits for the head of its reply. `request` is data: its body is made anew each time.
    pub(crate) async fn send(
        &self,
        request: &Request,
        options: &CallOptions,
        bearer: &Bearer,
        patience: Patience,
    ) -> Result<Received> {
        let operation = request.operation();
        let (prepared, progress) = self
            .prepare(request, options, bearer)
            .await
            .map_err(|e| e.with_operation(operation))?;
        let redaction = Redaction::of(prepared.headers());
        let reply = match progress {
            None => within(patience.reply, self.http.execute(prepared)).await,
            Some(progress) => {
                while_progressing(&progress, patience, self.http.execute(prepared)).await
            }
        };
        let reply = reply.map_err(|e| e.with_operation(operation))?;
        self.received(reply, operation, patience.idle, redaction)
    }

    /// The HTTP request, and for an upload how far it has got.
    async fn prepare(
        &self,
        request: &Request,
        options: &CallOptions,
        bearer: &Bearer,
    ) -> Result<(reqwest::Request, Option<Arc<Progress>>)> {
        let url = format!("{}{}", self.base, request.target()?);
        let url = reqwest::Url::parse(&url).map_err(|e| {
            Error::new(ErrorKind::Argument, "the address of the call is not valid").with_source(e)
        })?;
        let mut prepared = reqwest::Request::new(http_method(request.operation().method), url);
        *prepared.headers_mut() = self.headers(request, options, bearer)?;
        let mut progress = None;
        match &request.content {
            Content::None => {}
            Content::Fields(text) => {
                let mut text = text.clone();
                text.push(b'}');
                set_text(&mut prepared, kind(request.media, JSON), text);
            }
            Content::Json(text) => set_text(&mut prepared, kind(request.media, JSON), text.clone()),
            Content::Pairs(text) => set_text(
                &mut prepared,
                kind(request.media, PAIRS),
                text.clone().into(),
            ),
            Content::Form(parts) => {
                let form = multipart::form(parts).await?;
                progress = Some(set_body(&mut prepared, &form.content_type, form.body)?);
            }
            Content::File(media, file) => {
                let media = if media.is_empty() { file.mime() } else { media };
                let body = multipart::file(file).await?;
                progress = Some(set_body(&mut prepared, media, body)?);
            }
        }
        Ok((prepared, progress))
    }

    /// The client's headers, then the call's own, then the caller's for this call.
    fn headers(
        &self,
        request: &Request,
        options: &CallOptions,
        bearer: &Bearer,
    ) -> Result<HeaderMap> {
        let mut headers = self.headers.clone();
        for (name, value) in &request.headers {
            headers.insert(header_name(name)?, header_value(name, value)?);
        }
        for (name, value) in &options.headers {
            headers.insert(header_name(name)?, header_value(name, value)?);
        }
        if let Some(value) = bearer.header()? {
            headers.insert(AUTHORIZATION, value);
        }
        Ok(headers)
    }

    fn received(
        &self,
        reply: reqwest::Response,
        operation: Operation,
        idle: Option<Duration>,
        redaction: Redaction,
    ) -> Result<Received> {
        let text = |name: &str| {
            let value = reply.headers().get(name)?;
            // Other characters than ASCII are rare there, and no reason to fail.
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let context = Context {
            operation,
            status: reply.status().as_u16(),
            log_id: text("x-tt-logid").filter(|id| !id.is_empty()),
            retry_after: retry::retry_after(reply.headers()),
            served: retry::served(reply.headers()),
            elsewhere: redirect(&reply),
            attempts: 1,
            memory: Memory::limited(self.limits.reply),
            redaction,
        };
        // Only a user's own HTTP client follows redirects, and has then been somewhere else already.
        if !is_same_origin(reply.url(), &self.base) {
            let place = reply.url().origin().ascii_serialization();
            return Err(context.of(Error::new(
                ErrorKind::Config,
                format!("the HTTP client followed a redirect to another host, {place}"),
            )));
        }
        Ok(Received {
            context,
            content_type: text("content-type"),
            encoding: text("content-encoding").filter(|encoding| encoding != "identity"),
            incoming: Incoming::new(reply.into(), idle, self.limits.reply),
            max_event: self.limits.event,
            is_bare: false,
        })
    }
}

/// Where a reply sends the caller, in words, without path and query: they may hold arguments, or somebody else's secrets.
fn redirect(reply: &reqwest::Response) -> Option<String> {
    if !reply.status().is_redirection() {
        return None;
    }
    let location = reply.headers().get(LOCATION)?.to_str().ok()?;
    let there = reply.url().join(location).ok()?;
    if there.origin() == reply.url().origin() {
        return Some("it redirects to another path".to_owned());
    }
    let place = there.origin().ascii_serialization();
    Some(format!("it redirects to another host, {place}"))
}

fn is_same_origin(url: &reqwest::Url, base: &str) -> bool {
    reqwest::Url::parse(base).is_ok_and(|base| base.origin() == url.origin())
}

/// Without headers' values and the token.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Client")
            .field("base_url", &self.base)
            .field("token", &self.credentials)
            .field("headers", &names)
            .field("timeouts", &self.timeouts)
            .finish_non_exhaustive()
    }
}

fn http_method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
        Method::Patch => reqwest::Method::PATCH,
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const PAIRS: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// The declared media type, or the one by which everybody calls that kind of body.
fn kind(declared: &'static str, usual: HeaderValue) -> HeaderValue {
    if declared.is_empty() {
        return usual;
    }
    HeaderValue::try_from(declared).unwrap_or(usual)
}

/// A body that is sent piece by piece; returns how far it has got.
fn set_body(
    request: &mut reqwest::Request,
    content_type: &str,
    body: Outgoing,
) -> Result<Arc<Progress>> {
    let progress = body.progress();
    let headers = request.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        header_value(CONTENT_TYPE.as_str(), content_type)?,
    );
    headers.insert(CONTENT_LENGTH, body.len().into());
    *request.body_mut() = Some(reqwest::Body::wrap(body));
    Ok(progress)
}

fn set_text(request: &mut reqwest::Request, kind: HeaderValue, text: Vec<u8>) {
    request.headers_mut().insert(CONTENT_TYPE, kind);
    *request.body_mut() = Some(text.into());
}

/// Headers that say where a request ends, goes, or how it travels: a second opinion on that is how requests are smuggled.
const FRAMING: [HeaderName; 7] = [
    CONNECTION,
    CONTENT_LENGTH,
    HOST,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// A header's name, if the caller may set it.
pub(crate) fn header_name(name: &str) -> Result<HeaderName> {
    let Ok(parsed) = HeaderName::try_from(name) else {
        return Err(Error::new(
            ErrorKind::Argument,
            format!("{name:?} is not a header name"),
        ));
    };
    if parsed == AUTHORIZATION {
        return Err(Error::new(
            ErrorKind::Argument,
            "the Authorization header is set from the access token",
        ));
    }
    if FRAMING.contains(&parsed) {
        return Err(Error::new(
            ErrorKind::Argument,
            format!("the header {name:?} is set by the client itself"),
        ));
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

type Executed = reqwest::Result<reqwest::Response>;

async fn within(
    time: Duration,
    execution: impl Future<Output = Executed>,
) -> Result<reqwest::Response> {
    match tokio::time::timeout(time, execution).await {
        Ok(executed) => executed.map_err(failed),
        Err(_) => Err(late(time)),
    }
}

/// Waits as long as the upload gets on, then for the reply.
async fn while_progressing(
    progress: &Progress,
    patience: Patience,
    execution: impl Future<Output = Executed>,
) -> Result<reqwest::Response> {
    let mut execution = std::pin::pin!(execution);
    loop {
        let deadline = progress.deadline(patience.upload, patience.reply);
        match tokio::time::timeout_at(deadline, &mut execution).await {
            Ok(executed) => return executed.map_err(failed),
            Err(_) if progress.deadline(patience.upload, patience.reply) > deadline => {}
            Err(_) if progress.is_sent() => return Err(late(patience.reply)),
            Err(_) => {
                let time = patience.upload.as_secs_f64();
                return Err(Error::new(
                    ErrorKind::Timeout,
                    format!("the upload made no progress for {time} s"),
                ));
            }
        }
    }
}

#[cold]
pub(crate) fn late(time: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("no complete reply within {} s", time.as_secs_f64()),
    )
}

/// What the HTTP client reports, in our words; its own go along as the source, without the URL, which holds arguments.
#[cold]
fn failed(cause: reqwest::Error) -> Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&cause);
    while let Some(error) = source {
        // A file that could not be read while it was sent.
        if let Some(own) = error.downcast_ref::<Error>() {
            return Error::new(own.kind(), own.to_string()).with_source(cause.without_url());
        }
        source = error.source();
    }
    let (kind, message) = if cause.is_connect() {
        (ErrorKind::Connect, "there is no connection to the service")
    } else {
        (
            ErrorKind::Transport,
            "the connection broke before the reply",
        )
    };
    Error::new(kind, message).with_source(cause.without_url())
}
