//! Lines of Markdown in two languages -> plain texts, one for each.

use crate::render::literal;
use crate::tokens::{TokenStream, quote};

/// What a text says in English, which comes first, and in Chinese.
pub(super) fn text(lines: &[String]) -> TokenStream {
    let first = lines.iter().position(|line| has_han(line));
    let (english, chinese) = lines.split_at(first.unwrap_or(lines.len()));
    let (english, chinese) = (literal(&joined(english)), literal(&joined(chinese)));
    quote!(Text { en: #english, zh: #chinese })
}

/// Whether a line has a Chinese character.
fn has_han(line: &str) -> bool {
    line.chars()
        .any(|c| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{2FA1F}'))
}

fn joined(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    lines.join("\n").trim().to_owned()
}

/// A line without the marks of Markdown that a terminal would show: of links, only what they are called.
fn plain(line: &str) -> String {
    let line = line.strip_prefix("> ").unwrap_or(line);
    let line = if line == ">" { "" } else { line };
    let line = line.replace("**", "");
    let mut text = String::new();
    let mut rest = line.as_str();
    while let Some(at) = rest.find(['\\', '[', '<', '`']) {
        text += &rest[..at];
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'\\' => escaped(rest, &mut text),
            b'[' => link(rest, &mut text),
            b'<' => address(rest, &mut text),
            _ => code(rest, &mut text),
        };
        rest = &rest[length..];
    }
    text + rest
}

/// `\[` is `[`; returns how much was read.
fn escaped(rest: &str, text: &mut String) -> usize {
    let next = rest[1..].chars().next();
    match next.filter(char::is_ascii_punctuation) {
        Some(next) => {
            text.push(next);
            1 + next.len_utf8()
        }
        None => as_it_is(rest, text),
    }
}

/// `[words](address)` is `words`.
fn link(rest: &str, text: &mut String) -> usize {
    let words = rest[1..].split_once("](");
    let whole = words.and_then(|(words, behind)| {
        let end = behind.find(')')?;
        (!words.contains('[')).then_some((words, 1 + words.len() + 2 + end + 1))
    });
    match whole {
        Some((words, length)) => {
            *text += &plain(words);
            length
        }
        None => as_it_is(rest, text),
    }
}

/// `<https://…>` is the address.
fn address(rest: &str, text: &mut String) -> usize {
    match rest.find('>') {
        Some(end) if rest[1..].starts_with("http") => {
            *text += &rest[1..end];
            end + 1
        }
        _ => as_it_is(rest, text),
    }
}

/// Code holds no marks.
fn code(rest: &str, text: &mut String) -> usize {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let end = rest[ticks..].find(&rest[..ticks]);
    let length = end.map_or(ticks, |end| ticks + end + ticks);
    *text += &rest[..length];
    length
}

fn as_it_is(rest: &str, text: &mut String) -> usize {
    text.push_str(&rest[..1]);
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_shows_no_marks() {
        for (markdown, shown) in [
            ("See [the **page**](https://a.example/x).", "See the page."),
            (
                "\\[x\\] and `a[0]` of <https://a.example>",
                "[x] and `a[0]` of https://a.example",
            ),
            ("> - a \\ b", "- a \\ b"),
            ("a[0] < b ` c", "a[0] < b ` c"),
            ("", ""),
        ] {
            assert_eq!(plain(markdown), shown);
        }
    }
}
