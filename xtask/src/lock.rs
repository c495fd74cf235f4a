//! A folder -> an exclusive lock on writing to it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::output::tell;

/// The file that is locked. It is never removed: a lock on a removed file would not exclude a process that creates it anew.
pub(crate) const FILE: &str = ".xtask.lock";

/// The lock; it is released when it is dropped, or when its process ends.
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
            // A folder that is not writable needs no lock.
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
