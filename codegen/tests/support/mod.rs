//! What the tests share: fixtures read from files, and generation of texts.

#![allow(dead_code, reason = "each test file uses the part that it needs")]

pub(crate) mod mutate;
pub(crate) mod random;
pub(crate) mod rust;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use codegen::overlay::BUNDLED;
use codegen::report::{Report, Severity, Source, Text, Texts};
use codegen::{Inputs, Output};
use serde_json::Value;

/// The normalisations, each a small document in `fixtures/`.
pub(crate) const FIXTURES: &[&str] = &[
    "additional_properties",
    "aliases",
    "all_of",
    "availability",
    "binary",
    "command_line",
    "components",
    "constant_header",
    "conventions",
    "cookies",
    "declared_elsewhere",
    "defaults",
    "deprecated",
    "dual_mode",
    "enum_names",
    "envelope",
    "events",
    "events_without_end",
    "examples",
    "field_order",
    "file_bodies",
    "foreign",
    "foreign_names",
    "form_styles",
    "form_urlencoded",
    "forms",
    "integers",
    "lines",
    "maps_and_free_form",
    "media_types",
    "multipart",
    "names",
    "nested_resources",
    "nullable",
    "one_of_alike",
    "one_of_children",
    "one_of_shapes",
    "one_of_tagged",
    "openapi_31",
    "openapi_31_types",
    "paging_cursor",
    "paging_has_more",
    "paging_in_body",
    "paging_number_total",
    "paging_required_number",
    "paging_token",
    "parameters",
    "path_parameters",
    "payload",
    "pseudo_operations",
    "query",
    "recursion",
    "reply_fields",
    "request_fields",
    "roots",
    "secrets",
    "security",
    "security_tokens",
    "security_unsaid",
    "small_mistakes",
    "texts",
    "titles",
];

/// The texts that generation reads, owned.
#[derive(Clone, Default)]
pub(crate) struct Sources {
    pub(crate) document: NamedText,
    pub(crate) overlays: Vec<NamedText>,
    pub(crate) names: NamedText,
    pub(crate) coverage: Option<NamedText>,
    pub(crate) realtime: Option<NamedText>,
}

/// A text and the path under which a report shows it.
#[derive(Clone, Default)]
pub(crate) struct NamedText {
    pub(crate) name: String,
    pub(crate) content: String,
}

impl NamedText {
    pub(crate) fn new(name: impl Into<String>, content: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
        }
    }

    /// A file below the root of the repository; empty when there is none.
    pub(crate) fn read(path: &str) -> Self {
        let content = fs::read_to_string(root().join(path)).unwrap_or_default();
        Self::new(path, content)
    }

    fn text(&self) -> Text<'_> {
        Text {
            name: &self.name,
            content: &self.content,
        }
    }
}

impl Sources {
    /// A fixture, with its overlay and its names where there are such files.
    pub(crate) fn fixture(name: &str) -> Self {
        let file = |end: &str| NamedText::read(&format!("codegen/tests/fixtures/{name}{end}.yaml"));
        let overlay = file(".overlay");
        Self {
            document: file(""),
            overlays: if overlay.content.is_empty() {
                Vec::new()
            } else {
                vec![overlay]
            },
            names: file(".names"),
            coverage: None,
            realtime: None,
        }
    }

    /// The vendor's document with our overlays and names.
    pub(crate) fn bundled() -> Self {
        Self {
            document: NamedText::read("spec/coze-openapi.yaml"),
            overlays: BUNDLED.map(NamedText::read).into(),
            names: NamedText::read("spec/names.yaml"),
            coverage: Some(NamedText::read("spec/coverage.yaml")),
            realtime: Some(NamedText::read("spec/realtime.yaml")),
        }
    }

    /// What comes of the bundled document. Without optimisation that takes a while, so that it is generated once for all tests of a
    /// program.
    pub(crate) fn bundled_output() -> &'static Output {
        static OUTPUT: LazyLock<Output> = LazyLock::new(|| Sources::bundled().output());
        &OUTPUT
    }

    /// A small document of a vendor with corrections and names, which nobody updates.
    pub(crate) fn vendor() -> Self {
        let file = |name: &str| NamedText::read(&format!("codegen/tests/vendor/{name}.yaml"));
        Self {
            document: file("document"),
            overlays: vec![file("corrections")],
            names: file("names"),
            coverage: Some(file("coverage")),
            realtime: None,
        }
    }

    /// A small document with channels beside it.
    pub(crate) fn channels() -> Self {
        let file = |name: &str| NamedText::read(&format!("codegen/tests/channels/{name}.yaml"));
        Self {
            document: file("document"),
            names: file("names"),
            realtime: Some(file("realtime")),
            ..Self::default()
        }
    }

    /// Generates, strictly: a row of the names that names nothing is an error.
    pub(crate) fn generate(&self) -> Result<Output, Report> {
        self.generate_with(false)
    }

    /// Generates without the operations that cannot be right.
    pub(crate) fn generate_supported(&self) -> Result<Output, Report> {
        self.generate_with(true)
    }

    fn generate_with(&self, skip_unsupported: bool) -> Result<Output, Report> {
        self.with(|texts| {
            codegen::generate(&Inputs {
                texts,
                unused_names: Severity::Error,
                skip_unsupported,
            })
        })
    }

    /// Generates what has to be right.
    #[track_caller]
    pub(crate) fn output(&self) -> Output {
        match self.generate() {
            Ok(output) => output,
            Err(report) => panic!("{}", self.render(&report)),
        }
    }

    /// A report as the maintainer reads it, to its end.
    pub(crate) fn render(&self, report: &Report) -> String {
        self.with(|texts| report.render_all(&texts))
    }

    pub(crate) fn with<T>(&self, work: impl FnOnce(Texts<'_>) -> T) -> T {
        let overlays: Vec<Text<'_>> = self.overlays.iter().map(NamedText::text).collect();
        work(Texts {
            document: self.document.text(),
            overlays: &overlays,
            names: self.names.text(),
            coverage: self.coverage.as_ref().map(NamedText::text),
            realtime: self.realtime.as_ref().map(NamedText::text),
        })
    }
}

/// A text of YAML as the generator reads it.
pub(crate) fn tree(text: &str) -> Value {
    let read = codegen::document::parse(text, Source::Document, &mut Report::new());
    read.expect("a text of a test is YAML")
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate stands in the workspace")
        .to_path_buf()
}
