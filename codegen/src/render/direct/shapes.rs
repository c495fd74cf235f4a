//! What an expression is, and where it ends, before anything of it is printed.

use proc_macro2::Delimiter;

use super::printer::Printer;
use super::tokens::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Array,
    /// A block of its own time.
    Async,
    Block,
    Call,
    Cast,
    /// A field, a method, an index or what ends in `?` or `.await`.
    Chain,
    Closure,
    If,
    /// `return`, `break`, `continue`, or an assignment.
    Jump,
    Literal,
    Macro,
    Match,
    Parentheses,
    Path,
    Prefixed,
    Structure,
    Tuple,
}

impl Form {
    /// Whether it has delimiters of its own between which it breaks.
    pub(super) fn has_delimiters(self) -> bool {
        matches!(
            self,
            Self::Array | Self::Async | Self::Block | Self::Closure | Self::Structure | Self::Tuple
        )
    }

    /// Whether it is a statement without a semicolon.
    pub(super) fn is_statement(self) -> bool {
        matches!(self, Self::Block | Self::If | Self::Match)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) form: Form,
    /// Whether braces behind it stand on a line of their own if it takes several lines.
    pub(super) wraps: bool,
    /// The index behind its last token.
    pub(super) end: usize,
}

impl Shape {
    fn new(form: Form, end: usize) -> Self {
        Self {
            form,
            wraps: false,
            end,
        }
    }
}

