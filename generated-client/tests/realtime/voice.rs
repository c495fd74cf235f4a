//! Speech, texts and conversations: the recorded orders of events, and what the helpers make of them.

use std::ops::ControlFlow;

use coze_client::realtime::chat::{ClientEvent, ServerEvent};
use coze_client::realtime::{pieces, speech};
use coze_client::testing::{Script, Server};
use coze_client::types::{ChatUpdate, OutputAudio, SpeechUpdate};
use coze_client::{ErrorKind, ToolBox};
use serde_json::json;

/// Bytes that need padding in base64, and the same in base64.
const SOUND: [u8; 4] = [0, 1, 2, 255];
const BASE64: &str = "AAEC/w==";

async fn server(call: &str, script: Script) -> Server {
    let server = Server::start().await;
    server.on(call).reply(script);
    server
}

/// What the service was recorded to say as it speaks a sentence.
fn spoken() -> Script {
    Script::new()
        .event("speech.created", ())
        .receive("input_text_buffer.complete")
        .event("input_text_buffer.completed", ())
        .event("conversation.audio.sentence_start", json!({"text": "你好"}))
        .event("speech.audio.update", json!({"delta": BASE64}))
        .event("speech.audio.update", json!({"delta": BASE64}))
        .event("speech.audio.completed", ())
}

