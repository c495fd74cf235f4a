//! Texts of the document come in, lines of Markdown that rustdoc shows without a warning go out.

use std::borrow::Cow;

mod blocks;
mod inline;
mod links;
mod quill;
mod stars;

/// A word of the document in code type, whatever it holds.
pub(crate) fn code(word: &str) -> String {
    let word = word.replace(['`', '\n', '\r'], " ");
    match word.as_str() {
        "" => "`\"\"`".to_owned(),
        word => format!("`{word}`"),
    }
}

#[cfg(test)]
mod tests;

/// A text of the document as Markdown: Quill-delta JSON is rendered, Markdown is kept, headings begin at the first level.
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = clean(text);
    quill::render(&text).unwrap_or_else(|| raise_headings(&text))
}

/// Markdown as the lines of a doc comment, without the slashes.
///
/// Whatever comes in, rustdoc has nothing to warn about and nothing to test: fences are text, nothing is indented code, brackets
/// are links to the web or escaped, addresses are links, HTML is text. Applied twice, it changes nothing more.
///
/// Links that begin with a slash lead to `site`, or nowhere.
#[must_use]
pub fn safe(text: &str, site: Option<&str>) -> Vec<String> {
    let text = clean(text);
    blocks::lines(&text.lines().collect::<Vec<_>>(), site)
}

/// A text without the characters that nobody sees and some tools stumble over.
fn clean(text: &str) -> Cow<'_, str> {
    // Most texts hold none of the bytes that such a character begins with.
    if !may_hold_invisible(text.as_bytes()) || !text.contains(is_invisible) {
        return text.into();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// Whether UTF-8 may hold an invisible character, by the first two bytes of each: every full-width comma shares its first with the
/// byte order mark. All are looked at, because without a way out a compiler takes sixteen at a time.
fn may_hold_invisible(text: &[u8]) -> bool {
    let is_control = |byte: u8| byte.is_ascii_control() && byte != b'\n' && byte != b'\t';
    let begins = |first: u8, second: u8| {
        let pair = (first, second);
        is_control(first)
            || matches!(
                pair,
                (0xc2, 0x80..=0x9f) | (0xe2, 0x80..=0x81) | (0xef, 0xbb)
            )
    };
    let next = text.iter().skip(1);
    let pairs = text.iter().zip(next);
    pairs.fold(false, |found, (first, second)| {
        found | begins(*first, *second)
    }) || text.last().is_some_and(|last| is_control(*last))
}

fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Zero-width characters and those that turn the direction of writing (rustc refuses the latter in comments).
        '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => true,
        c => c.is_control(),
    }
}

/// Brings the headings of a Markdown text up, so that the highest is of the first level.
fn raise_headings(text: &str) -> String {
    let highest = heading_levels(text).min().unwrap_or(1);
    if highest == 1 {
        return text.to_owned();
    }
    let mut fenced = false;
    let lines = text.lines().map(|line| {
        fenced ^= is_fence(line);
        if fenced || heading_level(line).is_none() {
            line
        } else {
            &line[highest - 1..]
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn heading_levels(text: &str) -> impl Iterator<Item = usize> {
    let mut fenced = false;
    text.lines().filter_map(move |line| {
        fenced ^= is_fence(line);
        if fenced { None } else { heading_level(line) }
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// The level of a line that is a heading.
fn heading_level(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    ((1..=6).contains(&level) && line[level..].starts_with(' ')).then_some(level)
}
