//! Folders and files with their new contents -> all of them in place, or none, wherever this is interrupted.
//!
//! Everything new is written beside the old first, as `generated.next` and `document.next`. Then each old folder steps aside, as
//! `generated.before`, each old file is copied, since cargo finds nothing without its manifest, and one file comes last: until
//! `document.next` is in its place, [`AtomicReplace::recover`] restores the old state. Who calls this holds the [`Lock`](crate::lock::Lock).

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::disk::{self, UNFINISHED, beside, exists, parent};
use crate::tree::{self, Tree};

/// New contents, whole and waiting.
const NEXT: &str = ".next";

/// Old contents, until the new ones are in place.
const BEFORE: &str = ".before";

/// A mark for a path that was not there before.
const ABSENT: &str = ".absent";

/// What belongs together.
pub(crate) struct AtomicReplace {
    paths: Vec<PathBuf>,
    /// What comes last.
    file: PathBuf,
}

/// New contents of a path.
pub(crate) enum Contents<'a> {
    Folder(&'a Tree),
    File(&'a str),
}

impl Contents<'_> {
    fn write(&self, path: &Path) -> Result<()> {
        match self {
            Self::Folder(tree) => {
                tree::write(path, tree)?;
                tree::sync(path)
            }
            Self::File(text) => {
                disk::write_new(path, text)?;
                disk::sync(path)
            }
        }
    }
}

impl AtomicReplace {
    pub(crate) fn new(paths: Vec<PathBuf>, file: PathBuf) -> Self {
        Self { paths, file }
    }

