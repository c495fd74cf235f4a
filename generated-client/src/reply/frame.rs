//! Which keys of a reply are its frame, and which lead to what was asked for.

use std::fmt;

/// The keys that lead from a reply's root to its result; none where the root is the result.
pub(crate) type Keys = &'static [&'static str];

/// Where a reply keeps its result: at the end of some keys or, on some servers, elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) keys: Keys,
    /// In the order in which they are tried.
    pub(crate) others: &'static [Elsewhere],
}

/// Where replies of some servers keep their result.
// A document decides whether it occurs.
#[allow(dead_code)]
#[derive(Clone, Copy, Debug)]
pub(crate) enum Elsewhere {
    /// At the end of these keys.
    At(Keys),
    /// The reply is the result, if it has this key.
    Bare(Keys),
}

impl Places {
    /// The one place.
    pub(crate) const fn only(keys: Keys) -> Self {
        Self { keys, others: &[] }
    }
}

impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.keys.join("."))?;
        for place in self.others {
            let (Elsewhere::At(keys) | Elsewhere::Bare(keys)) = place;
            write!(f, " or `{}`", keys.join("."))?;
        }
        Ok(())
    }
}

/// The names of the fields of the frame.
#[derive(Debug)]
pub(crate) struct Envelope {
    /// Its value says, by anything but 0, that the call failed.
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    /// What leads to the result, where that is one thing.
    pub(crate) data: Keys,
    /// What leads to the id under which the service logged the call.
    pub(crate) log_id: Keys,
}

impl Envelope {
    /// Whether the log id stands in an object of this name.
    pub(crate) fn log_id_is_in(&self, key: &str) -> bool {
        matches!(self.log_id, [object, _, ..] if *object == key)
    }
}
