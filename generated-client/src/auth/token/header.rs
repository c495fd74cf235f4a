//! The `Authorization` header: a token as people copy it in, the value of the header out.

use std::fmt;
use std::sync::{Arc, OnceLock};

use reqwest::header::HeaderValue;

use super::secret::{HIDDEN, Secret};
use crate::error::Error;
use crate::{ErrorKind, Result};

/// A token and the header in which it is sent, which is written when it is first needed. Clones share both.
#[derive(Clone)]
pub(crate) struct Token {
    secret: Secret,
    header: Arc<OnceLock<HeaderValue>>,
}

impl Token {
    /// The token within a text that was copied with something around it.
    pub(crate) fn cleaned(text: &str) -> Self {
        Self {
            secret: cleaned(text),
            header: Arc::default(),
        }
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The value of the `Authorization` header.
    ///
    /// # Errors
    ///
    /// Those of [`value`].
    pub(crate) fn header(&self) -> Result<HeaderValue> {
        if let Some(written) = self.header.get() {
            return Ok(written.clone());
        }
        let value = value(&self.secret)?;
        Ok(self.header.get_or_init(|| value).clone())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// The token within a text that was copied with something around it, which the service would refuse: white space, a byte order
/// mark, quotation marks, the word `Bearer`.
pub(crate) fn cleaned(text: &str) -> Secret {
    let mut token = text;
    loop {
        let shorter = without_scheme(without_quotes(trimmed(token)));
        if shorter.len() == token.len() {
            return Secret::new(token);
        }
        token = shorter;
    }
}

/// The value of the `Authorization` header, marked as sensitive so that HTTP/2 does not put it into its table.
///
/// # Errors
///
/// The token cannot be one. The error says what is wrong with it, and shows nothing of it that could be part of a token.
pub(crate) fn value(token: &Secret) -> Result<HeaderValue> {
    let fault = |what: String| Error::new(ErrorKind::Config, format!("the access token {what}"));
    if let Some(what) = flaw(token.expose()) {
        return Err(fault(what));
    }
    let Ok(mut value) = HeaderValue::try_from(format!("Bearer {}", token.expose())) else {
        return Err(fault(
            "holds characters that cannot be sent in a header".to_owned(),
        ));
    };
    value.set_sensitive(true);
    Ok(value)
}

fn flaw(token: &str) -> Option<String> {
    if token.is_empty() {
        return Some("is empty".to_owned());
    }
    token.chars().find_map(|c| match c {
        '\n' | '\r' => Some(
            "holds a line break: copy it whole, without what stands above or below it".to_owned(),
        ),
        ' ' | '\t' => {
            Some("holds a space: copy it whole, without what stands beside it".to_owned())
        }
        '"' | '\'' | '`' => Some("holds a quotation mark, which no token does".to_owned()),
        '<' | '>' | '{' | '}' | '$' => Some(format!(
            "holds `{c}`, which no token does: is it a placeholder that nobody replaced?"
        )),
        '!'..='~' => None,
        c => Some(format!(
            "holds the character U+{:04X}, which no token does",
            u32::from(c)
        )),
    })
}

fn trimmed(text: &str) -> &str {
    let text = text.trim_end_matches([',', ';']).trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    });
    // Line breaks as some tools write them into environment variables.
    ["\\n", "\\r"]
        .iter()
        .fold(text, |text, escape| text.trim_end_matches(escape))
}

fn without_quotes(text: &str) -> &str {
    [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(text)
}

fn without_scheme(text: &str) -> &str {
    // What is left of `Bearer $TOKEN` where nothing is set.
    if text.eq_ignore_ascii_case("bearer") {
        return "";
    }
    ["authorization:", "bearer "]
        .iter()
        .find_map(|word| {
            let (head, rest) = text.split_at_checked(word.len())?;
            head.eq_ignore_ascii_case(word).then_some(rest)
        })
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_copied_with_a_token_is_left_behind() {
        for text in [
            "pat_x",
            " pat_x\r\n",
            "\u{feff}pat_x",
            "\u{200b}pat_x\u{a0}",
            "\"pat_x\"",
            "'pat_x'\n",
            "“pat_x”",
            "\" pat_x \"",
            "Bearer pat_x",
            "bearer  pat_x",
            "Authorization: Bearer pat_x",
            "'Bearer pat_x'",
            "Bearer \"pat_x\"",
            "pat_x\\n",
            "pat_x;",
            "\"Bearer pat_x\",\r\n",
            "Bearer Bearer pat_x",
        ] {
            assert_eq!(cleaned(text).expose(), "pat_x", "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_with_the_reason() {
        for (text, word) in [
            ("", "empty"),
            (" \"\" ", "empty"),
            ("Bearer ", "empty"),
            ("Authorization: bearer", "empty"),
            ("pat\nsecret", "line break"),
            ("pat secret", "space"),
            ("\"secret", "quotation mark"),
            ("<secret>", "placeholder"),
            ("${SECRET}", "placeholder"),
            ("secret，", "U+FF0C"),
            ("secret\0x", "U+0000"),
        ] {
            let error = value(&cleaned(text)).expect_err(text).to_string();
            assert!(error.contains(word) && !error.contains("secret"), "{error}");
        }
        let value = value(&cleaned("pat_a-b.c~d+e/f=")).expect("valid");
        assert!(value.is_sensitive() && value == "Bearer pat_a-b.c~d+e/f=");
    }
}
