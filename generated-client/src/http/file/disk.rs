//! Files on disk: chosen by their path, opened when they are sent.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FilePart, Source};
use crate::error::Error;
use crate::http::body::Piece;
use crate::http::runtime;
use crate::{ErrorKind, Result};

impl FilePart {
    /// A file on disk. It is read in pieces while it is sent, so it need not fit into memory.
    ///
    /// Name and media type follow from the path; [`with_name`](Self::with_name) and [`with_mime`](Self::with_mime) override them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`] if the file does not exist or cannot be read, or if it has no known length: a folder, a device, a pipe, or a
    /// file of a virtual file system. Read such data into memory, and use [`bytes`](Self::bytes).
    pub async fn path(path: impl AsRef<Path>) -> Result<Self> {
        Self::open(path.as_ref().to_owned()).await
    }

    async fn open(path: PathBuf) -> Result<Self> {
        let (_, len) = open_apart(&path).await?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Self::new(name, Source::Path { path, len }))
    }
}

/// Everything is asked for again: the file may have changed since it was chosen, or since the last attempt.
pub(in crate::http) async fn open(path: &Path) -> Result<Piece> {
    let (file, len) = open_apart(path).await?;
    Ok(Piece::File {
        file: Arc::new(file),
        len,
        left: len,
    })
}

async fn open_apart(path: &Path) -> Result<(File, u64)> {
    let owned = path.to_owned();
    let opening = runtime::blocking(&runtime::current()?, move || open_regular(&owned));
    let opened = opening.await.and_then(|opened| opened);
    opened.map_err(|e| cannot_be_opened(path, e))
}

/// Opens a file whose length can be relied upon. Asked before it is opened, because a pipe opens only when somebody writes into it, and
/// afterwards, because something else may stand there by then.
fn open_regular(path: &Path) -> std::io::Result<(File, u64)> {
    let check = |metadata: Metadata| {
        let is_file = metadata.is_file().then_some(metadata.len());
        is_file.ok_or_else(|| std::io::Error::other("it is not a file"))
    };
    check(std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    let len = check(file.metadata()?)?;
    // Those of /proc are called empty, and are not.
    if len == 0 && (&file).read(&mut [0])? > 0 {
        return Err(std::io::Error::other("it does not say how large it is"));
    }
    Ok((file, len))
}

fn cannot_be_opened(path: &Path, cause: std::io::Error) -> Error {
    let what = format!("{} cannot be uploaded: {cause}", path.display());
    Error::new(ErrorKind::File, what).with_source(cause)
}
