//! Redaction: texts of others may repeat secrets that they were sent; a text in, the same text without them out.

mod decoded;
pub(crate) mod named;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap};

use self::decoded::decoded;
use crate::auth::scheme::Carrier;
use crate::auth::token::secret::{HIDDEN, Secret};
use crate::generated::credentials::SCHEMES;
use crate::text::beginning;

/// The minimum length of a secret: a shorter text would be found everywhere.
const SHORTEST: usize = 4;

/// So many bytes in a row are not shown of a secret, which may have been cut. A shorter secret is looked for as a word by itself.
const PART: usize = 8;

/// How often a text may be encoded: JSON in JSON in a URL.
const LEVELS: usize = 3;

/// How many bytes of a log id are kept.
pub(crate) const LONGEST_ID: usize = 1024;

/// The secrets of a call, in case its reply repeats them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redaction(Vec<Secret>);

impl Redaction {
    /// What stands in headers that have the names of secrets.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut redaction = Self::default();
        for (name, value) in headers {
            if let Ok(value) = value.to_str() {
                redaction.add_header(name.as_str(), value);
            }
        }
        redaction
    }

    /// This as well.
    pub(crate) fn add(&mut self, secret: Secret) {
        self.0.push(secret);
    }

    /// What stands in this header as well, if it has the name of a secret.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) {
        if is_secret(name) {
            self.add(Secret::new(value.strip_prefix("Bearer ").unwrap_or(value)));
        }
    }

    /// The part of a log id that is kept. It comes from others, and users print it.
    pub(crate) fn of_log_id(&self, id: &str) -> String {
        let mut id = beginning(id, LONGEST_ID).to_owned();
        self.hide_in(&mut id);
        id
    }

    /// Takes the secrets out of a text, and what stands under names that secrets have, however it is encoded.
    pub(crate) fn hide_in(&self, text: &mut String) {
        if let Some(clean) = self.hidden(text) {
            *text = clean;
        }
    }

    /// The text without the secrets; `None` if it holds none.
    fn hidden(&self, text: &str) -> Option<String> {
        if self.is_far_from(text) {
            return None;
        }
        let whole = at_all_levels(text, &|text| self.without_whole(text));
        let parts = |text: &str| self.without(text, parts);
        at_all_levels(whole.as_deref().unwrap_or(text), &parts).or(whole)
    }

    /// Whether a text is one word, in which nothing is encoded and nothing has a name, and which has not even a little in common with a
    /// secret. The log id of nearly every call is such a word.
    fn is_far_from(&self, text: &str) -> bool {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let mut secrets = self.0.iter().map(Secret::expose);
        text.bytes().all(is_part) && !secrets.any(|secret| has_block_of(text, secret))
    }

    fn without_whole(&self, text: &str) -> Option<String> {
        let by_name = named::hidden(text);
        self.without(by_name.as_deref().unwrap_or(text), whole)
            .or(by_name)
    }

    /// The text without what `find` finds of each secret in it.
    fn without(&self, text: &str, find: fn(&str, &str) -> Vec<bool>) -> Option<String> {
        let mut clean = None;
        let secrets = self.0.iter().map(Secret::expose);
        for secret in secrets.filter(|secret| secret.len() >= SHORTEST) {
            let text = clean.as_deref().unwrap_or(text);
            clean = without(text, &find(text, secret)).or(clean);
        }
        clean
    }
}

/// Whether what stands in this header is a secret: the usual ones, those by which the document says that calls are signed, and whatever is
/// called so.
fn is_secret(header: &str) -> bool {
    let is = |name: &str| name.eq_ignore_ascii_case(header);
    let mut carriers = SCHEMES.iter().map(|scheme| scheme.carrier);
    is(AUTHORIZATION.as_str())
        || is(COOKIE.as_str())
        || carriers.any(|carrier| matches!(carrier, Carrier::Header(declared) if is(declared)))
        || named::is_secret(header)
}

/// Hides what is found in a text, as it is written and as it is meant. Where something is found only after decoding, what remains is
/// the decoded text.
fn at_all_levels(text: &str, hide: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut clean = hide(text);
    let mut level = clean.as_deref().unwrap_or(text).to_owned();
    for _ in 0..LEVELS {
        let Some(below) = decoded(&level) else {
            break;
        };
        let found = hide(&below);
        clean = found.clone().or(clean);
        level = found.unwrap_or(below);
    }
    clean
}

/// The text without these of its bytes; `None` if there are none.
fn without(text: &str, is_part: &[bool]) -> Option<String> {
    if !is_part.contains(&true) {
        return None;
    }
    let mut clean = String::new();
    let mut is_hidden = false;
    for (at, character) in text.char_indices() {
        let is_part = is_part[at];
        if is_part && !is_hidden {
            clean.push_str(HIDDEN);
        } else if !is_part {
            clean.push(character);
        }
        is_hidden = is_part;
    }
    Some(clean)
}

/// Which bytes of a text are a secret, a short one only where it is a word by itself.
fn whole(text: &str, secret: &str) -> Vec<bool> {
    let mut is_part = vec![false; text.len()];
    if text.len() < secret.len() {
        return is_part;
    }
    let belongs = |c: char| c.is_alphanumeric() || c == '_';
    for (start, _) in text.match_indices(secret) {
        let end = start + secret.len();
        let is_word = !text[..start].ends_with(belongs) && !text[end..].starts_with(belongs);
        if is_word || secret.len() >= PART {
            is_part[start..end].fill(true);
        }
    }
    is_part
}

