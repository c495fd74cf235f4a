//! A download that is saved to a file.

mod partial;

use std::path::{Path, PathBuf};

use tokio::io::AsyncWriteExt;

use self::partial::Partial;
use super::Download;
use crate::error::Error;
use crate::http::runtime;
use crate::{ErrorKind, Result};

impl Download {
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
        let runtime = runtime::current()?;
        let fault = |e: std::io::Error| {
            Error::new(
                ErrorKind::File,
                format!("{} cannot be written", path.display()),
            )
            .with_source(e)
        };
        let target = path.clone();
        // What is dropped while it waits is dropped with the file that it gets.
        let created = runtime::blocking(&runtime, move || Partial::create(&target)).await;
        let (partial, file) = created.and_then(|created| created).map_err(fault)?;
        let mut file = tokio::fs::File::from_std(file);
        let mut written = 0;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            file.write_all(&piece).await.map_err(fault)?;
            written += piece.len() as u64;
        }
        file.flush().await.map_err(fault)?;
        let file = file.into_std().await;
        let completed = runtime::blocking(&runtime, move || partial.complete(&file)).await;
        completed.and_then(|completed| completed).map_err(fault)?;
        Ok(written)
    }
}
