// part coze

//! What the service was recorded to say in sessions over a WebSocket, in its order: the script where a test says none.

use serde_json::{Value, json};

use super::call::Call;
use super::script::Script;

/// Four samples of silence in base64.
const SILENCE: &str = "AAAAAAAAAAA=";

/// The script for a call that opens a session.
pub(super) fn script(call: &Call) -> Option<Script> {
    call.header("sec-websocket-key")?;
    Some(match call.path() {
        "/v1/chat" => chat(),
        "/v1/audio/speech" => speech(),
        "/v1/audio/transcriptions" => transcription(),
        "/v1/audio/simult_interpretation" => interpretation(),
        _ => return None,
    })
}

fn speech() -> Script {
    let audio = json!({"delta": SILENCE});
    Script::new()
        .event("speech.created", ())
        .receive("input_text_buffer.complete")
        .event("input_text_buffer.completed", ())
        .event(
            "conversation.audio.sentence_start",
            json!({"text": "Hello!"}),
        )
        .event("speech.audio.update", &audio)
        .event("speech.audio.update", &audio)
        .event("speech.audio.completed", ())
}

fn transcription() -> Script {
    Script::new()
        .event("transcriptions.created", ())
        .receive("input_audio_buffer.complete")
        .event("input_audio_buffer.completed", ())
        .event(
            "transcriptions.message.update",
            json!({"content": "Hello!"}),
        )
        .event("transcriptions.message.completed", ())
}

fn interpretation() -> Script {
    let text = json!({"delta": "Hello!"});
    Script::new()
        .event("simult_interpretation.created", ())
        .receive("input_audio_buffer.complete")
        .event("input_audio_buffer.completed", ())
        .event("simult_interpretation.transcription.delta", &text)
        .event("simult_interpretation.translation.delta", &text)
        .event(
            "simult_interpretation.audio.delta",
            json!({"delta": SILENCE}),
        )
        .event("simult_interpretation.message.completed", ())
}

/// The question comes back before the chat is created.
fn chat() -> Script {
    Script::new()
        .event("chat.created", ())
        .receive("input_audio_buffer.complete")
        .event("input_audio_buffer.completed", ())
        .event(
            "conversation.audio_transcript.completed",
            json!({"content": "Hi!"}),
        )
        .event(
            "conversation.message.completed",
            message("user", "question", "Hi!"),
        )
        .event("conversation.chat.created", state("created"))
        .event("conversation.chat.in_progress", state("in_progress"))
        .event(
            "conversation.audio.sentence_start",
            json!({"text": "Hello!"}),
        )
        .event(
            "conversation.message.delta",
            message("assistant", "answer", "Hello!"),
        )
        .event(
            "conversation.audio.delta",
            message("assistant", "answer", SILENCE),
        )
        .event(
            "conversation.message.completed",
            message("assistant", "answer", "Hello!"),
        )
        .event(
            "conversation.audio.completed",
            message("assistant", "answer", ""),
        )
        .event("conversation.chat.completed", state("completed"))
}

fn message(role: &str, kind: &str, content: &str) -> Value {
    json!({"id": "1", "role": role, "type": kind, "content": content, "chat_id": "2", "conversation_id": "3"})
}

fn state(status: &str) -> Value {
    json!({"id": "2", "conversation_id": "3", "status": status})
}
