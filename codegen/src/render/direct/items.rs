//! Items, and what stands in them.

use std::ops::Range;

use proc_macro2::Delimiter;

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl Printer<'_> {
    /// Adds the text of items, where these tokens stand, to a text.
    pub(super) fn items(&mut self, tokens: Range<usize>, text: &mut String) -> Printed {
        self.enter(tokens);
        self.layout.clear();
        self.layout.all(0);
        while self.at < self.tokens.len() {
            self.item()?;
        }
        self.layout.end();
        self.layout.write(text);
        Some(())
    }

    /// Goes to tokens, behind which nothing is seen.
    pub(super) fn enter(&mut self, tokens: Range<usize>) {
        self.tokens = &self.source.tokens[..tokens.end];
        self.at = tokens.start;
    }

    fn item(&mut self) -> Printed {
        self.attributes()?;
        let keyword = self.keyword();
        match keyword {
            "use" => self.import(),
            "mod" => self.module(),
            "struct" => self.structure(),
            "enum" => self.enumeration(),
            "impl" => self.implementation(),
            "fn" | "async" => self.function(),
            "const" | "static" => self.constant(),
            "" | "extern" | "trait" | "type" | "union" | "unsafe" | "macro_rules" => None,
            _ => self.macro_item(),
        }
    }

    /// What kind of item comes, behind its visibility.
    pub(super) fn keyword(&self) -> &str {
        let mut at = self.at;
        if self.word_at(at) == "pub" {
            at += 1;
            if let Some(Kind::Open(Delimiter::Parenthesis)) = self.kind(at) {
                at = self.behind(at);
            }
        }
        match self.word_at(at) {
            "const" if self.word_at(at + 1) == "fn" => "fn",
            keyword => keyword,
        }
    }

    fn import(&mut self) -> Printed {
        self.visibility()?;
        self.at += 1;
        self.layout.word("use ");
        self.imported(true)?;
        self.skip_sign(';')?;
        self.layout.word(";");
        self.layout.line_end();
        Some(())
    }

    /// A path that may end in `*`, another name or a group.
    fn imported(&mut self, may_be_group: bool) -> Printed {
        loop {
            if self.is_sign('*') {
                return self.token();
            }
            if self.is_open(Delimiter::Brace) {
                may_be_group.then_some(())?;
                return self.group_of_imports();
            }
            self.name()?;
            if self.skip_word("as") {
                self.layout.word(" as ");
                return self.name();
            }
            if self.skip_signs([':', ':']).is_none() {
                return Some(());
            }
            self.layout.word("::");
        }
    }

    fn group_of_imports(&mut self) -> Printed {
        self.at += 1;
        self.layout.all(INDENT);
        self.layout.word("{");
        self.layout.empty_place();
        self.layout.some(0);
        let mut imports = 0;
        while !self.is_close() {
            imports += 1;
            self.imported(false)?;
            if !self.skip_comma()? {
                self.layout.word(",");
                self.layout.space();
            }
        }
        // One alone stands without braces.
        (imports > 1).then_some(())?;
        self.layout.end();
        self.layout.comma(true, 0);
        self.layout.offset(-INDENT);
        self.close()?;
        self.layout.word("}");
        self.layout.end();
        Some(())
    }

    fn module(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.visibility()?;
        self.at += 1;
        self.layout.word("mod ");
        self.name()?;
        self.skip_sign(';')?;
        self.layout.word(";");
        self.layout.end();
        self.layout.line_end();
        Some(())
    }

    fn structure(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.visibility()?;
        self.at += 1;
        self.layout.word("struct ");
        self.name()?;
        self.generics()?;
        if self.is_open(Delimiter::Brace) {
            self.layout.word(" ");
            self.lines(|printer| {
                printer.field()?;
                printer.skip_comma()?;
                printer.layout.word(",");
                printer.layout.line_end();
                Some(())
            })?;
        } else {
            if self.is_open(Delimiter::Parenthesis) {
                self.fields_without_names()?;
            }
            self.skip_sign(';')?;
            self.layout.word(";");
            self.layout.end();
        }
        self.layout.line_end();
        Some(())
    }

    /// Braces with lines between them, which end the box that they stand in.
    pub(super) fn lines(&mut self, each: impl FnMut(&mut Self) -> Printed) -> Printed {
        self.open(Delimiter::Brace)?;
        self.layout.word("{");
        self.layout.line_end_if_nonempty();
        self.rest_of_body(each)
    }

    fn field(&mut self) -> Printed {
        self.attributes()?;
        self.visibility()?;
        self.name()?;
        self.skip_sign(':')?;
        self.layout.word(": ");
        self.ty()
    }

    fn fields_without_names(&mut self) -> Printed {
        self.at += 1;
        self.layout.word("(");
        self.layout.empty_place();
        while !self.is_close() {
            self.attributes()?;
            self.visibility()?;
            self.ty()?;
            let is_last = self.skip_comma()?;
            self.layout.comma(is_last, 0);
        }
        self.layout.offset(-INDENT);
        self.close()?;
        self.layout.word(")");
        Some(())
    }

    fn enumeration(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.visibility()?;
        self.at += 1;
        self.layout.word("enum ");
        self.name()?;
        self.generics()?;
        self.layout.word(" ");
        self.lines(|printer| {
            printer.variant()?;
            printer.skip_comma()?;
            printer.layout.word(",");
            printer.layout.line_end();
            Some(())
        })?;
        self.layout.line_end();
        Some(())
    }

    fn variant(&mut self) -> Printed {
        self.attributes()?;
        self.name()?;
        if self.is_open(Delimiter::Parenthesis) {
            self.layout.all(INDENT);
            self.fields_without_names()?;
            self.layout.end();
        }
        // Fields with names, and numbers, are not emitted.
        (self.is_sign(',') || self.is_close()).then_some(())
    }

    fn implementation(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.layout.some(-INDENT);
        self.layout.all(INDENT);
        self.at += 1;
        self.layout.word("impl");
        self.generics()?;
        self.layout.end();
        self.layout.word(" ");
        self.ty()?;
        if self.skip_word("for") {
            self.layout.space();
            self.layout.word("for ");
            self.ty()?;
        }
        self.layout.end();
        self.layout.word(" ");
        self.lines(Self::member)?;
        self.layout.line_end();
        Some(())
    }

    fn member(&mut self) -> Printed {
        self.attributes()?;
        match self.keyword() {
            "fn" | "async" => self.function(),
            "const" => self.constant(),
            "type" => self.associated_type(),
            _ => self.macro_item(),
        }
    }

    fn associated_type(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.at += 1;
        self.layout.word("type ");
        self.name()?;
        self.generics()?;
        self.skip_sign('=')?;
        self.layout.word(" = ");
        self.layout.no_place();
        self.layout.some(-INDENT);
        self.ty()?;
        self.layout.end();
        self.skip_sign(';')?;
        self.layout.word(";");
        self.layout.end();
        self.layout.line_end();
        Some(())
    }

    fn constant(&mut self) -> Printed {
        self.layout.all(0);
        self.visibility()?;
        let keyword = if self.is_word("const") {
            "const "
        } else {
            "static "
        };
        self.at += 1;
        self.layout.word(keyword);
        self.name()?;
        self.skip_sign(':')?;
        self.layout.word(": ");
        self.ty()?;
        self.skip_sign('=')?;
        self.layout.word(" = ");
        self.layout.no_place();
        self.expression(false, true)?;
        self.skip_sign(';')?;
        self.layout.word(";");
        self.layout.end();
        self.layout.line_end();
        Some(())
    }

    fn function(&mut self) -> Printed {
        self.layout.all(INDENT);
        self.visibility()?;
        for keyword in ["const ", "async "] {
            if self.skip_word(keyword.trim_end()) {
                self.layout.word(keyword);
            }
        }
        self.skip_word("fn").then_some(())?;
        self.layout.word("fn ");
        self.name()?;
        self.generics()?;
        self.parameters()?;
        self.layout.all(-INDENT);
        self.return_type()?;
        self.layout.end();
        self.layout.word(" ");
        self.lines(Self::statement)?;
        self.layout.line_end();
        Some(())
    }

    fn parameters(&mut self) -> Printed {
        self.open(Delimiter::Parenthesis)?;
        self.layout.word("(");
        self.layout.no_place();
        self.layout.all(0);
        self.layout.empty_place();
        while !self.is_close() {
            self.parameter()?;
            let is_last = self.skip_comma()?;
            self.layout.comma(is_last, 0);
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.close()?;
        self.layout.word(")");
        Some(())
    }

    fn parameter(&mut self) -> Printed {
        if self.is_sign('&') {
            self.ampersand()?;
            return self.is_word("self").then(|| self.token())?;
        }
        self.pattern()?;
        if self.skip_sign(':').is_some() {
            self.layout.word(": ");
            self.ty()?;
        }
        Some(())
    }

    fn macro_item(&mut self) -> Printed {
        let begin = self.at;
        self.macro_call()?;
        (self.at > begin).then_some(())?;
        self.skip_sign(';')?;
        self.layout.word(";");
        self.layout.line_end();
        Some(())
    }
}
