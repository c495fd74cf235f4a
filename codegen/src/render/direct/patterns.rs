//! Patterns.

use proc_macro2::Delimiter;

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl Printer<'_> {
    /// What an arm matches: one pattern, or some with `|` between them.
    pub(super) fn alternatives(&mut self) -> Printed {
        let (mut at, mut several, mut all_short) = (self.at, false, true);
        while !self.are_signs_at(at, ['=', '>']) && self.word_at(at) != "if" {
            match self.kind(at)? {
                Kind::Sign('|', _) => several = true,
                Kind::Literal => {}
                Kind::Word => all_short &= self.word_at(at) == "_",
                Kind::Open(_) | Kind::Sign(..) | Kind::Close(_) => all_short = false,
            }
            at = self.behind(at);
        }
        if !several {
            return self.pattern();
        }
        if all_short {
            self.layout.some(0);
        } else {
            self.layout.all(0);
        }
        self.pattern()?;
        while self.skip_sign('|').is_some() {
            self.layout.space();
            self.layout.word("| ");
            self.pattern()?;
        }
        self.layout.end();
        Some(())
    }

    pub(super) fn pattern(&mut self) -> Printed {
        match self.kind(self.at)? {
            Kind::Literal => self.token()?,
            Kind::Sign('&', false) => {
                self.token()?;
                if self.skip_word("mut") {
                    self.layout.word("mut ");
                }
                self.pattern()?;
            }
            Kind::Sign('.', true) => {
                self.skip_signs(['.', '.'])?;
                self.layout.word("..");
            }
            Kind::Open(Delimiter::Parenthesis) => self.tuple_pattern()?,
            Kind::Word => self.pattern_of_words()?,
            Kind::Open(_) | Kind::Close(_) | Kind::Sign(..) => return None,
        }
        // Neither ranges nor `name @ pattern`.
        (!self.is_sign('.') && !self.is_sign('@')).then_some(())
    }

    fn tuple_pattern(&mut self) -> Printed {
        self.at += 1;
        self.layout.word("(");
        let mut elements = 0;
        self.list(|printer| {
            elements += 1;
            printer.pattern()
        })?;
        // One in parentheses is that one, or has a comma.
        (elements != 1).then_some(())?;
        self.layout.word(")");
        Some(())
    }

    fn pattern_of_words(&mut self) -> Printed {
        if matches!(self.word(), "ref" | "box" | "const") {
            return None;
        }
        if self.skip_word("mut") {
            self.layout.word("mut ");
            return self.name();
        }
        let end = self.behind_path(self.at)?;
        match self.kind(end) {
            Some(Kind::Open(Delimiter::Parenthesis)) => {
                self.path()?;
                self.at += 1;
                self.layout.word("(");
                self.list(Self::pattern)?;
                self.layout.word(")");
                Some(())
            }
            Some(Kind::Open(Delimiter::Brace)) => self.structure_pattern(),
            Some(Kind::Sign('!', _)) => None,
            _ => self.path(),
        }
    }

    fn structure_pattern(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.path()?;
        self.brace_of_structure()?;
        while !self.is_close() {
            if self.skip_signs(['.', '.']).is_some() {
                self.layout.word("..");
                self.layout.space();
                continue;
            }
            if self.is_sign_at(self.at + 1, ':') {
                self.name()?;
                self.at += 1;
                self.layout.word(": ");
            }
            self.pattern()?;
            let is_last = self.skip_comma()?;
            self.layout.comma(is_last, 1);
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.close()?;
        self.layout.word("}");
        Some(())
    }
}
