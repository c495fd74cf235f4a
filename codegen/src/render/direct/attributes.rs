//! Attributes, and who sees an item.

use proc_macro2::Delimiter;

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

/// What an attribute's tokens have just had.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Word,
    Sign,
    Comma,
}

impl Printer<'_> {
    pub(super) fn attributes(&mut self) -> Printed {
        while self.is_sign('#') {
            if self.is_documentation() {
                self.documentation()?;
                continue;
            }
            self.at += 1;
            self.layout.word("#");
            self.open(Delimiter::Bracket)?;
            self.layout.word("[");
            self.attribute()?;
            self.close()?;
            self.layout.word("]");
            self.layout.space();
        }
        Some(())
    }

    pub(super) fn skip_attributes(&mut self) {
        while self.is_sign('#') {
            self.at = self.behind(self.at + 1);
        }
    }

    fn is_documentation(&self) -> bool {
        self.word_at(self.at + 2) == "doc" && self.is_sign_at(self.at + 3, '=')
    }

    /// `#[doc = r" One line."]` becomes a comment.
    fn documentation(&mut self) -> Printed {
        let literal = *self.tokens.get(self.at + 4)?;
        let text = self.source.text(literal).trim_start_matches('r');
        let text = text.strip_prefix('"')?.strip_suffix('"')?;
        (!text.contains(['\n', '\\']) && !text.starts_with('/')).then_some(())?;
        self.layout.word("///");
        self.layout.word(text.trim_end_matches(' '));
        self.layout.line_end();
        self.at += 5;
        self.close()
    }

    fn attribute(&mut self) -> Printed {
        let name = self.word();
        self.simple_path()?;
        if self.is_sign('=') {
            (name != "comment").then_some(())?;
            self.at += 1;
            self.layout.word(" = ");
            (self.kind(self.at)? == Kind::Literal).then_some(())?;
            self.token()?;
        } else if self.is_open(Delimiter::Parenthesis) {
            self.attribute_group()?;
        }
        Some(())
    }

    /// Words with `::` between them.
    pub(super) fn simple_path(&mut self) -> Printed {
        self.name()?;
        while self.are_signs([':', ':']) && !self.word_at(self.at + 2).is_empty() {
            self.at += 2;
            self.layout.word("::");
            self.name()?;
        }
        Some(())
    }

    fn attribute_group(&mut self) -> Printed {
        self.open(Delimiter::Parenthesis)?;
        self.layout.word("(");
        self.layout.all(INDENT);
        self.layout.empty_place();
        let mut last = Last::Sign;
        while !self.is_close() {
            last = self.attribute_token(last)?;
        }
        if last != Last::Comma {
            self.layout.empty_place();
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.close()?;
        self.layout.word(")");
        Some(())
    }

    fn attribute_token(&mut self, last: Last) -> Option<Last> {
        match self.kind(self.at)? {
            Kind::Word | Kind::Literal => {
                if last == Last::Word {
                    self.layout.space();
                }
                self.token()?;
                return Some(Last::Word);
            }
            Kind::Sign(',', _) if matches!(self.kind(self.at + 1), Some(Kind::Close(_))) => {
                self.at += 1;
                self.layout.comma(true, 0);
                return Some(Last::Comma);
            }
            Kind::Sign(sign, _) => {
                if sign == '=' && last == Last::Word {
                    self.layout.word(" ");
                }
                self.token()?;
                match sign {
                    '=' => self.layout.word(" "),
                    ',' => self.layout.space(),
                    _ => {}
                }
            }
            Kind::Open(_) => self.attribute_group()?,
            Kind::Close(_) => return None,
        }
        Some(Last::Sign)
    }

    pub(super) fn visibility(&mut self) -> Printed {
        if !self.skip_word("pub") {
            return Some(());
        }
        if !self.is_open(Delimiter::Parenthesis) {
            self.layout.word("pub ");
            return Some(());
        }
        self.at += 1;
        self.layout.word("pub(");
        matches!(self.word(), "crate" | "super" | "self").then_some(())?;
        self.name()?;
        self.close()?;
        self.layout.word(") ");
        Some(())
    }
}
