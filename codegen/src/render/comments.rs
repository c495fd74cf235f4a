//! Documentation on its way through `syn` and `prettyplease`: one raw string for all lines, `#[docs = r#"..."#]`.
//!
//! As `#[doc = "..."]`, an attribute for each line with every character escaped, documentation was a quarter of the work of a run.

use proc_macro2::Literal;

use crate::tokens::{TokenStream, quote};

const BEGINNING: &str = "#[docs = r";

/// An attribute that becomes a comment of these lines.
pub(crate) fn comment(text: &str) -> TokenStream {
    let hashes = "#".repeat(longest_end(text) + 1);
    if let Ok(literal) = format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>() {
        quote!(#[docs = #literal])
    } else {
        // Rust takes 255 hashes.
        quote!(#[doc = #text])
    }
}

/// The most `#` that stand behind a quote.
fn longest_end(text: &str) -> usize {
    let behind_quotes = text.split('"').skip(1);
    let ends = behind_quotes.map(|part| part.len() - part.trim_start_matches('#').len());
    ends.max().unwrap_or(0)
}

/// Writes the comment that begins in this line; whether one does.
pub(super) fn write<'a>(
    line: &'a str,
    following: &mut impl Iterator<Item = &'a str>,
    text: &mut String,
) -> bool {
    let unindented = line.trim_start_matches(' ');
    let Some(literal) = unindented.strip_prefix(BEGINNING) else {
        return false;
    };
    let indentation = &line[..line.len() - unindented.len()];
    let content = literal.trim_start_matches('#');
    let end = format!("\"{}]", &literal[..literal.len() - content.len()]);
    let mut content = content.strip_prefix('"').unwrap_or(content);
    loop {
        let content_of_line = content.trim_end_matches('\n');
        let last = content_of_line.strip_suffix(&end);
        text.push_str(indentation);
        text.push_str("///");
        text.push_str(last.unwrap_or(content_of_line).trim_end_matches(' '));
        text.push('\n');
        if last.is_some() {
            return true;
        }
        content = following.next().unwrap_or(&end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let comment = comment(text);
        let item = quote!(mod m { #comment struct A; });
        let file = syn::parse_str(&item.to_string()).expect("a file");
        let formatted = prettyplease::unparse(&file);
        let mut lines = formatted.split_inclusive('\n');
        let mut text = String::new();
        while let Some(line) = lines.next() {
            if !write(line, &mut lines, &mut text) {
                text.push_str(line);
            }
        }
        text
    }

    #[test]
    fn a_comment_stands_before_its_item_line_by_line() {
        assert_eq!(
            written(" One.\n\n 扣子 `a\\b` "),
            "mod m {\n    /// One.\n    ///\n    /// 扣子 `a\\b`\n    struct A;\n}\n"
        );
    }

    #[test]
    fn no_text_ends_its_comment() {
        let text = " \"# \"### \"]\n #[docs = r#\"\n \"##]";
        assert_eq!(
            written(text),
            "mod m {\n    /// \"# \"### \"]\n    /// #[docs = r#\"\n    /// \"##]\n    struct A;\n}\n"
        );
    }
}
