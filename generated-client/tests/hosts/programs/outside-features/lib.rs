//! Nothing: what this depends on is what it is for.
