//! A server to test against (feature `testing`): it plays the API on your own machine, and fails on request as the real one does.
//!
//! Without any setup, it answers every call with the example values of the API's document; lists have pages, and streams have events.
//! A test sets up the replies that it is about, and can check afterwards which calls arrived.
// part coze
//!
//! ```
//! use coze_client::testing::{Fault, Reply, Server};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> coze_client::Result<()> {
//! let server = Server::start().await;
//! let client = server.client();
//!
//! // Every call works without any setup.
//! let user = client.users().me().send().await?;
//! assert!(!user.user_id.is_empty());
//!
//! // Set a reply, for a call by its name, or for a method and a path.
//! server.on("users.me").reply(Reply::value(json!({"user_id": "7", "nick_name": "Ada"})));
//! assert_eq!(client.users().me().send().await?.nick_name, "Ada");
//!
//! // Check which calls arrived.
//! client.datasets().list("my space").send().await?;
//! let call = server.calls_of("datasets.list").remove(0);
//! assert_eq!(call.query("space_id"), Some("my space"));
//!
//! // Let it fail, as the real service does.
//! server.on("datasets.list").once(Fault::NullLists).once(Fault::GatewayTimeout);
//! assert!(client.datasets().list("my space").send().await?.dataset_list.is_empty());
//! # Ok(())
//! # }
//! ```
// end part
//!
//! # Replies
//!
//! * [`Reply::example`]: the example of the document; this is the default.
//! * [`Reply::value`], [`Reply::items`], [`Reply::events`]: what the caller gets, as types of this crate or as JSON.
//! * [`Reply::error`]: a code and a message, at status 200.
//! * [`Reply::raw`]: these bytes.
// part coze
//! * `Script` (feature `realtime`): what is said in a session over a WebSocket; by default what the service was recorded to say.
// end part
//!
//! [`On::once`] sets the reply to the next call, [`On::reply`] to all later ones, [`On::reply_with`] computes it from the call.
//!
// part coze
//! [`Server::play_studio`] makes it behave like a self-hosted Coze Studio. OAuth apps can sign in: the server issues tokens, and its
//! authorization page redirects the browser at once.
//!
// end part
//! # Failures
//!
//! A [`Fault`] is a way in which the real service was seen to misbehave. It applies to one reply ([`Reply::with`]) or to all of them
//! ([`Server::misbehave`]). [`Server::expire`] makes tokens expire. [`Reply::cut_after`] breaks a reply off, and a closed [`Gate`] holds
//! it back until the test opens the gate; no test has to sleep.
//!
//! # Without a server
//!
//! A test can construct every value that the service sends: types of replies have `Default` and public fields, enums convert from texts
//! and numbers, and events are values of their enum or come from [`RawEvent::new`](crate::RawEvent::new).
// part coze
//!
//! ```
//! use coze_client::types::{Chat, ChatEvent, ChatStatus, Message};
//!
//! fn shown(event: &ChatEvent) -> String {
//!     match event {
//!         ChatEvent::MessageDelta(message) => message.content.clone(),
//!         ChatEvent::ChatCompleted(chat) => format!("[{:?}]", chat.status),
//!         _ => String::new(),
//!     }
//! }
//!
//! let mut message = Message::default();
//! message.content = "Hello".to_owned();
//! let mut chat = Chat::default();
//! chat.status = Some(ChatStatus::from("completed"));
//! assert_eq!(shown(&ChatEvent::MessageDelta(message)), "Hello");
//! assert_eq!(shown(&ChatEvent::ChatCompleted(chat)), "[Some(Completed)]");
//! ```
// end part

mod call;
mod catalogue;
mod fault;
mod frame;
mod gate;
mod http;
pub(crate) mod operation;
mod pages;
mod player;
// part coze
#[cfg(feature = "realtime")]
mod recorded;
// end part
mod reply;
mod rules;
// part coze
#[cfg(feature = "realtime")]
mod script;
// end part
mod server;
// part coze
#[cfg(feature = "realtime")]
mod session;
// end part
pub(crate) mod shape;
// part coze
mod sign_in;
// end part
mod stream;
// part coze
mod studio;
// end part

pub use call::Call;
pub use fault::Fault;
pub use gate::Gate;
pub use reply::Reply;
// part coze
#[cfg(feature = "realtime")]
pub use script::Script;
// end part
pub use server::{On, Server};
