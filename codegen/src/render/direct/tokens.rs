//! Tokens in a row, with groups as pairs of delimiters, and their texts in one place.

use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or a lifetime.
    Word,
    Literal,
    /// A sign, and whether the next one belongs to it.
    Sign(char, bool),
    Open(Delimiter),
    Close(Delimiter),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where its text begins and ends; of a delimiter that opens, `end` is the index of the one that closes.
    start: usize,
    end: usize,
}

impl Token {
    /// The index of the delimiter that closes the group which this one opens.
    pub(super) fn closes(self) -> usize {
        self.end
    }
}

/// All tokens of some items.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    texts: String,
}

impl Tokens {
    pub(super) fn extend(&mut self, stream: TokenStream) {
        let mut is_lifetime = false;
        for tree in stream {
            let start = self.texts.len();
            let kind = match tree {
                TokenTree::Group(group) => {
                    let delimiter = group.delimiter();
                    let stream = group.stream();
                    // Now the stream belongs to nobody else, and is not copied.
                    drop(group);
                    self.group(delimiter, stream);
                    continue;
                }
                TokenTree::Punct(sign) if sign.as_char() == '\'' => {
                    self.texts.push('\'');
                    is_lifetime = true;
                    continue;
                }
                TokenTree::Ident(word) => {
                    let _ = write!(self.texts, "{word}");
                    Kind::Word
                }
                TokenTree::Literal(literal) => {
                    let _ = write!(self.texts, "{literal}");
                    Kind::Literal
                }
                TokenTree::Punct(sign) => {
                    self.texts.push(sign.as_char());
                    Kind::Sign(sign.as_char(), sign.spacing() == Spacing::Joint)
                }
            };
            let start = start - usize::from(std::mem::take(&mut is_lifetime));
            let end = self.texts.len();
            self.tokens.push(Token { kind, start, end });
        }
    }

    fn group(&mut self, delimiter: Delimiter, stream: TokenStream) {
        if delimiter == Delimiter::None {
            return self.extend(stream);
        }
        let open = self.tokens.len();
        let kind = Kind::Open(delimiter);
        self.tokens.push(Token {
            kind,
            start: 0,
            end: 0,
        });
        self.extend(stream);
        self.tokens[open].end = self.tokens.len();
        let kind = Kind::Close(delimiter);
        self.tokens.push(Token {
            kind,
            start: 0,
            end: 0,
        });
    }

    /// Some of it as Rust, however it looks.
    pub(super) fn rust(&self, tokens: Range<usize>) -> String {
        let mut text = String::new();
        for token in &self.tokens[tokens] {
            text.push_str(match token.kind {
                Kind::Open(Delimiter::Parenthesis) => "(",
                Kind::Open(Delimiter::Brace) => "{",
                Kind::Open(Delimiter::Bracket) => "[",
                Kind::Close(Delimiter::Parenthesis) => ")",
                Kind::Close(Delimiter::Brace) => "}",
                Kind::Close(Delimiter::Bracket) => "]",
                _ => self.text(*token),
            });
            if !matches!(token.kind, Kind::Sign(_, true)) {
                text.push(' ');
            }
        }
        text
    }

    /// The text of a word, a literal or a sign.
    pub(super) fn text(&self, token: Token) -> &str {
        match token.kind {
            Kind::Open(_) | Kind::Close(_) => "",
            _ => &self.texts[token.start..token.end],
        }
    }
}
