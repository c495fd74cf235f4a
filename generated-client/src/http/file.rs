//! A file to upload: bytes in memory, or a path that is read while it is sent.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use super::mime;
use super::progress::Report;
use super::runtime;
use crate::error::Error;
use crate::{ErrorKind, Result};

/// A file to upload, with its declared name and media type.
///
/// It describes the file and holds no read position, so it can be cloned and sent any number of times.
#[derive(Clone)]
pub struct FilePart {
    name: String,
    mime: String,
    source: Source,
    report: Option<Report>,
}

/// Where a file's bytes come from.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    Path { path: PathBuf, len: u64 },
}

impl FilePart {
    /// A file in memory.
    ///
    /// The media type follows from the extension of `name`; [`with_mime`](Self::with_mime) overrides it.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Source::Bytes(bytes.into()))
    }

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
        runtime::current()?;
        let opened = path.clone();
        let opened = tokio::task::spawn_blocking(move || open_regular(&opened));
        let opened = opened
            .await
            .unwrap_or_else(|e| Err(std::io::Error::other(e)));
        let (_, len) = opened.map_err(|e| cannot_be_opened(&path, e))?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Self::new(name, Source::Path { path, len }))
    }

    fn new(name: String, source: Source) -> Self {
        let mime = mime::of(&name).to_owned();
        Self {
            name,
            mime,
            source,
            report: None,
        }
    }

    /// Sets another declared file name, without changing the media type.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets another declared media type, for example `audio/wav`.
    #[must_use]
    pub fn with_mime(mut self, mime: impl Into<String>) -> Self {
        self.mime = mime.into();
        self
    }

    /// Calls `report` for every piece (at most 256 KiB) that is handed to the connection, with the number of bytes sent so far and the size
    /// of the file.
    ///
    /// It is called between two pieces, so it should be quick. If the file is sent again, the count starts over.
    #[must_use]
    pub fn on_progress(mut self, report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// The declared file name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The declared media type.
    #[must_use]
    pub fn mime(&self) -> &str {
        &self.mime
    }

    pub(crate) fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }
}

/// Opens a file whose length can be relied upon. Asked before it is opened, because a pipe opens only when somebody writes into it, and
/// afterwards, because something else may stand there by then.
pub(super) fn open_regular(path: &Path) -> std::io::Result<(File, u64)> {
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

pub(super) fn cannot_be_opened(path: &Path, cause: std::io::Error) -> Error {
    let what = format!("{} cannot be uploaded: {cause}", path.display());
    Error::new(ErrorKind::File, what).with_source(cause)
}

/// Without the content.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("FilePart");
        debug.field("name", &self.name).field("mime", &self.mime);
        match &self.source {
            Source::Bytes(bytes) => debug.field("bytes", &bytes.len()),
            Source::Path { path, len } => debug.field("path", path).field("bytes", len),
        };
        debug.finish_non_exhaustive()
    }
}
