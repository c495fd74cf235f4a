//! Every change of the disk, each with its path in the error. None of them follows a link at the end of its path.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The suffix of a file that is not completely written yet.
pub(crate) const UNFINISHED: &str = ".xtask-new";

/// `generated` -> `generated.next`
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Whether anything stands there, be it a link to nothing.
pub(crate) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Makes a folder and those that it stands in.
pub(crate) fn create_folder(path: &Path) -> Result<()> {
    interruption::point(|| ())?;
    fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))
}

/// Writes beside the file and renames, so that an interruption leaves the old file or the new one.
pub(crate) fn write_whole(path: &Path, content: &str) -> Result<()> {
    create_folder(parent(path))?;
    let unfinished = beside(path, UNFINISHED);
    write_new(&unfinished, content)?;
    rename(&unfinished, path)
}

/// Copies a file of text; the copy is there when it is whole.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    let content = fs::read_to_string(from);
    write_whole(
        to,
        &content.with_context(|| format!("cannot read {}", from.display()))?,
    )?;
    sync(to)
}

/// Writes a file in the place of whatever an interrupted run has left there.
pub(crate) fn write_new(path: &Path, content: &str) -> Result<()> {
    remove(path)?;
    interruption::point(|| drop(fs::write(path, &content[..content.len() / 2])))?;
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(content.as_bytes()));
    written.with_context(|| format!("cannot write {}", path.display()))
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    interruption::point(|| ())?;
    fs::rename(from, to).with_context(|| format!("cannot put {} in its place", to.display()))
}

/// Removes a file, a link or a folder, if it is there.
pub(crate) fn remove(path: &Path) -> Result<()> {
    let Ok(found) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    let removed = if found.is_dir() {
        interruption::point(|| interruption::tear(path))?;
        fs::remove_dir_all(path)
    } else {
        interruption::point(|| ())?;
        fs::remove_file(path)
    };
    removed.with_context(|| format!("cannot remove {}", path.display()))
}

/// Removes a folder if it is empty.
pub(crate) fn remove_empty_folder(path: &Path) -> Result<()> {
    interruption::point(|| ())?;
    match fs::remove_dir(path) {
        Err(problem) if problem.kind() != ErrorKind::DirectoryNotEmpty => {
            Err(problem).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Has a file written, or in a folder the names of what stands in it, before anything else that is written later.
pub(crate) fn sync(path: &Path) -> Result<()> {
    interruption::point(|| ())?;
    // Elsewhere, folders cannot be opened, and need not be. Tests kill programs, which takes no power from the disk.
    if cfg!(test) || (cfg!(not(unix)) && path.is_dir()) {
        return Ok(());
    }
    File::open(path)
        .and_then(|opened| opened.sync_all())
        .with_context(|| format!("cannot write {} to the disk", path.display()))
}

/// The folder that something stands in.
pub(crate) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

#[cfg(not(test))]
mod interruption {
    use std::path::Path;

    use anyhow::Result;

    #[expect(clippy::unnecessary_wraps, reason = "in tests, it fails")]
    pub(super) fn point(_partly: impl FnOnce()) -> Result<()> {
        Ok(())
    }

    pub(super) fn tear(_folder: &Path) {}
}

/// A simulation of runs that are killed between two changes of the disk, or in the middle of one.
#[cfg(test)]
pub(crate) mod interruption {
    use std::cell::Cell;
    use std::fs;
    use std::path::Path;

    use anyhow::{Result, bail};

    thread_local! {
        /// How many steps are left until the simulated run is killed.
        static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    /// Runs something and kills it after so many steps; each change has one step before it and one in its middle. Returns whether it was
    /// killed before its end.
    pub(crate) fn after(moments: usize, run: impl FnOnce() -> Result<()>) -> Result<bool> {
        LEFT.set(moments);
        let ended = run();
        let killed = LEFT.replace(usize::MAX) == 0;
        if killed {
            Ok(true)
        } else {
            ended.map(|()| false)
        }
    }

    /// A change of the disk is next; `partly` does a part of it.
    pub(super) fn point(partly: impl FnOnce()) -> Result<()> {
        match LEFT.get() {
            usize::MAX => return Ok(()),
            left @ (0 | 1) => {
                if left == 1 {
                    partly();
                }
                // A killed run changes nothing any more, not even to clean up.
                LEFT.set(0);
                bail!("killed")
            }
            left => LEFT.set(left - 2),
        }
        Ok(())
    }

    /// Removes the first file of a folder.
    pub(super) fn tear(folder: &Path) {
        let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
        if let Some(entry) = entries.find(|entry| entry.path().is_file()) {
            drop(fs::remove_file(entry.path()));
        }
    }
}