impl Printer<'_> {
    /// The expression that begins at an index, up to a binary operator. Braces are those of a structure only where these may stand.
    pub(super) fn shape(&self, at: usize, structures: bool) -> Option<Shape> {
        match self.kind(at)? {
            Kind::Sign('&' | '*' | '!' | '-', false) => {
                let operand = at + 1 + usize::from(self.word_at(at + 1) == "mut");
                let operand = self.shape(operand, structures)?;
                Some(Shape {
                    form: Form::Prefixed,
                    ..operand
                })
            }
            Kind::Sign('|', _) => self.shape_of_closure(at),
            Kind::Sign(..) | Kind::Close(_) => None,
            Kind::Literal => self.with_postfixes(Shape::new(Form::Literal, at + 1)),
            Kind::Open(delimiter) => self.shape_of_group(at, delimiter),
            Kind::Word => self.shape_of_words(at, structures),
        }
    }

    /// The index behind a token, or behind the group that it opens.
    pub(super) fn behind(&self, at: usize) -> usize {
        match self.tokens.get(at) {
            Some(token) if matches!(token.kind, Kind::Open(_)) => token.closes() + 1,
            _ => at + 1,
        }
    }

    /// Whether a sign stands between the delimiters of a group, and not deeper.
    fn holds(&self, group: usize, sign: char) -> bool {
        let mut at = group + 1;
        while !matches!(self.kind(at), None | Some(Kind::Close(_))) {
            if self.is_sign_at(at, sign) {
                return true;
            }
            at = self.behind(at);
        }
        false
    }

    fn shape_of_group(&self, at: usize, delimiter: Delimiter) -> Option<Shape> {
        let end = self.behind(at);
        let is_empty = end == at + 2;
        match delimiter {
            Delimiter::Parenthesis if is_empty || self.holds(at, ',') => {
                self.with_postfixes(Shape::new(Form::Tuple, end))
            }
            Delimiter::Parenthesis => self.with_postfixes(Shape {
                form: Form::Parentheses,
                wraps: self.shape(at + 1, true)?.wraps,
                end,
            }),
            Delimiter::Bracket if !self.holds(at, ';') => {
                self.with_postfixes(Shape::new(Form::Array, end))
            }
            Delimiter::Brace => Some(Shape::new(Form::Block, end)),
            Delimiter::Bracket | Delimiter::None => None,
        }
    }

    fn shape_of_words(&self, at: usize, structures: bool) -> Option<Shape> {
        match self.word_at(at) {
            "match" => {
                let brace = self.shape(at + 1, false)?.end;
                self.block(brace).map(|end| Shape::new(Form::Match, end))
            }
            "if" => self.shape_of_if(at),
            "return" | "break" | "continue" => {
                let end = if self.ends_at(at + 1) {
                    at + 1
                } else {
                    self.shape(at + 1, true)?.end
                };
                Some(Shape::new(Form::Jump, end))
            }
            "async" => {
                let brace = at + 1 + usize::from(self.word_at(at + 1) == "move");
                self.block(brace).map(|end| Shape::new(Form::Async, end))
            }
            "move" => self.shape_of_closure(at + 1),
            "const" | "for" | "let" | "loop" | "static" | "unsafe" | "while" | "yield" => None,
            _ => self.shape_of_path(at, structures),
        }
    }

    /// The index behind a block, if there is one.
    fn block(&self, at: usize) -> Option<usize> {
        let is_block = self.kind(at)? == Kind::Open(Delimiter::Brace);
        is_block.then(|| self.behind(at))
    }

    fn shape_of_if(&self, at: usize) -> Option<Shape> {
        let condition = match self.word_at(at + 1) {
            "let" => self.behind_equals(at + 2)?,
            _ => at + 1,
        };
        let end = self.block(self.shape(condition, false)?.end)?;
        if self.word_at(end) != "else" {
            return Some(Shape::new(Form::If, end));
        }
        if self.word_at(end + 1) == "if" {
            return self.shape_of_if(end + 1);
        }
        let end = self.block(end + 1)?;
        Some(Shape::new(Form::If, end))
    }

    /// The index behind the next `=`.
    fn behind_equals(&self, mut at: usize) -> Option<usize> {
        loop {
            match self.kind(at)? {
                Kind::Sign('=', false) => return Some(at + 1),
                Kind::Close(_) => return None,
                _ => at = self.behind(at),
            }
        }
    }

    fn shape_of_closure(&self, at: usize) -> Option<Shape> {
        let mut body = at + 1;
        while !self.is_sign_at(body, '|') {
            let is_end = matches!(self.kind(body)?, Kind::Close(_));
            (!is_end).then_some(())?;
            body = self.behind(body);
        }
        let body = self.shape(body + 1, true)?;
        Some(Shape::new(Form::Closure, body.end))
    }

    fn shape_of_path(&self, at: usize, structures: bool) -> Option<Shape> {
        let end = self.behind_path(at)?;
        match (self.kind(end), self.kind(end + 1)) {
            (Some(Kind::Sign('!', false)), Some(Kind::Open(_))) => {
                self.with_postfixes(Shape::new(Form::Macro, self.behind(end + 1)))
            }
            (Some(Kind::Open(Delimiter::Brace)), _) if structures => {
                self.with_postfixes(Shape::new(Form::Structure, self.behind(end)))
            }
            _ => self.with_postfixes(Shape::new(Form::Path, end)),
        }
    }

    /// The index behind `a::B::<C>::d`.
    pub(super) fn behind_path(&self, mut at: usize) -> Option<usize> {
        loop {
            (self.kind(at)? == Kind::Word).then_some(())?;
            at += 1;
            if self.are_signs_at(at, [':', ':']) && self.is_sign_at(at + 2, '<') {
                at = self.behind_arguments(at + 2)?;
            }
            if !self.are_signs_at(at, [':', ':']) {
                return Some(at);
            }
            at += 2;
        }
    }

    /// The index behind `<A, B>`.
    fn behind_arguments(&self, mut at: usize) -> Option<usize> {
        let mut depth = 0;
        loop {
            match self.kind(at)? {
                Kind::Sign('<', _) => depth += 1,
                Kind::Sign('>', _) => depth -= 1,
                Kind::Sign('-', true) => at += 1,
                Kind::Close(_) => return None,
                _ => {}
            }
            at = self.behind(at);
            if depth == 0 {
                return Some(at);
            }
        }
    }

    fn with_postfixes(&self, mut shape: Shape) -> Option<Shape> {
        while let Some(end) = self.behind_postfix(shape.end)? {
            let (form, wraps) = match self.kind(shape.end)? {
                Kind::Open(Delimiter::Parenthesis) => (Form::Call, shape.wraps),
                Kind::Sign('?', _) => (Form::Chain, shape.wraps),
                _ => (Form::Chain, true),
            };
            shape = Shape { form, wraps, end };
        }
        Some(shape)
    }

    /// The index behind a call, an index, a `?`, or a member with its call; `Some(None)` where there is none of these.
    #[expect(
        clippy::option_option,
        reason = "what is not known is something else than what is not there"
    )]
    pub(super) fn behind_postfix(&self, at: usize) -> Option<Option<usize>> {
        Some(match self.kind(at) {
            Some(Kind::Open(Delimiter::Parenthesis | Delimiter::Bracket)) => Some(self.behind(at)),
            Some(Kind::Sign('?', _)) => Some(at + 1),
            Some(Kind::Sign('.', false)) => {
                (self.kind(at + 1)? == Kind::Word).then_some(())?;
                let mut end = at + 2;
                if self.are_signs_at(end, [':', ':']) {
                    end = self.behind_arguments(end + 2)?;
                }
                match self.kind(end) {
                    Some(Kind::Open(Delimiter::Parenthesis)) => Some(self.behind(end)),
                    _ => Some(end),
                }
            }
            _ => None,
        })
    }

    /// Whether an expression ends before an index.
    pub(super) fn ends_at(&self, at: usize) -> bool {
        matches!(
            self.kind(at),
            None | Some(Kind::Close(_) | Kind::Sign(',' | ';', _))
        )
    }
}
