//! A file that is not complete yet: it stands beside the one that it will replace, and is removed unless it becomes complete.

use std::fs::{self, File};
use std::io::{self, ErrorKind::AlreadyExists, ErrorKind::NotFound};
use std::path::{Path, PathBuf};

use crate::http::random;

/// It is removed again when it is dropped, unless it has been renamed.
pub(super) struct Partial {
    path: PathBuf,
    target: PathBuf,
    is_complete: bool,
}

impl Partial {
    /// Makes the file that will stand at `path`, or where the link at `path` leads, with the permissions of what is there now.
    #[inline]
    pub(super) fn create(path: &Path) -> io::Result<(Self, File)> {
        let target = end_of_links(path)?;
        let permissions = match fs::metadata(&target) {
            Ok(metadata) if !metadata.is_file() => {
                return Err(io::Error::other("what is there is not a file"));
            }
            Ok(metadata) => Some(metadata.permissions()),
            Err(e) if e.kind() == NotFound => None,
            Err(e) => return Err(e),
        };
        let (path, file) = create_beside(&target)?;
        // From here on somebody removes it.
        let partial = Self {
            path,
            target,
            is_complete: false,
        };
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        Ok((partial, file))
    }

    /// Puts the file in its place, once all of it is on the disk: after a crash there is the old file or the new one.
    #[inline]
    pub(super) fn complete(mut self, file: &File) -> io::Result<()> {
        file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.is_complete = true;
        // So is its name, where folders can be opened.
        if let Ok(folder) = File::open(folder(&self.target)) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Partial {
    #[inline]
    fn drop(&mut self) {
        if !self.is_complete {
            // There is nobody to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A new file in the folder of `target`, under a name that nobody else uses or can foresee.
#[inline]
fn create_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    loop {
        let name = format!(".{:016x}{:016x}.part", random::number(), random::number());
        let path = folder(target).join(name);
        match File::create_new(&path) {
            Err(e) if e.kind() == AlreadyExists => {}
            created => return created.map(|file| (path, file)),
        }
    }
}

#[inline]
fn folder(path: &Path) -> &Path {
    let folder = path.parent().unwrap_or(path);
    if folder == Path::new("") {
        Path::new(".")
    } else {
        folder
    }
}

/// Where a link leads, be there something or not. A link is replaced by nothing: what it leads to is.
#[inline]
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(next) => path = folder(&path).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("there are too many links"))
}
