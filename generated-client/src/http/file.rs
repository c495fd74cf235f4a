//! A file to upload: bytes in memory, or a path that is read while it is sent.

#[cfg(not(target_family = "wasm"))]
pub(super) mod disk;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::mime;
use super::progress::Report;

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
    #[cfg(not(target_family = "wasm"))]
    Path {
        path: std::path::PathBuf,
        len: u64,
    },
}

impl FilePart {
    /// A file in memory.
    ///
    /// The media type follows from the extension of `name`; [`with_mime`](Self::with_mime) overrides it.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Source::Bytes(bytes.into()))
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

/// Without the content.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("FilePart");
        debug.field("name", &self.name).field("mime", &self.mime);
        match &self.source {
            Source::Bytes(bytes) => debug.field("bytes", &bytes.len()),
            #[cfg(not(target_family = "wasm"))]
            Source::Path { path, len } => debug.field("path", path).field("bytes", len),
        };
        debug.finish_non_exhaustive()
    }
}
