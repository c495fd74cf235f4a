//! How much a change matters to who has the crate.

/// What a change means for who has the crate as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// Only texts differ.
    Documentation,
    /// What worked works.
    Compatible,
    /// Something that worked may not work any more.
    Breaking,
}

impl Impact {
    /// One word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}
