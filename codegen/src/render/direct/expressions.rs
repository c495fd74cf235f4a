//! Expressions.

use proc_macro2::Delimiter;

use super::layout::{Break, INDENT};
use super::printer::{Printed, Printer};
use super::shapes::{Form, Shape};
use super::tokens::Kind;

/// What a structure may take on one line.
const WIDEST_STRUCTURE: i64 = 34;

impl Printer<'_> {
    /// A whole expression. Braces are those of a structure only where these may stand.
    pub(super) fn expression(&mut self, line_start: bool, structures: bool) -> Option<Shape> {
        let shape = self.shape(self.at, structures)?;
        if self.kind(shape.end) == Some(Kind::Sign('=', false)) {
            return self.assignment();
        }
        if self.word_at(shape.end) == "as" {
            return self.cast();
        }
        let is_before_block =
            !structures && self.kind(shape.end) == Some(Kind::Open(Delimiter::Brace));
        (is_before_block || self.ends_at(shape.end)).then_some(())?;
        self.operand(line_start, structures)?;
        (self.at == shape.end).then_some(shape)
    }

    fn assignment(&mut self) -> Option<Shape> {
        self.layout.some(0);
        self.operand(false, true)?;
        self.skip_sign('=')?;
        self.layout.word(" = ");
        self.layout.no_place();
        let value = self.expression(false, true)?;
        self.layout.end();
        Some(Shape {
            form: Form::Jump,
            ..value
        })
    }

    fn cast(&mut self) -> Option<Shape> {
        self.layout.some(INDENT);
        self.layout.some(-INDENT);
        self.operand(false, true)?;
        self.layout.end();
        self.layout.space();
        self.skip_word("as").then(|| self.layout.word("as "))?;
        self.ty()?;
        self.layout.end();
        self.ends_at(self.at).then_some(Shape {
            form: Form::Cast,
            wraps: true,
            end: self.at,
        })
    }

    /// An expression up to a binary operator.
    pub(super) fn operand(&mut self, line_start: bool, structures: bool) -> Printed {
        match self.kind(self.at)? {
            Kind::Sign('|', _) => self.closure(),
            Kind::Sign(..) => {
                self.token()?;
                if self.skip_word("mut") {
                    self.layout.word("mut ");
                }
                self.operand(false, structures)
            }
            Kind::Open(Delimiter::Brace) => self.block_expression(),
            Kind::Word => match self.word() {
                "match" => self.match_expression(),
                "if" => self.if_expression(),
                "return" | "break" | "continue" => self.jump(),
                "move" => self.closure(),
                "async" => self.async_block(),
                _ => self.chain(line_start, structures),
            },
            _ => self.chain(line_start, structures),
        }
    }

    fn jump(&mut self) -> Printed {
        self.token()?;
        if !self.ends_at(self.at) {
            self.layout.word(" ");
            self.expression(false, true)?;
        }
        Some(())
    }

    /// What anything may hang on.
    pub(super) fn value(&mut self, structures: bool) -> Printed {
        match self.kind(self.at)? {
            Kind::Literal => self.token(),
            Kind::Open(Delimiter::Parenthesis) => self.parentheses(),
            Kind::Open(Delimiter::Bracket) => self.array(),
            Kind::Word => {
                let end = self.behind_path(self.at)?;
                match self.kind(end) {
                    Some(Kind::Sign('!', false)) => self.macro_call(),
                    Some(Kind::Open(Delimiter::Brace)) if structures => self.structure_value(),
                    _ => self.path(),
                }
            }
            Kind::Open(_) | Kind::Close(_) | Kind::Sign(..) => None,
        }
    }

    pub(super) fn path(&mut self) -> Printed {
        loop {
            self.name()?;
            if self.skip_signs([':', ':']).is_none() {
                return Some(());
            }
            self.layout.word("::");
            if self.skip_sign('<').is_some() {
                self.arguments_of_type()?;
                if self.skip_signs([':', ':']).is_none() {
                    return Some(());
                }
                self.layout.word("::");
            }
        }
    }

    fn parentheses(&mut self) -> Printed {
        let shape = self.shape(self.at, true)?;
        let is_tuple = shape.form == Form::Tuple
            || matches!(self.kind(self.at + 1)?, Kind::Close(_))
            || self.is_sign_at(self.shape(self.at + 1, true)?.end, ',');
        self.at += 1;
        self.layout.word("(");
        if is_tuple {
            let mut elements = 0;
            self.list(|printer| {
                elements += 1;
                printer.expression(false, true).map(|_| ())
            })?;
            // One alone keeps its comma.
            (elements != 1).then_some(())?;
        } else {
            self.expression(false, true)?;
            self.close()?;
        }
        self.layout.word(")");
        Some(())
    }

    fn array(&mut self) -> Printed {
        let is_filled = !matches!(self.kind(self.at + 1)?, Kind::Close(_));
        let is_of_numbers = is_filled && self.holds_numbers();
        self.at += 1;
        if !is_filled {
            self.layout.word("[]");
            return self.close();
        }
        if is_of_numbers {
            return self.numbers();
        }
        self.layout.word("[");
        self.list(|printer| printer.expression(false, true).map(|_| ()))?;
        self.layout.word("]");
        Some(())
    }

    /// Whether an array holds nothing but short values, as many of which stand on a line as there is room for.
    fn holds_numbers(&self) -> bool {
        let tokens = &self.tokens[self.at + 1..self.tokens[self.at].closes()];
        tokens.iter().all(|token| match token.kind {
            Kind::Literal => {
                let text = self.source.text(*token);
                let is_number = text.starts_with(|first: char| first.is_ascii_digit());
                is_number || text.starts_with('\'') || text.starts_with("b'")
            }
            Kind::Word => matches!(self.source.text(*token), "true" | "false"),
            Kind::Sign(sign, _) => sign == ',',
            Kind::Open(_) | Kind::Close(_) => false,
        })
    }

    fn numbers(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.layout.word("[");
        self.layout.empty_place();
        self.layout.some(0);
        while !self.is_close() {
            // A decimal number is none of the short values.
            let token = *self.tokens.get(self.at)?;
            (!self.source.text(token).contains(['.', 'e', 'f']) || token.kind == Kind::Word)
                .then_some(())?;
            self.token()?;
            if !self.skip_comma()? {
                self.layout.word(",");
                self.layout.space();
            }
        }
        self.layout.end();
        self.layout.comma(true, 0);
        self.layout.offset(-INDENT);
        self.close()?;
        self.layout.word("]");
        self.layout.end();
        Some(())
    }

    fn structure_value(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.layout.some(-INDENT);
        self.path()?;
        self.layout.end();
        self.brace_of_structure()?;
        while !self.is_close() {
            if self.are_signs(['.', '.']) {
                self.at += 2;
                self.layout.word("..");
                self.expression(false, true)?;
                self.layout.space();
            } else {
                self.field_value()?;
                let is_last = self.skip_comma()?;
                self.layout.comma(is_last, 1);
            }
        }
        self.layout.offset(-INDENT);
        self.layout.end_of_at_most(WIDEST_STRUCTURE);
        self.close()?;
        self.layout.word("}");
        Some(())
    }

    fn field_value(&mut self) -> Printed {
        self.name()?;
        if self.skip_sign(':').is_some() {
            self.layout.word(": ");
            self.layout.some(0);
            self.expression(false, true)?;
            self.layout.end();
        }
        Some(())
    }

    fn closure(&mut self) -> Printed {
        self.layout.some(0);
        if self.skip_word("move") {
            self.layout.word("move ");
        }
        self.layout.all(INDENT);
        self.parameters_of_closure()?;
        self.layout.space();
        self.layout.offset(-INDENT);
        self.layout.end();
        self.layout.no_place();
        let body = self.shape(self.at, true)?.form;
        if body.has_delimiters() || matches!(body, Form::Match | Form::Call) {
            self.operand(false, true)?;
        } else {
            self.layout.all(INDENT);
            self.layout.place(Break {
                before: Some('{'),
                ..Break::default()
            });
            self.operand(false, true)?;
            self.layout.place(Break {
                offset: -INDENT,
                before: (body == Form::Jump).then_some(';'),
                after: Some('}'),
                ..Break::default()
            });
            self.layout.end();
        }
        self.layout.end();
        Some(())
    }

    fn parameters_of_closure(&mut self) -> Printed {
        self.skip_sign('|')?;
        self.layout.word("|");
        if !self.is_sign('|') {
            self.layout.empty_place();
        }
        while !self.is_sign('|') {
            self.pattern()?;
            if self.skip_sign(':').is_some() {
                self.layout.word(": ");
                self.ty()?;
            }
            if !self.is_sign('|') {
                self.skip_sign(',')?;
                self.layout.word(",");
                self.layout.space();
            }
        }
        self.at += 1;
        self.layout.word("|");
        Some(())
    }
}
