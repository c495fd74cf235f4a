// part coze

//! Talks to the authorization server: a form of a request in, a token or an error without secrets out.

use std::time::SystemTime;

use super::oauth_token::{OAuthToken, TokenReply};
use crate::auth::token::header::Token;
use crate::auth::token::secret::Secret;
use crate::client::Client;
use crate::error::Error;
use crate::http::incoming::Received;
use crate::http::options::{CallOptions, Signature};
use crate::http::reply_form::ReplyForm;
use crate::http::request::Request;
use crate::json::decode::{self, Decode};
use crate::operation::Method;
use crate::reply::context::is_success;
use crate::reply::envelope;
use crate::reply::failure::Failure;
use crate::{ErrorKind, Result};

/// Where tokens are given, unless the account or enterprise says otherwise.
pub(crate) const TOKEN: &str = "/api/permission/oauth2/token";

/// A call of the authorization server.
pub(crate) struct Call<'a> {
    client: &'a Client,
    request: Request,
    options: CallOptions,
}

impl<'a> Call<'a> {
    #[inline]
    pub(crate) fn new(client: &'a Client, template: &'static str) -> Self {
        Self {
            client,
            request: Request::new(Method::Post, template).json(),
            options: CallOptions {
                signature: Signature::Nobody,
                ..CallOptions::default()
            },
        }
    }

    /// A call for tokens.
    #[inline]
    pub(crate) fn grant(client: &'a Client, template: &'static str, grant_type: &str) -> Self {
        Self::new(client, template).field("grant_type", grant_type)
    }

    #[inline]
    pub(crate) fn path(mut self, name: &'static str, value: &str) -> Self {
        self.request = self.request.path(name, value);
        self
    }

    #[inline]
    pub(crate) fn field(mut self, name: &'static str, value: &str) -> Self {
        self.request = self.request.field(name, &value);
        self
    }

    #[cfg(feature = "jwt")]
    pub(crate) fn json(mut self, name: &'static str, value: &impl serde::Serialize) -> Self {
        self.request = self.request.field(name, value);
        self
    }

    /// A field whose value must not be shown.
    #[inline]
    pub(crate) fn secret(mut self, name: &'static str, value: &str) -> Self {
        self.options.secrets.push(Secret::new(value));
        self.field(name, value)
    }

    /// Signs the call, as a token would.
    #[inline]
    pub(crate) fn bearer(mut self, secret: &Secret) -> Self {
        self.options.secrets.push(secret.clone());
        self.options.signature = Signature::Own(Token::cleaned(secret.expose()));
        self
    }

    /// Leaves repeating the call to its caller.
    #[inline]
    pub(crate) fn once(mut self) -> Self {
        self.options.max_retries = Some(0);
        self
    }

    /// Sends the call for a token.
    pub(crate) async fn token(self) -> Result<OAuthToken> {
        self.send(|reply: TokenReply, server_date| {
            reply.into_token(server_date, crate::time::now())
        })
        .await
    }

    /// Sends the call; `take` makes something of its reply, if it holds what it should.
    pub(crate) async fn send<R: Decode + Default, T>(
        self,
        take: impl FnOnce(R, Option<SystemTime>) -> Option<T>,
    ) -> Result<T> {
        let transport = self.client.transport();
        let received = transport
            .call(&self.request, &self.options, ReplyForm::Json, false)
            .await?;
        let status = received.context.status;
        if is_success(status)
            && let Ok(reply) = decode::from_json(received.incoming.buffered())
            && let Some(taken) = take(reply, received.context.server_date())
        {
            return Ok(taken);
        }
        Err(refusal(&received))
    }
}

/// The error for a reply that is not what was asked for. The reply may hold part of a token, so that it is never kept as it is.
#[inline]
fn refusal(received: &Received) -> Error {
    let (context, body) = (&received.context, received.incoming.buffered());
    let failure = Failure::of(body);
    let error = if let Some(oauth) = failure.oauth(context.status) {
        context.of_logged(Error::oauth(oauth), failure.log_id())
    } else if !is_success(context.status) {
        envelope::failed(context, body)
    } else {
        envelope::refusal(context, body).unwrap_or_else(|| context.of(unusable(received)))
    };
    let mut kept = String::from_utf8_lossy(body).into_owned();
    context.redaction.hide_in(&mut kept);
    error.with_body(kept)
}

#[inline]
fn unusable(received: &Received) -> Error {
    let what = if received.is_page() {
        "the reply is a page for a browser, not a token: check the base URL, the proxy, and the network's login"
    } else {
        "the reply is not the JSON that was asked for, or lacks a part of it"
    };
    Error::new(ErrorKind::Decode, what)
}
