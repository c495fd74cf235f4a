// part coze

//! Sessions over a WebSocket (feature `realtime`): speech and conversations, where both sides speak at once.
//!
//! A session begins with a call of [`Client::realtime`](crate::Client::realtime): [`chat`] is a conversation by voice with an agent,
//! [`speech`] speaks texts, [`transcriptions`] writes down what is said, [`simultaneous_interpretation`] interprets. Each has a module with
//! its events: `ClientEvent` for what you send, `ServerEvent` for what the service sends.
//!
//! ```no_run
//! use coze_client::realtime::chat::{ClientEvent, ServerEvent};
//! use coze_client::types::{ChatUpdate, InputAudioBufferAppend};
//!
//! # async fn example(client: coze_client::Client, microphone: Vec<Vec<u8>>) -> coze_client::Result<()> {
//! let mut session = client.realtime().chat("bot id").connect().await?;
//! session.send(ChatUpdate::new().need_play_prologue(true)).await?;
//! for piece in microphone {
//!     session.send(InputAudioBufferAppend::new(piece)).await?;
//! }
//! session.send(ClientEvent::InputAudioBufferComplete).await?;
//! while let Some(message) = session.try_next().await? {
//!     match message.event {
//!         ServerEvent::MessageDelta(piece) => print!("{}", piece.content),
//!         ServerEvent::AudioDelta(piece) => println!("{} bytes of sound", piece.audio()?.len()),
//!         ServerEvent::Error(error) => println!("{}: {}", error.code, error.msg),
//!         ServerEvent::ChatCompleted(_) => break,
//!         _ => {}
//!     }
//! }
//! session.close().await?;
//! # Ok(())
//! # }
//! ```
//!
//! The common runs are one call each: `speech().say(text)` gives the sound of a text ([`SpokenAudio`]), `transcriptions().transcribe(sound)`
//! what is said in it ([`Transcribing`]), and [`Session::turn`] an agent's whole turn, with tools and interruption. For two tasks, one that
//! sends and one that receives, there is [`Session::split`].
//!
//! # The beginning
//!
//! It is a call like every other: token and its renewal, headers, hooks, repetitions, TLS, proxies and errors are those of the client. The
//! host follows from that of the calls (`api.coze.cn` → `ws.coze.cn`), or is set by
//! [`realtime_base_url`](crate::ClientBuilder::realtime_base_url). A session has 10 seconds to begin, unless `with_timeout` sets another
//! time. Status 403 means that the account is not admitted to sessions, or that the token lacks the permission.
//!
//! # Events
//!
//! One that this version does not know is handed on as it came, as `ServerEvent::Unrecognized`; one that is newer can be sent as a
//! [`RawEvent`](crate::RawEvent). What is no event at all is an error, after which the session goes on; so does it after the event `error`,
//! by which the service says that it could not do something ([`ServerMessage::failure`]). Whatever ends the session early is an error, too:
//! a connection that breaks, a code other than 1000, an event larger than
//! [`max_event_size`](crate::ClientBuilder::max_event_size), which is 16 MiB.
//!
//! # Time and memory
//!
//! Nothing runs in the background: whoever awaits [`Session::next`] or [`Session::send`] drives the connection, and dropping the session
//! closes it. Both answer the pings of the service; who does neither for long is taken for gone. After 20 seconds of silence, `next` sends
//! a ping itself; without any answer for 20 more, the connection is dead. How long the service may go without an event is not limited,
//! unless [`stream_event_timeout`](crate::ClientBuilder::stream_event_timeout) or [`Session::with_idle_timeout`] does.
//!
//! `send` waits until the event has left, for at most a minute. While it waits, it keeps what arrives, up to 256 KiB; after that the service
//! has to wait until something is read. Nothing else is kept.

pub(crate) mod base64_bytes;
mod channel;
mod connect;
mod duet;
mod end;
mod frame;
mod link;
mod message;
mod pulse;
mod session;
mod speaking;
mod transcribing;
mod turn;
mod wakers;

pub use crate::generated::realtime::*;
pub use channel::{Channel, Raw};
pub use connect::Connecting;
pub use end::CloseFrame;
pub use message::ServerMessage;
pub use session::{EventSink, ServerEvents, Session};
pub use speaking::SpokenAudio;
pub use transcribing::{Transcribing, pieces};
pub use turn::Turn;

// What emitted code imports.
pub(crate) use channel::{ClientEvent, ServerEvent};
pub(crate) use frame::Frame;

#[cfg(test)]
mod tests;
