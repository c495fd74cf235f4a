// part coze
//! Client for the [Coze](https://www.coze.com) (扣子) API: agents, chats, workflows, knowledge, voices.
//!
// end part
//! Make one [`Client`] and keep it. Calls are methods of resources: required arguments are arguments of the method, optional ones have
//! setters, `with_*` sets options of the call, and `send()` sends it.
//!
// part coze
//! ```no_run
//! use coze_client::types::{ChatEvent, Dataset};
//! use coze_client::{Client, Region};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("COZE_API_TOKEN")?;
//! let client = Client::builder().token(token).base_url(Region::Cn).build()?;
//!
//! // A list is a stream of its items; pages are fetched as they are needed.
//! let datasets = client.datasets().list("space id").page_size(50).items();
//! let datasets: Vec<Dataset> = datasets.try_collect().await?;
//!
//! // A streamed reply is a stream of typed events.
//! let mut events = client.chat().stream("bot id", "user id").send().await?;
//! while let Some(event) = events.try_next().await? {
//!     if let ChatEvent::MessageDelta(message) = event {
//!         print!("{}", message.content);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
// end part
//! Every setter, such as `name(..)`, has a twin `set_name(..)` that takes an `Option` of exactly the field's type; `None` clears
//! the value. Use it to pass on a value that may be missing, or an empty list without a type annotation: `set_items(Some(vec![]))`.
//! This holds for requests and for the types that are sent. An argument that is a free-form object takes everything that serde writes
//! as an object (a map, a struct, `json!({..})`), and lists of key-value pairs.
//!
//! Everything that fails returns an [`Error`]: its text names the call, the service's code and message, and the log id to quote to
//! the service's support. A call that fails temporarily is sent again if that is safe; see
//! [`ClientBuilder::max_retries`]. Calls run on [tokio](https://docs.rs/tokio), whose time and I/O drivers must be enabled.
//!
//! # Features
//!
//! Cargo unites features over a whole program. In crates that other parts of a program may use too, these features turn on only what
//! those crates turn on by default, except for the features that say otherwise.
//!
//! * `full` (on by default): all calls. With `default-features = false`, less has to be compiled: where there are several resources, each
//!   has a feature of its name, which brings its module of [`resources`] and the types that only it has. Types that several resources
//!   share are there always.
// part coze
//!   So `features = ["rustls", "chat", "files"]` brings `client.chat()` and `client.files()`. The types of scripts on web pages, such as
//!   `ChatWidget`, come with `widgets`.
// end part
//! * `rustls` (on by default): TLS by [rustls](https://docs.rs/rustls) with its default provider of cryptography, aws-lc-rs, trusting
//!   what the operating system trusts. It is what reqwest has by default, and needs a C compiler.
//! * `rustls-ring`: the same with *ring*, for programs whose rustls has *ring* as its only provider. Use it with
//!   `default-features = false`: if a program has both providers, `rustls::ClientConfig::builder()` cannot choose and panics,
//!   unless the program calls `CryptoProvider::install_default` first. With this feature alone, a `reqwest::Client` of the program that
//!   has no other TLS needs that call, too.
//! * `native-tls`: TLS by the operating system's own library, OpenSSL on Linux. It is used if it is the only one, or if
//!   [`ClientBuilder::tls`] chooses it. By a rule of reqwest, every other `reqwest::Client` of the program then uses it as well.
//! * `jwt`: OAuth apps that sign in with a private key, see the module [`auth`].
//! * `socks`: proxies that speak SOCKS5.
//! * `blocking`: the module `blocking`, for programs without async code. It adds no dependency.
//! * `tracing`: a span named `coze_call` for every call, at level `INFO`, with `operation`, `method`, `path` (the template, so without
//!   arguments), `status`, `log_id`, `attempts`, `latency_ms` and `error` (the [`ErrorKind`], if there was no reply to read); and an
//!   event at level `DEBUG` when a call is sent again. Tokens and content are never recorded. For a stream or download, the span covers
//!   the time until it begins.
//! * `observe`: reports of what replies hold that the crate's types do not say, see the module `observe`.
// part coze
//! * `realtime`: sessions over a WebSocket, for conversations by voice, see the module `realtime`. The HTTP client opens them, with its TLS
//!   and its proxies.
//! * `webhook`: events that Coze sends to a server of yours, see the module `webhook`.
// end part
//! * `testing`: a server to test against, see the module `testing`.
// part coze
//! * `cli`: the program `coze`, a command line for all calls: `cargo install coze-client --features cli`. It turns on
//!   `full` and `jwt`; the library is otherwise the same.
// end part
//! * `unstable-http-client`: `ClientBuilder::http_client`, to send calls with a `reqwest::Client` of your own.
//!
//! On `wasm32-unknown-unknown`, calls are sent by the `fetch` of the browser, which has its own TLS, proxies and connections; only `socks`,
//! `tracing` and the features of TLS, which have no effect there, can be enabled. There are no files on disk there.
//!
//! If several TLS libraries are compiled in, [`ClientBuilder::tls`] chooses one for the client.

