//! A server to test against (feature `testing`): it plays the API on your own machine, and misbehaves when you ask it to.
//!
//! Without a word from the test it answers every call with what the API's document shows; lists have pages, and streams have events.
//! What a test is about, it says, and afterwards it looks at what was asked.
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
//! // Every call works. What your program does with the reply, you can test now.
//! let user = client.users().me().send().await?;
//! assert!(!user.user_id.is_empty());
//!
//! // Say what is answered: to a call by its name, or to a method and a path.
//! server.on("users.me").reply(Reply::value(json!({"user_id": "7", "nick_name": "Ada"})));
//! assert_eq!(client.users().me().send().await?.nick_name, "Ada");
//!
//! // See what was asked.
//! client.datasets().list("my space").send().await?;
//! let call = server.calls_of("datasets.list").remove(0);
//! assert_eq!(call.query("space_id"), Some("my space"));
//!
//! // And have it misbehave, as the real service does.
//! server.on("datasets.list").once(Fault::NullLists).once(Fault::GatewayTimeout);
//! assert!(client.datasets().list("my space").send().await?.dataset_list.is_empty());
//! # Ok(())
//! # }
//! ```
// end part
//!
//! # What it says
//!
//! | | |
//! |---|---|
//! | [`Reply::example`] | what the document shows, in every call of which nothing is said |
//! | [`Reply::value`], [`Reply::items`], [`Reply::events`] | what the caller is to get: types of this crate, or JSON |
//! | [`Reply::error`] | a code and a message, at status 200 |
//! | [`Reply::raw`] | these bytes |
//!
//! [`On::once`] answers the next call, [`On::reply`] all that follow, [`On::reply_with`] as a closure says that sees the call.
//!
// part coze
//! [`Server::play_studio`] makes it a self-hosted Coze Studio, which is not quite the same. OAuth apps can sign in: the server gives them tokens, and its page of authorization sends a browser back at once.
//!
// end part
//! # How it misbehaves
//!
//! A [`Fault`] is a way in which the service was seen to misbehave: in one reply ([`Reply::with`]), in all of them
//! ([`Server::misbehave`]). Tokens expire with [`Server::expire`]. A reply breaks off where [`Reply::cut_after`] says, and waits where a
//! [`Gate`] is closed: nothing sleeps, and a test decides when it goes on.
//!
//! # Without a server
//!
//! Values that the service sends can be made in a test: types of replies have `Default` and public fields, enums come from texts and
//! numbers, and events are values of their enum or come from [`RawEvent::new`](crate::RawEvent::new).
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
mod reply;
mod rules;
mod server;
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
pub use server::{On, Server};
