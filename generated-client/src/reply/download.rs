//! A reply that is bytes, such as speech: into memory, into a file, or piece by piece.

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

/// Bytes that are arriving. Dropping it ends the download.
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
            content_type,
            incoming,
            ..
        } = received;
        Self {
            context,
            content_type,
            incoming,
        }
    }

    /// The media type the service declares, for example `audio/mpeg`.
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

    /// Calls `report` with every piece that is read: how many bytes there have been, and of how many if the service says so.
    ///
    /// It is called between two reads, so it should be quick.
    pub fn on_progress(
        mut self,
        report: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.incoming.watch(Arc::new(report));
        self
    }

    /// Waits for all bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Truncated`] if they end too early, [`ErrorKind::Timeout`] if nothing arrives for too long, and
    /// [`ErrorKind::Decode`] if they are more than [`max_reply_size`](crate::ClientBuilder::max_reply_size), which does not limit
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

    /// Saves all bytes in a file; gives their number.
    ///
    /// They are written beside `path` under another name that is changed when they are complete and on the disk: at `path` there is
    /// never half a file, and a file that is there already stays until it is replaced by one with the same permissions. Where `path`
    /// is a link, it stays, and what it leads to is replaced. What is incomplete is removed, also when this is dropped.
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes), and [`ErrorKind::File`] if the file cannot be written, or something else than a file is there.
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
