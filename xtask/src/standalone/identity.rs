//! The identity of a crate: its name, and the texts of its front page, from the `info` of its document.

use codegen::{Credentials, Output, docs};
use serde_json::Value;

use crate::tree::Tree;

/// The package that the runtime speaks of.
const PACKAGE: &str = "coze-client";

/// Its library, as code has it.
const LIBRARY: &str = "coze_client";

/// The name of the span that a call is.
const SPAN: &str = "coze_call";

/// What these names begin with, and little else: a text is searched for it once.
const COMMON: &str = "coze";

/// The name, the description and the front page of a crate that is not Coze's.
pub(super) struct Identity {
    /// Of the package.
    pub(super) name: String,
    pub(super) description: String,
    /// Markdown, by lines.
    front: Vec<String>,
}

impl Identity {
    /// What the document says, and how calls look.
    pub(super) fn of(output: &Output, name: Option<&str>) -> Self {
        let info = &output.document["info"];
        let title = text(&info["title"]).unwrap_or_else(|| "an API".to_owned());
        let title = docs::safe(&title, None).join(" ");
        let name = name.map_or_else(|| name_of(&title), str::to_owned);
        let version = text(&info["version"]).map(|version| docs::safe(&version, None).join(" "));
        let version = version.filter(|version| !version.is_empty());
        let version = version.map(|version| format!(", version {version}"));
        let mut front = vec![format!(
            "Client for {title}{}.",
            version.unwrap_or_default()
        )];
        if let Some(description) = text(&info["description"]) {
            front.push(String::new());
            front.extend(docs::safe(&docs::markdown(&description), None));
        }
        if let Some(example) = output.example() {
            front.extend([String::new(), "```no_run".to_owned()]);
            front.extend(example.lines().map(str::to_owned));
            front.push("```".to_owned());
        }
        front.extend(credentials(&output.credentials()));
        Self {
            description: format!("Client for {title}"),
            front,
            name,
        }
    }

    /// Makes texts speak of the package by its name.
    pub(super) fn rename(&self, files: &mut Tree) {
        for text in files.values_mut() {
            *text = renamed(text, &self.name);
        }
    }

    /// The root of the crate with its own front page before what is the same for all.
    pub(super) fn root(&self, root: &str) -> String {
        let front = self.front.iter().map(|line| match line.as_str() {
            "" => "//!\n".to_owned(),
            line => format!("//! {line}\n"),
        });
        let root = root.trim_start_matches("//!\n");
        // Which parts of the runtime are used depends on the document.
        let allowed = "\n// A document has a use for a part of the runtime.\n#![allow(dead_code)]\n#![forbid(unsafe_code)]\n";
        let root = root.replacen("\n#![forbid(unsafe_code)]\n", allowed, 1);
        let front: String = front.collect();
        format!("{front}//!\n{root}")
    }
}

/// What the client's builder is given, and how the document explains it.
fn credentials(all: &[Credentials]) -> Vec<String> {
    let mut lines = Vec::new();
    if !all.is_empty() {
        let introduction =
            "Calls are signed with what the client's builder is given, each with what it needs:";
        lines.extend(["", "# Credentials", "", introduction, ""].map(str::to_owned));
    }
    for one in all {
        lines.push(format!(
            "* [`{0}`](ClientBuilder::{0}), in {1}.",
            one.method, one.place
        ));
        if !one.docs.is_empty() {
            lines.push(String::new());
        }
        lines.extend(one.docs.iter().map(|line| match line.as_str() {
            "" => String::new(),
            line => format!("  {line}"),
        }));
    }
    lines
}

/// A text that speaks of the package by its name.
fn renamed(text: &str, name: &str) -> String {
    let library = name.replace('-', "_");
    let service = library.strip_suffix("_client").unwrap_or(&library);
    let names = [
        (PACKAGE, name.to_owned()),
        (LIBRARY, library.clone()),
        (SPAN, format!("{service}_call")),
    ];
    let mut renamed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(COMMON) {
        let (before, found) = rest.split_at(at);
        let begins = |(old, _): &&(&str, _)| found.starts_with(old);
        let (old, new) = names
            .iter()
            .find(begins)
            .map_or((COMMON, COMMON), |(old, new)| (*old, new));
        renamed.push_str(before);
        renamed.push_str(new);
        rest = &found[old.len()..];
    }
    renamed + rest
}

/// `Swagger Petstore` is `swagger-petstore-client`.
fn name_of(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).take(5);
    let mut words: Vec<String> = words.map(str::to_ascii_lowercase).collect();
    let begins_well = |word: &String| word.starts_with(|c: char| c.is_ascii_alphabetic());
    if !words.first().is_some_and(begins_well) {
        words.insert(0, "api".to_owned());
    }
    if words.last().is_none_or(|word| word != "client") {
        words.push("client".to_owned());
    }
    words.join("-")
}

/// A text, or a number that stands for one.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_the_name_of_a_package() {
        for (title, name) in [
            (
                "Swagger Petstore - OpenAPI 3.0",
                "swagger-petstore-openapi-3-0-client",
            ),
            ("3D API", "api-3d-api-client"),
            ("天气", "api-client"),
            ("The Client", "the-client"),
        ] {
            assert_eq!(name_of(title), name);
        }
    }

    #[test]
    fn packages_are_spoken_of_by_their_names() {
        let text = "use coze_client::Client; // coze-client: coze_call";
        for (name, expected) in [
            ("my-api", "use my_api::Client; // my-api: my_api_call"),
            ("my-client", "use my_client::Client; // my-client: my_call"),
        ] {
            assert_eq!(renamed(text, name), expected);
        }
    }
}
