//! A place in the tokens, and the simplest of what is done there.

use proc_macro2::Delimiter;

use super::layout::{Break, INDENT, Layout};
use super::tokens::{Kind, Token, Tokens};

/// Where in the tokens we are, and what has been printed of them. What is not known is `None`.
pub(super) struct Printer<'t> {
    pub(super) source: &'t Tokens,
    pub(super) tokens: &'t [Token],
    pub(super) at: usize,
    pub(super) layout: Layout<'t>,
}

pub(super) type Printed = Option<()>;

impl<'t> Printer<'t> {
    pub(super) fn of(source: &'t Tokens) -> Self {
        Self {
            source,
            tokens: &source.tokens,
            at: 0,
            layout: Layout::default(),
        }
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The word that stands at an index; nothing where there is something else.
    pub(super) fn word_at(&self, at: usize) -> &'t str {
        match self.tokens.get(at) {
            Some(token) if token.kind == Kind::Word => self.source.text(*token),
            _ => "",
        }
    }

    pub(super) fn word(&self) -> &'t str {
        self.word_at(self.at)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.word() == word
    }

    pub(super) fn is_sign_at(&self, at: usize, sign: char) -> bool {
        matches!(self.kind(at), Some(Kind::Sign(found, _)) if found == sign)
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.is_sign_at(self.at, sign)
    }

    /// Whether two signs that belong together stand at an index.
    pub(super) fn are_signs_at(&self, at: usize, signs: [char; 2]) -> bool {
        self.kind(at) == Some(Kind::Sign(signs[0], true)) && self.is_sign_at(at + 1, signs[1])
    }

    pub(super) fn are_signs(&self, signs: [char; 2]) -> bool {
        self.are_signs_at(self.at, signs)
    }

    pub(super) fn is_open(&self, delimiter: Delimiter) -> bool {
        self.kind(self.at) == Some(Kind::Open(delimiter))
    }

    pub(super) fn is_close(&self) -> bool {
        matches!(self.kind(self.at), Some(Kind::Close(_)))
    }

    pub(super) fn skip_sign(&mut self, sign: char) -> Printed {
        self.is_sign(sign).then(|| self.at += 1)
    }

    pub(super) fn skip_signs(&mut self, signs: [char; 2]) -> Printed {
        self.are_signs(signs).then(|| self.at += 2)
    }

    pub(super) fn skip_word(&mut self, word: &str) -> bool {
        let is_here = self.is_word(word);
        self.at += usize::from(is_here);
        is_here
    }

    /// Enters a group.
    pub(super) fn open(&mut self, delimiter: Delimiter) -> Printed {
        self.is_open(delimiter).then(|| self.at += 1)
    }

    /// Leaves a group, all of which has been printed.
    pub(super) fn close(&mut self) -> Printed {
        self.is_close().then(|| self.at += 1)
    }

    /// Skips a comma; whether what stood before it was the last of its group.
    pub(super) fn skip_comma(&mut self) -> Option<bool> {
        if self.is_sign(',') {
            self.at += 1;
        } else if !self.is_close() {
            return None;
        }
        Some(self.is_close())
    }

    /// Prints a word, literal or sign as it is.
    pub(super) fn token(&mut self) -> Printed {
        let token = *self.tokens.get(self.at)?;
        if matches!(token.kind, Kind::Open(_) | Kind::Close(_)) {
            return None;
        }
        self.layout.word(self.source.text(token));
        self.at += 1;
        Some(())
    }

    pub(super) fn name(&mut self) -> Printed {
        (self.kind(self.at)? == Kind::Word).then_some(())?;
        self.token()
    }

    /// Enters the fields of a structure, behind its name.
    pub(super) fn brace_of_structure(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.layout.word(" {");
        self.layout.place(Break {
            blank: 1,
            if_nonempty: true,
            ..Break::default()
        });
        Some(())
    }

    /// Prints what stands between delimiters, each on a line of its own where there is not room for all.
    pub(super) fn list(&mut self, mut each: impl FnMut(&mut Self) -> Printed) -> Printed {
        self.layout.all(INDENT);
        self.layout.empty_place();
        while !self.is_close() {
            each(self)?;
            let is_last = self.skip_comma()?;
            self.layout.comma(is_last, 0);
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.close()
    }
}
