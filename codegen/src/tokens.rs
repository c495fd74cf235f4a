//! Tokens that become part of others without being copied.
//!
//! `quote` copies each token of what stands behind `#`, because it only borrows that. Here it goes in as one token, a group without
//! delimiters that shares its content; rendering takes it out again, and by then nobody else has it.

use std::fmt::{self, Display};

use proc_macro2::{Delimiter, Group, LexError};
use quote::{ToTokens, TokenStreamExt as _};

/// What is emitted.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenStream(proc_macro2::TokenStream);

impl TokenStream {
    pub(crate) fn new() -> Self {
        Self::default()
    }
}

impl ToTokens for TokenStream {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        tokens.append(Group::new(Delimiter::None, self.0.clone()));
    }
}

impl From<proc_macro2::TokenStream> for TokenStream {
    fn from(tokens: proc_macro2::TokenStream) -> Self {
        Self(tokens)
    }
}

impl From<TokenStream> for proc_macro2::TokenStream {
    fn from(tokens: TokenStream) -> Self {
        tokens.0
    }
}

impl std::str::FromStr for TokenStream {
    type Err = LexError;

    fn from_str(text: &str) -> Result<Self, LexError> {
        text.parse().map(Self)
    }
}

impl Display for TokenStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Extend<Self> for TokenStream {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, others: I) {
        self.0.extend(others.into_iter().map(|other| other.0));
    }
}

impl FromIterator<Self> for TokenStream {
    fn from_iter<I: IntoIterator<Item = Self>>(streams: I) -> Self {
        streams
            .into_iter()
            .map(|stream| stream.0)
            .collect::<proc_macro2::TokenStream>()
            .into()
    }
}

/// `quote!` of these tokens.
macro_rules! quote {
    ($($token:tt)*) => { $crate::tokens::TokenStream::from(::quote::quote!($($token)*)) };
}
pub(crate) use quote;
