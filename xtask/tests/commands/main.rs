//! The commands, run as a maintainer runs them, in small repositories of their own.

mod miniature;
mod output;
mod tree;
mod update;