    /// Puts the new contents in place; when that fails, the old ones are restored.
    pub(crate) fn run(&self, contents: &[Contents<'_>], text: &str) -> Result<()> {
        self.recover()?;
        let done = self.prepare(contents, text).and_then(|()| self.replace());
        if done.is_err() {
            self.recover()?;
        }
        done
    }

    /// Finishes an interrupted run: before its last step the old contents are restored, after it the new ones are kept.
    pub(crate) fn recover(&self) -> Result<()> {
        let waiting = beside(&self.file, NEXT);
        let is_unfinished = exists(&waiting);
        for path in &self.paths {
            let (before, absent) = (beside(path, BEFORE), beside(path, ABSENT));
            if exists(&before) && (is_unfinished || !exists(path)) {
                if path.is_dir() || before.is_dir() {
                    disk::remove(path)?;
                }
                disk::rename(&before, path)?;
            } else if exists(&absent) && is_unfinished {
                disk::remove(path)?;
            }
            let copy = beside(&before, UNFINISHED);
            for left in [before, copy, absent, beside(path, NEXT)] {
                disk::remove(&left)?;
            }
        }
        // This file marks that the old contents must be restored, so it goes last.
        disk::remove(&waiting)
    }

    /// Writes the new contents beside the old ones, and has the disk keep them.
    fn prepare(&self, contents: &[Contents<'_>], text: &str) -> Result<()> {
        for (path, contents) in self.paths.iter().zip(contents) {
            contents.write(&beside(path, NEXT))?;
        }
        let waiting = beside(&self.file, NEXT);
        disk::write_new(&waiting, text)?;
        disk::sync(&waiting)?;
        self.sync_names()
    }

    fn replace(&self) -> Result<()> {
        for path in &self.paths {
            if path.is_file() {
                disk::copy(path, &beside(path, BEFORE))?;
            } else if exists(path) {
                disk::rename(path, &beside(path, BEFORE))?;
            } else {
                disk::write_new(&beside(path, ABSENT), "")?;
            }
            disk::rename(&beside(path, NEXT), path)?;
        }
        self.sync_names()?;
        disk::rename(&beside(&self.file, NEXT), &self.file)?;
        // What was before is not needed any more, once this is on the disk.
        disk::sync(parent(&self.file))?;
        for left in self
            .paths
            .iter()
            .flat_map(|path| [beside(path, BEFORE), beside(path, ABSENT)])
        {
            disk::remove(&left)?;
        }
        Ok(())
    }

    /// Has the disk keep which names stand for what.
    fn sync_names(&self) -> Result<()> {
        let all = self.paths.iter().chain([&self.file]);
        all.map(|path: &PathBuf| parent(path))
            .try_for_each(|folder: &Path| disk::sync(folder))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::disk::interruption;

    fn tree(text: &str) -> Tree {
        Tree::from([("a/b.rs".to_owned(), text.to_owned())])
    }

    /// What the disk holds: files by path, with their contents.
    fn state(root: &Path) -> Result<Vec<String>> {
        let read = |name: String| {
            let text = fs::read_to_string(root.join(&name))?;
            Ok(format!("{name}: {text}"))
        };
        tree::files(root)?.into_iter().map(read).collect()
    }

    fn replacement(root: &Path) -> AtomicReplace {
        AtomicReplace::new(
            vec![root.join("one"), root.join("two"), root.join("names")],
            root.join("document"),
        )
    }

    fn replace(root: &Path, text: &str) -> Result<()> {
        let (one, two) = (tree(text), tree(text));
        let contents = [
            Contents::Folder(&one),
            Contents::Folder(&two),
            Contents::File(text),
        ];
        replacement(root).run(&contents, text)
    }

    /// The old state; the second folder may be new.
    fn begin(root: &Path, has_both: bool) -> Result<Vec<String>> {
        replace(root, "old")?;
        if !has_both {
            fs::remove_dir_all(root.join("two"))?;
        }
        state(root)
    }

    /// Kills a run after each of its moments, and the recovery from it after each of its own; counts how it ends.
    fn kill_anywhere(has_both: bool) -> Result<(usize, usize)> {
        let whole = tempfile::tempdir()?;
        replace(whole.path(), "new")?;
        let new = state(whole.path())?;
        let (mut seen_old, mut seen_new) = (0, 0);
        for moments in 0.. {
            for recovered in 0.. {
                let folder = tempfile::tempdir()?;
                let root = folder.path();
                let old = begin(root, has_both)?;
                let killed = interruption::after(moments, || replace(root, "new"))?;
                if !killed {
                    return Ok((seen_old, seen_new));
                }
                let killed = interruption::after(recovered, || replacement(root).recover())?;
                replacement(root).recover()?;
                let found = state(root)?;
                seen_old += usize::from(found == old);
                seen_new += usize::from(found == new);
                assert!(
                    found == old || found == new,
                    "{moments} {recovered}: {found:?}"
                );
                assert_eq!(root.join("two").exists(), has_both || found == new);
                if !killed {
                    break;
                }
            }
        }
        Ok((seen_old, seen_new))
    }

    #[test]
    fn killed_anywhere_it_is_all_old_or_all_new() -> Result<()> {
        for has_both in [true, false] {
            let (old, new) = kill_anywhere(has_both)?;
            assert!(old > 100 && new > 10, "{old} {new}");
        }
        Ok(())
    }

    #[test]
    fn the_only_copy_is_never_removed() -> Result<()> {
        // What two runs that did not know of each other could leave: the folder has stepped aside, and nothing else is there.
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        let old = begin(root, true)?;
        fs::rename(root.join("one"), root.join("one.before"))?;
        replacement(root).recover()?;
        assert_eq!(state(root)?, old);
        Ok(())
    }

    #[test]
    fn a_failure_restores_what_was() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        let before = begin(root, true)?;
        // A folder with something in it where the document has to go: only the last step can fail on it.
        fs::remove_file(root.join("document"))?;
        fs::create_dir_all(root.join("document/in/the/way"))?;
        assert!(replace(root, "new").is_err());
        let kept: Vec<String> = before
            .into_iter()
            .filter(|file| !file.starts_with("document"))
            .collect();
        assert_eq!(state(root)?, kept);
        Ok(())
    }
}
