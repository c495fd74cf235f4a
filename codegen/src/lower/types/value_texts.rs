//! Prose that lists the values of an enum comes in, what it says of each value goes out.

use crate::docs;
use crate::openapi::Schema;

/// What the texts of a schema say of these values: the text that says something of most of them counts.
pub(crate) fn of(site: Option<&str>, schema: Schema<'_>, values: &[String]) -> Vec<Vec<String>> {
    let texts = [schema.title(), schema.description()];
    let mut best = vec![Vec::new(); values.len()];
    for text in texts.into_iter().flatten() {
        let found = listed(&docs::markdown(text), values);
        let count = |texts: &[Vec<String>]| texts.iter().filter(|text| !text.is_empty()).count();
        let found: Vec<Vec<String>> = found.iter().map(|text| docs::safe(text, site)).collect();
        if count(&found) > count(&best) {
            best = found;
        }
    }
    best
}

/// For each value what stands behind it in the first line that begins with it.
fn listed(text: &str, values: &[String]) -> Vec<String> {
    let of = |value: &String| {
        let mut lines = text.lines().filter_map(|line| behind(line, value));
        lines.next().unwrap_or_default().to_owned()
    };
    values.iter().map(of).collect()
}

/// What stands behind a value with which an entry of a list begins: ``* `happy`: glad``, `- **0**：off`, `1: on`.
fn behind<'t>(line: &'t str, value: &str) -> Option<&'t str> {
    let line = line.trim_start();
    let line = ["* ", "- ", "+ ", "• "]
        .iter()
        .find_map(|marker| line.strip_prefix(marker))
        .unwrap_or(line);
    let is_mark = |c: char| matches!(c, '`' | '*' | '"' | '“' | '”') || c.is_whitespace();
    let rest = without(line.trim_start_matches(is_mark), value)?;
    let rest = without_remark(rest.trim_start_matches(is_mark));
    let rest = ["：", ":", "——", "=", "- ", "－"]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign))?;
    let rest = rest.trim_start_matches('*').trim();
    (!rest.is_empty()).then_some(rest)
}

/// A text without the remark in parentheses that it begins with, such as `（默认值）`.
fn without_remark(text: &str) -> &str {
    let inside = text
        .strip_prefix('（')
        .and_then(|inside| inside.split_once('）'));
    inside.map_or(text, |(_, rest)| rest)
}

/// A text without the value that it begins with; Markdown may have escaped some of it.
fn without<'t>(text: &'t str, value: &str) -> Option<&'t str> {
    let mut rest = text;
    for c in value.chars() {
        rest = rest
            .strip_prefix(c)
            .or_else(|| rest.strip_prefix('\\')?.strip_prefix(c))?;
    }
    (!value.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, values: &[&str]) -> Vec<String> {
        listed(
            text,
            &values.iter().map(ToString::to_string).collect::<Vec<_>>(),
        )
    }

    #[test]
    fn lists_of_values_are_read_however_they_are_written() {
        let text = "情绪：\n* `happy`:开心\n- **sad**：难过 `x`\n• object\\_string：多模态\n0（默认值）: off\n1 = on";
        let values = ["happy", "sad", "object_string", "0", "1", "gone"];
        assert_eq!(
            texts(text, &values),
            ["开心", "难过 `x`", "多模态", "off", "on", ""]
        );
    }

    #[test]
    fn what_only_looks_like_a_value_is_none() {
        assert_eq!(
            texts(
                "* 10：ten\n* happy-go-lucky：b\n1 of 2: c\n1-5 d",
                &["1", "happy"]
            ),
            ["", ""]
        );
    }
}
