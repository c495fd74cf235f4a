//! Calls of endpoints that this crate does not know: the caller describes the call, and it is sent like all others.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::erased::{Erased, Finish, Read, typed};
use super::file::FilePart;
use super::incoming::Received;
use super::options::{CallOptions, Signature, call_options};
use super::reply_form::ReplyForm;
use super::request::{PartValue, Request};
use super::response::Response;
use super::response_future::ResponseFuture;
use crate::client::{Client, DATA, NOWHERE};
use crate::error::Error;
use crate::generated::conventions::ENVELOPE;
use crate::json::foreign::Foreign;
use crate::operation::Method;
use crate::reply::download::Download;
use crate::reply::envelope;
use crate::reply::frame::Places;
use crate::sse::event::RawEvent;
use crate::sse::events::EventStream;
use crate::{ErrorKind, Result};

impl Client {
    /// Starts a call of an endpoint that this crate does not know, such as a newer one.
    ///
    /// It uses the token, time limits, retries, envelope and errors of all other calls. `path` begins with `/` and is relative to the base
    /// URL. Write its variable parts in braces and set them with [`path`](CustomRequest::path): they are percent-encoded, so that no value
    /// can change the path, and do not appear in errors and traces.
    ///
    /// ```no_run
    /// use coze_client::Method;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Thing {
    ///     name: String,
    /// }
    ///
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let call = client.request(Method::Get, "/v1/things/{thing_id}").path("thing_id", "123");
    /// let thing: Thing = call.with_query("version", 2).send().await?;
    /// println!("{}", thing.name);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> CustomRequest {
        CustomRequest {
            client: self.clone(),
            options: CallOptions::default(),
            request: Request::of_given(method, path.into()),
        }
    }
}

/// A call of an endpoint that this crate does not know; made by [`Client::request`].
///
/// Query parameters are added by [`with_query`](Self::with_query). The kind of body follows from the method that sets it:
/// [`json`](Self::json), [`form`](Self::form), [`text_part`](Self::text_part), [`file_part`](Self::file_part) or [`body`](Self::body).
/// Single fields are added by [`with_body_field`](Self::with_body_field).
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct CustomRequest {
    client: Client,
    options: CallOptions,
    request: Request,
}

#[allow(clippy::needless_pass_by_value)] // so that numbers and texts are passed as they are
impl CustomRequest {
    /// Sets a variable part of the path, as exactly one segment.
    pub fn path(mut self, name: &str, value: impl Display) -> Self {
        self.request.fill(name, &value.to_string());
        self
    }

