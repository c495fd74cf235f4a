//! What the documentation shows works: the example program runs, and the example replies of Coze's pages decode whole.

// What counts as the same is said once, for all replies.
#[path = "../contract/compare.rs"]
mod compare;
mod example;
mod observed;
mod readme;
mod replies;
mod whole;

// The server of the wire tests can do more than is needed here.
#[allow(dead_code)]
#[path = "../wire/server.rs"]
mod server;

// Its `main` is the program's.
#[allow(dead_code)]
#[path = "../../examples/tour/main.rs"]
mod tour;
