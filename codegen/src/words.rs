//! Names of the document -> Rust identifiers.

use std::collections::{HashMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

/// `x-coze-order` -> `x_coze_order`, raw where Rust reserves the word.
#[must_use]
pub(crate) fn snake(name: &str) -> String {
    let snake = lowered(name);
    match snake.as_str() {
        "" => "empty".to_owned(),
        // These cannot be raw identifiers.
        "self" | "super" | "crate" => format!("{snake}_"),
        word if is_identifier(word) => snake,
        word if is_identifier(&format!("r#{word}")) => format!("r#{word}"),
        word => format!("n{word}"),
    }
}

/// A part of the name of a call, which people write without the mark of a raw identifier: `move` -> `move_`.
#[must_use]
pub(crate) fn call_part(name: &str) -> String {
    let snake = snake(name);
    match snake.strip_prefix("r#") {
        Some(word) => format!("{word}_"),
        None => snake,
    }
}

/// `list_datasets` -> `ListDatasets`.
#[must_use]
pub(crate) fn camel(name: &str) -> String {
    let camel = prepare(name).to_upper_camel_case();
    match camel.as_str() {
        "" => "Empty".to_owned(),
        "Self" => "SelfValue".to_owned(),
        word if is_identifier(word) => camel,
        word => format!("Value{word}"),
    }
}

/// The words of a name: `PublishStatusALL` -> `publish`, `status`, `all`.
#[must_use]
pub(crate) fn split(name: &str) -> Vec<String> {
    lowered(plain(name))
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `messages` -> `message`; words that do not look plural stay.
#[must_use]
pub(crate) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.len() > 2 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// An identifier as people read it, without the mark of a raw one: `r#type` -> `type`.
#[must_use]
pub(crate) fn plain(identifier: &str) -> &str {
    identifier.trim_start_matches("r#")
}

/// The name itself, or with the first number that makes it free.
#[must_use]
pub(crate) fn numbered(name: &str, separator: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut candidate = name.to_owned();
    let stem = stem(name, separator);
    let mut number = 1;
    while taken(&candidate) {
        number += 1;
        candidate = format!("{stem}{separator}{number}");
    }
    candidate
}

/// Names that are given, each once.
#[derive(Default)]
pub(crate) struct Given {
    names: HashSet<String>,
    /// By a name: the last number that made it free.
    numbers: HashMap<String, usize>,
}

impl Given {
    /// Gives a name, or the same with the first number that makes it free.
    pub(crate) fn give(&mut self, name: &str, separator: &str) -> String {
        self.give_unless(name, separator, |_| false)
    }

    /// The same where other names are taken as well.
    pub(crate) fn give_unless(
        &mut self,
        name: &str,
        separator: &str,
        taken: impl Fn(&str) -> bool,
    ) -> String {
        let mut candidate = name.to_owned();
        let stem = stem(name, separator);
        let mut number = self.numbers.get(name).copied().unwrap_or(1);
        while taken(&candidate) || !self.names.insert(candidate.clone()) {
            number += 1;
            candidate = format!("{stem}{separator}{number}");
        }
        self.numbers.insert(name.to_owned(), number);
        candidate
    }
}

/// `self_` -> `self_2`
fn stem<'n>(name: &'n str, separator: &str) -> &'n str {
    match separator {
        "_" => name.trim_end_matches('_'),
        _ => name,
    }
}

/// The words of a name with `_` between them.
fn lowered(name: &str) -> String {
    if is_lowered(name) {
        return name.to_owned();
    }
    prepare(name).to_snake_case()
}

/// Whether a name is made of such words already, as most of a document are.
fn is_lowered(name: &str) -> bool {
    let is_part = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.split('_').all(is_part)
}

/// heck would split `OpenAPI` into three words, or two, depending on what follows; and it keeps letters and digits, such as
/// `²`, that Rust allows in no identifier. A name of nothing but signs is spelled.
fn prepare(name: &str) -> String {
    let allowed = |c: char| c.is_ascii() || is_identifier(&format!("a{c}"));
    if !name.contains(|c: char| c.is_alphanumeric() && allowed(c)) {
        return spelled(name);
    }
    name.replace("OpenAPI", "Openapi_")
        .replace("OAuth", "Oauth_")
        .replace(|c: char| !allowed(c), "_")
}

