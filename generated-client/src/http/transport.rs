//! A [`Request`] in, the head of its reply out: the only place that talks to the network.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, LazyLock};

use reqwest::header::{CONTENT_ENCODING, HeaderMap, HeaderName, LOCATION};

use super::base_url::Base;
use super::compressed;
use super::connections::{Connections, Response};
use super::failure;
use super::hooks::{Attempt, Hooks};
use super::incoming::{Incoming, Received};
use super::options::CallOptions;
use super::progress::Progress;
use super::reply_headers::Headers;
use super::request::{Content, Request};
use super::retry::advice::Delivery;
use super::retry::budget::RetryBudget;
use super::retry::own::RetryPolicy;
use super::timeouts::{CallTimeouts, Timeouts, after, no_reply, until};
use crate::auth::Credentials;
use crate::auth::keys::Keys;
use crate::auth::signed::Signed;
use crate::error::Error;
use crate::generated::conventions::LOG_ID_HEADERS;
use crate::json::limits::Allowance;
use crate::operation::Operation;
use crate::redaction::Redaction;
use crate::reply::context::Context;
use crate::reply::observing::Observing;
use crate::{ErrorKind, Result};

/// The transport of a client and of its calls. As a trait object, it is known to be fit for other threads: otherwise the compiler looks for that at every field of
/// a [`Transport`], for each of a hundred requests and for each future that holds one.
pub(crate) trait SharedTransport: Send + Sync {
    fn transport(&self) -> &Transport;
}

impl SharedTransport for Transport {
    fn transport(&self) -> &Transport {
        self
    }
}

/// The HTTP client and everything that is the same for all calls. Clones share its connections.
#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) connections: Arc<Connections>,
    pub(crate) base: Base,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) keys: Keys,
    pub(crate) headers: HeaderMap,
    /// The secrets in them.
    pub(crate) redaction: Redaction,
    pub(crate) timeouts: Timeouts,
    pub(crate) max_retries: u32,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) limits: Limits,
    pub(crate) hooks: Hooks,
    /// The caller's own.
    pub(crate) retry_policy: Option<RetryPolicy>,
    /// Whether replies that are wanted as a whole may be compressed.
    pub(crate) gzip: bool,
    pub(crate) observing: Observing,
    // part coze
    #[cfg(feature = "realtime")]
    pub(crate) realtime: Arc<Realtime>,
    // end part
}

// part coze
/// Where sessions over a WebSocket begin.
#[cfg(feature = "realtime")]
pub(crate) struct Realtime {
    pub(crate) connections: Arc<Connections>,
    pub(crate) base: Base,
}
// end part

/// The headers that may hold the log id.
static LOG_IDS: LazyLock<Vec<HeaderName>> = LazyLock::new(|| {
    let names = LOG_ID_HEADERS.iter();
    names
        .filter_map(|name| HeaderName::try_from(*name).ok())
        .collect()
});

/// The most that is kept in memory of what arrives, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of a reply that is wanted as a whole.
    pub(crate) reply: usize,
    /// Of one event of a stream.
    pub(crate) event: usize,
}

impl Transport {
    // part coze
    /// The same for the beginning of sessions over a WebSocket.
    #[cfg(feature = "realtime")]
    pub(crate) fn for_sessions(&self) -> Self {
        Self {
            connections: Arc::clone(&self.realtime.connections),
            base: self.realtime.base.clone(),
            ..self.clone()
        }
    }

    // end part
    /// Sends a call once and waits for the head of its reply. `request` is data: its body is made anew each time.
    pub(crate) async fn send(
        &self,
        request: &Request,
        options: &CallOptions,
        attempt: &Attempt,
        signed: &Signed,
        timeouts: &CallTimeouts,
    ) -> Result<Box<Received>> {
        let http = self.connections.client()?;
        let mut prepared = self.prepare(request, options, attempt, signed)?;
        if !matches!(request.content, Content::None) {
            prepared.fill(&request.content, request.media).await?;
        }
        let redaction = self.redaction(request, options, attempt, signed);
        let execution = http.execute(prepared.request);
        let progress = prepared.progress.as_deref();
        let reply = if timeouts.until.is_some() {
            execution.await.map_err(|e| failed(e, progress))?
        } else {
            while_progressing(progress, timeouts, execution).await?
        };
        // part coze
        #[cfg(feature = "realtime")]
        let upgrade = prepared.offer.and_then(|offer| offer.accepted(&reply));
        // end part
        let received = self.received(reply, request.operation(), timeouts, redaction)?;
        // part coze
        #[cfg(feature = "realtime")]
        let received = received.with_upgrade(upgrade);
        // end part
        Ok(received)
    }

