//! Stars in a line come in, stars that Markdown takes for what they are meant to be go out: bold text, or stars.
//!
//! Markdown ends bold text at `**` only where a reader would: not between punctuation and a letter, as in `**Note:**text`. Chinese
//! has no space there, so the vendor's pages are full of it.

/// What the stars at a place of a line begin, and how much of the line that is; `inner` makes the text between them safe.
pub(super) fn read(line: &str, at: usize, inner: impl Fn(&str) -> String) -> (String, usize) {
    let rest = &line[at..];
    let length = rest.bytes().take_while(|byte| *byte == b'*').count();
    let before = line[..at].chars().next_back();
    // A single star may be emphasis, or a list that a line begins with; it means what it has meant.
    if length == 1 {
        return ("*".to_owned(), 1);
    }
    if length == 2
        && let Some(end) = closing(rest)
    {
        let after = rest[end + 2..].chars().next();
        return (bold(before, &rest[2..end], after, inner), end + 2);
    }
    ("\\*".repeat(length), length)
}

/// Where the two stars are that close those at the beginning.
fn closing(rest: &str) -> Option<usize> {
    let inside = &rest[2..];
    let end = inside.find("**")?;
    let closes = !inside[end + 2..].starts_with('*') && !inside[..end].trim().is_empty();
    let is_whole = inside[..end].matches('`').count().is_multiple_of(2);
    (closes && is_whole).then_some(end + 2)
}

/// Bold text, with the punctuation outside that would keep it from being bold.
fn bold(
    before: Option<char>,
    text: &str,
    after: Option<char>,
    inner: impl Fn(&str) -> String,
) -> String {
    let core = text.trim();
    let (mut start, mut end) = (0, core.len());
    if is_letter(before) {
        start = end - core.trim_start_matches(is_punctuation).len();
    }
    if is_letter(after) {
        end = core.trim_end_matches(is_punctuation).len();
    }
    let space = |found: bool| if found { " " } else { "" };
    let (first, last) = (space(text.starts_with(' ')), space(text.ends_with(' ')));
    let uncovers = |part: &str| part.contains(['`', '[', ']', '<', '>', '\\']);
    if start >= end || uncovers(&core[..start]) || uncovers(&core[end..]) {
        return format!("{first}{}{last}", inner(core));
    }
    let (outside, shown, behind) = (&core[..start], inner(&core[start..end]), &core[end..]);
    format!("{first}{outside}**{shown}**{behind}{last}")
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace() && !is_punctuation(c))
}

/// As Markdown sees it: ASCII's, and what other scripts have for it.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || (!c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(c) = line[at..].chars().next() {
            let (text, length) = match c {
                '*' => read(line, at, str::to_owned),
                c => (c.to_string(), c.len_utf8()),
            };
            out.push_str(&text);
            at += length;
        }
        out
    }

    #[test]
    fn punctuation_keeps_nothing_from_being_bold() {
        assert_eq!(
            shown("看 **object_string。**数组"),
            "看 **object_string**。数组"
        );
        assert_eq!(shown("为**（必填）**项"), "为（**必填**）项");
        assert_eq!(shown("a **=** b **x:** y"), "a **=** b **x:** y");
        assert_eq!(shown("为**。**项，**`a`**项"), "为。项，`a`项");
        assert_eq!(shown("这是** 粗体 **字"), "这是 **粗体** 字");
    }

    #[test]
    fn stars_that_mask_or_begin_nothing_are_stars() {
        assert_eq!(shown("73***, 42****"), "73\\*\\*\\*, 42\\*\\*\\*\\*");
        assert_eq!(shown("a ** b"), "a \\*\\* b");
        assert_eq!(shown("2 * 3 *x*"), "2 * 3 *x*");
    }
}
