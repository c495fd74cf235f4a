//! Statements, blocks, and the arms of `match`.

use proc_macro2::Delimiter;

use super::layout::{Break, INDENT};
use super::printer::{Printed, Printer};
use super::shapes::Form;
use super::tokens::Kind;

impl Printer<'_> {
    pub(super) fn statement(&mut self) -> Printed {
        match self.word() {
            "let" => self.binding(),
            "use" | "fn" | "struct" | "enum" | "impl" | "type" => None,
            _ => self.statement_of_expression(),
        }
    }

    fn binding(&mut self) -> Printed {
        self.at += 1;
        self.layout.some(0);
        self.layout.word("let ");
        self.pattern()?;
        if self.skip_sign(':').is_some() {
            self.layout.word(": ");
            self.ty()?;
        }
        if self.skip_sign('=').is_some() {
            self.layout.word(" = ");
            self.layout.no_place();
            self.expression(false, true)?;
        }
        self.skip_sign(';')?;
        self.layout.end();
        self.layout.word(";");
        self.layout.line_end();
        Some(())
    }

    fn statement_of_expression(&mut self) -> Printed {
        let shape = self.shape(self.at, true)?;
        let has_semicolon = self.is_sign_at(shape.end, ';');
        if shape.form == Form::Macro {
            self.macro_call()?;
            if has_semicolon {
                self.at += 1;
                self.layout.word(";");
            } else if !self.is_close() {
                return None;
            }
            self.layout.line_end();
            return Some(());
        }
        // Its semicolon would be removed.
        (shape.form != Form::If || !has_semicolon).then_some(())?;
        self.layout.some(0);
        let form = if shape.form.is_statement() {
            self.operand(true, true)?;
            shape.form
        } else {
            self.expression(true, true)?.form
        };
        if self.skip_sign(';').is_some() || form == Form::Jump {
            self.layout.word(";");
        } else if !self.is_close() && !form.is_statement() {
            return None;
        }
        self.layout.end();
        self.layout.line_end();
        Some(())
    }

    /// A block that stands on one line if it is nothing but a short expression.
    fn small_block(&mut self) -> Printed {
        let end = self.tokens.get(self.at)?.closes();
        self.open(Delimiter::Brace)?;
        self.layout.word("{");
        if !self.is_close() {
            self.layout.space();
            if self.is_one_expression(end) {
                self.layout.some(0);
                self.expression(true, true)?;
                self.layout.end();
                self.layout.space();
            } else {
                while !self.is_close() {
                    self.statement()?;
                }
            }
            self.layout.offset(-INDENT);
        }
        self.close()?;
        self.layout.word("}");
        Some(())
    }

    /// Whether all that comes before an index is one expression, and no macro, which is a statement.
    fn is_one_expression(&self, end: usize) -> bool {
        let shape = self.shape(self.at, true);
        shape.is_some_and(|shape| shape.end == end && shape.form != Form::Macro)
    }

    pub(super) fn block_expression(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.small_block()?;
        self.layout.end();
        Some(())
    }

    pub(super) fn async_block(&mut self) -> Printed {
        self.at += 1;
        self.layout.word("async ");
        if self.skip_word("move") {
            self.layout.word("move ");
        }
        self.block_expression()
    }

    pub(super) fn if_expression(&mut self) -> Printed {
        self.layout.all(INDENT);
        let has_else = self.has_else()?;
        self.if_condition()?;
        if has_else {
            self.small_block()?;
            self.else_branches()?;
        } else {
            self.open(Delimiter::Brace)?;
            self.layout.word("{");
            if !self.is_close() {
                self.layout.line_end();
                while !self.is_close() {
                    self.statement()?;
                }
                self.layout.offset(-INDENT);
            }
            self.close()?;
            self.layout.word("}");
        }
        self.layout.end();
        Some(())
    }

    fn has_else(&self) -> Option<bool> {
        let mut at = self.at;
        while self.kind(at)? != Kind::Open(Delimiter::Brace) {
            at = self.behind(at);
        }
        Some(self.word_at(self.behind(at)) == "else")
    }

    fn if_condition(&mut self) -> Printed {
        self.at += 1;
        self.layout.word("if ");
        self.layout.all(-INDENT);
        self.condition()?;
        self.layout.end();
        Some(())
    }

    fn else_branches(&mut self) -> Printed {
        while self.skip_word("else") {
            self.layout.word(" else ");
            if self.is_word("if") {
                self.if_condition()?;
            }
            self.small_block()?;
        }
        Some(())
    }

    /// What stands between `if` or `match` and its brace.
    fn condition(&mut self) -> Printed {
        self.layout.all(0);
        let is_let = self.skip_word("let");
        if is_let {
            self.layout.some(0);
            self.layout.word("let ");
            self.layout.some(0);
            self.pattern()?;
            self.layout.end();
            self.skip_sign('=')?;
            self.layout.word(" = ");
            self.layout.no_place();
            self.layout.some(0);
        }
        let wraps = self.expression(false, false)?.wraps;
        if is_let {
            self.layout.end();
            self.layout.end();
        }
        if wraps {
            self.layout.space();
        } else {
            self.layout.word(" ");
        }
        self.layout.end();
        Some(())
    }

    pub(super) fn match_expression(&mut self) -> Printed {
        self.at += 1;
        self.layout.some(0);
        self.layout.word("match ");
        self.condition()?;
        self.body(|printer| {
            printer.arm()?;
            printer.layout.line_end();
            Some(())
        })?;
        self.layout.end();
        Some(())
    }

    /// Braces with lines between them, in a box of their own.
    fn body(&mut self, each: impl FnMut(&mut Self) -> Printed) -> Printed {
        self.open(Delimiter::Brace)?;
        self.layout.word("{");
        self.layout.no_place();
        self.layout.all(INDENT);
        self.layout.line_end_if_nonempty();
        self.rest_of_body(each)
    }

    /// The lines of a body, and its end, which ends the box that they stand in.
    pub(super) fn rest_of_body(&mut self, mut each: impl FnMut(&mut Self) -> Printed) -> Printed {
        while !self.is_close() {
            each(self)?;
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.close()?;
        self.layout.word("}");
        Some(())
    }

    fn arm(&mut self) -> Printed {
        self.attributes()?;
        self.layout.some(0);
        self.alternatives()?;
        if self.skip_word("if") {
            self.layout.word(" if ");
            let guard = self.shape(self.at, true)?.end;
            self.are_signs_at(guard, ['=', '>']).then_some(())?;
            self.operand(false, true)?;
        }
        self.skip_signs(['=', '>'])?;
        self.layout.word(" => ");
        let behind = self.enter_needless_blocks();
        if self.is_open(Delimiter::Brace) {
            self.body(Self::statement)?;
        } else if self.is_unit() {
            self.at += 2;
            self.layout.word("{");
            self.layout.no_place();
            self.layout.word("}");
        } else {
            self.result_of_arm()?;
        }
        self.layout.end();
        if let Some(behind) = behind {
            self.at = behind;
        }
        if self.is_sign(',') {
            self.at += 1;
        }
        Some(())
    }

    fn is_unit(&self) -> bool {
        let is_empty = matches!(self.kind(self.at + 1), Some(Kind::Close(_)));
        is_empty && self.is_open(Delimiter::Parenthesis) && self.ends_at(self.at + 2)
    }

    /// Enters blocks that hold nothing but an expression; what comes behind the outermost.
    fn enter_needless_blocks(&mut self) -> Option<usize> {
        let mut behind = None;
        while self.is_open(Delimiter::Brace) {
            let end = self.tokens[self.at].closes();
            self.at += 1;
            if !self.is_one_expression(end) {
                self.at -= 1;
                break;
            }
            behind = behind.or(Some(end + 1));
        }
        behind
    }

    fn result_of_arm(&mut self) -> Printed {
        self.layout.no_place();
        self.layout.all(INDENT);
        self.layout.place(Break {
            before: Some('{'),
            ..Break::default()
        });
        let form = self.shape(self.at, true)?.form;
        let form = if form.is_statement() {
            self.operand(true, true)?;
            form
        } else {
            self.expression(true, true)?.form
        };
        self.layout.place(Break {
            offset: -INDENT,
            before: (form == Form::Jump).then_some(';'),
            after: Some('}'),
            unbroken: (!form.is_statement()).then_some(','),
            ..Break::default()
        });
        self.layout.end();
        Some(())
    }
}
