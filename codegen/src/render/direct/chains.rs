//! What hangs on a value: its members, calls and indices, with a place to break before each dot.

use proc_macro2::Delimiter;

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl Printer<'_> {
    /// A value and what hangs on it. At the beginning of a line, what hangs on a short name begins behind it.
    pub(super) fn chain(&mut self, line_start: bool, structures: bool) -> Printed {
        let base = self.base_end(structures)?;
        let Some(last) = self.last_member(base)? else {
            self.value(structures)?;
            return self.postfixes(usize::MAX, false, false);
        };
        let is_short = line_start
            && base == self.at + 1
            && self.kind(self.at)? == Kind::Word
            && self.word().len() <= 4;
        self.layout.all(INDENT);
        self.layout.all(-INDENT);
        self.value(structures)?;
        self.layout.end();
        let is_only = self.at == last;
        self.postfixes(last, is_short, is_short && is_only)?;
        self.layout.end();
        self.postfixes(usize::MAX, false, false)
    }

    /// The index behind the value that everything hangs on.
    fn base_end(&self, structures: bool) -> Option<usize> {
        match self.kind(self.at)? {
            Kind::Literal => Some(self.at + 1),
            Kind::Open(_) => Some(self.behind(self.at)),
            Kind::Word => {
                let end = self.behind_path(self.at)?;
                if self.kind(end) == Some(Kind::Sign('!', false)) {
                    return Some(self.behind(end + 1));
                }
                let is_structure =
                    structures && self.kind(end) == Some(Kind::Open(Delimiter::Brace));
                Some(if is_structure { self.behind(end) } else { end })
            }
            Kind::Sign(..) | Kind::Close(_) => None,
        }
    }

    /// The last dot of what hangs on a value; `Some(None)` where there is none.
    #[expect(
        clippy::option_option,
        reason = "what is not known is something else than what is not there"
    )]
    fn last_member(&self, mut at: usize) -> Option<Option<usize>> {
        let mut last = None;
        while let Some(end) = self.behind_postfix(at)? {
            if self.is_sign_at(at, '.') {
                last = Some(at);
            }
            at = end;
        }
        Some(last)
    }

    /// Prints what hangs on a value, up to a dot and its member.
    fn postfixes(&mut self, last: usize, mut is_short: bool, unindented: bool) -> Printed {
        while self.behind_postfix(self.at)?.is_some() {
            let is_last = self.at == last;
            match self.kind(self.at)? {
                Kind::Open(Delimiter::Parenthesis) => self.arguments()?,
                Kind::Open(_) => {
                    self.at += 1;
                    self.layout.word("[");
                    self.expression(false, true)?;
                    self.close()?;
                    self.layout.word("]");
                }
                Kind::Sign('?', _) => self.token()?,
                _ => {
                    if !is_short {
                        self.layout.empty_place();
                    }
                    self.member_of_value(unindented)?;
                }
            }
            is_short = false;
            if is_last {
                break;
            }
        }
        Some(())
    }

    fn member_of_value(&mut self, unindented: bool) -> Printed {
        self.token()?;
        self.name()?;
        if self.skip_signs([':', ':']).is_some() {
            self.layout.word("::");
            self.skip_sign('<')?;
            self.arguments_of_type()?;
        }
        if self.is_open(Delimiter::Parenthesis) {
            self.layout.all(if unindented { -INDENT } else { 0 });
            self.arguments()?;
            self.layout.end();
        }
        Some(())
    }

    /// What a call is given. One alone that has delimiters of its own breaks between those.
    pub(super) fn arguments(&mut self) -> Printed {
        self.open(Delimiter::Parenthesis)?;
        self.layout.word("(");
        if self.is_one_with_delimiters() {
            self.expression(false, true)?;
            self.skip_comma()?;
            self.close()?;
        } else {
            self.list(|printer| printer.expression(false, true).map(|_| ()))?;
        }
        self.layout.word(")");
        Some(())
    }

    fn is_one_with_delimiters(&self) -> bool {
        let Some(shape) = self.shape(self.at, true) else {
            return false;
        };
        let end = shape.end + usize::from(self.is_sign_at(shape.end, ','));
        shape.form.has_delimiters() && matches!(self.kind(end), Some(Kind::Close(_)))
    }
}
