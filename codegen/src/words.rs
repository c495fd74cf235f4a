//! Names of the document -> Rust identifiers.

use std::collections::{HashMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

/// `x-coze-order` -> `x_coze_order`, raw where Rust reserves the word.
#[must_use]
pub(crate) fn snake(name: &str) -> String {
    let snake = prepare(name).to_snake_case();
    match snake.as_str() {
        "" => "empty".to_owned(),
        // These cannot be raw identifiers.
        "self" | "super" | "crate" => format!("{snake}_"),
        word if is_identifier(word) => snake,
        word if is_identifier(&format!("r#{word}")) => format!("r#{word}"),
        word => format!("n{word}"),
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
    prepare(plain(name))
        .to_snake_case()
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

/// heck would split `OpenAPI` into three words, or two, depending on what follows; and it keeps letters and digits, such as
/// `²`, that Rust allows in no identifier.
fn prepare(name: &str) -> String {
    let allowed = |c: char| c.is_ascii() || is_identifier(&format!("a{c}"));
    name.replace("OpenAPI", "Openapi_")
        .replace("OAuth", "Oauth_")
        .replace(|c: char| !allowed(c), "_")
}

/// `gen` is reserved since the edition of 2024, which syn does not know.
fn is_identifier(word: &str) -> bool {
    word != "gen" && syn::parse_str::<syn::Ident>(word).is_ok()
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
        assert_eq!(camel("²"), "Empty");
        assert_eq!(camel("数据 id"), "数据Id");
        assert_eq!(camel("٣x"), "Value٣x");
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
