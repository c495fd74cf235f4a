//! Calls of macros, whose tokens may mean anything.

use proc_macro2::Delimiter;

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

/// What came last.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Dot,
    Colon,
    Colons,
    Name,
    NameAndBang,
    Group,
    Other,
}

const KEYWORDS: [&str; 36] = [
    "as", "async", "await", "box", "break", "const", "continue", "crate", "dyn", "else", "enum",
    "extern", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "pub", "ref", "return", "static", "struct", "trait", "type", "unsafe", "use", "where",
    "while", "yield",
];

impl Printer<'_> {
    pub(super) fn macro_call(&mut self) -> Printed {
        self.simple_path()?;
        self.skip_sign('!')?;
        self.layout.word("!");
        let (open, close) = match self.kind(self.at)? {
            Kind::Open(Delimiter::Parenthesis) => ("(", ")"),
            Kind::Open(Delimiter::Bracket) => ("[", "]"),
            _ => return None,
        };
        self.at += 1;
        self.layout.word(open);
        if !self.is_close() {
            self.layout.all(INDENT);
            self.layout.empty_place();
            self.layout.some(0);
            self.tokens_of_macro()?;
            self.layout.end();
            self.layout.empty_place();
            self.layout.offset(-INDENT);
            self.layout.end();
        }
        self.close()?;
        self.layout.word(close);
        Some(())
    }

    fn tokens_of_macro(&mut self) -> Printed {
        let mut last = Last::Nothing;
        let mut is_joint = true;
        while !self.is_close() {
            let kind = self.kind(self.at)?;
            let (has_space, next) = self.between(last, kind)?;
            if !is_joint {
                if has_space {
                    self.layout.space();
                } else if matches!(kind, Kind::Sign('.', _)) {
                    self.layout.empty_place();
                }
            }
            is_joint = matches!(kind, Kind::Sign(_, true));
            match kind {
                Kind::Open(delimiter) => self.group_in_macro(delimiter)?,
                _ => self.token()?,
            }
            last = next;
        }
        Some(())
    }

    /// Whether there is a space before a token, and what it is for the next one.
    fn between(&self, last: Last, kind: Kind) -> Option<(bool, Last)> {
        let is_behind_name = matches!(last, Last::Name | Last::NameAndBang);
        Some(match kind {
            Kind::Open(Delimiter::Parenthesis | Delimiter::Bracket) if is_behind_name => {
                let is_name = last == Last::Name;
                (false, if is_name { Last::Group } else { Last::Other })
            }
            Kind::Open(Delimiter::Parenthesis | Delimiter::Bracket) => (true, Last::Group),
            Kind::Sign('!', false) if last == Last::Name => (false, Last::NameAndBang),
            Kind::Sign(':', _) if last == Last::Colon => (false, Last::Colons),
            Kind::Word if self.word().starts_with('\'') => return None,
            Kind::Word if !KEYWORDS.contains(&self.word()) => {
                (last != Last::Dot && last != Last::Colons, Last::Name)
            }
            Kind::Literal => (last != Last::Dot, Last::Name),
            Kind::Sign(',' | ';', _) => (false, Last::Other),
            Kind::Sign('.', _) => (last != Last::Name && last != Last::Group, Last::Dot),
            Kind::Sign(':', true) => (last != Last::Name, Last::Colon),
            Kind::Sign('$' | '#', _) | Kind::Open(Delimiter::None) | Kind::Close(_) => return None,
            Kind::Word | Kind::Sign(..) | Kind::Open(Delimiter::Brace) => (true, Last::Other),
        })
    }

    fn group_in_macro(&mut self, delimiter: Delimiter) -> Printed {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::None => return None,
        };
        self.at += 1;
        self.layout.word(open);
        if !self.is_close() {
            let is_spaced = delimiter == Delimiter::Brace;
            if is_spaced {
                self.layout.space();
            }
            self.tokens_of_macro()?;
            if is_spaced {
                self.layout.space();
            }
        }
        self.close()?;
        self.layout.word(close);
        Some(())
    }
}
