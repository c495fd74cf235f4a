//! What a browser does in place of tokio, hyper and the operating system: it sends calls by `fetch`, and runs tasks on the page's one
//! thread.
//!
//! Each file takes the place of the one of its name, and has the names that its users need.

pub(crate) mod body;
pub(crate) mod connections;
pub(crate) mod failure;
pub(crate) mod keeper;
pub(crate) mod runtime;

#[cfg(any(
    feature = "blocking",
    feature = "jwt",
    feature = "realtime",
    feature = "testing",
    feature = "webhook"
))]
compile_error!(
    "the features `blocking`, `jwt`, `realtime`, `testing` and `webhook` need threads, sockets and secret keys, which a browser does not have"
);
