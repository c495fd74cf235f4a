//! Hand-written methods on generated types.
//!
//! Every file names in a line `// Extends: …` the generated types that it needs, so that a crate generated from another
//! document takes along only what extends types of its own.
//!
//! Like the types, they are `#[inline]`: a program compiles those that it calls, and the crate none.

mod chat;
mod chat_error;
mod chat_snapshot;
mod chat_status;
mod chat_stream;
#[cfg(feature = "chat")]
mod chat_tools;
#[cfg(feature = "chat")]
mod chat_wait;
#[cfg(feature = "datasets")]
mod chunk_strategy;
#[cfg(feature = "datasets")]
mod document_wait;
mod message_audio;
#[cfg(feature = "datasets")]
mod new_document;
mod new_message;
mod tool_box;
#[cfg(feature = "widgets")]
mod widgets;
#[cfg(feature = "workflows")]
mod workflow_stream;
#[cfg(feature = "workflows")]
mod workflow_wait;

pub use self::chat_snapshot::ChatSnapshot;
#[cfg(feature = "chat")]
pub use self::chat_wait::ChatAnswer;
pub use self::message_audio::pcm_to_wav;
pub use self::tool_box::ToolBox;
#[cfg(feature = "widgets")]
pub use self::widgets::{AppWidgetHtml, ChatWidgetHtml};
#[cfg(feature = "workflows")]
pub use self::workflow_stream::WorkflowOutput;
