//! A folder -> the right to write to it, which one run has at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::output::tell;

/// The file that is locked; it stays, for a lock on a file that is removed excludes nobody who opens the next one.
pub(crate) const FILE: &str = ".xtask.lock";

/// Held until it is dropped, or its process ends in whatever way.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Waits until no other run writes to the folder.
    pub(crate) fn of(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        if path.is_symlink() {
            bail!("{} is a link; remove it", path.display());
        }
        let options = OpenOptions::new().write(true).create(true).to_owned();
        let file = match options.open(&path) {
            Ok(file) => file,
            // Where nobody can write, there is nothing to exclude.
            Err(problem) if is_read_only(problem.kind()) => return Ok(Self { _file: None }),
            Err(problem) => {
                return Err(problem).with_context(|| format!("cannot open {}", path.display()));
            }
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                tell!("waiting for another run of xtask in {}", folder.display());
                file.lock()
                    .with_context(|| format!("cannot lock {}", path.display()))?;
            }
            Err(TryLockError::Error(problem)) => {
                return Err(problem).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
        Ok(Self { _file: Some(file) })
    }
}

fn is_read_only(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}
