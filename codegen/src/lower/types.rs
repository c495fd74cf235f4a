//! Schemas -> types.

mod aliases;
mod alternatives;
mod discriminator;
pub(crate) mod docs;
mod enums;
mod examples;
pub(crate) mod nullable;
pub(crate) mod object;
pub(crate) mod order;
mod scalars;
pub(crate) mod schema;
pub(crate) mod secrets;
mod unions;
mod value_texts;
