//! Schemas -> types.

mod alternatives;
pub(crate) mod docs;
mod enums;
pub(crate) mod object;
pub(crate) mod order;
pub(crate) mod schema;
mod unions;
