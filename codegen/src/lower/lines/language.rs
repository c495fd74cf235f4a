//! The languages of documentation: which text is written in which.

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Chinese,
}

impl Language {
    pub(super) const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// As it stands in `x-lines`.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// Whether who reads this language alone is told something: English opens a text, Chinese stands anywhere in it.
    pub(super) fn is_in(self, text: &[String]) -> bool {
        match self {
            Self::English => {
                let first: Vec<&String> = text.iter().take_while(|line| !line.is_empty()).collect();
                let is_latin = |line: &&String| line.chars().any(|c| c.is_ascii_alphabetic());
                first.iter().any(is_latin) && !first.iter().any(|line| has_han(line))
            }
            Self::Chinese => text.iter().any(|line| has_han(line)),
        }
    }

    /// Puts a line where a reader looks for it: English first, Chinese where the document's own text stands.
    pub(super) fn put(self, line: Vec<String>, text: &mut Vec<String>) {
        if text.is_empty() {
            *text = line;
            return;
        }
        let own = std::mem::take(text);
        let (before, after) = match self {
            Self::English => (line, own),
            Self::Chinese => (own, line),
        };
        *text = [before, vec![String::new()], after].concat();
    }
}

/// Whether a line has a Chinese character.
fn has_han(line: &str) -> bool {
    line.chars()
        .any(|c| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{2FA1F}'))
}