#![forbid(unsafe_code)]
// With some of the calls, a part of the runtime has no use, and links to the others lead nowhere.
#![cfg_attr(
    not(feature = "full"),
    allow(dead_code, rustdoc::broken_intra_doc_links)
)]
// docs.rs says of every item which feature brings it.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(target_family = "wasm")]
mod browser;
mod builder;
mod client;
// part coze
mod content;
// end part
mod error;
mod ext;
mod http;
mod json;
#[cfg(feature = "observe")]
pub mod observe;
mod open_enum;
mod operation;
// part coze
#[cfg(feature = "realtime")]
pub mod realtime;
// end part
mod redaction;
mod reply;
mod sse;
mod support;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod time;
mod wait;
// part coze
#[cfg(feature = "webhook")]
pub mod webhook;
// end part

// The generator formats its own output, and `@generated` exempts a file from rustfmt on nightly only. Of clippy's opinions, some
// do not fit it: the texts are the vendor's, every file imports all of `support`, its prelude, `#[must_use]` on each of a
// thousand methods helps nobody, and a call without arguments is made like all others.
#[rustfmt::skip]
#[allow(
    clippy::doc_markdown,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    clippy::tabs_in_doc_comments,
    clippy::unreadable_literal,
    clippy::unused_self,
    clippy::wildcard_imports
)]
// How many fields and arguments there are, and what null means, the document decides.
#[allow(
    clippy::fn_params_excessive_bools,
    clippy::large_enum_variant,
    clippy::new_ret_no_self,
    clippy::option_option,
    clippy::struct_excessive_bools,
    clippy::too_many_arguments,
    clippy::too_many_lines
)]
mod generated;

pub use builder::ClientBuilder;
pub use client::Client;
// part coze
pub use content::ContentObject;
// end part
pub use error::api_error::ApiError;
pub use error::{Error, ErrorKind};
// A document decides which of them occur.
#[allow(unreachable_pub, unused_imports)]
pub use ext::*;
pub use generated::conventions::*;
// part coze
// It says what the crate has instead of what the official SDKs call so.
#[doc(alias = "websocket")]
// end part
pub use generated::coverage;
pub use generated::{resources, types};
pub use http::base_url::BaseUrl;
pub use http::custom::CustomRequest;
pub use http::file::FilePart;
pub use http::hooks::{Attempt, AttemptOutcome};
pub use http::reply_headers::Headers;
pub use http::response::Response;
pub use http::response_future::ResponseFuture;
pub use http::retry::own::{FailedAttempt, Retry};
#[cfg(not(target_family = "wasm"))]
pub use http::tls::Tls;
pub use open_enum::{UnknownNumber, UnknownText};
pub use operation::Method;
pub use reply::download::Download;
pub use reply::paging::{Items, Pages, Position};
pub use sse::event::RawEvent;
pub use sse::events::EventStream;
pub use wait::Wait;

// Their types occur in those of the crate.
#[doc(no_inline)]
pub use {bytes, futures_core, serde_json};

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;

// part coze
/// The programs of the front pages compile.
#[cfg(doctest)]
mod front_pages {
    #[doc = include_str!("../../README.md")]
    mod english {}

    #[doc = include_str!("../README.zh-CN.md")]
    mod chinese {}
}
// end part
