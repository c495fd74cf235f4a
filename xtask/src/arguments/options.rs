//! The commands and their options.

use std::path::PathBuf;

use codegen::{diff, lint};

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    /// To print this text.
    Help(String),
    Generate(GenerateOptions),
    Export(ExportOptions),
    Diff(DiffOptions),
    Update(UpdateOptions),
    Release(ReleaseOptions),
    Observe(ObserveOptions),
    Lint(LintOptions),
}

/// Options of `gen`.
#[derive(Debug, Default)]
pub(crate) struct GenerateOptions {
    pub(crate) check: bool,
    pub(crate) out: Option<PathBuf>,
    /// The name of the package that is written to `out`.
    pub(crate) name: Option<String>,
    pub(crate) sources: Sources,
}

/// Options of `spec export`.
#[derive(Debug, Default)]
pub(crate) struct ExportOptions {
    pub(crate) file: Option<String>,
    pub(crate) overlays: Overlays,
    /// Whether the extensions that are ours stay.
    pub(crate) extensions: bool,
    pub(crate) out: Option<PathBuf>,
    /// As the name of the file says, unless given.
    pub(crate) format: Option<ExportFormat>,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ExportFormat {
    Yaml,
    Json,
}

/// Options of `spec update`.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // switches of the command line
pub(crate) struct UpdateOptions {
    pub(crate) file: String,
    pub(crate) texts: bool,
    pub(crate) dry_run: bool,
    /// Whether names that are made by rule go into the file of names.
    pub(crate) accept_names: bool,
    /// Whether code for the old crate is not compiled with the new one.
    pub(crate) no_proof: bool,
    pub(crate) all: bool,
}

/// Options of `release`.
#[derive(Debug, Default)]
pub(crate) struct ReleaseOptions {
    /// The version, instead of the one that follows from what has changed.
    pub(crate) version: Option<String>,
    /// Whether code for the old crate is not compiled with the new one.
    pub(crate) no_proof: bool,
    pub(crate) dry_run: bool,
}

/// Options of `spec observe`.
#[derive(Debug, Default)]
pub(crate) struct ObserveOptions {
    pub(crate) files: Vec<PathBuf>,
    /// Whether the reports are held against the document as it is, without corrections.
    pub(crate) without_corrections: bool,
}

/// Options of `spec lint`.
#[derive(Debug)]
pub(crate) struct LintOptions {
    pub(crate) file: Option<String>,
    pub(crate) overlays: Overlays,
    pub(crate) format: lint::Format,
}

/// Options of `spec diff`.
#[derive(Debug)]
pub(crate) struct DiffOptions {
    pub(crate) old: String,
    pub(crate) new: Option<String>,
    /// The format; if not given, it depends on where the output goes.
    pub(crate) format: Option<diff::Format>,
    pub(crate) texts: bool,
    pub(crate) overlays: Overlays,
}

/// The overlays that are applied; the bundled ones unless given.
pub(crate) type Overlays = Option<Vec<PathBuf>>;

/// Which texts to read: the bundled ones unless given. The bundled overlays and names are not used for another
/// document.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) document: Option<PathBuf>,
    pub(crate) overlays: Overlays,
    pub(crate) names: NamesFrom,
    /// Whether reports show every problem.
    pub(crate) all: bool,
    /// Whether operations that cannot be right are left out.
    pub(crate) skip_unsupported: bool,
}

/// Where names come from.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum NamesFrom {
    /// `spec/names.yaml`
    #[default]
    Bundled,
    /// All are made by rule.
    Nowhere,
    File(PathBuf),
}
