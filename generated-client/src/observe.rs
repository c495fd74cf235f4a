//! What replies hold that the crate's types do not say (feature `observe`): counted, and reported without their content.
//!
//! Replies are read tolerantly: a field that is new is passed over, and a number that comes as text is a number all the same. An
//! [`Observer`] tells of it. It compares replies and events with the schemas of the API's document, from which the types are made.
// part coze
//!
//! ```
//! use coze_client::observe::Observer;
//! use coze_client::testing::{Fault, Reply, Server};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> coze_client::Result<()> {
//! let server = Server::start().await;
//! let observer = Observer::new();
//! let client = server.builder().observe(&observer).build()?;
//!
//! server.on("users.me").reply(Reply::example().with(Fault::UnknownFields));
//! client.users().me().send().await?;
//! for deviation in observer.deviations() {
//!     println!("{deviation}"); // users.me: unknown field at /data/field_of_tomorrow, an object
//! }
//! # Ok(())
//! # }
//! ```
// end part
//!
//! # What a report holds
//!
//! The operation, the place in the reply as a JSON pointer with `*` for indices and for keys of maps, the kind of deviation, the JSON
//! type that was seen, and a count. It holds no value; with [`Observer::with_enum_values`] the unknown values of enums, if they are short.
//! The name of an unknown field, or of an unknown event, is reported if it looks like one (`[A-Za-z_][A-Za-z0-9_.-]*`, at most 64
//! characters, without long numbers), and is `?` otherwise. Names inside of an unknown field are not reported.
//!
//! # What is compared
//!
//! Replies to calls of the crate that succeed, up to 768 KiB, and every event of a stream. Refusals, files, sessions over a WebSocket,
//! [custom requests](crate::CustomRequest) and replies that are asked for [as they come](crate::ResponseFuture::raw) are not. Each
//! reply is read a second time for it. Without an observer nothing is done, and without the feature nothing is compiled in.
//!
//! The maintainer of the crate turns reports into corrections of the document, with `cargo xtask spec observe FILE…`.

mod compare;
mod deviation;
mod ledger;
mod observer;
mod outline;
mod seen;
mod watch;

pub use self::deviation::{Deviation, DeviationKind};
pub use self::observer::Observer;
pub(crate) use self::watch::{watch_event, watch_reply};