#[tokio::test]
async fn a_sentence_is_spoken_as_it_was_recorded() {
    let server = server("GET /v1/audio/speech", spoken()).await;
    let session = server.client().realtime().speech().connect().await;
    let mut session = session.expect("a session");
    let voice = OutputAudio::new().voice_id("v").speech_rate(50);
    let update = SpeechUpdate::new().output_audio(voice);
    session.send(update).await.expect("sent");
    let text = coze_client::types::InputTextBufferAppend::new("你好");
    session.send(text).await.expect("sent");
    session
        .send(speech::ClientEvent::InputTextBufferComplete)
        .await
        .expect("sent");
    let mut order = Vec::new();
    while order.last() != Some(&"completed") {
        let message = session.try_next().await.expect("no error").expect("more");
        order.push(match message.event {
            speech::ServerEvent::Created => "created",
            speech::ServerEvent::InputTextBufferCompleted => "text",
            speech::ServerEvent::AudioSentenceStart(sentence) if sentence.text == "你好" => {
                "sentence"
            }
            speech::ServerEvent::AudioUpdate(audio) if audio.delta[..] == SOUND => "audio",
            speech::ServerEvent::AudioCompleted => "completed",
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(
        order,
        ["created", "text", "sentence", "audio", "audio", "completed"]
    );
    let update = &server.events()[0];
    assert_eq!(
        update["data"],
        json!({"output_audio": {"voice_id": "v", "speech_rate": 50}})
    );
}

#[tokio::test]
async fn a_text_becomes_sound() {
    let server = server("GET /v1/audio/speech", spoken()).await;
    let sound = server
        .client()
        .realtime()
        .speech()
        .entity_type("bot")
        .say("你好")
        .await;
    let sound = sound.expect("a session").bytes().await;
    assert_eq!(sound.expect("sound"), [SOUND, SOUND].concat());
    let names = server
        .events()
        .into_iter()
        .map(|event| event["event_type"].clone());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["input_text_buffer.append", "input_text_buffer.complete"]
    );
}

#[tokio::test]
async fn half_a_sentence_is_an_error() {
    for (script, kind) in [
        (
            Script::new()
                .event("speech.audio.update", json!({"delta": BASE64}))
                .close(1000, ""),
            ErrorKind::Truncated,
        ),
        (
            Script::new()
                .event("speech.audio.update", json!({"delta": BASE64}))
                .cut(),
            ErrorKind::Truncated,
        ),
        (
            Script::new().event("error", json!({"code": 4000, "msg": "no voice"})),
            ErrorKind::Api,
        ),
        (
            Script::new().event("speech.audio.update", json!({"delta": "***"})),
            ErrorKind::Decode,
        ),
    ] {
        let server = server("GET /v1/audio/speech", script).await;
        let sound = server.client().realtime().speech().say("你好").await;
        let error = sound
            .expect("a session")
            .bytes()
            .await
            .expect_err("half a sentence");
        assert!(
            error.kind() == kind || error.kind() == ErrorKind::Transport,
            "{error}"
        );
    }
}

#[tokio::test]
async fn sound_becomes_text_while_it_is_sent() {
    let script = Script::new()
        .event("transcriptions.created", ())
        .receive("input_audio_buffer.append")
        .event("transcriptions.message.update", json!({"content": "你"}))
        .receive("input_audio_buffer.complete")
        .event("input_audio_buffer.completed", ())
        .event("transcriptions.message.update", json!({"content": "你好"}))
        .event("transcriptions.message.completed", ());
    let server = server("GET /v1/audio/transcriptions", script).await;
    let transcriptions = server.client().realtime().transcriptions();
    let recording = vec![7; 100_000];
    let text = transcriptions
        .transcribe(pieces(recording))
        .await
        .expect("a session");
    assert_eq!(text.text().await.expect("a text"), "你好");
    let appended = server.events();
    let appended = appended
        .iter()
        .filter(|event| event["event_type"] == "input_audio_buffer.append");
    assert_eq!(appended.count(), 13);
}

#[tokio::test]
async fn a_recording_that_cannot_be_read_is_an_error() {
    let script = Script::new().event("transcriptions.created", ());
    let server = server("GET /v1/audio/transcriptions", script).await;
    let client = server.client();
    // A download of the server that breaks off is a stream of sound, too.
    server
        .on("GET /v1/sound")
        .reply(coze_client::testing::Reply::raw("audio/wav", "123456").cut_after(3));
    let sound = client
        .request(coze_client::Method::Get, "/v1/sound")
        .download()
        .await;
    let text = client
        .realtime()
        .transcriptions()
        .transcribe(sound.expect("a beginning"))
        .await;
    let error = text
        .expect("a session")
        .text()
        .await
        .expect_err("half a recording");
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
}

/// What an agent says, up to the last event of its turn.
fn turn(script: Script) -> Script {
    script
        .receive("input_audio_buffer.complete")
        .event("input_audio_buffer.completed", ())
        .event(
            "conversation.audio_transcript.completed",
            json!({"content": "Who are you?"}),
        )
        .event(
            "conversation.chat.created",
            json!({"id": "chat-1", "status": "created"}),
        )
        .event(
            "conversation.message.delta",
            json!({"role": "assistant", "type": "answer", "content": "I am "}),
        )
        .event("conversation.audio.delta", json!({"content": BASE64}))
}

/// A chat that waits for a tool.
fn required() -> serde_json::Value {
    let function = json!({"name": "who", "arguments": "{}"});
    let calls = json!([{"id": "call-1", "type": "function", "function": function}]);
    let action =
        json!({"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": calls}});
    json!({"id": "chat-1", "status": "requires_action", "required_action": action})
}

#[tokio::test]
async fn an_agent_answers_with_the_help_of_tools() {
    let script = turn(
        Script::new()
            .event("chat.created", ())
            .receive("chat.update"),
    )
    .event("conversation.chat.requires_action", required())
    .receive("conversation.chat.submit_tool_outputs")
    .event("conversation.message.delta", json!({"content": "Ada."}))
    .event("conversation.audio.delta", json!({"content": BASE64}))
    .event(
        "conversation.chat.completed",
        json!({"id": "chat-1", "status": "completed"}),
    );
    let server = server("GET /v1/chat", script).await;
    let session = server.client().realtime().chat("bot").connect().await;
    let mut session = session.expect("a session");
    session
        .send(ChatUpdate::new().need_play_prologue(false))
        .await
        .expect("sent");
    session
        .send(ClientEvent::InputAudioBufferComplete)
        .await
        .expect("sent");
    let tools = ToolBox::new().tool("who", |_| async { Ok::<_, String>("Ada") });
    let mut events = 0;
    let turn = session.turn(&tools, |_| {
        events += 1;
        ControlFlow::Continue(())
    });
    let turn = turn.await.expect("a turn");
    assert_eq!(
        (turn.heard.as_str(), turn.text.as_str()),
        ("Who are you?", "I am Ada.")
    );
    assert_eq!(turn.audio, [SOUND, SOUND].concat());
    assert!(turn.chat.is_some() && turn.canceled.is_none());
    assert_eq!(events, 10);
    let said = &server.events()[2];
    let outputs = json!([{"tool_call_id": "call-1", "output": "Ada"}]);
    assert_eq!(
        said["data"],
        json!({"chat_id": "chat-1", "tool_outputs": outputs})
    );
}

#[tokio::test]
async fn an_agent_is_interrupted() {
    let script = turn(Script::new())
        .receive("conversation.chat.cancel")
        .event(
            "conversation.chat.canceled",
            json!({"code": 2, "msg": "canceled"}),
        );
    let server = server("GET /v1/chat", script).await;
    let session = server.client().realtime().chat("bot").connect().await;
    let mut session = session.expect("a session");
    session
        .send(ClientEvent::InputAudioBufferComplete)
        .await
        .expect("sent");
    let tools = ToolBox::new();
    let turn = session.turn(&tools, |event| match event {
        ServerEvent::AudioDelta(_) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let turn = turn.await.expect("a turn");
    assert_eq!(turn.text, "I am ");
    assert_eq!(
        turn.canceled.map(|canceled| canceled.msg).as_deref(),
        Some("canceled")
    );
}

#[tokio::test]
async fn a_turn_that_fails_is_an_error() {
    let failed = json!({"status": "failed", "last_error": {"code": 5000, "msg": "tired"}});
    for (script, words) in [
        (
            Script::new().event("conversation.chat.failed", failed),
            "5000: tired",
        ),
        (
            Script::new().event("error", json!({"code": 4000, "msg": "what?"})),
            "4000: what?",
        ),
        (
            Script::new().close(1000, ""),
            "before the agent's turn was over",
        ),
        (
            Script::new().event("conversation.chat.requires_action", required()),
            "tool `who`",
        ),
    ] {
        let server = server("GET /v1/chat", script).await;
        let session = server.client().realtime().chat("bot").connect().await;
        let mut session = session.expect("a session");
        let tools = ToolBox::new();
        let turn = session.turn(&tools, |_| ControlFlow::Continue(()));
        let error = turn.await.expect_err("no turn").to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[tokio::test]
async fn without_any_setup_the_server_says_what_was_recorded() {
    let server = Server::start().await;
    let realtime = server.client().realtime();
    let sound = realtime.speech().say("Hello!").await.expect("a session");
    assert_eq!(sound.bytes().await.expect("sound").len(), 16);
    let text = realtime.transcriptions().transcribe(pieces("sound")).await;
    let text = text.expect("a session").text().await;
    assert_eq!(text.expect("a text"), "Hello!");

    let mut session = realtime.chat("bot").connect().await.expect("a session");
    session
        .send(ClientEvent::InputAudioBufferComplete)
        .await
        .expect("sent");
    let (tools, mut order) = (ToolBox::new(), Vec::new());
    let turn = session.turn(&tools, |event| {
        order.push(serde_json::to_value(event).expect("JSON")["event"].clone());
        ControlFlow::Continue(())
    });
    assert_eq!(turn.await.expect("a turn").text, "Hello!");
    let question = order
        .iter()
        .position(|name| name == "conversation.message.completed");
    let chat = order
        .iter()
        .position(|name| name == "conversation.chat.created");
    assert!(question < chat && order.len() == 12, "{order:?}");
}

#[test]
#[cfg(feature = "blocking")]
fn it_goes_without_async_code() {
    use coze_client::blocking::{Block, BlockEach};

    let server = Server::start_in_thread();
    server.on("GET /v1/audio/speech").reply(spoken());
    let speech = server.client().realtime().speech();
    let sound = speech
        .say("你好")
        .block()
        .expect("a session")
        .blocking_iter();
    let pieces: coze_client::Result<Vec<_>> = sound.collect();
    assert_eq!(pieces.expect("sound"), [&SOUND[..], &SOUND]);
}