    /// The secrets that an attempt is sent with.
    fn redaction(
        &self,
        request: &Request,
        options: &CallOptions,
        attempt: &Attempt,
        signed: &Signed,
    ) -> Redaction {
        let mut redaction = self.redaction.clone();
        for (name, value) in &request.headers {
            redaction.add_header(name, value);
        }
        for given in [&options.headers, attempt.headers()] {
            for (name, value) in given {
                redaction.add_header(name, value);
            }
        }
        for secret in &options.secrets {
            redaction.add(secret.clone());
        }
        signed.add_secrets(&mut redaction);
        redaction
    }

    fn received(
        &self,
        mut reply: Response,
        operation: &Operation,
        timeouts: &CallTimeouts,
        redaction: Redaction,
    ) -> Result<Box<Received>> {
        let headers = Headers::new(std::mem::take(reply.headers_mut()));
        let log_ids = LOG_IDS.iter().filter_map(|name| headers.text(name));
        let log_id = log_ids.into_iter().find(|id| !id.is_empty());
        let encoding = headers.text(CONTENT_ENCODING);
        let encoding = encoding.filter(|label| compressed::is_encoding(label));
        let context = Context {
            operation: operation.clone(),
            status: reply.status().as_u16(),
            log_id: log_id.map(|id| redaction.of_log_id(&id)),
            redirect_target: redirect(&reply, headers.map()),
            headers: headers.clone(),
            attempts: 1,
            allowance: Allowance::limited(self.limits.reply),
            redaction,
            observing: self.observing.clone(),
        };
        // Only a user's own HTTP client follows redirects, and has then been somewhere else already.
        if !self.base.is_origin_of(reply.url()) {
            let place = reply.url().origin().ascii_serialization();
            return Err(context.of(Error::new(
                ErrorKind::Config,
                format!("the HTTP client followed a redirect to another host, {place}"),
            )));
        }
        Ok(Box::new(Received {
            context,
            encoding: encoding.map(Cow::into_owned),
            incoming: Incoming::new(reply.into(), timeouts, self.limits.reply),
            max_event: self.limits.event,
            event_timeout: timeouts.event,
            has_no_envelope: false,
            refused: None,
            // part coze
            #[cfg(feature = "realtime")]
            upgrade: None,
            // end part
        }))
    }
}

/// Where a reply sends the caller, in words, without path and query: they may hold arguments, or somebody else's secrets.
fn redirect(reply: &Response, headers: &HeaderMap) -> Option<String> {
    if !reply.status().is_redirection() {
        return None;
    }
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let there = reply.url().join(location).ok()?;
    if there.origin() == reply.url().origin() {
        return Some("it redirects to another path".to_owned());
    }
    if !there.origin().is_tuple() {
        return Some("it redirects to what is no address of the web".to_owned());
    }
    let place = there.origin().ascii_serialization();
    Some(format!("it redirects to another host, {place}"))
}

/// Without headers' values, the token and keys.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Client")
            .field("base_url", &self.base.text)
            .field("token", &self.credentials)
            .field("keys", &self.keys)
            .field("headers", &names)
            .field("timeouts", &self.timeouts)
            .finish_non_exhaustive()
    }
}

type Executed = reqwest::Result<Response>;

/// Waits as long as the request gets on, then for the reply.
async fn while_progressing(
    progress: Option<&Progress>,
    timeouts: &CallTimeouts,
    execution: impl Future<Output = Executed>,
) -> Result<Response> {
    let mut execution = std::pin::pin!(execution);
    let sending = timeouts.upload.unwrap_or(timeouts.reply);
    let sent = after(timeouts.reply);
    let due = || progress.map_or(sent, |body| body.deadline(sending, timeouts.reply));
    loop {
        let deadline = due();
        match until(deadline, execution.as_mut()).await {
            Some(executed) => return executed.map_err(|e| failed(e, progress)),
            None if due() != deadline => {}
            None => return Err(no_progress(progress, timeouts)),
        }
    }
}

/// The error for a call without a reply, whose body got so far.
#[cold]
fn failed(cause: reqwest::Error, progress: Option<&Progress>) -> Error {
    let delivery = progress.map_or(Delivery::Unknown, Progress::delivery);
    failure::error(cause, delivery)
}

#[cold]
fn no_progress(progress: Option<&Progress>, timeouts: &CallTimeouts) -> Error {
    let is_sent = progress.is_none_or(Progress::is_sent);
    match timeouts.upload.filter(|_| !is_sent) {
        None => no_reply(timeouts.reply),
        Some(time) => Error::new(
            ErrorKind::Timeout,
            format!("the upload made no progress for {} s", time.as_secs_f64()),
        ),
    }
}
