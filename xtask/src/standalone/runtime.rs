//! The hand-written half of a crate: the sources of the runtime, without what only other services have a use for.
//!
//! What belongs to one service stands between the lines `// part NAME` and `// end part`, or in a file that begins with the first.
//! It comes along where the document names the part in `x-service`. A file of `ext/` names the types that it needs in a line
//! `// Extends: NewMessage, MessageRole`, and comes along where the document has them.

use std::path::Path;

use anyhow::Result;
use codegen::Output;

use super::read;
use crate::tree::{self, Tree};

const BEGINNING: &str = "// part ";
const END: &str = "// end part";

/// Path below `src` -> text.
pub(super) fn files(source: &Path, output: &Output) -> Result<Tree> {
    let mut files = Tree::new();
    let mut left_out = Vec::new();
    for name in tree::files(source)? {
        let is_test = name.ends_with("/tests.rs") || name.contains("/tests/");
        if name.starts_with("generated/") || is_test {
            continue;
        }
        let text = without_tests(&read(&source.join(&name))?);
        let text = without_parts(&text, output.parts());
        let extension = name.strip_prefix("ext/");
        match (extension.and_then(|name| name.strip_suffix(".rs")), text) {
            (None, None) => {}
            (Some(_), Some(text)) if extends_existing(&text, output) => {
                files.insert(name, text);
            }
            (Some(module), _) => left_out.extend([
                format!("mod {module};"),
                format!("pub use self::{module}::"),
            ]),
            (None, Some(text)) => {
                files.insert(name, text);
            }
        }
    }
    if let Some(index) = files.get_mut("ext.rs") {
        *index = without_lines(index, &left_out);
    }
    Ok(files)
}

/// The text without the lines that begin so, and without the conditions before them.
fn without_lines(text: &str, beginnings: &[String]) -> String {
    let mut kept = String::new();
    let mut condition = None;
    for line in text.lines() {
        if line.starts_with("#[cfg(") {
            condition = Some(line);
            continue;
        }
        let condition = condition.take();
        if beginnings.iter().any(|begin| line.starts_with(begin)) {
            continue;
        }
        for line in condition.into_iter().chain([line]) {
            kept += line;
            kept.push('\n');
        }
    }
    kept
}

/// The file without the parts that were not asked for; `None` if nothing of it is left.
pub(super) fn without_parts(text: &str, asked_for: &[String]) -> Option<String> {
    let is_other = |line: &str| {
        let part = line.trim_start().strip_prefix(BEGINNING);
        part.is_some_and(|part| !asked_for.iter().any(|one| one == part))
    };
    if text.lines().next().is_some_and(is_other) && !text.contains(END) {
        return None;
    }
    let mut kept = String::new();
    let mut is_inside_other = false;
    for line in text.lines() {
        let is_marker = line.trim_start().starts_with(BEGINNING) || line.trim() == END;
        is_inside_other = is_other(line) || is_inside_other && line.trim() != END;
        if !is_marker && !is_inside_other {
            kept += line;
            kept.push('\n');
        }
    }
    Some(kept)
}

/// The file without its unit tests, which stand at its end: they are about this repository's document.
fn without_tests(text: &str) -> String {
    match text.find("#[cfg(test)]\nmod tests") {
        Some(at) => text[..at].trim_end().to_owned() + "\n",
        None => text.to_owned(),
    }
}

fn extends_existing(text: &str, output: &Output) -> bool {
    let needed = text
        .lines()
        .find_map(|line| line.strip_prefix("// Extends: "))
        .unwrap_or_default();
    let names = output.type_names();
    needed.split(", ").all(|name| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_along_where_they_are_asked_for() {
        let text = "a\n// part x\nb\n// end part\nc\n    // part y\n    d\n    // end part\n";
        let kept = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            without_parts(text, &parts)
        };
        assert_eq!(kept(&[]).as_deref(), Some("a\nc\n"));
        assert_eq!(kept(&["x"]).as_deref(), Some("a\nb\nc\n"));
        assert_eq!(kept(&["x", "y"]).as_deref(), Some("a\nb\nc\n    d\n"));
        assert_eq!(without_parts("// part x\n//! Docs.\n", &[]), None);
    }

    #[test]
    fn what_is_left_out_takes_its_condition_along() {
        let text = "#[cfg(a)]\nmod a;\n#[cfg(b)]\nmod b;\nmod c;\n";
        let left_out = ["mod a;".to_owned(), "mod c;".to_owned()];
        assert_eq!(without_lines(text, &left_out), "#[cfg(b)]\nmod b;\n");
    }

    #[test]
    fn unit_tests_stay_here() {
        let text = "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() {}\n}\n";
        assert_eq!(without_tests(text), "fn f() {}\n");
    }
}
