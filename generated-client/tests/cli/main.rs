// part coze

//! The program `coze`, run as users run it, against the server of the tests.

mod failures;
mod help;
#[cfg(unix)]
mod interrupted;
mod sign_in;
mod support;
mod tasks;
