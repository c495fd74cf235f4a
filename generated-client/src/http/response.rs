//! What comes of a call: its result, and the rest of the reply.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::reply_headers::Headers;
use crate::error::Error;
use crate::reply::context::Context;
use crate::{ErrorKind, Result};

/// The result of a call, with its log id, status, headers and body.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: u16,
    log_id: Option<String>,
    headers: Headers,
    body: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, context: Context) -> Self {
        Self {
            value,
            status: context.status,
            log_id: context.log_id,
            headers: context.headers,
            body: Bytes::new(),
        }
    }

    /// Adds what the result was read from.
    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// The result.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The result, by itself.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Takes the response apart: the result, and the rest of the response.
    pub fn into_parts(self) -> (T, Response<()>) {
        let rest = Response {
            value: (),
            status: self.status,
            log_id: self.log_id,
            headers: self.headers,
            body: self.body,
        };
        (self.value, rest)
    }

    /// Converts the result, and keeps the rest of the response.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let (value, rest) = self.into_parts();
        Response {
            value: change(value),
            status: rest.status,
            log_id: rest.log_id,
            headers: rest.headers,
            body: rest.body,
        }
    }

    /// The id under which the service logged the call. Quote it to the service's support.
    pub fn log_id(&self) -> Option<&str> {
        self.log_id.as_deref()
    }

    /// The HTTP status of the reply.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers of the reply.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body of the reply, including fields that this crate does not know; empty if the result is a stream of events or a download.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the body of the reply, envelope included, as a type of your own or as [`Value`](serde_json::Value).
    ///
    /// ```no_run
    /// # use serde_json::Value;
    /// # async fn example<T>(call: coze_client::ResponseFuture<T>) -> coze_client::Result<()> {
    /// let reply: Value = call.with_response().await?.json()?;
    /// println!("{}", reply["data"]["a_field_that_is_new"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if the reply does not fit the type.
    pub fn json<D: DeserializeOwned>(&self) -> Result<D> {
        serde_json::from_slice(&self.body).map_err(unfit)
    }
}

#[cold]
fn unfit(cause: serde_json::Error) -> Error {
    let what = format!("the reply does not fit the type that it is read as: {cause}");
    Error::new(ErrorKind::Decode, what).with_source(cause)
}

/// Without the reply as it came, which may hold secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("log_id", &self.log_id)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
