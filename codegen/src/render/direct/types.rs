//! Types, paths and generic parameters.

use proc_macro2::Delimiter;

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl Printer<'_> {
    pub(super) fn ty(&mut self) -> Printed {
        match self.kind(self.at)? {
            Kind::Sign('&', false) => self.reference(),
            Kind::Open(Delimiter::Bracket) => self.slice(),
            Kind::Open(Delimiter::Parenthesis) => self.tuple_type(),
            Kind::Word => match self.word() {
                "impl" => {
                    self.at += 1;
                    self.layout.word("impl ");
                    self.bounds()
                }
                "dyn" => {
                    self.at += 1;
                    self.layout.word("dyn ");
                    self.bounds()
                }
                "fn" => self.function_type(),
                "for" | "unsafe" | "extern" => None,
                "_" => self.token(),
                _ => self.path_of_type(),
            },
            _ => None,
        }
    }

    fn reference(&mut self) -> Printed {
        self.ampersand()?;
        self.ty()
    }

    /// `&'a mut`, before a type or `self`.
    pub(super) fn ampersand(&mut self) -> Printed {
        self.skip_sign('&')?;
        self.layout.word("&");
        if self.word().starts_with('\'') {
            self.token()?;
            self.layout.word(" ");
        }
        if self.skip_word("mut") {
            self.layout.word("mut ");
        }
        Some(())
    }

    fn slice(&mut self) -> Printed {
        self.at += 1;
        self.layout.word("[");
        self.ty()?;
        if self.is_sign(';') {
            self.at += 1;
            self.layout.word("; ");
            (self.kind(self.at)? == Kind::Literal).then_some(())?;
            self.token()?;
        }
        self.close()?;
        self.layout.word("]");
        Some(())
    }

    fn tuple_type(&mut self) -> Printed {
        self.at += 1;
        self.layout.word("(");
        let mut elements = 0;
        self.list(|printer| {
            elements += 1;
            printer.ty()
        })?;
        // One in parentheses is that one, or has a comma.
        (elements != 1).then_some(())?;
        self.layout.word(")");
        Some(())
    }

    fn function_type(&mut self) -> Printed {
        self.at += 1;
        self.open(Delimiter::Parenthesis)?;
        self.layout.word("fn(");
        self.list(Self::ty)?;
        self.layout.word(")");
        self.return_type()
    }

    pub(super) fn return_type(&mut self) -> Printed {
        if self.skip_signs(['-', '>']).is_some() {
            self.layout.word(" -> ");
            self.ty()?;
        }
        Some(())
    }

    /// Traits with `+` between them.
    fn bounds(&mut self) -> Printed {
        self.bound()?;
        while self.skip_sign('+').is_some() {
            self.layout.word(" + ");
            self.bound()?;
        }
        Some(())
    }

    fn bound(&mut self) -> Printed {
        if self.word().starts_with('\'') {
            self.token()
        } else if self.is_word("for") {
            None
        } else {
            self.path_of_type()
        }
    }

    fn path_of_type(&mut self) -> Printed {
        loop {
            self.name()?;
            if self.is_sign('<') {
                self.at += 1;
                self.arguments_of_type()?;
            } else if self.is_open(Delimiter::Parenthesis) {
                self.arguments_of_function()?;
            }
            if self.skip_signs([':', ':']).is_none() {
                return Some(());
            }
            self.layout.word("::");
        }
    }

    /// `<A, B>`, behind its `<`.
    pub(super) fn arguments_of_type(&mut self) -> Printed {
        self.up_to_angle(INDENT, Self::argument_of_type)
    }

    /// What stands between `<` and `>`, behind the first.
    fn up_to_angle(&mut self, indent: i32, each: fn(&mut Self) -> Printed) -> Printed {
        self.layout.word("<");
        self.layout.all(indent);
        self.layout.empty_place();
        while !self.is_sign('>') {
            each(self)?;
            if !self.is_sign('>') {
                self.skip_sign(',')?;
            }
            self.layout.comma(self.is_sign('>'), 0);
        }
        self.at += 1;
        self.layout.offset(-INDENT);
        self.layout.end();
        self.layout.word(">");
        Some(())
    }

    fn argument_of_type(&mut self) -> Printed {
        let word = self.word();
        if word.starts_with('\'') {
            return self.token();
        }
        if !word.is_empty() && self.kind(self.at + 1) == Some(Kind::Sign('=', false)) {
            self.token()?;
            self.at += 1;
            self.layout.word(" = ");
        }
        self.ty()
    }

    /// `(A, B) -> C` of `Fn(A, B) -> C`.
    fn arguments_of_function(&mut self) -> Printed {
        self.at += 1;
        self.layout.all(INDENT);
        self.layout.word("(");
        self.layout.empty_place();
        while !self.is_close() {
            self.ty()?;
            let is_last = self.skip_comma()?;
            self.layout.comma(is_last, 0);
        }
        self.layout.offset(-INDENT);
        self.close()?;
        self.layout.word(")");
        self.return_type()?;
        self.layout.end();
        Some(())
    }

    /// `<T: A + B>` behind a name.
    pub(super) fn generics(&mut self) -> Printed {
        if self.skip_sign('<').is_none() {
            return Some(());
        }
        self.up_to_angle(0, Self::generic)
    }

    fn generic(&mut self) -> Printed {
        let word = self.word();
        (word != "const").then_some(())?;
        self.name()?;
        if word.starts_with('\'') {
            return Some(());
        }
        self.layout.some(INDENT);
        let mut separator = ':';
        while self.skip_sign(separator).is_some() {
            if separator == ':' {
                self.layout.word(": ");
            } else {
                self.layout.space();
                self.layout.word("+ ");
            }
            separator = '+';
            self.bound()?;
        }
        self.layout.end();
        Some(())
    }
}
