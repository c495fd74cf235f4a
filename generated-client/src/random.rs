//! Random numbers, from the keys that the standard library draws for its hash maps: no crate, and nothing to seed.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A number that nobody can foretell well enough to matter here. Not for keys.
pub(crate) fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}
