//! A binary reply, such as speech: into memory, into a file, or piece by piece.

mod partial;

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waker, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncWriteExt;

use self::partial::Partial;
use super::context::Context;
use crate::error::Error;
use crate::http::incoming::{Incoming, Received};
use crate::http::runtime;
use crate::{ErrorKind, Result};

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
    pub(crate) fn new(received: Received) -> Self {
        let Received {
            context,
            mut content_type,
            incoming,
            ..
        } = received;
        if let Some(content_type) = &mut content_type {
            context.redaction.hide_in(content_type);
        }
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
    /// [`ErrorKind::Truncated`] if the download ends too early, [`ErrorKind::Timeout`] if nothing arrives for too long, and
    /// [`ErrorKind::Decode`] if it is larger than [`max_reply_size`](crate::ClientBuilder::max_reply_size), which does not limit
    /// [`save`](Self::save) and [`next`](Self::next).
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

    /// Saves all bytes to a file, and returns their number.
    ///
    /// The bytes are written to a temporary file beside `path`, which replaces `path` once it is complete and on the disk. So `path` never
    /// holds half a file, and an existing file stays until it is replaced by one with the same permissions. If `path` is a symbolic link,
    /// the link stays and its target is replaced. An incomplete temporary file is removed, also when the future is dropped.
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes), and [`ErrorKind::File`] if the file cannot be written, or if `path` is not a file.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64> {
        self.save_at(path.as_ref().to_owned()).await
    }

    async fn save_at(mut self, path: PathBuf) -> Result<u64> {
        runtime::current()?;
        let fault = |e: std::io::Error| {
            Error::new(
                ErrorKind::File,
                format!("{} cannot be written", path.display()),
            )
            .with_source(e)
        };
        let target = path.clone();
        // What is dropped while it waits is dropped with the file that it gets.
        let created = blocking(move || Partial::create(&target)).await;
        let (partial, file) = created.map_err(fault)?;
        let mut file = tokio::fs::File::from_std(file);
        let mut written = 0;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            file.write_all(&piece).await.map_err(fault)?;
            written += piece.len() as u64;
        }
        file.flush().await.map_err(fault)?;
        let file = file.into_std().await;
        let completed = blocking(move || partial.complete(&file)).await;
        completed.map_err(fault)?;
        Ok(written)
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|stopped| Err(std::io::Error::other(stopped)))
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
