//! The client: a cheap handle on the transport, and the ways emitted calls are sent through it.

use std::fmt;
use std::sync::Arc;

use crate::auth::{Credentials, TokenSource};
use crate::generated::conventions::ENVELOPE;
use crate::http::erased::{Erased, Finish, Slot, empty, taken, typed};
use crate::http::incoming::Received;
use crate::http::options::CallOptions;
use crate::http::reply_form::ReplyForm;
use crate::http::request::Request;
use crate::http::response::Response;
use crate::http::response_future::{Exchange, Plan, ResponseFuture};
use crate::http::transport::{SharedTransport, Transport};
use crate::reply::download::Download;
use crate::reply::envelope;
use crate::reply::file::Declared;
use crate::reply::frame::{Elsewhere, Keys, Places};
use crate::sse::events::EventStream;
use crate::sse::read::Event;

/// A client of the service.
///
/// It is a handle: clones are cheap and share connections and settings. Make one and keep it.
// part coze
#[doc(alias = "Coze")]
#[doc(alias = "AsyncCoze")]
#[doc(alias = "CozeAPI")]
#[doc(alias = "扣子")]
// end part
#[derive(Clone)]
pub struct Client(Arc<dyn SharedTransport>);

/// Settings, without the token and the headers' values.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.transport().fmt(f)
    }
}

impl Client {
    pub(crate) fn new(transport: Transport) -> Self {
        Self(Arc::new(transport))
    }

    /// Makes a client with the same settings and connections that takes its tokens from another source.
    ///
    /// It is cheap: a server can make one for each of its users. Keep it as long as you serve the user, because it holds their token.
    #[must_use]
    pub fn with_token_source(&self, source: impl TokenSource) -> Self {
        let mut transport = self.transport().clone();
        transport.credentials = Some(Credentials::source(source));
        Self::new(transport)
    }

    pub(crate) fn transport(&self) -> &Transport {
        self.0.transport()
    }

    /// Sends a call when it is polled.
    pub(crate) fn exchange(
        &self,
        request: Request,
        options: CallOptions,
        expected: ReplyForm,
    ) -> Exchange {
        Exchange::new(Plan {
            shared: Arc::clone(&self.0),
            request: request.extended(&options.extras),
            options,
            expected,
        })
    }
}

/// For replies in which nothing is looked for.
pub(crate) const NOWHERE: Places = Places::only(&[]);

/// Where results stand that the document says nothing else of.
pub(crate) const DATA: Keys = match ENVELOPE {
    Some(envelope) => envelope.data,
    None => &[],
};

// A document decides which kinds of reply occur. None hands on to another: each step would be compiled for every type of a result.
#[allow(dead_code)]
impl Client {
    /// Sends a call whose reply says only whether it succeeded.
    #[inline]
    pub(crate) fn send_unit(&self, request: Request, options: CallOptions) -> ResponseFuture<()> {
        ResponseFuture::new(
            self.exchange(request, options, ReplyForm::Json),
            Finish::read(envelope::read_unit, NOWHERE, empty::<()>),
            taken,
        )
    }

    /// Sends a call whose result is the `data` of the envelope.
    pub(crate) fn send_data<T: Slot + Default>(
        &self,
        request: Request,
        options: CallOptions,
    ) -> ResponseFuture<T> {
        ResponseFuture::new(
            self.exchange(request, options, ReplyForm::Json),
            Finish::read(envelope::read_data_at, Places::only(DATA), empty::<T>),
            taken,
        )
    }

    /// Sends a call whose result stands at the end of these keys.
    pub(crate) fn send_data_at<T: Slot + Default>(
        &self,
        keys: Keys,
        request: Request,
        options: CallOptions,
    ) -> ResponseFuture<T> {
        ResponseFuture::new(
            self.exchange(request, options, ReplyForm::Json),
            Finish::read(envelope::read_data_at, Places::only(keys), empty::<T>),
            taken,
        )
    }

    /// Sends a call whose result stands at the end of these keys or, on some servers, elsewhere.
    pub(crate) fn send_data_at_one_of<T: Slot + Default>(
        &self,
        keys: Keys,
        others: &'static [Elsewhere],
        request: Request,
        options: CallOptions,
    ) -> ResponseFuture<T> {
        ResponseFuture::new(
            self.exchange(request, options, ReplyForm::Json),
            Finish::read(envelope::read_data_at, Places { keys, others }, empty::<T>),
            taken,
        )
    }

    /// Sends a call whose result is the fields of the envelope itself, beside the code.
    pub(crate) fn send_flat<T: Slot + Default>(
        &self,
        request: Request,
        options: CallOptions,
    ) -> ResponseFuture<T> {
        ResponseFuture::new(
            self.exchange(request, options, ReplyForm::Json),
            Finish::read(envelope::read_flat, NOWHERE, empty::<T>),
            taken,
        )
    }

    /// Sends a call whose reply has no envelope: all of it is the result.
    pub(crate) fn send_plain<T: Slot + Default>(
        &self,
        request: Request,
        options: CallOptions,
    ) -> ResponseFuture<T> {
        ResponseFuture::new(
            self.exchange(request, options, ReplyForm::JsonWithoutEnvelope),
            Finish::read(envelope::read_plain, NOWHERE, empty::<T>),
            taken,
        )
    }

    /// Sends a call whose result is bytes of one of these media types.
    #[inline]
    pub(crate) fn send_binary(
        &self,
        declared: Declared,
        request: Request,
        options: CallOptions,
    ) -> ResponseFuture<Download> {
        let exchange = self.exchange(request, options, ReplyForm::Bytes(declared));
        let finish = |received: Box<Received>| {
            let context = received.context.clone();
            let download: Erased = Box::new(Download::new(received));
            Ok(Response::new(download, context))
        };
        ResponseFuture::new(exchange, Finish::Own(finish), typed)
    }

    /// Sends a call whose result is a stream of events.
    pub(crate) fn send_events<E: Event>(
        &self,
        request: Request,
        options: CallOptions,
    ) -> ResponseFuture<EventStream<E>> {
        let exchange = self.exchange(request, options, ReplyForm::Events(E::first));
        let finish = |received: Box<Received>| {
            let context = received.context.clone();
            let events: Erased = Box::new(EventStream::<E>::new(received));
            Ok(Response::new(events, context))
        };
        ResponseFuture::new(exchange, Finish::Own(finish), typed)
    }
}
