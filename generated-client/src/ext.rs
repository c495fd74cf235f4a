//! Hand-written methods on generated types.
//!
//! Every file names in a line `// Extends: …` the generated types that it needs, so that a crate generated from another
//! document takes along only what extends types of its own.

mod chat;
mod chat_error;
mod chat_snapshot;
mod chat_status;
mod chat_stream;
mod chat_tools;
mod chat_wait;
mod chunk_strategy;
mod document_wait;
mod message_audio;
mod new_document;
mod new_message;
mod tool_box;
mod widgets;
mod workflow_stream;
mod workflow_wait;

pub use self::chat_snapshot::ChatSnapshot;
pub use self::chat_wait::ChatAnswer;
pub use self::message_audio::pcm_to_wav;
pub use self::tool_box::ToolBox;
pub use self::widgets::{AppWidgetHtml, ChatWidgetHtml};
pub use self::workflow_stream::WorkflowOutput;