/// Which bytes of a text belong to a secret, or to a part of it that is long enough.
fn parts(text: &str, secret: &str) -> Vec<bool> {
    let mut is_part = vec![false; text.len()];
    let mut parts: Vec<u64> = numbers(secret).collect();
    // The log id of every call is looked through. It is short, and done before the parts would be sorted.
    let is_short = text.len() <= secret.len();
    if !is_short {
        parts.sort_unstable();
    }
    for (start, part) in numbers(text).enumerate() {
        if (is_short && parts.contains(&part)) || (!is_short && parts.binary_search(&part).is_ok())
        {
            is_part[start..start + PART].fill(true);
        }
    }
    is_part
}

/// Whether one of the blocks of a secret stands in a text. Each of its parts holds one, as does a secret that is shorter than a part.
fn has_block_of(text: &str, secret: &str) -> bool {
    const _: () = assert!(SHORTEST * 2 <= PART + 1);
    let number = |bytes: &[u8]| bytes.first_chunk().copied().map_or(0, u32::from_ne_bytes);
    let blocks = secret.as_bytes().chunks_exact(SHORTEST).map(number);
    let mut windows = text.as_bytes().windows(SHORTEST).map(number);
    // Most blocks of a text are in no place of this table in which one of the secret is.
    let mut places = [0_u64; 16];
    for block in blocks.clone() {
        let (row, bit) = place(block);
        places[row] |= bit;
    }
    windows.any(|window| {
        let (row, bit) = place(window);
        places[row] & bit != 0 && blocks.clone().any(|block| block == window)
    })
}

/// One of 1,024 places in a table, which is another one for nearly every other block: its row and its bit there.
fn place(block: u32) -> (usize, u64) {
    // The multiplier of Fibonacci hashing, 2³² by the golden ratio.
    let hash = block.wrapping_mul(0x9E37_79B9) >> 22;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

/// The bytes from each place of a text on, [`PART`] of them, as one number.
fn numbers(text: &str) -> impl Iterator<Item = u64> {
    let windows = text.as_bytes().windows(PART);
    windows.filter_map(|window| window.first_chunk().copied().map(u64::from_be_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "pat_a/b+c=0123456789";

    fn hiding(secrets: &[&str]) -> Redaction {
        Redaction(secrets.iter().copied().map(Secret::new).collect())
    }

    fn hidden(text: &str) -> String {
        let redaction = hiding(&[TOKEN, "hunter2", "e"]);
        let mut text = text.to_owned();
        redaction.hide_in(&mut text);
        text
    }

    #[test]
    fn a_secret_is_found_however_it_is_written() {
        for text in [
            "the token pat_a/b+c=0123456789 is wrong",
            r"the token pat_a\/b+c=0123456789 is wrong",
            r"the token pat_a\/b\u002bc\u003D0123456789 is wrong",
            "the token pat_a%2Fb%2bc%3D0123456789 is wrong",
            "the token pat_a%252Fb%252Bc%253D0123456789 is wrong",
            r"the token pat_a\\\/b+c=0123456789 is wrong",
            "the token pat_a&#47;b&#x2B;c=0123456789 is wrong",
            "the token pat_a%2Fb+c=0123456789 is wrong",
        ] {
            assert_eq!(hidden(text), "the token <redacted> is wrong", "{text}");
        }
        assert_eq!(hidden("it was pat_a/b+c=01234…"), "it was <redacted>…");
        assert_eq!(hidden("it was pat_a%2Fb%2Bc%3D01"), "it was <redacted>");
        assert_eq!(
            hidden("near \"c=0123456789\" and"),
            "near \"<redacted>\" and"
        );
    }

    #[test]
    fn a_part_of_a_secret_is_found_in_a_word_wherever_it_begins() {
        let secret = "abcdefghijklmnopqrstuvwxyz";
        let redaction = hiding(&[secret]);
        for start in 0..=secret.len() - PART {
            let part = &secret[start..start + PART];
            assert_eq!(
                redaction.of_log_id(&format!("0{part}0")),
                "0<redacted>0",
                "{part}"
            );
        }
        assert_eq!(redaction.of_log_id("0bcdefgh0"), "0bcdefgh0");
        let short = hiding(&["hunter2"]);
        assert_eq!(short.of_log_id("hunter2"), "<redacted>");
    }

    #[test]
    fn a_short_secret_takes_no_words_with_it() {
        assert_eq!(hidden("the even page"), "the even page");
        assert_eq!(hidden("hunter2, hunter22"), "<redacted>, hunter22");
    }

    #[test]
    fn what_stands_under_a_secret_name_is_hidden_whatever_it_is() {
        for text in [
            r#"{"access_token":"new"}"#,
            r#"{"access\u005ftoken":"new"}"#,
            r#"{"error":"{\"access_token\":\"new\"}"}"#,
            "https://x.example/?access_token=new&a=b",
            "https%3A%2F%2Fx.example%2F%3Faccess_token%3Dnew",
        ] {
            assert!(!hidden(text).contains("new"), "{}", hidden(text));
        }
        assert_eq!(
            hidden("100% of \\u and & are fine"),
            "100% of \\u and & are fine"
        );
    }
}
