//! The commands, run as a maintainer runs them, in small repositories of their own.

mod export;
mod miniature;
mod others;
mod output;
mod proof;
mod release;
mod tree;
mod update;
