//! A [`Request`] in, the head of its reply out: the only place that talks to the network.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use reqwest::header::{HeaderMap, HeaderName, LOCATION};

use super::compressed;
use super::connections::{Connections, Response};
use super::failure;
use super::hooks::{Attempt, Hooks};
use super::incoming::{Incoming, Received};
use super::options::CallOptions;
use super::progress::Progress;
use super::reply_headers::Headers;
use super::request::Request;
use super::retry::advice::{self, Advice};
use super::retry::budget::RetryBudget;
use super::retry::own::RetryPolicy;
use super::timeouts::{CallTimeouts, Timeouts, no_reply, until};
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

/// The HTTP client and everything that is the same for all calls. Clones share its connections.
#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) connections: Arc<Connections>,
    /// Without a trailing slash.
    pub(crate) base: String,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) keys: Keys,
    pub(crate) headers: HeaderMap,
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
    /// Without a trailing slash.
    pub(crate) base: String,
}
// end part

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
        timeouts: CallTimeouts,
    ) -> Result<Received> {
        let operation = request.operation();
        let sent = async {
            let http = self.connections.client()?;
            let prepared = self.prepare(request, options, attempt, signed).await?;
            let mut secrets = options.secrets.clone();
            secrets.extend(signed.secrets());
            let redaction = Redaction::of(prepared.request.headers(), &secrets);
            let progress = prepared.progress;
            let execution = http.execute(prepared.request);
            let reply = while_progressing(&progress, timeouts, execution).await?;
            // part coze
            #[cfg(feature = "realtime")]
            let upgrade = prepared.offer.and_then(|offer| offer.accepted(&reply));
            // end part
            let received = self.received(reply, operation, timeouts, redaction)?;
            // part coze
            #[cfg(feature = "realtime")]
            let received = Received {
                upgrade,
                ..received
            };
            // end part
            Ok(received)
        };
        sent.await.map_err(|e: Error| e.with_operation(operation))
    }

    fn received(
        &self,
        reply: Response,
        operation: &Operation,
        timeouts: CallTimeouts,
        redaction: Redaction,
    ) -> Result<Received> {
        let text = |name: &str| {
            let value = reply.headers().get(name)?;
            // Other characters than ASCII are rare there, and no reason to fail.
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let log_ids = LOG_ID_HEADERS.iter().filter_map(|name| text(name));
        let log_id = log_ids.into_iter().find(|id| !id.is_empty());
        let context = Context {
            operation: operation.clone(),
            status: reply.status().as_u16(),
            log_id: log_id.map(|id| redaction.of_log_id(&id)),
            headers: Headers::new(reply.headers().clone()),
            advice: Advice::of(reply.headers()),
            server_date: advice::server_date(reply.headers()),
            redirect_target: redirect(&reply),
            attempts: 1,
            allowance: Allowance::limited(self.limits.reply),
            redaction,
            observing: self.observing.clone(),
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
            encoding: text("content-encoding").filter(|label| compressed::is_encoding(label)),
            incoming: Incoming::new(reply.into(), timeouts, self.limits.reply),
            max_event: self.limits.event,
            event_timeout: timeouts.event,
            has_no_envelope: false,
            refused: None,
            // part coze
            #[cfg(feature = "realtime")]
            upgrade: None,
            // end part
        })
    }
}

/// Where a reply sends the caller, in words, without path and query: they may hold arguments, or somebody else's secrets.
fn redirect(reply: &Response) -> Option<String> {
    if !reply.status().is_redirection() {
        return None;
    }
    let location = reply.headers().get(LOCATION)?.to_str().ok()?;
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

fn is_same_origin(url: &reqwest::Url, base: &str) -> bool {
    // As nearly always: what follows the base is the path, which is no part of the origin.
    let below = url.as_str().strip_prefix(base);
    below.is_some_and(|path| path.starts_with('/'))
        || reqwest::Url::parse(base).is_ok_and(|base| base.origin() == url.origin())
}

/// Without headers' values, the token and keys.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Client")
            .field("base_url", &self.base)
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
    progress: &Progress,
    timeouts: CallTimeouts,
    execution: impl Future<Output = Executed>,
) -> Result<Response> {
    let mut execution = std::pin::pin!(execution);
    let sending = timeouts.upload.unwrap_or(timeouts.reply);
    loop {
        let deadline = progress.deadline(sending, timeouts.reply);
        match until(deadline, execution.as_mut()).await {
            Some(executed) => return executed.map_err(|e| failure::error(e, progress.delivery())),
            None if progress.deadline(sending, timeouts.reply) != deadline => {}
            None => return Err(no_progress(progress, timeouts)),
        }
    }
}

#[cold]
fn no_progress(progress: &Progress, timeouts: CallTimeouts) -> Error {
    match timeouts.upload.filter(|_| !progress.is_sent()) {
        None => no_reply(timeouts.reply),
        Some(time) => Error::new(
            ErrorKind::Timeout,
            format!("the upload made no progress for {} s", time.as_secs_f64()),
        ),
    }
}
