//! Which keys of a reply are its frame, and which lead to what was asked for.

/// The keys that lead from a reply's root to its result; none where the root is the result.
pub(crate) type Keys = &'static [&'static str];

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
