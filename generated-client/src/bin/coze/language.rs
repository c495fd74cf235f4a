// part coze

//! English or Chinese: which one, and texts in both.

use std::env;

/// A language of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Chinese,
}

/// A text in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    pub(crate) en: &'static str,
    pub(crate) zh: &'static str,
}

impl Language {
    /// The one of `--lang`, which has to be known before the arguments are read, or else that of the terminal.
    pub(crate) fn chosen() -> Self {
        let arguments = env::args_os().skip(1);
        let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
        while let Some(argument) = arguments.next() {
            let value = match argument.strip_prefix("--lang") {
                Some("") => arguments.next(),
                Some(value) => value.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            if let Some(value) = value {
                return Self::of(&value);
            }
        }
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let set = variables.iter().filter_map(|name| env::var(name).ok());
        let mut set = set.filter(|locale| !locale.is_empty());
        set.next().map_or(Self::English, |locale| Self::of(&locale))
    }

    fn of(locale: &str) -> Self {
        if locale.starts_with("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }
}

impl Text {
    /// The text in this language; in the other one where there is none.
    pub(crate) fn of(self, language: Language) -> &'static str {
        let (wanted, other) = match language {
            Language::English => (self.en, self.zh),
            Language::Chinese => (self.zh, self.en),
        };
        if wanted.is_empty() { other } else { wanted }
    }

    /// Its first paragraph.
    pub(crate) fn first(self, language: Language) -> &'static str {
        let text = self.of(language);
        text.split_once("\n\n").map_or(text, |(first, _)| first)
    }
}
