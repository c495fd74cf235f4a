//! Hand-written methods on generated types.
