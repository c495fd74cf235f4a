//! Talks to the authorization server: a form of a request in, a token or an error without secrets out.

use std::time::SystemTime;

use super::error::{OAuthError, OAuthErrorCode};
use super::oauth_token::{OAuthToken, TokenReply};
use crate::auth::token::header;
use crate::auth::token::secret::Secret;
use crate::client::Client;
use crate::error::Error;
use crate::http::call::Expect;
use crate::http::incoming::Received;
use crate::http::options::{CallOptions, Signature};
use crate::http::request::Request;
use crate::json::decode::{self, Decode};
use crate::json::reader::Reader;
use crate::json::record::{Record, UNKNOWN, record};
use crate::operation::Method;
use crate::reply::context::is_success;
use crate::reply::envelope;
use crate::{ErrorKind, Result};

/// Where tokens are given, unless the account or enterprise says otherwise.
pub(crate) const TOKEN: &str = "/api/permission/oauth2/token";

/// A call of the authorization server.
pub(crate) struct Call<'a> {
    client: &'a Client,
    request: Request,
    options: CallOptions,
    /// What must not be seen in an error, in case the server repeats it.
    secrets: Vec<&'a str>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(client: &'a Client, template: &'static str) -> Self {
        Self {
            client,
            request: Request::new(Method::Post, template).json(),
            options: CallOptions {
                signature: Signature::Nobody,
                ..CallOptions::default()
            },
            secrets: Vec::new(),
        }
    }

    /// A call for tokens.
    pub(crate) fn grant(client: &'a Client, template: &'static str, grant_type: &str) -> Self {
        Self::new(client, template).field("grant_type", grant_type)
    }

    pub(crate) fn path(mut self, name: &'static str, value: &str) -> Self {
        self.request = self.request.path(name, value);
        self
    }

    pub(crate) fn field(mut self, name: &'static str, value: &str) -> Self {
        self.request = self.request.field(name, &value);
        self
    }

    #[cfg(feature = "jwt")]
    pub(crate) fn json(mut self, name: &'static str, value: &impl serde::Serialize) -> Self {
        self.request = self.request.field(name, value);
        self
    }

    /// A field that is nobody's business.
    pub(crate) fn secret(mut self, name: &'static str, value: &'a str) -> Self {
        self.secrets.push(value);
        self.field(name, value)
    }

    /// Signs the call, as a token would.
    pub(crate) fn bearer(mut self, secret: &'a Secret) -> Self {
        self.secrets.push(secret.expose());
        self.options.signature = Signature::Own(header::cleaned(secret.expose()));
        self
    }

    /// Leaves repeating the call to its caller.
    pub(crate) fn once(mut self) -> Self {
        self.options.max_retries = Some(0);
        self
    }

    /// Sends the call for a token.
    pub(crate) async fn token(self) -> Result<OAuthToken> {
        self.send(|reply: TokenReply, served| reply.into_token(served, SystemTime::now()))
            .await
    }

    /// Sends the call; `take` makes something of its reply, if it holds what it should.
    pub(crate) async fn send<R: Decode + Default, T>(
        self,
        take: impl FnOnce(R, Option<SystemTime>) -> Option<T>,
    ) -> Result<T> {
        let transport = self.client.transport().apart()?;
        let received = transport
            .call(&self.request, &self.options, Expect::Whole)
            .await?;
        let status = received.context.status;
        if is_success(status)
            && let Ok(reply) = decode::from_json(received.incoming.buffered())
            && let Some(taken) = take(reply, received.context.served)
        {
            return Ok(taken);
        }
        Err(refusal(&received, &self.secrets))
    }
}

/// The error for a reply that is not what was asked for. The reply may hold part of a token, so that it is never shown as it is.
fn refusal(received: &Received, secrets: &[&str]) -> Error {
    let body = received.incoming.buffered();
    let status = received.context.status;
    if let Some((refusal, log_id)) = Refusal::find(body, status, secrets) {
        let error = received.context.of(Error::oauth(refusal));
        return error.or_log_id(Some(log_id.as_str()).filter(|id| !id.is_empty()));
    }
    let context = received.context.clone();
    if !is_success(status) || envelope::code_of_refusal(body) != 0 {
        let body = without(body, secrets);
        if let Err(error) = envelope::read_nothing(&mut context.clone(), &body) {
            return error;
        }
    }
    let what = if received.is_page() {
        "the reply is a page for a browser, not a token: check the base URL, the proxy, and the network's login"
    } else {
        "the reply is not the JSON that was asked for, or lacks a part of it"
    };
    context.of(Error::new(ErrorKind::Decode, what))
}

/// A refusal in either of its two shapes.
#[derive(Default)]
struct Refusal {
    /// `error_code`, or else `error`.
    code: String,
    description: String,
    log_id: LogId,
}

#[derive(Default)]
struct LogId(String);

impl Record for Refusal {
    fn index(&self, key: &str) -> usize {
        match key {
            "error_code" | "error" => 0,
            "error_message" | "error_description" => 1,
            "detail" => 2,
            _ => UNKNOWN,
        }
    }

    fn read(&mut self, index: usize, reader: &mut Reader<'_>) -> Result<()> {
        match index {
            // The envelope of Coze's other calls has an object in this place.
            0 if reader.is_composite()? => reader.skip(),
            0 => reader.read(&mut self.code),
            1 => reader.read(&mut self.description),
            2 if reader.is_composite()? => reader.read(&mut self.log_id),
            _ => reader.skip(),
        }
    }
}

record!(Refusal);

impl Record for LogId {
    fn index(&self, key: &str) -> usize {
        if key == "logid" { 0 } else { UNKNOWN }
    }

    fn read(&mut self, _: usize, reader: &mut Reader<'_>) -> Result<()> {
        reader.read(&mut self.0)
    }
}

record!(LogId);

impl Refusal {
    fn find(body: &[u8], status: u16, secrets: &[&str]) -> Option<(OAuthError, String)> {
        let found: Self = decode::from_json(&without(body, secrets)).ok()?;
        if matches!(found.code.as_str(), "" | "0") {
            return None;
        }
        let error = OAuthError {
            code: OAuthErrorCode::from(found.code),
            description: found.description,
            status,
        };
        Some((error, found.log_id.0))
    }
}

/// The text without these secrets.
fn without(body: &[u8], secrets: &[&str]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(body).into_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "<redacted>");
    }
    text.into_bytes()
}
