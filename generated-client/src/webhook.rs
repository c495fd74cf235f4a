// part coze

//! Events that Coze sends to your server: that they are Coze's is proven before they are read.
//!
//! A callback app ([`api_apps().create`](crate::resources::api_apps::ApiApps::create)) has an address of your server and subscribes to
//! events. Coze signs each delivery with the app's `verify_token`, and a [`Verifier`] with that token takes what your web framework
//! has of a request, its headers and its body:
//!
//! ```
//! use coze_client::webhook::{Audit, Event, Verifier, WebhookError};
//!
//! fn answer(verifier: &Verifier, headers: &http::HeaderMap, body: &[u8]) -> Result<String, WebhookError> {
//!     let delivery = verifier.receive(headers, body)?;
//!     Ok(match delivery.event {
//!         Event::BotPublished(bot) if bot.bot_name.is_empty() => Audit::rejected("no name").to_json(),
//!         Event::BotPublished(_) => Audit::approved().to_json(),
//!         other => {
//!             println!("{other:?}");
//!             String::new()
//!         }
//!     })
//! }
//! # let verifier = Verifier::new("token");
//! # let refused = answer(&verifier, &http::HeaderMap::new(), b"{}").expect_err("nothing is signed");
//! # assert_eq!(refused.status(), 401);
//! ```
//!
//! # What a server has to do
//!
//! * **Hand over the body as it came.** Bytes that were read as JSON and written again are other bytes, with another signature.
//! * **Read no more than [`Verifier::MAX_BODY`] bytes** of a body, or what [`max_body`](Verifier::max_body) says: the verifier
//!   refuses larger ones, but it sees them only when they are in memory.
//! * **Answer with status 200 within 3 seconds**; to [`Event::BotPublished`] of a channel within 10 seconds and with an [`Audit`], without
//!   which the agent is not published. Everything else can be done later.
//! * **Expect an event more than once.** What is not answered in time is delivered again; `header.event_id` says that it is the same.
//! * **Answer the [`Challenge`]** that comes when the address is set.
//!
//! Source: the page [receive_handle_callbacks](https://docs.coze.cn/dev_how_to_guides/receive_handle_callbacks). It calls the signature
//! an HMAC; its sample, which counts, makes the SHA-1 of timestamp, nonce, token and body in a row.
//!
//! # What the signature is worth
//!
//! Nobody without the token can make one. A hash of that kind can, though, be continued: who has seen a delivery can append bytes to
//! its body, of which the first is `0x80`, and sign the whole. No such body is JSON, and [`Verifier::receive`] refuses what is none.
//!
//! Who has seen a delivery can also send it once more. It is refused when it is older than [`tolerance`](Verifier::tolerance)
//! allows, and until then by what you do with the event's id: the id is signed, so keeping those of the last minutes, which repeated
//! deliveries call for anyway, is enough. [`nonces`](Verifier::nonces) refuses copies earlier, before they are read.

mod audit;
mod challenge;
mod delivery;
mod error;
mod events;
mod signature;
mod verifier;

pub use self::audit::Audit;
pub use self::challenge::Challenge;
pub use self::delivery::{Delivery, Event, EventHeader};
pub use self::error::WebhookError;
pub use self::events::{Applicant, BotEvent, PluginScaleExpired, PluginScaleRequested, UsageEvent};
pub use self::signature::sign;
pub use self::verifier::Verifier;