/// `>=` -> `greater_equal`, `🚀` -> `u1f680`.
fn spelled(name: &str) -> String {
    let signs = name.chars().filter(|sign| !matches!(sign, '_' | ' '));
    let words: Vec<String> = signs.map(sign).collect();
    words.join("_")
}

fn sign(sign: char) -> String {
    let word = match sign {
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '~' => "tilde",
        '^' => "caret",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '"' => "quote",
        '\'' => "apostrophe",
        '(' | ')' | '[' | ']' | '{' | '}' => "bracket",
        other => return format!("u{:x}", u32::from(other)),
    };
    word.to_owned()
}

/// No keyword of Rust is longer.
const LONGEST_KEYWORD: usize = 8;

/// `gen` is reserved since the edition of 2024, which syn does not know.
fn is_identifier(word: &str) -> bool {
    let is_plain = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_plain && word.len() > LONGEST_KEYWORD)
        || (word != "gen" && syn::parse_str::<syn::Ident>(word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_become_raw_identifiers() {
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("gen"), "r#gen");
        assert_eq!(snake("2fa"), "n2fa");
        assert_eq!(split(&snake("move_file")), ["move", "file"]);
        assert_eq!(split(&snake("move")), ["move"]);
    }

    #[test]
    fn words_with_a_line_between_them_are_not_split_again() {
        for name in ["a", "bot_id", "a1", "v2_x", "1_a", "utf8_text", "abc123_4"] {
            assert!(is_lowered(name));
            assert_eq!(prepare(name).to_snake_case(), name);
        }
        for name in ["", "_a", "a_", "a__b", "botId", "a-b", "é"] {
            assert!(!is_lowered(name), "{name}");
        }
    }

    #[test]
    fn names_are_given_once() {
        let mut given = Given::default();
        let names = ["a", "a", "a2", "a", "self_", "self_"].map(|name| given.give(name, "_"));
        assert_eq!(names, ["a", "a_2", "a2", "a_3", "self_", "self_2"]);
        assert_eq!(given.give_unless("b", "", |name| name == "b"), "b2");
    }

    #[test]
    fn numbered_names_are_in_snake_case() {
        let taken = |name: &str| name == "self_" || name == "a";
        assert_eq!(numbered("self_", "_", taken), "self_2");
        assert_eq!(numbered("a", "", taken), "a2");
    }

    #[test]
    fn characters_that_rust_refuses_divide_words() {
        assert_eq!(snake("m²·x"), "m_x");
        assert_eq!(camel("²"), "Ub2");
        assert_eq!(camel("数据 id"), "数据Id");
        assert_eq!(camel("٣x"), "Value٣x");
    }

    #[test]
    fn signs_are_spelled_where_there_is_nothing_else() {
        assert_eq!(camel("="), "Equal");
        assert_eq!(camel(">="), "GreaterEqual");
        assert_eq!(snake("🚀"), "u1f680");
        assert_eq!(snake("@"), "at");
        assert_eq!(snake("$top"), "top");
        assert_eq!(
            (camel(""), snake("__")),
            ("Empty".to_owned(), "empty".to_owned())
        );
    }

    #[test]
    fn calls_have_no_raw_names() {
        let names = ["move", "self", "list"].map(call_part);
        assert_eq!(names, ["move_", "self_", "list"]);
        assert_eq!(call_part("move_"), "move_");
    }

    #[test]
    fn acronyms_are_words() {
        assert_eq!(camel("OpenAPIVoiceData"), "OpenapiVoiceData");
        assert_eq!(split("PublishStatusALL"), ["publish", "status", "all"]);
        assert_eq!(
            camel("conversation.chat.created"),
            "ConversationChatCreated"
        );
    }

    #[test]
    fn plural_words_have_a_singular() {
        assert_eq!(singular("histories"), "history");
        assert_eq!(singular("voices"), "voice");
        assert_eq!(singular("speech"), "speech");
        assert_eq!(singular("access"), "access");
    }
}
