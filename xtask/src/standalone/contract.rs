//! The contract suite of a crate: every call against a server that knows the document.

use std::path::Path;

use anyhow::Result;
use codegen::Output;

use super::read;
use super::runtime::without_parts;
use crate::tree::{self, Tree};

/// Where the suite has the document, instead of reading the one of this repository.
const SOURCE: &str = "\
//! Where the document comes from: it is the one that this crate was generated from, with its overlays applied.

use serde_json::Value;

/// The corrected document.
pub(crate) fn document() -> Value {
    serde_json::from_str(include_str!(\"document.json\")).expect(\"the document is JSON\")
}
";

/// Path below `tests/contract` -> text.
pub(super) fn files(tests: &Path, output: &Output) -> Result<Tree> {
    let mut files = Tree::new();
    for name in tree::files(tests)? {
        if !name.starts_with("generated/") {
            let text = without_parts(&read(&tests.join(&name))?, output.parts());
            files.extend(text.map(|text| (name, text)));
        }
    }
    files.insert("source.rs".to_owned(), SOURCE.to_owned());
    let document = serde_json::to_string_pretty(&output.document)?;
    files.insert("document.json".to_owned(), document + "\n");
    for (name, text) in &output.contract {
        files.insert(format!("generated/{name}"), text.clone());
    }
    Ok(files)
}
