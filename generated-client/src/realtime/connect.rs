// part coze

//! The beginning of a session: a call in, whose connection becomes a WebSocket, a session out.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::task::{Context, Poll};

use super::channel::Channel;
use super::link::Link;
use super::session::Session;
use crate::error::Error;
use crate::http::options::CallOptions;
use crate::http::reply_form::ReplyForm;
use crate::http::request::Request;
use crate::http::transport::Transport;
use crate::operation::Method;
use crate::sse::timer::EventTimer;
use crate::{Client, ErrorKind, Result};

type Opening = Pin<Box<dyn Future<Output = Result<Link>> + Send>>;

/// A session that begins when it is awaited. Dropping it gives it up.
#[must_use = "a session does not begin until it is awaited"]
pub struct Connecting<C> {
    /// Nobody locks it: it makes a future that can only be moved one that can be shared as well.
    opening: Mutex<Opening>,
    channel: PhantomData<fn() -> C>,
}

impl<C: Channel> Future for Connecting<C> {
    type Output = Result<Session<C>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let opening = self.opening.get_mut();
        let opening = opening.unwrap_or_else(PoisonError::into_inner);
        opening.as_mut().poll(cx).map_ok(Session::new)
    }
}

impl<C> fmt::Debug for Connecting<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connecting").finish_non_exhaustive()
    }
}

impl Client {
    /// Begins a session.
    pub(crate) fn open<C: Channel>(&self, request: Request, options: CallOptions) -> Connecting<C> {
        let transport = self.transport().for_sessions();
        Connecting {
            opening: Mutex::new(Box::pin(open(transport, request, options))),
            channel: PhantomData,
        }
    }
}

async fn open(transport: Transport, request: Request, options: CallOptions) -> Result<Link> {
    let mut request = request.extended(&options.extras);
    if request.operation().method != Method::Get {
        let error = Error::new(ErrorKind::Argument, "a session begins with the method GET");
        return Err(error.with_operation(request.operation()));
    }
    request.is_upgrade = true;
    let opened = transport.call(&request, &options, ReplyForm::Upgrade, false);
    let received = opened.await?;
    let context = received.context;
    let broken = |cause: Option<hyper::Error>| {
        let error = Error::new(
            ErrorKind::Transport,
            "the connection broke as the session began",
        );
        context.of(match cause {
            Some(cause) => error.with_source(cause),
            None => error,
        })
    };
    let Some(upgrade) = received.upgrade else {
        return Err(broken(None));
    };
    let connection = upgrade.await.map_err(|cause| broken(Some(cause)))?;
    let connection = Box::new(reqwest::Upgraded::from(connection));
    let timer = EventTimer::new(transport.timeouts.event);
    Ok(Link::new(connection, context, transport.limits.event, timer).await)
}
