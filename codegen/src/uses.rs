//! Code as users of the crate write it, one piece for each public item: what was written for one version is compiled with another.

/// What stands before such code, in a crate that depends on the client.
pub const PRELUDE: &str = "\
#![allow(warnings)]

use std::collections::BTreeMap;

use coze_client::bytes::Bytes;
use coze_client::serde_json::{Value, json};
use coze_client::{Client, ClientBuilder, Download, EventStream, FilePart, Items, RawEvent, Result, resources, types};
";

/// Code that uses one public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// What identifies the item, as in the [`Surface`](crate::surface::Surface).
    pub path: Vec<String>,
    /// The functions that use it, on one line.
    pub code: String,
    /// The expression that a user writes, on one line.
    pub(crate) expression: String,
}

impl Use {
    /// The expression that a user writes, as Rust is usually formatted.
    #[must_use]
    pub fn expression(&self) -> String {
        self.formatted()
            .unwrap_or_else(|| self.expression.replace(" . ", "."))
    }

    fn formatted(&self) -> Option<String> {
        const START: &str = "fn f() {\n";
        let item = format!("fn f() {{ {} }}", self.expression);
        let text = prettyplease::unparse(&syn::parse_str(&item).ok()?);
        let body = text.strip_prefix(START)?.strip_suffix("}\n")?;
        let lines = body.lines().map(|line| line.strip_prefix("    "));
        let lines: Option<Vec<&str>> = lines.collect();
        Some(lines?.join("\n"))
    }

    /// Whether the code names a type of the API.
    #[must_use]
    pub fn names(&self, ty: &str) -> bool {
        let is_part = |character: char| !character.is_alphanumeric() && character != '_';
        self.code.split(is_part).any(|word| word == ty)
    }
}
