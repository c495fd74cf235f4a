//! Where this is called -> the repository that it works on.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// What only the root of this repository has.
const MARKS: [&str; 2] = ["spec", "codegen/Cargo.toml"];

/// The repository.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The repository around the current folder; called from elsewhere, the one whose manifest cargo was told.
    pub(crate) fn find() -> Result<Self> {
        let here = std::env::current_dir().context("the current folder cannot be told")?;
        // Set by `cargo run` for this run; at compile time it would be that of whichever clone compiled this program.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        Self::around(&here)
            .or_else(|| Self::around(&manifest?))
            .with_context(|| {
                format!(
                    "{} is in no clone of this repository: no folder above it has spec/ and codegen/",
                    here.display()
                )
            })
    }

    fn around(folder: &Path) -> Option<Self> {
        let is_root = |folder: &&Path| MARKS.iter().all(|mark| folder.join(mark).exists());
        let root = folder.ancestors().find(is_root)?.to_path_buf();
        Some(Self { root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the repository.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The text of a file of the repository.
    pub(crate) fn read(&self, name: &str) -> Result<String> {
        std::fs::read_to_string(self.path(name)).with_context(|| format!("cannot read {name}"))
    }
}

#[cfg(test)]
impl Workspace {
    /// The repository that this is tested in.
    pub(crate) fn tested() -> Self {
        Self::around(Path::new(env!("CARGO_MANIFEST_DIR")))
            .expect("the tests are in the repository")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_found_from_any_folder_below_it() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().join("clone");
        std::fs::create_dir_all(root.join("spec/overlays"))?;
        std::fs::create_dir_all(root.join("codegen"))?;
        assert!(Workspace::around(&root.join("spec/overlays")).is_none());
        std::fs::write(root.join("codegen/Cargo.toml"), "")?;
        for place in ["", "spec/overlays", "codegen"] {
            let found = Workspace::around(&root.join(place)).context("a root")?;
            assert_eq!(found.root(), root, "{place}");
        }
        assert!(Workspace::around(folder.path()).is_none());
        Ok(())
    }
}
