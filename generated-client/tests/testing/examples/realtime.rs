//! Speech and conversations over a WebSocket.

use std::path::Path;

use coze_client::testing::{Reply, Script, Server};
use serde_json::json;

use super::run::{example, run};

/// Two samples, and the same in base64.
const SAMPLES: [u8; 4] = [0, 1, 2, 255];
const BASE64: &str = "AAEC/w==";

/// Whether a file is a WAV file with so many bytes of sound, the last of them those.
fn is_wav(path: &Path, bytes: usize) -> bool {
    let wav = std::fs::read(path).unwrap_or_default();
    wav.starts_with(b"RIFF") && wav.len() == 44 + bytes && wav.ends_with(&SAMPLES)
}

#[test]
fn a_text_is_spoken() {
    let server = Server::start_in_thread();
    let delta = json!({"delta": BASE64});
    let script = Script::new()
        .event("speech.created", ())
        .receive("input_text_buffer.complete");
    let script = script
        .event("speech.audio.update", &delta)
        .event("speech.audio.update", &delta);
    let script = script.event("speech.audio.completed", ());
    server.on("GET /v1/audio/speech").reply(script);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hello.wav");
    let said = run(
        example("realtime_speech", &server).arg("你好").arg(&file),
        "",
    )
    .well();
    assert_eq!(said, format!("Saved in {}.\n", file.display()));
    assert!(is_wav(&file, 8));
    assert_eq!(server.events()[0]["data"]["delta"], "你好");
}

#[test]
fn a_recording_is_written_down() {
    let server = Server::start_in_thread();
    let script = Script::new().receive("input_audio_buffer.append");
    let script = script.event("transcriptions.message.update", json!({"content": "Good"}));
    let script = script.receive("input_audio_buffer.complete");
    let script = script.event(
        "transcriptions.message.update",
        json!({"content": "Good morning"}),
    );
    let script = script.event("transcriptions.message.completed", ());
    server.on("GET /v1/audio/transcriptions").reply(script);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hello.wav");
    std::fs::write(&file, SAMPLES).expect("a file");
    let said = run(example("realtime_transcription", &server).arg(&file), "");
    assert_eq!(
        (said.err.as_str(), said.out.as_str()),
        ("… Good\n… Good morning\n", "Good morning\n")
    );
    assert_eq!(server.events()[0]["data"]["delta"], BASE64);
}

/// The events of an answer, up to its end.
fn answered(script: Script) -> Script {
    let script = script.event(
        "conversation.audio.sentence_start",
        json!({"text": "Hello!"}),
    );
    let script = script.event("conversation.message.delta", json!({"content": "Hello!"}));
    script.event("conversation.audio.delta", json!({"content": BASE64}))
}

fn required(tool: &str, arguments: &str) -> serde_json::Value {
    let function = json!({"name": tool, "arguments": arguments});
    let call = json!({"id": "call-1", "type": "function", "function": function});
    let action =
        json!({"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [call]}});
    json!({"id": "chat-1", "status": "requires_action", "required_action": action})
}

#[test]
fn an_agent_is_asked_by_voice() {
    let server = Server::start_in_thread();
    server
        .on("audio.speech.create")
        .reply(Reply::raw("audio/wav", &SAMPLES[..]));
    let script = Script::new().receive("input_audio_buffer.complete");
    let script = script.event(
        "conversation.chat.requires_action",
        required("get_time", ""),
    );
    let script = answered(script.receive("conversation.chat.submit_tool_outputs"));
    let script = script.event(
        "conversation.chat.completed",
        json!({"status": "completed"}),
    );
    server.on("GET /v1/chat").reply(script);
    let folder = tempfile::tempdir().expect("a folder");
    let mut chat = example("realtime_chat", &server);
    let said = run(chat.env("COZE_BOT_ID", "7").current_dir(folder.path()), "").well();
    assert_eq!(said, "Received: Hello!\nThe answer is in output.wav.\n");
    assert!(is_wav(&folder.path().join("output.wav"), 4));
    let output = &server.events()[2]["data"]["tool_outputs"][0];
    assert!(
        output["output"]
            .as_str()
            .is_some_and(|time| time.ends_with("after 1970"))
    );
    assert_eq!(
        server.calls_of("GET /v1/chat")[0].query("bot_id"),
        Some("7")
    );
}

#[test]
fn a_bot_is_spoken_with_and_interrupted() {
    let server = Server::start_in_thread();
    let completed = json!({"status": "completed"});
    let script = Script::new().receive("input_audio_buffer.complete");
    let script = script.event(
        "conversation.audio_transcript.completed",
        json!({"content": "Hi"}),
    );
    // The next line interrupts the first answer.
    let script = answered(script).receive("conversation.chat.cancel");
    let script = script.event("conversation.chat.canceled", json!({"code": 2, "msg": ""}));
    let script = script.receive("input_audio_buffer.complete");
    let script = script.event(
        "conversation.chat.requires_action",
        required("roll_dice", "{\"sides\": 1}"),
    );
    let script = answered(script.receive("conversation.chat.submit_tool_outputs"));
    let script = script.event("conversation.chat.completed", completed);
    server.on("GET /v1/chat").reply(script);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("hi.pcm"), SAMPLES).expect("a file");
    let mut bot = example("realtime_voice_bot", &server);
    let bot = bot.env("COZE_BOT_ID", "7").current_dir(folder.path());
    let said = run(bot, "hi.pcm\nhi.pcm\n").well();
    assert!(said.contains("[interrupted]\n"), "{said}");
    assert!(said.ends_with("Agent: Hello!\n[answer-1.wav]\n"), "{said}");
    assert!(is_wav(&folder.path().join("answer-1.wav"), 4));
    let events = server.events();
    assert_eq!(
        events[0]["data"]["input_audio"],
        json!({"format": "pcm", "sample_rate": 24_000})
    );
    let outputs = events
        .iter()
        .find(|event| event["event_type"] == "conversation.chat.submit_tool_outputs");
    assert_eq!(
        outputs.map(|event| &event["data"]["tool_outputs"][0]["output"]),
        Some(&json!("1"))
    );
}

#[test]
fn a_recording_is_interpreted() {
    let server = Server::start_in_thread();
    let script = Script::new().receive("input_audio_buffer.complete");
    let script = script.event(
        "simult_interpretation.translation.delta",
        json!({"delta": "Hello"}),
    );
    let script = script.event(
        "simult_interpretation.audio.delta",
        json!({"delta": BASE64}),
    );
    let script = script.event("simult_interpretation.message.completed", ());
    server
        .on("GET /v1/audio/simult_interpretation")
        .reply(script);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("hello.wav"), SAMPLES).expect("a file");
    let mut interpretation = example("realtime_interpretation", &server);
    let interpretation = interpretation.current_dir(folder.path());
    let said = run(interpretation.args(["hello.wav", "zh", "en"]), "").well();
    assert_eq!(said, "Hello\nThe translation is in translation.wav.\n");
    assert!(is_wav(&folder.path().join("translation.wav"), 4));
    let config = &server.events()[0]["data"]["translate_config"];
    assert_eq!(config, &json!({"from": "zh", "to": "en"}));
}
