//! Folders and a file with their new contents -> all of them in place, or none, wherever this is interrupted.
//!
//! Everything new is written beside the old first. Then each old folder steps aside for the new one, and the file comes
//! last: until it is in its place, the old state can be restored, and [`Switch::recover`] does that.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::tree::{self, Tree};

/// What belongs together.
pub(crate) struct Switch {
    folders: Vec<PathBuf>,
    file: PathBuf,
}

impl Switch {
    pub(crate) fn new(folders: Vec<PathBuf>, file: PathBuf) -> Self {
        Self { folders, file }
    }

    /// Puts the new contents in place; when that fails, the old ones are restored.
    pub(crate) fn run(&self, trees: &[&Tree], text: &str) -> Result<()> {
        let done = self.steps(trees, text, &mut || Ok(()));
        if done.is_err() {
            self.recover()?;
        }
        done
    }

    /// Ends what an interrupted run has begun: nothing, or everything.
    pub(crate) fn recover(&self) -> Result<()> {
        let waiting = beside(&self.file, ".next");
        let unfinished = waiting.exists();
        for folder in &self.folders {
            let before = beside(folder, ".before");
            if unfinished && before.exists() {
                remove(folder)?;
                rename(&before, folder)?;
            }
            remove(&before)?;
            remove(&beside(folder, ".next"))?;
        }
        if unfinished {
            fs::remove_file(&waiting)
                .with_context(|| format!("cannot remove {}", waiting.display()))?;
        }
        Ok(())
    }

    /// The way there; `step` is called between any two changes of the disk, and may end it.
    fn steps(
        &self,
        trees: &[&Tree],
        text: &str,
        step: &mut dyn FnMut() -> Result<()>,
    ) -> Result<()> {
        self.recover()?;
        for (folder, tree) in self.folders.iter().zip(trees) {
            tree::write(&beside(folder, ".next"), tree)?;
            step()?;
        }
        let waiting = beside(&self.file, ".next");
        tree::write_whole(&waiting, text)?;
        step()?;
        for folder in &self.folders {
            if folder.exists() {
                rename(folder, &beside(folder, ".before"))?;
                step()?;
            }
            rename(&beside(folder, ".next"), folder)?;
            step()?;
        }
        rename(&waiting, &self.file)?;
        step()?;
        for folder in &self.folders {
            remove(&beside(folder, ".before"))?;
            step()?;
        }
        Ok(())
    }
}

/// `generated` -> `generated.next`
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("cannot put {} in its place", to.display()))
}

/// Removes a folder, if it is there.
fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn tree(text: &str) -> Tree {
        [("a.rs", text), ("b/c.rs", text)]
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect()
    }

    /// What the disk holds: files by path, with their contents.
    fn state(root: &Path) -> Result<Vec<String>> {
        let read = |name: String| {
            let text = fs::read_to_string(root.join(&name))?;
            Ok(format!("{name}: {text}"))
        };
        tree::files(root)?.into_iter().map(read).collect()
    }

    fn switch(root: &Path) -> Switch {
        Switch::new(
            vec![root.join("one"), root.join("two")],
            root.join("document"),
        )
    }

    /// The old state, and a run that is killed after some steps.
    fn killed_after(root: &Path, steps: usize) -> Result<bool> {
        let switch = switch(root);
        switch.run(&[&tree("old"), &tree("old")], "old")?;
        let mut left = steps;
        let mut step = || {
            if left == 0 {
                bail!("killed");
            }
            left -= 1;
            Ok(())
        };
        let (one, two) = (tree("new"), tree("new"));
        Ok(switch.steps(&[&one, &two], "new", &mut step).is_err())
    }

    #[test]
    fn killed_anywhere_it_is_all_old_or_all_new() -> Result<()> {
        let of = |text: &str| -> Vec<String> {
            [
                "document",
                "one/a.rs",
                "one/b/c.rs",
                "two/a.rs",
                "two/b/c.rs",
            ]
            .map(|name| format!("{name}: {text}"))
            .to_vec()
        };
        let mut seen = (0, 0);
        for steps in 0.. {
            let folder = tempfile::tempdir()?;
            let killed = killed_after(folder.path(), steps)?;
            switch(folder.path()).recover()?;
            let state = state(folder.path())?;
            assert!(
                state == of("old") || state == of("new"),
                "{steps}: {state:?}"
            );
            seen.0 += usize::from(state == of("old"));
            seen.1 += usize::from(state == of("new"));
            if !killed {
                break;
            }
        }
        assert_eq!(seen, (7, 4));
        Ok(())
    }

    #[test]
    fn a_failure_restores_what_was() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let switch = switch(folder.path());
        switch.run(&[&tree("old"), &tree("old")], "old")?;
        let before = state(folder.path())?;
        // A folder where the text has to go.
        fs::create_dir_all(folder.path().join("document.next.new"))?;
        assert!(switch.run(&[&tree("new"), &tree("new")], "new").is_err());
        fs::remove_dir(folder.path().join("document.next.new"))?;
        assert_eq!(state(folder.path())?, before);
        Ok(())
    }
}