    /// Sets the body, as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.request = self.request.body(body);
        self
    }

    /// Sets the body: a form-urlencoded one (`application/x-www-form-urlencoded`) with these names and values.
    pub fn form<N: AsRef<str>, V: Display>(
        mut self,
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.request = self.request.form_urlencoded();
        for (name, value) in fields {
            self.request.push_pair(name.as_ref(), &value.to_string());
        }
        self
    }

    /// Adds a text field to a multipart body (`multipart/form-data`).
    pub fn text_part(mut self, name: impl Into<String>, text: impl Display) -> Self {
        let text = PartValue::Text(text.to_string());
        self.request.push_part(name.into(), "", text);
        self
    }

    /// Adds a file to a multipart body (`multipart/form-data`).
    pub fn file_part(mut self, name: impl Into<String>, file: FilePart) -> Self {
        let file = PartValue::File(file);
        self.request.push_part(name.into(), "", file);
        self
    }

    /// Makes this file the whole body, with its own media type.
    #[inline]
    pub fn body(mut self, body: &FilePart) -> Self {
        self.request = self.request.whole_file("", body);
        self
    }

    /// Sends the call without a token, for public endpoints.
    #[inline]
    pub fn without_token(mut self) -> Self {
        self.options.signature = Signature::Nobody;
        self
    }

    call_options!();

    /// Sends the call. The result is the payload in the reply's envelope, as any type that is `Deserialize`: your own, one of this crate,
    /// or [`Value`](serde_json::Value). If the service has no envelope, it is the whole reply.
    ///
    /// # Errors
    ///
    /// Awaiting it fails as every call does, and with [`ErrorKind::Decode`] if the payload does not fit the type. A missing payload fits
    /// `Option`, `Value` and `()`.
    pub fn send<T: DeserializeOwned + Send + 'static>(self) -> ResponseFuture<T> {
        if DATA.is_empty() {
            return self.send_whole();
        }
        self.exchange(ReplyForm::Json, |received| {
            read::<T>(received, Places::only(DATA), envelope::read_data_at)
        })
    }

    /// Sends the call. The result is the whole reply, for endpoints whose payload stands beside the code.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub fn send_whole<T: DeserializeOwned + Send + 'static>(self) -> ResponseFuture<T> {
        if ENVELOPE.is_none() {
            return self.exchange(ReplyForm::JsonWithoutEnvelope, |received| {
                read::<T>(received, NOWHERE, envelope::read_plain)
            });
        }
        self.exchange(ReplyForm::Json, |received| {
            read::<T>(received, NOWHERE, envelope::read_flat)
        })
    }

    /// Sends the call. The result is a stream of its events as they came, up to the marker `[DONE]` or the end of the reply.
    #[inline]
    pub fn events(self) -> ResponseFuture<EventStream<RawEvent>> {
        self.client.send_events(self.request.filled(), self.options)
    }

    /// Sends the call. The result is the bytes of the reply, whatever its media type.
    #[inline]
    pub fn download(self) -> ResponseFuture<Download> {
        let request = self.request.filled();
        self.client.send_binary(&["*/*"], request, self.options)
    }

    // part coze
    /// Opens a session over a WebSocket at an endpoint that this crate does not know; the method has to be `GET`. Events are what the
    /// service and you call so: `{"event_type": …, "data": …}`.
    ///
    /// ```no_run
    /// use coze_client::{Method, RawEvent};
    ///
    /// # async fn example(client: coze_client::Client) -> coze_client::Result<()> {
    /// let mut session = client.request(Method::Get, "/v1/newer").with_query("bot_id", 1).connect().await?;
    /// session.send(RawEvent::new("newer.update", r#"{"a": 1}"#)).await?;
    /// while let Some(message) = session.try_next().await? {
    ///     println!("{} {}", message.event.event(), message.event.data());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "realtime")]
    #[inline]
    pub fn connect(self) -> crate::realtime::Connecting<crate::realtime::Raw> {
        self.client.open(self.request.filled(), self.options)
    }

    // end part
    fn exchange<T: Send + 'static>(
        self,
        expected: ReplyForm,
        finish: fn(Box<Received>) -> Result<Response<Erased>>,
    ) -> ResponseFuture<T> {
        let exchange = self
            .client
            .exchange(self.request.filled(), self.options, expected);
        ResponseFuture::new(exchange, Finish::Own(finish), typed)
    }
}

/// The response to a call whose reply has come, with a value of the caller's type.
fn read<T: DeserializeOwned + Send + 'static>(
    mut received: Box<Received>,
    places: Places,
    read: Read,
) -> Result<Response<Erased>> {
    let body = received.incoming.into_buffered();
    let mut slot = Foreign::<T>::new();
    read(places, &mut received.context, &body, &mut slot)?;
    let Some(value) = slot.into_value() else {
        let error = Error::new(ErrorKind::Decode, "the reply lacks what was asked for");
        return Err(received.context.of_reply(error, &body));
    };
    let value: Erased = Box::new(value);
    Ok(Response::new(value, received.context).with_body(body))
}

/// Without arguments, which may be secrets.
impl fmt::Debug for CustomRequest {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomRequest")
            .field("call", self.request.operation())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
