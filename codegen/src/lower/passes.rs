//! What is done to types and calls once all of them are there, in the order in which [`lower`](super::lower) does it.

pub(crate) mod argument_order;
pub(crate) mod box_cycles;
pub(crate) mod channels;
pub(crate) mod equality;
pub(crate) mod explain;
pub(crate) mod flow;
mod graph;
pub(crate) mod merge;
pub(crate) mod place_types;
mod redirect;
pub(crate) mod setters;
pub(crate) mod tree;
pub(crate) mod unsupported_files;
pub(crate) mod unused_names;
