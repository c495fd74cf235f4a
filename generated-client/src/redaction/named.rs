//! Values under names that secrets have, in texts that nobody has parsed: JSON, whole or cut, and pairs as in URLs.

use std::ops::Range;

use crate::auth::token::secret::HIDDEN;

/// Parts of the names of secrets.
const WORDS: [&str; 6] = [
    "token",
    "secret",
    "password",
    "passwd",
    "key",
    "authorization",
];

/// Whether something of this name is a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// The text without such values; `None` if it holds none.
pub(crate) fn hidden(text: &str) -> Option<String> {
    let mut clean = String::new();
    let mut taken = 0;
    for name in names(text) {
        if name.start < taken || !is_secret(&text[name.clone()]) {
            continue;
        }
        let Some(value) = value_behind(text, name.end) else {
            continue;
        };
        if !matches!(
            &text[value.clone()],
            "" | "null" | "true" | "false" | HIDDEN
        ) {
            clean.push_str(&text[taken..value.start]);
            clean.push_str(HIDDEN);
            taken = value.end;
        }
    }
    (taken > 0).then(|| clean + &text[taken..])
}

/// Everything that may be a name.
fn names(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.split_inclusive(move |c| !is_part(c))
        .map(move |piece| {
            let start = at;
            at += piece.len();
            start..start + piece.trim_end_matches(|c| !is_part(c)).len()
        })
}

/// The value behind a name that ends here: behind `":` if the name is quoted, else behind `=`.
fn value_behind(text: &str, name_end: usize) -> Option<Range<usize>> {
    let rest = &text[name_end..];
    let quote = quote(rest);
    let rest = if quote.is_empty() {
        rest.strip_prefix('=')?
    } else {
        let rest = rest[quote.len()..].trim_start();
        rest.strip_prefix([':', '='])?.trim_start()
    };
    let start = text.len() - rest.len();
    Some(match (self::quote(rest), rest.as_bytes().first()?) {
        ("", b'{' | b'[') => start..start + composite(rest),
        ("", _) => start..start + scalar(rest),
        (quote, _) => {
            let inside = &rest[quote.len()..];
            let start = start + quote.len();
            start..start + quoted(inside, quote)
        }
    })
}

/// The quotation mark that a text begins with, escaped or not; or nothing.
fn quote(text: &str) -> &str {
    let mark = text.trim_start_matches('\\');
    let length = text.len() - mark.len();
    if mark.starts_with(['"', '\'']) {
        &text[..=length]
    } else {
        ""
    }
}

/// How far it is to the end of a quoted text, or of the whole if that is cut.
fn quoted(inside: &str, quote: &str) -> usize {
    let mut from = 0;
    while let Some(at) = inside[from..].find(quote) {
        let end = from + at;
        // A quotation mark behind another backslash belongs to the text.
        if !inside[..end].ends_with('\\') {
            return end;
        }
        from = end + quote.len();
    }
    inside.len()
}

fn scalar(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || ",;&\"'\\<>)]}".contains(c))
        .unwrap_or(text.len())
}

/// How far it is to the end of an object or array. Brackets in texts count as well: too much is hidden then, or too little of what is
/// no secret by its own name.
fn composite(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn values_of_secrets_are_hidden() {
        for (text, clean) in [
            (
                r#"{"access_token": "new", "a": "b"}"#,
                r#"{"access_token": "<redacted>", "a": "b"}"#,
            ),
            (
                r#"{"Api-Key":"a\"b","c":1}"#,
                r#"{"Api-Key":"<redacted>","c":1}"#,
            ),
            (r#"{"password":1234}"#, r#"{"password":<redacted>}"#),
            (
                r#"{"tokens":["a",{"b":[]}],"c":1}"#,
                r#"{"tokens":<redacted>,"c":1}"#,
            ),
            (r#"{"refresh_token":"ne"#, r#"{"refresh_token":"<redacted>"#),
            (
                r#"{"m":"{\"client_secret\":\"a\",\"b\":1}"}"#,
                r#"{"m":"{\"client_secret\":\"<redacted>\",\"b\":1}"}"#,
            ),
            ("/?a=b&token=new&c=d", "/?a=b&token=<redacted>&c=d"),
            ("<p>API_KEY=new</p>", "<p>API_KEY=<redacted></p>"),
            ("{'secret': 'new'}", "{'secret': '<redacted>'}"),
        ] {
            assert_eq!(hidden(text).as_deref(), Some(clean), "{text}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "the token is wrong: sign in again",
            "invalid key: bot_id",
            r#"{"code":4100,"msg":"invalid token"}"#,
            r#"{"token":null,"secret":"","key":true}"#,
            r#"{"token":"<redacted>"}"#,
            "a = b, token = c",
            "\"token\"",
            "token=",
            "",
        ] {
            assert_eq!(hidden(text), None, "{text}");
        }
    }
}
