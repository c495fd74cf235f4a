//! Random numbers from the standard library's hash map seeds: no dependency, and no seeding.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A number that is random enough for jitter. Not for keys or tokens.
pub(crate) fn number() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn every_part_of_the_range_is_met() {
        let mut met = [false; 8];
        for _ in 0..1000 {
            met[usize::try_from(number() >> 61).unwrap()] = true;
        }
        assert_eq!(met, [true; 8]);
    }
}
