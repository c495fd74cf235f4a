//! A binary reply, such as speech: into memory, into a file, or piece by piece.

#[cfg(not(target_family = "wasm"))]
mod save;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waker, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::header::CONTENT_TYPE;

use super::context::Context;
use crate::Result;
use crate::http::incoming::{Incoming, Received};

/// A binary reply while it arrives. Dropping it cancels the download.
///
/// It is a [`futures_core::Stream`] of pieces, in the sizes in which they arrive.
// part coze
#[doc(alias = "FileHTTPResponse")]
#[doc(alias = "write_to_file")]
// end part
#[must_use = "a download does nothing until it is read"]
pub struct Download {
    context: Context,
    content_type: Option<String>,
    incoming: Incoming,
}

impl Download {
    pub(crate) fn new(received: Box<Received>) -> Self {
        let Received {
            context, incoming, ..
        } = *received;
        let content_type = context.headers.text(CONTENT_TYPE).map(|label| {
            let mut label = label.into_owned();
            context.redaction.hide_in(&mut label);
            label
        });
        Self {
            context,
            content_type,
            incoming,
        }
    }

    /// The media type that the service declares, for example `audio/mpeg`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How many bytes are still to come, if the service says so.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.incoming.len()
    }

    /// The id under which the service logged the call. Quote it to the service's support.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.context.log_id.as_deref()
    }

    /// Calls `report` with every piece that is read: the number of bytes so far, and the total if the service declares it.
    ///
    /// It is called between two reads, so it should be quick.
    pub fn on_progress(
        mut self,
        report: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.incoming.watch(Arc::new(report));
        self
    }

    /// Reads all bytes into memory.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Truncated`](crate::ErrorKind::Truncated) if the download ends too early,
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) if nothing arrives for too long, and
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if it is larger than [`max_reply_size`](crate::ClientBuilder::max_reply_size), which
    /// does not limit [`save`](Self::save) and [`next`](Self::next).
    pub async fn bytes(mut self) -> Result<Bytes> {
        let collected = self.incoming.collect().await;
        collected.map_err(|e| self.context.of(e))?;
        Ok(self.incoming.into_buffered())
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    ///
    /// The item is an error as in [`bytes`](Self::bytes); nothing follows it.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        self.incoming
            .piece()
            .await
            .map(|piece| piece.map_err(|e| self.context.of(e)))
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Waker<'_>) -> Poll<Option<Result<Bytes>>> {
        let Self {
            context, incoming, ..
        } = &mut *self;
        incoming
            .poll_piece(cx)
            .map(|piece| piece.map(|piece| piece.map_err(|e| context.of(e))))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("call", &self.context)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
